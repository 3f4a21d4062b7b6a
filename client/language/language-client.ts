import { Uri, type Disposable, type DocumentLink } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { ExperimentalCapabilities } from '../../protocol/messages.ts';
import { DocumentGate } from './document-gate.ts';
import { editedSchemes } from './edited-schemes.ts';
import type { ServedDocuments } from './served-documents.ts';
import { serverHeap, serverVariables } from './server-heap.ts';

/** Where a language server is. */
export interface ServerPlace {
  /** Its bundle. */
  readonly modulePath: string;
  /** A folder for what Node compiled of it. */
  readonly compiled: string;
}

/** Name, place and documents of a language server. */
interface ServerOptions extends ServerPlace {
  readonly name: string;
  readonly served: ServedDocuments;
}

/**
 * Creates a client for the language server in the bundle at `modulePath`, without starting it. A separate bundle, because
 * the library is larger than the rest of the client and only needed for an open configuration.
 */
export function createLanguageClient({ name, modulePath, compiled, served }: ServerOptions): LanguageClient {
  const options = { execArgv: [...serverHeap], env: serverVariables(compiled) };
  const run = { module: modulePath, transport: TransportKind.ipc, options };
  const debug = { ...run, options: { ...options, execArgv: [...serverHeap, '--nolazy', '--inspect=6009'] } };
  const gate = new DocumentGate(served);
  const client = new LanguageClient(
    'cni',
    name,
    { run, debug },
    {
      documentSelector: editedSchemes.map((scheme) => ({ scheme })),
      // A tab without a document is not on the server.
      diagnosticPullOptions: { onChange: true, onTabs: true, match: () => false },
      middleware: {
        ...gate.middleware,
        provideDocumentLinks: async (document, token, next) =>
          (await next(document, token))?.map((link) => toHostPath(link, document.uri)),
      },
    },
  );
  gate.attach(client);
  formatOnlyConfigurations(client);
  let subscription: Disposable | undefined;
  client.registerFeature({
    fillClientCapabilities(capabilities) {
      // Enables the quick fix with the command `cni.ignoreFinding`, which other editors do not have.
      capabilities.experimental = { ignoreFinding: true } satisfies ExperimentalCapabilities;
    },
    initialize() {
      subscription = served.onDidChange(() => void gate.reconsiderAll());
    },
    getState: () => ({ kind: 'static' }),
    clear() {
      subscription?.dispose();
      gate.forgetAll();
    },
  });
  return client;
}

/** Registers the formatter for configurations only: with one for all languages, the editor would ask which to use for YAML. */
function formatOnlyConfigurations(client: LanguageClient): void {
  client.registerFeature({
    fillClientCapabilities() {},
    preInitialize(capabilities) {
      capabilities.documentFormattingProvider = false;
      capabilities.documentRangeFormattingProvider = false;
    },
    initialize() {
      const documentSelector = editedSchemes.map((scheme) => ({ language: 'cni', scheme }));
      const registerOptions = { documentSelector };
      client.getFeature('textDocument/formatting').register({ id: 'cni.formatting', registerOptions });
      client.getFeature('textDocument/rangeFormatting').register({ id: 'cni.rangeFormatting', registerOptions });
    },
    getState: () => ({ kind: 'static' }),
    clear() {},
  });
}

/** Makes a link to a path a command, because the path may be a directory, missing, or on another machine. */
function toHostPath(link: DocumentLink, from: Uri): DocumentLink {
  if (link.target?.scheme === 'file') {
    const args = encodeURIComponent(JSON.stringify([link.target.path, from.toString()]));
    link.target = Uri.parse(`command:cni.openPath?${args}`);
  }
  return link;
}
