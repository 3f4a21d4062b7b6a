import type { Random } from '../conformance/generate/random.ts';

/** One replacement as LSP sends it, with the text that it makes. */
export interface Edit {
  readonly range: { readonly start: SourceLocation; readonly end: SourceLocation };
  readonly text: string;
  readonly after: string;
}

interface SourceLocation {
  readonly line: number;
  readonly character: number;
}

/** Longer texts are cut, so that edits do not make files larger and larger. */
const LONGEST = 8000;

// oxfmt-ignore
const PIECES: readonly [string, ...string[]] = [
  '{', '}', '[', ']', ',', ':', '"', '\\', '\n', '\r\n', '\r', '\t', '//', '/*', '*/', '#', '[[', ']]', '{{ x }}',
  'null', 'true', '-1', '1e999', '\uFEFF', '\uD800', '☃', '\u00A0', '“', '{"type": ""}', '"static"', '__proto__',
  '"type"', '"ipam": null', '"TYPE": "bridge"', '"__proto__": {}', '"constructor": 1', '"type": "toString"',
  '"plugins": {}', '"name": []', '"cniVersions": ["1.0"]', '"prevResult": {}', '"10.0.0.0/33"', '"fd00::/7"',
];

/** The position of an offset, computed without the library under test: \n, \r\n and \r end lines. */
function locationOf(text: string, offset: number): SourceLocation {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** An offset that an editor can name: not between \r and \n. */
function somewhere(text: string, random: Random): number {
  const offset = random.below(text.length + 1);
  return text[offset] === '\n' && text[offset - 1] === '\r' ? offset - 1 : offset;
}

/** The next edit: typing, pasting or deleting. */
export function nextEdit(before: string, random: Random): Edit {
  const from = somewhere(before, random);
  const wish = random.chance(0.5) ? from : Math.min(before.length, from + random.below(random.chance(0.1) ? 400 : 30));
  const to =
    before.length > LONGEST ? before.length : before[wish] === '\n' && before[wish - 1] === '\r' ? wish + 1 : wish;
  const piece = (): string => {
    if (random.chance(0.7)) {
      return random.pick(PIECES);
    }
    const start = random.below(before.length);
    return before.slice(start, start + random.below(60));
  };
  const text = to > from && random.chance(0.4) ? '' : piece();
  const range = { start: locationOf(before, from), end: locationOf(before, to) };
  return { range, text, after: before.slice(0, from) + text + before.slice(to) };
}

/** The ranges in an answer of the server that are outside a text, as JSON. Ranges in other documents are ignored. */
export function placesOutside(answer: unknown, text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  const outside: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) {
      return;
    }
    if ('line' in value && 'character' in value) {
      const { line, character } = value;
      const length = typeof line === 'number' ? lines[line]?.length : undefined;
      if (length === undefined || typeof character !== 'number' || character < 0 || character > length) {
        outside.push(JSON.stringify(value));
      }
    }
    if ('startLine' in value && 'endLine' in value) {
      const { startLine, endLine } = value;
      if (!(Number(startLine) >= 0 && Number(startLine) <= Number(endLine) && Number(endLine) < lines.length)) {
        outside.push(JSON.stringify(value));
      }
    }
    for (const part of Object.values(value)) {
      look(part);
    }
  };
  look(answer);
  return outside;
}
