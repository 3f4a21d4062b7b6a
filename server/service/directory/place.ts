import type { Range } from 'vscode-languageserver-textdocument';
import type { Model } from '../model.ts';
import type { Span } from '../parse.ts';

/** A place in a document that may not be open: as offsets for findings, as a range for what points to it. */
export interface Place {
  readonly uri: string;
  readonly span: Span;
  readonly range: Range;
}

/** The place of a node in its document. */
export function placeOf({ document }: Model, { offset, length }: Span): Place {
  return {
    uri: document.uri,
    span: { offset, length },
    range: { start: document.positionAt(offset), end: document.positionAt(offset + length) },
  };
}
