import * as vscode from 'vscode';
import type { EmbeddedText } from '../../language/index.ts';
import type { LanguageServer } from '../language/language-server.ts';
import type { ServedDocuments } from '../language/served-documents.ts';

/** The parts of the server that this needs. */
type Server = Pick<LanguageServer, 'ensureStarted' | 'request'>;

/** The whole configurations inside carriers, which the language server finds. */
export class EmbeddedConfigurations implements vscode.Disposable {
  readonly #server: Server;
  readonly #served: Pick<ServedDocuments, 'isCarrier'>;
  readonly #found = new vscode.EventEmitter<void>();
  /** Fires when a document contains some. */
  readonly onDidFind = this.#found.event;

  constructor(server: Server, served: Pick<ServedDocuments, 'isCarrier'>) {
    this.#server = server;
    this.#served = served;
  }

  dispose(): void {
    this.#found.dispose();
  }

  isCarrier(document: vscode.TextDocument): boolean {
    return this.#served.isCarrier(document);
  }

  /** Returns the lists and single plugin configurations inside a document, in the order of the text. */
  async of(document: vscode.TextDocument): Promise<readonly EmbeddedText[]> {
    if (!this.#served.isCarrier(document)) {
      return [];
    }
    await this.#server.ensureStarted();
    const textDocument = { uri: document.uri.toString() };
    const all = (await this.#server.request('cni/embedded', { textDocument })) ?? [];
    const whole = all.filter(({ kind }) => kind === 'list' || kind === 'single');
    if (whole.length > 0) {
      this.#found.fire();
    }
    return whole;
  }
}
