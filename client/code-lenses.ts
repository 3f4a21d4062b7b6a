import * as vscode from 'vscode';
import { lensActions } from './code-lens-actions.ts';
import { editedSchemes } from './edited-schemes.ts';
import type { Settings } from './settings.ts';

/** At the head of a configuration: what can be done with it. On this side, for the commands are the editor's. */
export class ConfigurationLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #settings: Settings;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(settings: Settings) {
    this.#settings = settings;
    const selector = editedSchemes.map((scheme) => ({ language: 'cni', scheme }));
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('cni.codeLens')) {
          this.#changed.fire();
        }
      }),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    // All of them run plugins, and without trust nothing runs.
    if (!vscode.workspace.isTrusted || !this.#settings.codeLens(document.uri)) {
      return [];
    }
    const text = document.getText();
    const position = document.positionAt(text.indexOf('{'));
    const range = new vscode.Range(position, position);
    return lensActions(vscode.l10n.t, document.uri.path, text).map(
      ({ command, title }) => new vscode.CodeLens(range, { command, title, arguments: [document.uri] }),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
