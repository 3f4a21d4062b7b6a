/** What a token does: it writes text, begins, divides or ends a block, or does something that writes nothing. */
export type TokenRole = 'value' | 'open' | 'else' | 'end' | 'statement';

type Roles = readonly (readonly [RegExp, TokenRole])[];

/** Go templates, Jinja expressions, and Handlebars. */
const expressions: Roles = [
  [/^\{\{[-~]?\s*(?:if|range|with|define|block)(?![\w.])|^\{\{[-~]?\s*[#^]/, 'open'],
  [/^\{\{[-~]?\s*else(?![\w.])/, 'else'],
  [/^\{\{[-~]?\s*(?:end(?![\w.])|\/(?!\*))/, 'end'],
  [/^\{\{[-~]?\s*(?:\/\*|!|(?:break|continue)(?![\w.])|\$[\w.]*(?:\s*,\s*\$\w+)?\s*:?=(?!=))/, 'statement'],
];

const jinja: Roles = [
  [/^\{%[-+]?\s*(?:if|for|macro|block|filter|call|with|raw|autoescape)\b/, 'open'],
  [/^\{%[-+]?\s*set\b(?![^=]*=)/, 'open'],
  [/^\{%[-+]?\s*(?:else|elif)\b/, 'else'],
  [/^\{%[-+]?\s*end\w+/, 'end'],
  [/^\{%[-+]?\s*include\b/, 'value'],
  [/^/, 'statement'],
];

const directives: Roles = [
  [/^%\{~?\s*(?:if|for)\b/, 'open'],
  [/^%\{~?\s*else\b/, 'else'],
  [/^%\{~?\s*end/, 'end'],
];

const erb: Roles = [
  [/^<%[-=]?=/, 'value'],
  [/^<%#/, 'statement'],
  [/^<%-?\s*(?:if|unless|case|while|until|for)\b|\bdo\s*(?:\|[^|]*\|)?\s*-?%>$/, 'open'],
  [/^<%-?\s*(?:else|elsif|when)\b/, 'else'],
  [/^<%-?\s*(?:end\b|\})/, 'end'],
  [/^/, 'statement'],
];

/** Returns what a token outside of strings does. */
export function roleOf(token: string): TokenRole {
  const roles = token.startsWith('{{')
    ? expressions
    : token.startsWith('{%')
      ? jinja
      : token.startsWith('%{')
        ? directives
        : token.startsWith('<%')
          ? erb
          : [];
  if (token.startsWith('{#')) {
    return 'statement';
  }
  return roles.find(([pattern]) => pattern.test(token))?.[1] ?? 'value';
}
