import * as vscode from 'vscode';
import { isOursByContent } from '../server/service/association.ts';
import { directorySchemes } from './edited-schemes.ts';
import type { Settings } from './settings.ts';

/** Languages that a .conf or .json file has when nobody knew better. */
const unclaimedLanguages = new Set(['properties', 'json', 'plaintext', 'ini']);

/** Gives the language `cni` to opened files that are CNI configurations by the settings' globs or by their content. */
export class LanguageAssociation implements vscode.Disposable {
  readonly #settings: Settings;
  readonly #subscription: vscode.Disposable;
  /** What we gave our language to while it is open: whoever takes it away again is not argued with. */
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
    if (this.#settings.filesInclude(uri).some((pattern) => vscode.languages.match({ pattern }, document) > 0)) {
      return true;
    }
    return this.#settings.detectByContent(uri) && isOursByContent(uri.path, () => document.getText());
  }

  /** A change of language closes the document and opens it at once; only one that stays closed is forgotten. */
  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    queueMicrotask(() => {
      if (!vscode.workspace.textDocuments.some((open) => open.uri.toString() === key)) {
        this.#given.delete(key);
      }
    });
  }
}
