import type { Span } from './parse.ts';

/** A place that an installer fills in later: `__X__`, `{{ … }}`, `${…}`, `$X`, `{% … %}`, `<% … %>`, `%s`. */
export interface TemplateToken extends Span {
  /** Whether it stands inside a string, where it does not disturb the JSON around it. */
  readonly quoted: boolean;
}

/** Whether a text may hold a token at all; nearly none does. */
const MAYBE = /__[A-Z]|\{\{|\$[{A-Z\d]|\{%|<%|%[sdvq%]|@[A-Z]/;

/** Whether {@link templateTokens} may find anything. */
export const mayHoldToken = (text: string): boolean => MAYBE.test(text);

/** A whole string, or one token outside of strings. A `{{` that opens JSON text (`{{"a"`) is a slip, not a token. */
const PIECES =
  /"(?:[^"\\\n]|\\.)*"|__[A-Z][A-Z0-9_]*__|\{\{(?!\s*["{])[^{}\n]*\}\}|\$\{[A-Za-z_][^{}\n"]*\}|\$[A-Z][A-Z0-9_]+|\$\d|\{%[^%\n]*%\}|%[sdvq]|%%[A-Z_]+%%|@[A-Z_]+@|<%(?:[^%]|%(?!>))*%>/g;
const QUOTED =
  /__[A-Z][A-Z0-9_]*__|\{\{[^{}]*\}\}|\$\{[^{}]+\}|\$[A-Z][A-Z0-9_]+|\$\d|\{%[^%\n]*%\}|%%[A-Z_]+%%|%[sdvq]|@[A-Z_]+@|<%(?:[^%]|%(?!>))*%>/g;

/** `%d` amid the text of a value. */
function isNumberAmidText(text: string, { offset, quoted }: TemplateToken): boolean {
  return quoted && text.startsWith('%d', offset) && text.slice(offset - 1, offset + 3) !== '"%d"';
}

/**
 * The tokens of a text, in order. A single `%d` amid the text of a value, in a file without any other token, is none:
 * a format that writes a file leaves whole values open, or more than one place, while a lone percent sign is a slip that
 * fails for real.
 */
export function templateTokens(text: string): readonly TemplateToken[] {
  const tokens = tokensIn(text);
  const [first, ...others] = tokens;
  return first !== undefined && others.length === 0 && isNumberAmidText(text, first) ? [] : tokens;
}

function tokensIn(text: string): readonly TemplateToken[] {
  if (!mayHoldToken(text)) return [];
  const tokens: TemplateToken[] = [];
  for (const { index, 0: piece } of text.matchAll(PIECES)) {
    if (!piece.startsWith('"')) {
      tokens.push({ offset: index, length: piece.length, quoted: false });
      continue;
    }
    for (const inner of piece.matchAll(QUOTED)) {
      tokens.push({ offset: index + inner.index, length: inner[0].length, quoted: true });
    }
  }
  return tokens;
}

/** JSON of the same length: a token that stands for a value becomes `null`, one between members becomes white space. */
export function withoutTokens(text: string, tokens: readonly TemplateToken[]): string {
  let masked = '';
  let end = 0;
  for (const { offset, length, quoted } of tokens) {
    if (quoted) continue;
    masked += text.slice(end, offset);
    const before = masked.trimEnd().at(-1);
    const after = text.slice(offset + length).trimStart()[0];
    const isValue = before === ':' || ((before === '[' || before === ',') && (after === ',' || after === ']'));
    const blank = text.slice(offset, offset + length).replaceAll(/[^\r\n]/g, ' ');
    masked += isValue ? (length < 4 ? '0'.padEnd(length) : `null${blank.slice(4)}`) : blank;
    end = offset + length;
  }
  return masked + text.slice(end);
}

/** Whether a span touches a token. */
export function touchesToken(tokens: readonly TemplateToken[], { offset, length }: Span): boolean {
  return tokens.some((token) => token.offset <= offset + length && offset <= token.offset + token.length);
}
