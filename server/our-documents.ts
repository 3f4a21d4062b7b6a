import type { Connection } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isServed } from '../language/index.ts';

/**
 * The open documents that are network configurations or may contain some. VS Code sends no others, but an editor that uses
 * the server for all JSON or YAML files does, and those are ignored.
 */
export class OurDocuments {
  /** All documents that the client opened. */
  readonly opened = new TextDocuments(TextDocument);
  readonly #known = new WeakMap<TextDocument, { readonly version: number; readonly isOurs: boolean }>();

  listen(connection: Connection): void {
    this.opened.listen(connection);
  }

  /** Returns an open document of the language; undefined for other documents. */
  get(uri: string): TextDocument | undefined {
    const document = this.opened.get(uri);
    return document !== undefined && this.#isOurs(document) ? document : undefined;
  }

  all(): TextDocument[] {
    return this.opened.all().filter((document) => this.#isOurs(document));
  }

  #isOurs(document: TextDocument): boolean {
    const { version } = document;
    const before = this.#known.get(document);
    if (before?.version === version) {
      return before.isOurs;
    }
    const known = { version, isOurs: isServed(document) };
    this.#known.set(document, known);
    return known.isOurs;
  }
}
