import type { Span } from './span.ts';
import { roleOf, type TokenRole } from './template-roles.ts';

/**
 * A token that an installer or a template engine replaces: `__X__`, `{{ … }}`, `${…}`, `$X`, `{% … %}`, `<% … %>`, `%s`,
 * `<x>`, `@x@`, or an encrypted value.
 */
export interface TemplateToken extends Span {
  /** Whether it is inside a string, where it does not affect the JSON syntax. */
  readonly quoted: boolean;
  readonly role: TokenRole;
}

/** Matches texts that may contain a token, which are rare. */
const maybe = /__[A-Z]|\{\{|\$[{A-Za-z\d(]|\{[%#]|<%|<[A-Za-z_]|%[\w+#({%]|@[A-Za-z_]|ENC\[|#\{/;

/** Whether {@link templateTokens} may find a token. */
const mayHoldToken = (text: string): boolean => maybe.test(text);

/** Joins the alternatives of a pattern. */
const anyOf = (...some: readonly string[]): string => some.join('|');

/** A quoted string in an expression. */
const inner = String.raw`"(?:[^"\\\n]|\\.)*"`;
/** An expression on one line, which may hold strings. */
const line = String.raw`\{\{(?:[^{}"\n]|${inner})*\}\}`;
/** An expression whose quotes have no partner. */
const loose = String.raw`\{\{[^{}\n]*\}\}`;
/** An expression over any number of lines, with strings and one level of braces. */
const wide = String.raw`\{\{(?:[^{}"\x60]|${inner}|\x60[^\x60]*\x60|\{[^{}]*\})*\}\}`;
/** A comment of Go templates. It ends before the next one, so that searching takes linear time. */
const comment = String.raw`\{\{-?\s*\/\*(?:[^*{]|\*(?!\/)|\{(?!\{-?\s*\/\*))*\*\/\s*-?\}\}`;
/** JSON that begins with two braces (`{{"a": 1`) is a typo, not an expression. */
const notJSON = String.raw`(?!\{\{\s*(?:"[^"\n]*"\s*:|\{))`;
const jinja = String.raw`\{%(?:[^%\n{]|%(?!\})|\{(?!%))*%\}|\{#(?:[^#{]|#(?!\})|\{(?!#))*#\}`;
const erb = String.raw`<%(?:[^%<]|%(?!>)|<(?!%))*%>`;
const dollar = String.raw`\$\{[A-Za-z_~ ](?:[^{}\n"]|"[^"\n]*")*\}`;
const installer = String.raw`__[A-Z][A-Z0-9_]*__`;

/** A string, which ends with its line if its quote is missing. Tokens in it may hold quotes. */
const text = String.raw`"(?:[^"\\\n{]|\\.|${line}|\{(?!${line.slice(2)}))*"?`;

/** A string, or one token outside of strings. */
const pieces = new RegExp(
  anyOf(
    text,
    installer,
    `${notJSON}(?:${anyOf(comment, wide, loose)})`,
    dollar,
    String.raw`\$\([^()\n]*\)|\$[A-Za-z_]\w*|\$\d`,
    jinja,
    String.raw`%\{(?:[^{}\n"]|"[^"\n]*")*\}`,
    String.raw`%%\w+%%|%[A-Z_]\w+%|%\(\w+\)[a-z]|%[+#]?[a-z](?!\w)`,
    String.raw`@[A-Za-z_]\w*@?`,
    String.raw`#\{[A-Za-z_][\w.]*\}#?`,
    erb,
    String.raw`<[A-Za-z_][\w .:|-]*>`,
  ),
  'g',
);

/** A token in a string. Some are tokens only as the whole string, because they also occur in values. */
const quotedToken = new RegExp(
  anyOf(
    installer,
    line,
    loose,
    String.raw`\$\{[^{}]+\}|\$[A-Z][A-Z0-9_]+|\$\d`,
    jinja,
    String.raw`%%[A-Z_]+%%|%[sdvq]|(?<=^")(?:%[tf]|@[A-Za-z_]\w*)(?="$)|@[A-Z_]+@`,
    erb,
    String.raw`<[A-Za-z_][\w .:|-]*>`,
    String.raw`ENC\[[A-Z0-9_]+,[^\]"\n]*\]`,
  ),
  'g',
);

/** Whether a token is `%d` within the text of a value. */
function isNumberAmidText(whole: string, { offset, quoted }: TemplateToken): boolean {
  return quoted && whole.startsWith('%d', offset) && whole.slice(offset - 1, offset + 3) !== '"%d"';
}

/**
 * Returns the tokens of a text, in order. A single `%d` within the text of a value, in a file without other tokens, is not
 * a token: a format string has whole values or several tokens, while a lone `%d` is a typo that fails.
 */
export function templateTokens(whole: string): readonly TemplateToken[] {
  const tokens = tokensIn(whole);
  const [first, ...others] = tokens;
  return first !== undefined && others.length === 0 && isNumberAmidText(whole, first) ? [] : tokens;
}

/** Returns the first placeholder of a text, in one line: one that writes a value, if there is one. */
export function firstPlaceholder(whole: string): string | undefined {
  const tokens = templateTokens(whole);
  const token = tokens.find(({ role }) => role === 'value') ?? tokens[0];
  return token && whole.slice(token.offset, token.offset + token.length).replaceAll(/\s+/g, ' ');
}

function tokensIn(whole: string): readonly TemplateToken[] {
  if (!mayHoldToken(whole)) {
    return [];
  }
  const tokens: TemplateToken[] = [];
  for (const { index, 0: piece } of whole.matchAll(pieces)) {
    if (!piece.startsWith('"')) {
      tokens.push({ offset: index, length: piece.length, quoted: false, role: roleOf(piece) });
      continue;
    }
    for (const { index: at, 0: token } of piece.matchAll(quotedToken)) {
      tokens.push({ offset: index + at, length: token.length, quoted: true, role: 'value' });
    }
  }
  return tokens;
}

/** Returns the last of sorted spans that begins at an offset or before it. */
export function lastBefore<T extends Span>(spans: readonly T[], offset: number): T | undefined {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.offset ?? 0) <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return spans[low - 1];
}

/** Whether a span touches a token. Tokens are sorted and do not overlap. */
export function touchesToken(tokens: readonly Span[], { offset, length }: Span): boolean {
  const token = lastBefore(tokens, offset + length);
  return token !== undefined && offset <= token.offset + token.length;
}

/** Whether a character is inside one of sorted spans that do not overlap. */
export function isWithin(spans: readonly Span[], offset: number): boolean {
  const span = lastBefore(spans, offset);
  return span !== undefined && offset < span.offset + span.length;
}

/** Whether one of sorted spans that do not overlap begins at or after `from` and before `to`, or reaches beyond `from`. */
export function isAnyBetween(spans: readonly Span[], from: number, to: number): boolean {
  const span = from < to ? lastBefore(spans, to - 1) : undefined;
  return span !== undefined && span.offset + span.length > from;
}

/** Whether a text consists of template actions and other placeholders. */
export function consistsOfTokens(whole: string): boolean {
  const tokens = templateTokens(whole);
  let end = 0;
  const between = tokens.map(({ offset, length }) => {
    const before = whole.slice(end, offset);
    end = offset + length;
    return before;
  });
  return tokens.length > 0 && [...between, whole.slice(end)].join('').trim() === '';
}
