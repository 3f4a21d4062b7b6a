/** A part of a text that an installer or a program replaces later. */
export interface Placeholder {
  readonly syntax: string;
  /** Its position: a whole string, a part of one, a bare value, or between members. */
  readonly place: 'a whole string' | 'part of a string' | 'a bare value' | 'between members';
  readonly offset: number;
  readonly length: number;
}

const SYNTAXES: readonly (readonly [syntax: string, pattern: string])[] = [
  ['{{ control }}', String.raw`\{\{-?\s*(?:(?:if|else|end|range|with|define|template|include|block)\b|/\*)[^{}]*\}\}`],
  ['{{ value }}', String.raw`\{\{[^{}]*\}\}`],
  ['{% control %}', String.raw`\{%[^%]*%\}`],
  ['<% erb %>', String.raw`<%(?:[^%]|%(?!>))*%>`],
  ['${NAME}', String.raw`\$\{[^{}\n]+\}`],
  ['$1', String.raw`\$\d+`],
  ['$NAME', String.raw`\$[A-Za-z_][A-Za-z0-9_]*`],
  ['__NAME__', String.raw`__[A-Z][A-Z0-9_]*?__`],
  ['%%NAME%%', String.raw`%%[A-Z_]+%%`],
  ['%s', String.raw`%(?:\[\d\])?[sdvqt]`],
  ['<name>', String.raw`<[A-Za-z][\w. -]*>`],
  ['@name', String.raw`@[A-Za-z]\w*@?`],
];

const anySyntax = SYNTAXES.map(([, pattern]) => `(${pattern})`).join('|');
const piece = new RegExp(String.raw`"(?:[^"\\\n]|\\.)*"|${anySyntax}`, 'g');
const CONCATENATION = /"\s*\+\s*[\w.()]+\s*\+\s*"/g;

/** The text with concatenated strings of a program as one string. */
const withoutConcatenations = (text: string): string => text.replace(CONCATENATION, (all) => 'x'.repeat(all.length));

/** Which of the syntaxes has matched, by the groups of a match of `anySyntax`. */
const syntaxOf = (groups: readonly (string | undefined)[]): string =>
  SYNTAXES[groups.findIndex((text) => text !== undefined)]?.[0] ?? '';

function placeholdersOfString(text: string, offset: number): Placeholder[] {
  return [...text.matchAll(new RegExp(anySyntax, 'g'))].map((match) => {
    const [found, ...groups] = match;
    const isWhole = found.length === text.length - 2;
    return {
      syntax: syntaxOf(groups),
      place: isWhole ? 'a whole string' : 'part of a string',
      offset: offset + match.index,
      length: found.length,
    };
  });
}

/** Finds the placeholders of a text. */
export function placeholdersIn(text: string): readonly Placeholder[] {
  const concatenations = [...text.matchAll(CONCATENATION)].map(({ index: offset, 0: { length } }): Placeholder => ({
    syntax: '" + name + "',
    place: 'part of a string',
    offset,
    length,
  }));
  const others = [...withoutConcatenations(text).matchAll(piece)].flatMap((match): Placeholder[] => {
    const [found, ...groups] = match;
    const { index: offset } = match;
    if (found.startsWith('"')) {
      return placeholdersOfString(found, offset);
    }
    const place = /[:[]\s*$/.test(text.slice(0, offset)) ? 'a bare value' : 'between members';
    return [{ syntax: syntaxOf(groups), place, offset, length: found.length }];
  });
  return [...concatenations, ...others];
}

/** A text of the same length that is JSON: a bare value becomes a number, other placeholders white space. */
export function withoutPlaceholders(text: string): string {
  const start = withoutConcatenations(text);
  return placeholdersIn(start).reduce((masked, { place, offset, length }) => {
    if (place === 'a whole string' || place === 'part of a string') {
      return masked;
    }
    const filling = place === 'a bare value' ? '0' : '';
    return masked.slice(0, offset) + filling.padEnd(length) + masked.slice(offset + length);
  }, start);
}
