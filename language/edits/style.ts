import { members, type Member } from '../document/members.ts';
import type { Node } from '../document/parse.ts';
import type { Span } from '../document/span.ts';
import type { TextChange } from '../rules/rule.ts';

/** The style of a text, so that inserted text looks the same. */
export interface Style {
  readonly eol: string;
  /** One step of indentation. */
  readonly unit: string;
  /** The text between a key and its value: `:` or `: `. */
  readonly colon: string;
  /** The text after a comma on one line: nothing or a space. */
  readonly gap: string;
}

let last: { readonly text: string; readonly style: Style } | undefined;

/** Returns the style of a text. All fixes of a document ask for it. */
export function styleOf(text: string): Style {
  if (last?.text !== text) {
    last = { text, style: detectStyle(text) };
  }
  return last.style;
}

/** Detects the style of a text; indentation is two spaces if nothing is indented. */
function detectStyle(text: string): Style {
  const unit = /(?:^|\n)([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return {
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    unit: unit.startsWith('\t') ? '\t' : unit,
    colon: /":\S/.test(text) && !/": /.test(text) ? ':' : ': ',
    gap: /,"/.test(text) && !/, /.test(text) ? '' : ' ',
  };
}

/** Returns the indentation of the line of `offset`. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Whether an object or array has several lines. */
export function isMultiline(text: string, span: Span): boolean {
  return text.slice(span.offset, span.offset + span.length).includes('\n');
}

/** Inserts `"key": value` into an object, after the member `after` or before all others. `value` is JSON text. */
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
    if (inner !== '') {
      return { offset: object.offset + 1, length: 0, text: inner };
    }
    const indent = indentAt(text, object.offset);
    return { offset: object.offset + 1, length: 0, text: `${style.eol}${indent}${style.unit}${written}` };
  }
  const between = separator(text, object, first.node.offset, style);
  return { offset: first.node.offset, length: 0, text: `${written},${between}` };
}

/** Inserts an element before the first one of an array that is not empty. `value` is JSON text. */
export function insertFirstElement(text: string, array: Node, value: string): TextChange {
  const first = array.children?.[0]?.offset ?? array.offset + 1;
  return { offset: first, length: 0, text: `${value},${separator(text, array, first, styleOf(text))}` };
}

/** Returns the separator of two members or elements: a line break with indentation, or a gap. */
function separator(text: string, owner: Node, member: number, style: Style): string {
  if (!isMultiline(text, owner)) {
    return style.gap;
  }
  const indent = indentAt(text, member);
  const startsLine = text.slice(0, member).endsWith(`\n${indent}`);
  return startsLine ? `${style.eol}${indent}` : style.gap;
}

/** Removes a member from its object, with the comma that is left over; of several with this key the first. */
export function removeMember(object: Node, of: string | Member): TextChange | undefined {
  const all = members(object);
  const index = all.findIndex(({ key, node }) => (typeof of === 'string' ? key === of : node === of.node));
  const [before, member, after] = [all[index - 1], all[index], all[index + 1]];
  if (member === undefined) {
    return undefined;
  }
  const start =
    after === undefined && before !== undefined ? before.node.offset + before.node.length : member.node.offset;
  const end = after === undefined ? member.node.offset + member.node.length : after.node.offset;
  return { offset: start, length: end - start, text: '' };
}

/** Makes the value of a span the only element of an array; a value of several lines is indented once more. */
export function wrapInArray(text: string, span: Span): TextChange {
  const value = text.slice(span.offset, span.offset + span.length);
  if (!value.includes('\n')) {
    return replaceSpan(span, `[${value}]`);
  }
  const { eol, unit } = styleOf(text);
  const outer = indentAt(text, span.offset);
  const inner = value.replaceAll('\n', `\n${unit}`);
  return replaceSpan(span, `[${eol}${outer}${unit}${inner}${eol}${outer}]`);
}

/** Replaces what a span covers. */
export function replaceSpan(span: Span, text: string): TextChange {
  return { offset: span.offset, length: span.length, text };
}
