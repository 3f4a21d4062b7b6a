import * as vscode from 'vscode';

/** Scheme of our read-only documents. */
const resultScheme = 'cni-result';

/**
 * Shows text that is on no disk of this machine as read-only documents. A document is known by its key
 * (one attachment, one cache file, the log), so showing it again brings the open tab up to date.
 */
export class ResultDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(resultScheme, this),
      vscode.workspace.onDidCloseTextDocument((document) => this.#texts.delete(document.uri.toString())),
    );
  }

  /** Opens `text` in a tab called `name`, beside the configuration it came from where there is room. */
  async show(name: string, key: string, text: string, reveal: 'start' | 'end' = 'start'): Promise<void> {
    const uri = this.put(name, key, text);
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document, {
      preview: true,
      preserveFocus: true,
      viewColumn: vscode.ViewColumn.Beside,
    });
    if (reveal === 'end') {
      const end = new vscode.Position(document.lineCount, 0);
      editor.revealRange(new vscode.Range(end, end));
    }
  }

  /** Holds `text` as a document, without opening it, and gives its address. */
  put(name: string, key: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: resultScheme, path: `/${name}`, query: key });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const text = this.#texts.get(uri.toString());
    if (text === undefined) {
      throw new Error(vscode.l10n.t('This result is no longer held. Open it again from Cached Results.'));
    }
    return text;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
