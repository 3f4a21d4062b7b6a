import * as vscode from 'vscode';
import type { SetContext } from '../editor/context-keys.ts';
import type { ServedDocuments } from './served-documents.ts';

/** Sets the context key `cni.inCarrier` for the active editor, for menus and keys. */
export class CarrierContext implements vscode.Disposable {
  readonly #served: Pick<ServedDocuments, 'isCarrier'>;
  readonly #setContext: SetContext;
  readonly #subscription: vscode.Disposable;
  #isSet = false;

  constructor(served: Pick<ServedDocuments, 'isCarrier' | 'onDidChange'>, setContext: SetContext) {
    this.#served = served;
    this.#setContext = setContext;
    const update = (): void => this.#update();
    this.#subscription = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.workspace.onDidChangeTextDocument(update),
      served.onDidChange(update),
    );
    update();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #update(): void {
    const document = vscode.window.activeTextEditor?.document;
    const isCarrier = document !== undefined && this.#served.isCarrier(document);
    if (isCarrier !== this.#isSet) {
      this.#isSet = isCarrier;
      this.#setContext('cni.inCarrier', isCarrier);
    }
  }
}
