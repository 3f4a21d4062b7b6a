import { indentAt, isMultiline, styleOf } from '../../edits/style.ts';
import { members, type Member } from '../../document/members.ts';
import type { Node } from '../../document/parse.ts';

/** Returns the text of a node without the indentation of its position, as if it were at the left margin. */
export function dedented(text: string, node: Node): string {
  const slice = text.slice(node.offset, node.offset + node.length);
  if (!slice.includes('\n')) {
    return slice;
  }
  const indent = indentAt(text, node.offset);
  return indent === '' ? slice : slice.replaceAll(`\n${indent}`, '\n');
}

/** Returns an object with some members as written in the text; at the left margin, or on one line like `like`. */
export function objectOf(text: string, parts: readonly Member[], like: Node): string {
  const { eol, unit, gap } = styleOf(text);
  const written = parts.map(({ node }) => dedented(text, node));
  if (!isMultiline(text, like)) {
    const pad = text[like.offset + 1] === ' ' ? ' ' : '';
    return `{${pad}${written.join(`,${gap}`)}${pad}}`;
  }
  const lines = written.map((part) => `${eol}${unit}${part.replaceAll('\n', `\n${unit}`)}`);
  return `{${lines.join(',')}${eol}}`;
}

/** Returns the members of an object that have a value. */
export function completeMembers(node: Node | undefined): Member[] {
  return members(node).filter(({ value }) => value !== undefined);
}
