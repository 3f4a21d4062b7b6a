import type { Connection } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isOurs } from './service/association.ts';
import { pathOf } from './service/model.ts';

/**
 * The open documents that are network configurations. VS Code sends no others; an editor that starts the server for all
 * JSON does, and those are none of our business.
 */
export class OurDocuments {
  /** All that the client opened. */
  readonly opened = new TextDocuments(TextDocument);
  readonly #known = new WeakMap<TextDocument, { readonly version: number; readonly isOurs: boolean }>();

  listen(connection: Connection): void {
    this.opened.listen(connection);
  }

  /** Undefined for a document that is not open, or not ours. */
  get(uri: string): TextDocument | undefined {
    const document = this.opened.get(uri);
    return document !== undefined && this.#isOurs(document) ? document : undefined;
  }

  all(): TextDocument[] {
    return this.opened.all().filter((document) => this.#isOurs(document));
  }

  #isOurs(document: TextDocument): boolean {
    const { version, languageId, uri } = document;
    const before = this.#known.get(document);
    if (before?.version === version) return before.isOurs;
    const known = { version, isOurs: isOurs(languageId, pathOf(uri), () => document.getText()) };
    this.#known.set(document, known);
    return known.isOurs;
  }
}
