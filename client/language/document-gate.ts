import * as vscode from 'vscode';
import type { LanguageClient, Middleware } from 'vscode-languageclient/node';
import { indentationRanges } from './indentation-ranges.ts';
import type { ServedDocuments } from './served-documents.ts';

/** The parts of the language client that open and close documents. */
type Synchronization = Pick<LanguageClient, 'getFeature'>;

/** Returns the answer to a request about a document that the server does not have. Its type is that of the method. */
function emptyAnswer(method: string) {
  return JSON.parse(method === 'textDocument/diagnostic' ? '{"kind":"full","items":[]}' : 'null');
}

/** Returns the URI of the document that a request of LSP is about. */
function documentOf(method: string, params: unknown): string | undefined {
  if (!method.startsWith('textDocument/') || typeof params !== 'object' || params === null) {
    return undefined;
  }
  const about: unknown = 'textDocument' in params ? params.textDocument : undefined;
  return typeof about === 'object' && about !== null && 'uri' in about && typeof about.uri === 'string'
    ? about.uri
    : undefined;
}

/**
 * Keeps documents from the server that it does not serve, and requests about them. The selector of the client has all
 * languages, because the text of a YAML file, a script or a page decides. A document that becomes a carrier while it is
 * typed is opened on the server then, and one that stops being one is closed, so that its diagnostics disappear.
 */
export class DocumentGate {
  readonly #served: Pick<ServedDocuments, 'isServed' | 'isCarrier'>;
  readonly #open = new Set<string>();
  #client: Synchronization | undefined;

  constructor(served: Pick<ServedDocuments, 'isServed' | 'isCarrier'>) {
    this.#served = served;
  }

  /** Sets the client that uses {@link middleware}. */
  attach(client: Synchronization): void {
    this.#client = client;
  }

  readonly middleware: Middleware = {
    didOpen: async (document, next) => {
      if (this.#served.isServed(document)) {
        this.#open.add(document.uri.toString());
        await next(document);
      }
    },
    didChange: async (event, next) => {
      const { document } = event;
      const isOpen = this.#open.has(document.uri.toString());
      await (isOpen && this.#served.isServed(document) ? next(event) : this.#reconsider(document));
    },
    didClose: async (document, next) => {
      if (this.#open.delete(document.uri.toString())) {
        await next(document);
      }
    },
    sendRequest: async (type, params, token, next) => {
      const method = typeof type === 'string' ? type : type.method;
      const uri = documentOf(method, params);
      return uri === undefined || this.#open.has(uri) ? next(type, params, token) : emptyAnswer(method);
    },
    provideFoldingRanges: async (document, context, token, next) => {
      const ranges = await next(document, context, token);
      // The editor folds by indentation only if no provider answers. Its provider for Markdown always does.
      return (ranges ?? []).length === 0 || !this.#served.isCarrier(document) || document.languageId === 'markdown'
        ? ranges
        : [...indentationRanges(document), ...(ranges ?? [])];
    },
  };

  /** Forgets which documents are open, because the server ended. */
  forgetAll(): void {
    this.#open.clear();
  }

  /** Opens and closes documents after a change of the settings. */
  async reconsiderAll(): Promise<void> {
    await Promise.all(vscode.workspace.textDocuments.map((document) => this.#reconsider(document)));
  }

  async #reconsider(document: vscode.TextDocument): Promise<void> {
    const isServed = this.#served.isServed(document);
    if (this.#client === undefined || isServed === this.#open.has(document.uri.toString())) {
      return;
    }
    const feature = isServed
      ? this.#client.getFeature('textDocument/didOpen')
      : this.#client.getFeature('textDocument/didClose');
    await feature.getProvider(document)?.send(document);
  }
}
