import type { Span } from './span.ts';
import { branchesOf } from './template-branches.ts';
import type { TemplateToken } from './templates.ts';

/** A template as JSON of the same length. */
export interface TemplateText {
  /** Expressions are values, keys or white space; control actions and unread branches are white space. */
  readonly plain: string;
  /** What became white space, sorted and without overlaps: commas next to it may depend on it. */
  readonly blanked: readonly Span[];
  /** The tokens that may add members or elements where they are. */
  readonly adding: readonly Span[];
  /** The branches that are not read in this variant. */
  readonly hidden: readonly Span[];
  readonly variants: number;
}

const blank = (text: string): string => text.replaceAll(/[^\r\n]/g, ' ');
const notBlank = /\S/g;

/** Returns the first character at or after an offset that is not white space. */
function firstAfter(text: string, offset: number): string | undefined {
  notBlank.lastIndex = offset;
  return notBlank.exec(text)?.[0];
}

/** Merges sorted spans that overlap or touch. */
function merged(spans: readonly Span[]): Span[] {
  const out: { offset: number; length: number }[] = [];
  for (const { offset, length } of spans.toSorted((a, b) => a.offset - b.offset)) {
    const last = out.at(-1);
    if (last !== undefined && offset <= last.offset + last.length) {
      last.length = Math.max(last.length, offset + length - last.offset);
    } else if (length > 0) {
      out.push({ offset, length });
    }
  }
  return out;
}

function replaced(text: string, spans: readonly Span[], put: (part: string) => string): string {
  const parts: string[] = [];
  let end = 0;
  for (const { offset, length } of spans) {
    parts.push(text.slice(end, offset), put(text.slice(offset, offset + length)));
    end = offset + length;
  }
  return parts.join('') + text.slice(end);
}

const structure = /"(?:[^"\\\n]|\\.)*"?|[{}[\]]/g;

/** Keeps track of the innermost object or array. */
class Containers {
  readonly #open: string[] = [];

  get isArray(): boolean {
    return this.#open.at(-1) === '[';
  }

  read(text: string): void {
    for (const [piece] of text.matchAll(structure)) {
      if (piece === '{' || piece === '[') {
        this.#open.push(piece);
      } else if (piece === '}' || piece === ']') {
        this.#open.pop();
      }
    }
  }
}

/** Characters of a number or word that belong to the same value as the token next to them. */
const partOfValue = /[\w.+-]/;

/** Joins tokens with the characters and tokens next to them: `15{{ .X }}0` is one value. */
function runsOf(text: string, tokens: readonly TemplateToken[]): Span[] {
  const runs: { offset: number; length: number }[] = [];
  for (const { offset, length } of tokens) {
    const last = runs.at(-1);
    const past = last === undefined ? 0 : last.offset + last.length;
    let from = offset;
    while (from > past && partOfValue.test(text.charAt(from - 1))) {
      from--;
    }
    let to = offset + length;
    while (partOfValue.test(text.charAt(to))) {
      to++;
    }
    if (last !== undefined && from <= past) {
      last.length = to - last.offset;
    } else {
      runs.push({ offset: from, length: to - from });
    }
  }
  return runs;
}

/** What a run of tokens outside of strings stands for, by the characters before and after it. */
function standsFor(before: string | undefined, after: string | undefined, isArray: boolean): 'value' | 'key' | 'more' {
  if (before === ':') {
    return 'value';
  }
  if (isArray) {
    const isElement = (before === '[' || before === ',') && (after === ',' || after === ']');
    return isElement ? 'value' : 'more';
  }
  return (before === '{' || before === ',') && after === ':' ? 'key' : 'more';
}

/** JSON of the length of a text: a value, or a key. */
function json(text: string, as: 'value' | 'key'): string {
  if (as === 'key' && text.length > 1 && !text.includes('\n')) {
    return `"${'x'.repeat(text.length - 2)}"`;
  }
  return text.length < 4 ? '0'.padEnd(text.length) : `null${blank(text.slice(4))}`;
}

/** Returns JSON of the same length for a template, with one branch of each alternative. */
export function templateText(text: string, tokens: readonly TemplateToken[], variant: number): TemplateText {
  const quotes = tokens.filter(({ offset, length, quoted }) => {
    const token = text.slice(offset, offset + length);
    return quoted && /["\\]/.test(token);
  });
  const bare = tokens.filter(({ quoted }) => !quoted);
  const { hidden, variants } = branchesOf(bare, variant, text.length);
  const controls = merged([...bare.filter(({ role }) => role !== 'value'), ...hidden]);
  const controlled = replaced(
    replaced(text, quotes, (token) => 'x'.repeat(token.length)),
    controls,
    blank,
  );
  // Of a token in a branch that is not read, nothing is left.
  const values = bare.filter(({ offset, role }) => role === 'value' && controlled[offset] === text[offset]);
  const parts: string[] = [];
  const adding: Span[] = [];
  const containers = new Containers();
  let end = 0;
  let before: string | undefined;
  for (const run of runsOf(controlled, values)) {
    const between = controlled.slice(end, run.offset);
    containers.read(between);
    before = between.trimEnd().at(-1) ?? before;
    end = run.offset + run.length;
    const as = standsFor(before, firstAfter(controlled, end), containers.isArray);
    const written = controlled.slice(run.offset, end);
    if (as === 'more') {
      adding.push(run);
      parts.push(between, blank(written));
    } else {
      parts.push(between, json(written, as));
      before = 'x';
    }
  }
  const plain = parts.join('') + controlled.slice(end);
  return { plain, blanked: merged([...controls, ...adding]), adding, hidden, variants };
}
