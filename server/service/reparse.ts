import { mayHoldToken } from './templates.ts';
import { parse, type Node, type ParsedText, type SyntaxProblem } from './parse.ts';

/** Where two texts differ: both begin with `start` equal characters and end with `end` equal ones. */
interface Difference {
  readonly start: number;
  readonly end: number;
}

function differenceOf(before: string, after: string): Difference {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  const most = shorter - start;
  while (end < most && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  return { start, end };
}

/** The place of the object in `list` whose inside, braces excluded, holds all that differs. */
function elementAround(list: Node, start: number, end: number): number | undefined {
  const index = list.children?.findLastIndex(({ offset }) => offset < start) ?? -1;
  const node = list.children?.[index];
  if (node?.type !== 'object' || end >= node.offset + node.length) return undefined;
  return index;
}

/** Whether the text has nothing that is looked for in the whole of it: a token, a mark at its start, a comment of other languages. */
function isPlain({ text, tokens, problems }: ParsedText): boolean {
  if (tokens.length > 0 || text.startsWith('\uFEFF')) return false;
  return !problems.some(({ kind, offset }) => kind === 'comment' && text[offset] === '#');
}

/**
 * The object that a slice of a text is; undefined unless its last brace ends it. What has that brace is read the same
 * by itself and within the whole, and so is what follows it.
 */
function readClosed(slice: string): { readonly node: Node; readonly problems: readonly SyntaxProblem[] } | undefined {
  const { root: node, problems } = parse(slice);
  if (node?.type !== 'object' || node.offset !== 0 || node.length !== slice.length) return undefined;
  const isLeftOpen = problems.some(({ offset }) => offset >= slice.length);
  const isForeign = problems.some(({ kind, offset }) => kind === 'comment' && slice[offset] === '#');
  return isLeftOpen || isForeign ? undefined : { node, problems };
}

/** A node whose place may be set. */
type Movable = { -readonly [Key in keyof Node]: Node[Key] };

function move(node: Movable, by: number): void {
  node.offset += by;
  if (node.colonOffset !== undefined) node.colonOffset += by;
  for (const child of node.children ?? []) move(child, by);
}

const moved = (all: readonly SyntaxProblem[], by: number): SyntaxProblem[] =>
  all.map((problem) => ({ ...problem, offset: problem.offset + by }));

/** Puts `node` where the element `index` of `list` was, and moves all that follows. */
function replaceElement(list: Node, index: number, node: Movable, by: number): void {
  const elements = list.children ?? [];
  elements[index] = node;
  node.parent = list;
  if (by === 0) return;
  for (const later of elements.slice(index + 1)) move(later, by);
  for (let child = list, above = list.parent; above !== undefined; child = above, above = above.parent) {
    const siblings = above.children ?? [];
    for (const later of siblings.slice(siblings.indexOf(child) + 1)) move(later, by);
  }
  for (let above: Movable | undefined = list; above !== undefined; above = above.parent) above.length += by;
}

/**
 * Parses a text that differs from one parsed before inside one object of `list`, an array of its tree: only that object
 * is parsed, the rest of the tree is taken over and moved, so that the tree of `before` is that of the new text now.
 * Undefined where that is not so simple, with nothing changed: then the text must be parsed as a whole. What comes out
 * is what {@link parse} gives for the text, and `outside` is that of `before`.
 */
export function reparse(before: ParsedText, list: Node, text: string): ParsedText | undefined {
  if (!isPlain(before) || mayHoldToken(text)) return undefined;
  const { start, end } = differenceOf(before.text, text);
  const index = elementAround(list, start, before.text.length - end);
  const old = index === undefined ? undefined : list.children?.[index];
  if (index === undefined || old === undefined) return undefined;
  const by = text.length - before.text.length;
  const [from, to] = [old.offset, old.offset + old.length];
  const read = readClosed(text.slice(from, to + by));
  if (read === undefined || readClosed(before.text.slice(from, to)) === undefined) return undefined;
  const { node, problems } = read;
  move(node, from);
  replaceElement(list, index, node, by);
  // A comma that is missing before the object is told at its brace.
  const told = before.problems.filter(({ offset }) => offset <= from);
  const later = before.problems.filter(({ offset }) => offset >= to);
  return { ...before, text, problems: [...told, ...moved(problems, from), ...moved(later, by)] };
}
