import type { Range } from 'vscode-languageserver-textdocument';
import type { Model } from '../document/model.ts';
import type { Span } from '../document/span.ts';

/** A location in a document that may not be open: as offsets for findings, and as a range for links to it. */
export interface SourceLocation {
  readonly uri: string;
  readonly span: Span;
  readonly range: Range;
}

/** Returns the location of a node in its document. */
export function locationOf({ document }: Model, { offset, length }: Span): SourceLocation {
  return {
    uri: document.uri,
    span: { offset, length },
    range: { start: document.positionAt(offset), end: document.positionAt(offset + length) },
  };
}
