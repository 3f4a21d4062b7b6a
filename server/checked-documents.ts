import type { TextDocument } from 'vscode-languageserver-textdocument';
import { check, type Checked } from './service/check.ts';
import { readModel, type Model } from './service/model.ts';
import type { RuleContext } from './service/rules/rule.ts';

interface Entry {
  readonly version: number;
  readonly model: Model;
  findings?: { readonly context: RuleContext; readonly checked: readonly Checked[] };
}

/** The open documents as read and checked: once per version, and checked anew when the settings are others. */
export class CheckedDocuments {
  readonly #entries = new Map<string, Entry>();

  /** The model of a document's current version. */
  modelOf(document: TextDocument): Model {
    return this.#entryOf(document).model;
  }

  /** What the rules find in a document's current version. */
  findingsOf(document: TextDocument, context: RuleContext): readonly Checked[] {
    const entry = this.#entryOf(document);
    if (entry.findings?.context !== context) {
      entry.findings = { context, checked: check(entry.model, context) };
    }
    return entry.findings.checked;
  }

  /** Forgets a document that was closed. */
  close(uri: string): void {
    this.#entries.delete(uri);
  }

  #entryOf(document: TextDocument): Entry {
    const before = this.#entries.get(document.uri);
    if (before?.version === document.version) return before;
    // The model must not change under its readers; the open document is edited in place.
    const entry: Entry = { version: document.version, model: readModel(document) };
    this.#entries.set(document.uri, entry);
    return entry;
  }
}
