import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Checked } from './service/check.ts';
import { readModel, type Model } from './service/model.ts';
import { recheck, type Recheckable } from './service/recheck.ts';
import type { RuleContext } from './service/rules/rule.ts';

interface Entry {
  readonly version: number;
  readonly model: Model;
  /** What was found last, in this version or an earlier one. */
  found?: Recheckable | undefined;
}

/** So many documents stay read; one that was not looked at for longer is read again, in a millisecond. */
const MOST_ENTRIES = 12;

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
    if (entry.found?.model !== entry.model || entry.found.context !== context) {
      entry.found = recheck(entry.model, context, entry.found);
    }
    return entry.found.checked;
  }

  /** Forgets a document that was closed. */
  close(uri: string): void {
    this.#entries.delete(uri);
  }

  #entryOf(document: TextDocument): Entry {
    const before = this.#entries.get(document.uri);
    const entry: Entry =
      before?.version === document.version
        ? before
        : { version: document.version, model: readModel(document, before?.model), found: before?.found };
    // The one last used is the last of the map.
    this.#entries.delete(document.uri);
    this.#entries.set(document.uri, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MOST_ENTRIES && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }
}
