import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Embedded } from '../../carriers/embedded.ts';
import type { Span } from '../../document/span.ts';
import { indentAt, styleOf } from '../../edits/style.ts';
import type { TextChange } from '../../rules/rule.ts';
import type { EmbeddedDocument } from './embedded-document.ts';

/** A position in a carrier at which text is proposed. */
export interface InsertionPoint {
  readonly one: EmbeddedDocument;
  /** Offset of the framed configuration. */
  readonly offset: number;
  /** Converts a change of the framed configuration to a change of the carrier; undefined if the style cannot hold it. */
  readonly place: (change: TextChange) => TextChange | undefined;
}

const quotes: ReadonlySet<string | undefined> = new Set(['"', "'"]);

/** Returns the quote before the text in its carrier; undefined for a block or another text without quotes. */
export function quoteOf(carrier: TextDocument, one: EmbeddedDocument): string | undefined {
  const before = carrier.getText()[one.bounds.start - 1];
  return quotes.has(before) ? before : undefined;
}

/** Returns proposed text as it is written after an indentation: a tab is one level, and text on one line stays there. */
function laidOut(put: string, { text }: Embedded, indent: string, isQuoted: boolean): string {
  if (isQuoted && !text.includes('\n')) {
    return put.replaceAll(/\s*\n\s*/g, ' ');
  }
  const { unit } = styleOf(text);
  return put.replaceAll(/\n(\t*)/g, (_, tabs: string) => `\n${indent}${unit.repeat(tabs.length)}`);
}

/** Returns an edit of the text as one change of the carrier. */
function edited({ embedded }: EmbeddedDocument, change: TextChange): TextChange | undefined {
  const done = embedded.edit([change]);
  return 'refused' in done || done.changes.length !== 1 ? undefined : done.changes[0];
}

/** Whether an offset of the carrier is amid a line break that YAML folds into the character before an offset of the text. */
function isAmidFold(carrier: TextDocument, { map }: Embedded, offset: number, at: number): boolean {
  const [from, to] = [map.start(offset - 1), map.end(offset)];
  return offset > 0 && from < at && at < to && carrier.getText().slice(from, to).trim() === '';
}

/** Returns the insertion point at an offset of the carrier that is inside the text. */
function pointInside(carrier: TextDocument, one: EmbeddedDocument, at: number): InsertionPoint | undefined {
  const inner = one.innerOffset(at);
  if (inner === undefined || inner.isGap) {
    return undefined;
  }
  const { text, frame } = one.embedded;
  const isQuoted = quoteOf(carrier, one) !== undefined;
  const place = ({ offset, length, text: put }: TextChange): TextChange | undefined => {
    const own = offset - frame.before.length;
    if (own < 0 || own + length > text.length) {
      return undefined;
    }
    const change = { offset: own, length, text: laidOut(put, one.embedded, indentAt(text, own), isQuoted) };
    const done = edited(one, change);
    const isHere = length === 0 && isAmidFold(carrier, one.embedded, own, at);
    return done !== undefined && isHere ? { ...done, offset: at } : done;
  };
  return { one, offset: inner.offset, place };
}

/** The blank lines at the end of a block. */
interface BlankLines {
  /** Indentation of the block; undefined while it has no text. */
  readonly indent: number | undefined;
  /** Column of the cursor. */
  readonly column: number;
}

const columnAt = (text: string, offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);

/** Returns the indentation of the block that a text is in. */
function blockIndent(carrier: string, { text, map }: Embedded): number | undefined {
  const first = text.search(/\S/);
  return first < 0 ? undefined : columnAt(carrier, map.start(first)) - columnAt(text, first);
}

/** Returns the blank lines of a block if an offset is on one of them; undefined if it is outside, also by its column. */
function blankLinesAt(carrier: string, one: EmbeddedDocument, at: number): BlankLines | undefined {
  const { start, end } = one.bounds;
  const indent = blockIndent(carrier, one.embedded);
  const from = indent === undefined ? start : end;
  const between = carrier.slice(from, at);
  const isAfterLine = carrier[from - 1] === '\n' || between.includes('\n');
  if (at < from || !isAfterLine || between.trim() !== '' || !/^[ \t]*(?:\r?\n|$)/.test(carrier.slice(at, at + 1000))) {
    return undefined;
  }
  const header = carrier.slice(carrier.lastIndexOf('\n', from - 2) + 1, from);
  const least = indent ?? /^ */.exec(header)?.[0].length ?? 0;
  const column = columnAt(carrier, at);
  return column < least ? undefined : { indent, column };
}

/** Returns the insertion point on a blank line of a block, after its text. */
function pointAfter(carrier: TextDocument, one: EmbeddedDocument, at: number): InsertionPoint | undefined {
  const lines = blankLinesAt(carrier.getText(), one, at);
  if (lines === undefined) {
    return undefined;
  }
  const { text, frame } = one.embedded;
  const { column } = lines;
  const inner = ' '.repeat(lines.indent === undefined ? 0 : column - lines.indent);
  const isNewLine = text === '' || text.endsWith('\n');
  const place = ({ offset, length, text: put }: TextChange): TextChange | undefined => {
    if (offset - frame.before.length !== text.length || length > 0) {
      return undefined;
    }
    const own = inner + laidOut(put, one.embedded, inner, false);
    const change = edited(one, { offset: text.length, length: 0, text: isNewLine ? `${own}\n` : `\n${own}` });
    if (change === undefined) {
      return undefined;
    }
    const written = change.text.trim();
    const indent = columnAt(change.text, change.text.length - change.text.trimStart().length);
    return { offset: at, length: 0, text: ' '.repeat(Math.max(0, indent - column)) + written };
  };
  return { one, offset: frame.before.length + text.length, place };
}

/** Returns the first insertion point among some configurations at an offset of their carrier. */
export function insertionPoint(
  carrier: TextDocument,
  some: readonly EmbeddedDocument[],
  at: number,
): InsertionPoint | undefined {
  for (const one of some) {
    const point = pointInside(carrier, one, at) ?? pointAfter(carrier, one, at);
    if (point !== undefined) {
      return point;
    }
  }
  return undefined;
}

/** Whether a span is on one line of a carrier and touches an offset, as the protocol requires of a proposal. */
export function isAround(carrier: TextDocument, { offset, length }: Span, at: number): boolean {
  const end = offset + length;
  return offset <= at && at <= end && !carrier.getText().slice(offset, end).includes('\n');
}
