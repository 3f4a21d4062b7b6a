import { Uri, type DocumentLink } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { editedSchemes } from './edited-schemes.ts';
import { serverHeap } from './server-heap.ts';

/**
 * A client for the language server in the bundle at `modulePath`; nothing is started yet. A file of its own in the
 * package, because the library is larger than all the rest and only an open configuration needs it.
 */
export function createLanguageClient(name: string, modulePath: string): LanguageClient {
  const run = { module: modulePath, transport: TransportKind.ipc, options: { execArgv: [...serverHeap] } };
  const debug = { ...run, options: { execArgv: [...serverHeap, '--nolazy', '--inspect=6009'] } };
  const client = new LanguageClient(
    'cni',
    name,
    { run, debug },
    {
      documentSelector: editedSchemes.map((scheme) => ({ language: 'cni', scheme })),
      diagnosticPullOptions: { onChange: true, onTabs: true },
      middleware: {
        provideDocumentLinks: async (document, token, next) =>
          (await next(document, token))?.map((link) => toHostPath(link, document.uri)),
      },
    },
  );
  // Tells the server that `cni.ignoreFinding` can be offered; other editors do not have that command.
  client.registerFeature({
    fillClientCapabilities(capabilities) {
      capabilities.experimental = { ignoreFinding: true };
    },
    initialize() {},
    getState: () => ({ kind: 'static' }),
    clear() {},
  });
  return client;
}

/** A link to a path of the host becomes a command: the path may be a directory, missing, or on another machine. */
function toHostPath(link: DocumentLink, from: Uri): DocumentLink {
  if (link.target?.scheme === 'file') {
    const args = encodeURIComponent(JSON.stringify([link.target.path, from.toString()]));
    link.target = Uri.parse(`command:cni.openPath?${args}`);
  }
  return link;
}
