import { members } from '../members.ts';
import type { Node, Span } from '../parse.ts';
import type { TextChange } from '../rules/rule.ts';

/** How a text is written, so that what we insert looks like the rest of it. */
export interface Style {
  readonly eol: string;
  /** One step of indentation. */
  readonly unit: string;
  /** What stands between a key and its value: `:` or `: `. */
  readonly colon: string;
  /** What stands after a comma on one line: nothing or a space. */
  readonly gap: string;
}

/** Reads the style off a text; two spaces where nothing is indented. */
export function styleOf(text: string): Style {
  const unit = /(?:^|\n)([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return {
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    unit: unit.startsWith('\t') ? '\t' : unit,
    colon: /":\S/.test(text) && !/": /.test(text) ? ':' : ': ',
    gap: /,"/.test(text) && !/, /.test(text) ? '' : ' ',
  };
}

/** The white space that a line begins with, for the line of `offset`. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Whether an object or array is written over several lines. */
export function isMultiline(text: string, span: Span): boolean {
  return text.slice(span.offset, span.offset + span.length).includes('\n');
}

/** Puts `"key": value` into an object, after the member `after`, else before all others. `value` is JSON text. */
export function insertMember(text: string, object: Node, key: string, value: string, after?: string): TextChange {
  const style = styleOf(text);
  const written = `${JSON.stringify(key)}${style.colon}${value}`;
  const all = members(object);
  const previous = all.find((member) => member.key === after);
  const first = all[0];
  if (previous !== undefined) {
    const between = separator(text, object, previous.node.offset, style);
    return { offset: previous.node.offset + previous.node.length, length: 0, text: `,${between}${written}` };
  }
  if (first === undefined) {
    const inner = isMultiline(text, object) ? '' : written;
    if (inner !== '') return { offset: object.offset + 1, length: 0, text: inner };
    const indent = indentAt(text, object.offset);
    return { offset: object.offset + 1, length: 0, text: `${style.eol}${indent}${style.unit}${written}` };
  }
  const between = separator(text, object, first.node.offset, style);
  return { offset: first.node.offset, length: 0, text: `${written},${between}` };
}

/** Puts an element before the first one of an array that is not empty. `value` is JSON text. */
export function insertFirstElement(text: string, array: Node, value: string): TextChange {
  const first = array.children?.[0]?.offset ?? array.offset + 1;
  return { offset: first, length: 0, text: `${value},${separator(text, array, first, styleOf(text))}` };
}

/** What separates two members or elements of this value: a line break with indentation, or a gap. */
function separator(text: string, owner: Node, member: number, style: Style): string {
  if (!isMultiline(text, owner)) return style.gap;
  const indent = indentAt(text, member);
  const startsLine = text.slice(0, member).endsWith(`\n${indent}`);
  return startsLine ? `${style.eol}${indent}` : style.gap;
}

/** Takes a member out of its object, with the comma that it leaves over. */
export function removeMember(object: Node, key: string): TextChange | undefined {
  const all = members(object);
  const index = all.findIndex((member) => member.key === key);
  const [before, member, after] = [all[index - 1], all[index], all[index + 1]];
  if (member === undefined) return undefined;
  const start =
    after === undefined && before !== undefined ? before.node.offset + before.node.length : member.node.offset;
  const end = after === undefined ? member.node.offset + member.node.length : after.node.offset;
  return { offset: start, length: end - start, text: '' };
}

/** The value of a span as the only element of an array; what goes over several lines is indented once more. */
export function wrapInArray(text: string, span: Span): TextChange {
  const value = text.slice(span.offset, span.offset + span.length);
  if (!value.includes('\n')) return replaceSpan(span, `[${value}]`);
  const { eol, unit } = styleOf(text);
  const outer = indentAt(text, span.offset);
  const inner = value.replaceAll('\n', `\n${unit}`);
  return replaceSpan(span, `[${eol}${outer}${unit}${inner}${eol}${outer}]`);
}

/** Replaces what a span covers. */
export function replaceSpan(span: Span, text: string): TextChange {
  return { offset: span.offset, length: span.length, text };
}
