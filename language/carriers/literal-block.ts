import * as l10n from '@vscode/l10n';
import { applyEdits, format } from 'jsonc-parser';
import type { TextChange } from '../rules/rule.ts';
import type { CarrierEdit } from './edits.ts';

/** The value of a key in a text. */
export interface ValueAt {
  readonly text: string;
  /** Offset after the colon of its key. */
  readonly from: number;
  /** Offsets of the value. */
  readonly start: number;
  readonly end: number;
  readonly lineBreak: string;
}

/** Returns JSON with one level of indentation per line; undefined for a text that is not JSON, such as one with comments. */
export function prettyJSON(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return applyEdits(text, format(text, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' })).trim();
}

/** Returns parts of a list that are separated by commas, each as {@link prettyJSON} writes it. */
export function prettyParts(text: string): string | undefined {
  const list = prettyJSON(`[${text}]`);
  if (list === undefined) {
    return undefined;
  }
  const [, inner = ''] = /^\[\n?([\s\S]*?)\n?\]$/.exec(list) ?? [];
  return inner.replaceAll(/^ {2}/gm, '');
}

const refused = (): CarrierEdit => ({
  refused: l10n.t('The layout of the YAML around the text does not allow this edit.'),
});

/** A key at the beginning of its line, also in an item of a sequence. */
const keyLine = /^(?<indent> *)(?<dashes>(?:- +)*)(?:"[^"\n]*"|'[^'\n]*'|[^\s#'"{}[\],&*!|>%@`-][^#\n]*?) *:$/;

/** Returns the indentation that the lines before an offset add in one level. */
function unitBefore(text: string, lineStart: number, column: number): number {
  const lines = text.slice(0, lineStart).split('\n').toReversed();
  for (const line of lines) {
    const indent = line.search(/[^\s-]/);
    if (indent >= 0 && indent < column && !line.trimStart().startsWith('#')) {
      return column - indent;
    }
  }
  return 2;
}

/**
 * Returns the edit that writes a value as a literal block with the text `body`. Comments after the value or its key become
 * one of the block's header; `comments` are written above the key instead. The edit is refused if the key is not alone on its line, or if the text after the value would
 * become a part of the block.
 */
export function literalBlockEdit(
  { text, from, start, end, lineBreak }: ValueAt,
  body: string,
  comments?: readonly string[],
): CarrierEdit {
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const { indent, dashes = '' } = keyLine.exec(text.slice(lineStart, from))?.groups ?? {};
  if (indent === undefined) {
    return refused();
  }
  const column = indent.length + dashes.length;
  const isBlock = text[end - 1] === '\n';
  const found = text.indexOf('\n', end);
  const lineEnd = isBlock ? end : found < 0 ? text.length : found;
  const [, own] = /^[ \t]*(#[^\r\n]*)?\r?$/.exec(text.slice(end, lineEnd)) ?? [undefined, undefined];
  if (!isBlock && text.slice(end, lineEnd).replace(/#.*/, '').trim() !== '') {
    return refused();
  }
  const unit = Math.min(8, Math.max(1, unitBefore(text, lineStart, column)));
  const pad = ' '.repeat(column + unit);
  const after = text
    .slice(lineEnd)
    .split('\n')
    .find((line) => line.trim() !== '');
  if (after !== undefined && after.startsWith(pad)) {
    return refused();
  }
  const before = text
    .slice(from, start)
    .split('\n')
    .flatMap((line) => /^\s*(#.*?)\r?$/.exec(line)?.[1] ?? []);
  const header = comments === undefined ? [...before, ...(own === undefined ? [] : [own])].join(' ') : '';
  const lines = body.split('\n').map((line) => (line === '' ? '' : `${pad}${line}`));
  const stop = isBlock || text[lineEnd - 1] !== '\r' ? lineEnd : lineEnd - 1;
  const written = ` |${header === '' ? '' : ` ${header}`}${lineBreak}${lines.join(lineBreak)}${isBlock ? lineBreak : ''}`;
  const moved: TextChange[] =
    comments === undefined || comments.length === 0
      ? []
      : [{ offset: lineStart, length: 0, text: comments.map((comment) => `${indent}${comment}${lineBreak}`).join('') }];
  return { changes: [...moved, { offset: from, length: stop - from, text: written }] };
}
