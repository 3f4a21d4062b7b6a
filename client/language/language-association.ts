import * as vscode from 'vscode';
import { isOursByContent, isOursBySetting } from '../../language/workspace/association.ts';
import { directorySchemes } from './edited-schemes.ts';
import type { Settings } from '../editor/settings.ts';

/** Default languages of .conf and .json files, which may be replaced. */
const unclaimedLanguages = new Set(['properties', 'json', 'plaintext', 'ini']);

/** Sets the language `cni` for opened files that are CNI configurations by the globs of the settings or by their content. */
export class LanguageAssociation implements vscode.Disposable {
  readonly #settings: Settings;
  readonly #subscription: vscode.Disposable;
  /** Open documents whose language was set. It is not set again when the user changes it. */
  readonly #given = new Set<string>();

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.#associate(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('cni.files')) {
          this.#associateOpen();
        }
      }),
    );
    this.#associateOpen();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #associateOpen(): void {
    for (const document of vscode.workspace.textDocuments) {
      this.#associate(document);
    }
  }

  #associate(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (this.#given.has(key) || !this.#isOurs(document)) {
      return;
    }
    this.#given.add(key);
    void vscode.languages.setTextDocumentLanguage(document, 'cni');
  }

  #isOurs(document: vscode.TextDocument): boolean {
    const { uri } = document;
    if (!unclaimedLanguages.has(document.languageId) || !directorySchemes.some((scheme) => scheme === uri.scheme)) {
      return false;
    }
    if (isOursBySetting(uri.path, this.#settings.filesInclude(uri))) {
      return true;
    }
    return this.#settings.detectByContent(uri) && isOursByContent(uri.path, () => document.getText());
  }

  /** Changing the language closes and reopens the document, so only documents that stay closed are forgotten. */
  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    queueMicrotask(() => {
      if (!vscode.workspace.textDocuments.some((open) => open.uri.toString() === key)) {
        this.#given.delete(key);
      }
    });
  }
}
