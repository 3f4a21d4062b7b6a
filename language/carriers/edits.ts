import * as l10n from '@vscode/l10n';
import type { Span } from '../document/span.ts';
import type { TextChange } from '../rules/rule.ts';
import type { ExtractedText } from './position-map.ts';
import { maskTemplate } from './template-mask.ts';

/** The style in which the carrier holds the extracted text. */
export interface Writing {
  readonly style: 'lines' | 'folded' | 'single' | 'double' | 'plain' | 'encoded';
  /** Indentation of each line, for `lines` and `folded`. */
  readonly indent: string;
  readonly lineBreak: string;
}

/** The changes of the carrier for an edit of the extracted text, or the reason why there are none. */
export type CarrierEdit = { readonly changes: readonly TextChange[] } | { readonly refused: string };

/** Returns a text after changes that do not overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { offset, length, text: put } of changes.toSorted((a, b) => a.offset - b.offset)) {
    parts.push(text.slice(at, offset), put);
    at = offset + length;
  }
  return `${parts.join('')}${text.slice(at)}`;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
};

/** Writes new text in the style of its carrier; undefined if the style cannot hold it. */
function written(text: string, { style, indent, lineBreak }: Writing): string | undefined {
  switch (style) {
    case 'lines':
    case 'folded':
      return text.includes('\r') ? undefined : text.replaceAll(/\n(?!\n)/g, `\n${indent}`).replaceAll('\n', lineBreak);
    case 'double':
      return text.replaceAll(/["\\\n\t\r]/g, (character) => escapes[character] ?? character);
    case 'single':
      return text.replaceAll(/[ \t]*\n[ \t]*/g, ' ').replaceAll("'", "''");
    case 'plain':
    case 'encoded':
      return undefined;
  }
}

/** Returns JSON without the white space outside of its strings. */
export const compact = (text: string): string =>
  text.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, (_, quoted: string | undefined) => quoted ?? '');

/** Whether JSON has a comment that ends with its line, outside of its strings. */
const hasLineComment = (text: string): boolean =>
  /\/\/|#/.test(text.replaceAll(/"(?:[^"\\]|\\.)*"|\/\*[^]*?\*\//g, ''));

/** Whether the text consists of indented lines. */
const isByLine = ({ style }: Writing): boolean => style === 'lines' || style === 'folded';

/** Converts a change of the extracted text to a change of the carrier; undefined if the style cannot hold it. */
function changeInCarrier(
  source: string,
  { text, map }: ExtractedText,
  { offset, length, text: put }: TextChange,
  writing: Writing,
): TextChange | undefined {
  const from = map.start(offset);
  const to =
    length === 0 ? from : offset + length < text.length ? map.start(offset + length) : map.end(offset + length);
  const encoded = written(put, writing);
  if (encoded === undefined) {
    return undefined;
  }
  const isAtEnd = isByLine(writing) && offset + length >= text.length && put.endsWith('\n');
  const own = isAtEnd ? encoded.slice(0, encoded.length - writing.indent.length) : encoded;
  const column = from - (source.lastIndexOf('\n', from - 1) + 1);
  const padding = isByLine(writing) && column < writing.indent.length && put !== '' ? writing.indent.slice(column) : '';
  return { offset: from, length: Math.max(0, to - from), text: padding + own };
}

const refusals: Readonly<Record<Writing['style'], () => string>> = {
  lines: () => l10n.t('The indentation of the block does not allow this edit.'),
  folded: () => l10n.t('A folded block (>) does not allow this edit. Use a literal block (|).'),
  single: () => l10n.t('Single quotes do not allow this edit. Use a literal block (|).'),
  double: () => l10n.t('Double quotes do not allow this edit. Use a literal block (|).'),
  plain: () => l10n.t('Text without quotes cannot be edited safely. Use a literal block (|).'),
  encoded: () => l10n.t('Encoded text cannot be edited here.'),
};

/** The answer to any edit of a text that is encoded. */
export const encodedRefusal = (): CarrierEdit => ({ refused: refusals.encoded() });

/** Returns the first line of a block that is neither blank nor a template action. */
function firstLine(text: string, start: number): string {
  const block = maskTemplate(text).plain.slice(text.lastIndexOf('\n', start - 1) + 1);
  return /^.*\S.*$/m.exec(block)?.[0] ?? '';
}

/**
 * Whether the first line still has the indentation of the block, which YAML determines by that line. Only in a block with
 * an explicit indentation, such as `|2`, the line can have more.
 */
function keepsIndent(before: string, after: string, indent: string): boolean {
  return after.startsWith(indent) && (after[indent.length] !== ' ' || before[indent.length] === ' ');
}

/** Whether the text after `end` still begins a line, if it did before. */
function endsItsLine(before: string, after: string, end: number): boolean {
  return before[end - 1] !== '\n' || after[end - 1 + after.length - before.length] === '\n';
}

/**
 * Returns the lines of a source that hold the extracted text and its changes, with the line break before them, so that a
 * large source is not copied.
 */
function linesAround(source: string, { text, map }: ExtractedText, changes: readonly TextChange[]): Span {
  const from = changes.reduce((least, { offset }) => Math.min(least, offset), map.start(0));
  const to = changes.reduce((most, { offset, length }) => Math.max(most, offset + length), map.end(text.length));
  const start = Math.max(0, source.lastIndexOf('\n', from - 1));
  const lineBreak = source.indexOf('\n', to);
  return { offset: start, length: (lineBreak < 0 ? source.length : lineBreak + 1) - start };
}

/** Counts the lines that begin with a tab, which YAML does not accept as indentation. */
const tabbedLines = (text: string): number => text.match(/^ *\t/gm)?.length ?? 0;

/**
 * Converts an edit of the extracted text to changes of its carrier. `reread` reads the text again from the changed
 * carrier. If the result is not the intended text, the edit is refused. Lines are compared by character, and styles that
 * fold line breaks as JSON, in which no comment may swallow the next line.
 */
export function editInCarrier(
  source: string,
  extracted: ExtractedText,
  changes: readonly TextChange[],
  writing: Writing,
  reread: (changes: readonly TextChange[]) => string | undefined,
): CarrierEdit {
  const refused = { refused: refusals[writing.style]() };
  const mapped: TextChange[] = [];
  for (const change of changes) {
    const one = changeInCarrier(source, extracted, change, writing);
    if (one === undefined) {
      return refused;
    }
    mapped.push(one);
  }
  const lines = linesAround(source, extracted, mapped);
  const before = source.slice(lines.offset, lines.offset + lines.length);
  const after = applyChanges(
    before,
    mapped.map((change) => ({ ...change, offset: change.offset - lines.offset })),
  );
  const start = extracted.map.start(0) - lines.offset;
  const end = extracted.map.end(extracted.text.length) - lines.offset;
  const isHeld = isByLine(writing)
    ? keepsIndent(firstLine(before, start), firstLine(after, start), writing.indent) && endsItsLine(before, after, end)
    : tabbedLines(after) <= tabbedLines(before);
  if (!isHeld) {
    return refused;
  }
  const wanted = applyChanges(extracted.text, changes);
  const result = reread(mapped);
  const isSame =
    result === wanted ||
    // The header of a block decides how it ends.
    (extracted.text.trim() === '' && result?.trimEnd() === wanted.trimEnd()) ||
    (result !== undefined &&
      writing.style !== 'lines' &&
      compact(result) === compact(wanted) &&
      !hasLineComment(wanted));
  return isSame ? { changes: mapped } : refused;
}
