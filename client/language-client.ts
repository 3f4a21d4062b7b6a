import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { editedSchemes } from './edited-schemes.ts';

/**
 * A client for the language server in the bundle at `modulePath`; nothing is started yet. A file of its own in the
 * package, because the library is larger than all the rest and only an open configuration needs it.
 */
export function createLanguageClient(name: string, modulePath: string): LanguageClient {
  const run = { module: modulePath, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  const client = new LanguageClient(
    'cni',
    name,
    { run, debug },
    {
      documentSelector: editedSchemes.map((scheme) => ({ language: 'cni', scheme })),
      diagnosticPullOptions: { onChange: true, onTabs: true },
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
