import type { TextDocument } from 'vscode-languageserver-textdocument';
import { check, type Checked } from '../check.ts';
import { readModel, type Model } from '../document/model.ts';
import type { RuleContext } from './context.ts';

interface Entry {
  /** Editors change the text of a document in place and increase its version. */
  readonly document: TextDocument;
  readonly version: number;
  readonly model: Model;
  /** The findings of this version in a context. */
  found?: { readonly context: RuleContext; readonly checked: readonly Checked[] };
}

/** Number of parsed documents kept. The least recently used one is dropped first. */
const mostEntries = 12;

/** Parsed and checked documents: once per version, and again when the context changes. */
export class CheckedDocuments {
  readonly #entries = new Map<string, Entry>();

  /** Returns the model of a document's current version. */
  modelOf(document: TextDocument): Model {
    return this.#entryOf(document).model;
  }

  /** Returns the findings in a document's current version. */
  findingsOf(document: TextDocument, context: RuleContext): readonly Checked[] {
    const entry = this.#entryOf(document);
    if (entry.found?.context !== context) {
      entry.found = { context, checked: check(entry.model, context) };
    }
    return entry.found.checked;
  }

  /** Forgets all documents. */
  clear(): void {
    this.#entries.clear();
  }

  /** Forgets a document that was closed. */
  close(uri: string): void {
    this.#entries.delete(uri);
  }

  #entryOf(document: TextDocument): Entry {
    const before = this.#entries.get(document.uri);
    const entry: Entry =
      before?.document === document && before.version === document.version
        ? before
        : { document, version: document.version, model: readModel(document) };
    // The most recently used entry is the last of the map.
    this.#entries.delete(document.uri);
    this.#entries.set(document.uri, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > mostEntries && oldest !== undefined) {
      this.#entries.delete(oldest);
    }
    return entry;
  }
}
