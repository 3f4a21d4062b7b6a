import type { Random } from '../conformance/generate/random.ts';

/** One replacement as LSP sends it, with the text that it makes. */
export interface Edit {
  readonly range: { readonly start: Place; readonly end: Place };
  readonly text: string;
  readonly after: string;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

/** Longer texts are cut down, so that edits do not make ever larger files. */
const LONGEST = 8000;

// oxfmt-ignore
const PIECES: readonly [string, ...string[]] = [
  '{', '}', '[', ']', ',', ':', '"', '\\', '\n', '\r\n', '\r', '\t', '//', '/*', '*/', '#', '[[', ']]', '{{ x }}',
  'null', 'true', '-1', '1e999', '\uFEFF', '\uD800', '☃', '\u00A0', '“', '{"type": ""}', '"static"', '__proto__',
  '"type"', '"ipam": null', '"TYPE": "bridge"', '"__proto__": {}', '"constructor": 1', '"type": "toString"',
  '"plugins": {}', '"name": []', '"cniVersions": ["1.0"]', '"prevResult": {}', '"10.0.0.0/33"', '"fd00::/7"',
];

/** Where an offset is, counted here and not by the library that is tested: \n, \r\n and \r end lines. */
function placeOf(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** An offset that an editor can name: not between \r and \n. */
function somewhere(text: string, random: Random): number {
  const offset = random.below(text.length + 1);
  return text[offset] === '\n' && text[offset - 1] === '\r' ? offset - 1 : offset;
}

/** What is typed, pasted or deleted next. */
export function nextEdit(before: string, random: Random): Edit {
  const from = somewhere(before, random);
  const wish = random.chance(0.5) ? from : Math.min(before.length, from + random.below(random.chance(0.1) ? 400 : 30));
  const to =
    before.length > LONGEST ? before.length : before[wish] === '\n' && before[wish - 1] === '\r' ? wish + 1 : wish;
  const piece = (): string => {
    if (random.chance(0.7)) return random.pick(PIECES);
    const start = random.below(before.length);
    return before.slice(start, start + random.below(60));
  };
  const text = to > from && random.chance(0.4) ? '' : piece();
  const range = { start: placeOf(before, from), end: placeOf(before, to) };
  return { range, text, after: before.slice(0, from) + text + before.slice(to) };
}

/** A whole key or value in place of another one: mostly the text stays JSON, and only one object of it changes. */
export function nextToken(before: string, random: Random): Edit {
  const tokens = [...before.matchAll(/"(?:[^"\\\n]|\\.)*"|[\w.+-]+/g)];
  const [old, other] = [tokens[random.below(tokens.length)], tokens[random.below(tokens.length)]];
  if (old === undefined || other === undefined) return nextEdit(before, random);
  const [from, to] = [old.index, old.index + old[0].length];
  const text = random.chance(0.5) ? other[0] : random.pick(PIECES);
  const range = { start: placeOf(before, from), end: placeOf(before, to) };
  return { range, text, after: before.slice(0, from) + text + before.slice(to) };
}

/** The places in an answer of the server that are not in a text, as JSON; what says of itself that it is elsewhere is not looked at. */
export function placesOutside(answer: unknown, text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  const outside: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('line' in value && 'character' in value) {
      const { line, character } = value;
      const length = typeof line === 'number' ? lines[line]?.length : undefined;
      if (length === undefined || typeof character !== 'number' || character < 0 || character > length)
        outside.push(JSON.stringify(value));
    }
    if ('startLine' in value && 'endLine' in value) {
      const { startLine, endLine } = value;
      if (!(Number(startLine) >= 0 && Number(startLine) <= Number(endLine) && Number(endLine) < lines.length))
        outside.push(JSON.stringify(value));
    }
    for (const part of Object.values(value)) look(part);
  };
  look(answer);
  return outside;
}
