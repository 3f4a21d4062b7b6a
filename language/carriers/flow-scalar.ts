import { TextCollector, type ExtractedText } from './position-map.ts';

const simpleEscapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  e: '\u001B',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00A0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};
const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** White space around one or more line breaks, which YAML folds. */
const foldPattern = /[ \t]*\r?\n[ \t]*(?:\r?\n[ \t]*)*/y;
const continuedLine = /\\\r?\n[ \t]*(?:\r?\n[ \t]*)*/y;

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

/** Adds the text for white space around line breaks. */
function fold(out: TextCollector, space: string, at: number, isContinued: boolean): void {
  const breaks = space.split('\n').length - 1;
  const text = breaks > 1 ? '\n'.repeat(breaks - 1) : isContinued ? '' : ' ';
  out.put(text, at, at + space.length);
}

/** The special characters of each style. Everything between them is copied. */
const specialCharacters = { plain: /[ \t]*\r?\n/g, single: /[ \t]*\r?\n|''/g, double: /[ \t]*\r?\n|\\/g } as const;

/** The style of a scalar that is not a block. */
export type FlowStyle = keyof typeof specialCharacters;

/** Reads the text of a plain or quoted scalar between two offsets, quotes excluded, as YAML 1.2 does. */
export function readFlowScalar(text: string, from: number, to: number, style: FlowStyle): ExtractedText {
  const out = new TextCollector(from);
  const special = new RegExp(specialCharacters[style]);
  let at = from;
  while (at < to) {
    special.lastIndex = at;
    const found = special.exec(text);
    const stop = found === null ? to : Math.min(found.index, to);
    out.copy(text, at, stop);
    if (stop >= to) {
      break;
    }
    at = stop;
    if (text[at] === "'") {
      out.put("'", at, at + 2);
      at += 2;
    } else if (text[at] === '\\') {
      at += escape(out, text, at);
    } else {
      const space = matchAt(foldPattern, text, at) ?? text.charAt(at);
      fold(out, space, at, false);
      at += space.length;
    }
  }
  return out.extracted();
}

/** Adds the character for an escape and returns the length of the escape. */
function escape(out: TextCollector, text: string, at: number): number {
  const continued = matchAt(continuedLine, text, at);
  if (continued !== undefined) {
    fold(out, continued, at, true);
    return continued.length;
  }
  const letter = text.charAt(at + 1);
  const digits = hexDigits[letter] ?? 0;
  const code = digits === 0 ? Number.NaN : Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
  const length = 2 + digits;
  const isCharacter = code <= 0x10ffff;
  out.put(
    isCharacter ? String.fromCodePoint(code) : (simpleEscapes[letter] ?? text.slice(at, at + length)),
    at,
    at + length,
  );
  return length;
}
