import * as vscode from 'vscode';
import { carrierPath, mayEmbed } from '../../language/carriers/recognition.ts';
import type { Settings } from '../editor/settings.ts';
import { editedSchemes } from './edited-schemes.ts';

const schemes: ReadonlySet<string> = new Set(editedSchemes);

/** Languages of files with the name of a carrier that never contain a configuration. */
const otherLanguages: ReadonlySet<string> = new Set(['cni', 'dockercompose', 'log', 'search-result']);

interface Decision {
  readonly version: number;
  readonly languageId: string;
  readonly isCarrier: boolean;
}

/**
 * Decides which documents the language server gets: network configurations, and carriers, whose text may contain some. The
 * text of a carrier decides, so each version is tested, without parsing it.
 */
export class ServedDocuments implements vscode.Disposable {
  readonly #settings: Pick<Settings, 'carriers'>;
  #isEnabled: Settings['carriers'];
  #decisions = new WeakMap<vscode.TextDocument, Decision>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  /** Fires when the settings changed, so that other documents may be served. */
  readonly onDidChange = this.#changed.event;

  constructor(settings: Pick<Settings, 'carriers'>) {
    this.#settings = settings;
    this.#isEnabled = settings.carriers;
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('cni.embedded')) {
          this.#isEnabled = this.#settings.carriers;
          this.#decisions = new WeakMap();
          this.#changed.fire();
        }
      }),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Whether the server gets the document. */
  isServed(document: vscode.TextDocument): boolean {
    return schemes.has(document.uri.scheme) && (document.languageId === 'cni' || this.isCarrier(document));
  }

  /** Whether the current text of the document may contain configurations. */
  isCarrier(document: vscode.TextDocument): boolean {
    const { version, languageId, uri } = document;
    if (!schemes.has(uri.scheme) || otherLanguages.has(languageId)) {
      return false;
    }
    const before = this.#decisions.get(document);
    if (before?.version === version && before.languageId === languageId) {
      return before.isCarrier;
    }
    const isCarrier = mayEmbed(document.getText(), carrierPath(uri.path, languageId), this.#isEnabled);
    this.#decisions.set(document, { version, languageId, isCarrier });
    return isCarrier;
  }
}
