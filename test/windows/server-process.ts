import { fork } from 'node:child_process';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-languageserver/node';

// Starts the language server of the argument as VS Code does, opens a configuration at a path of Windows, and prints
// the codes of its findings.
const [file = ''] = process.argv.slice(2);
const text = '{ "cniVersion": "1.0.0", "name": "mynet", "plugins": [{ "type": "ptp", "ipMask": true }] }';
const textDocument = { uri: 'file:///c%3A/Users/me/my%20node/net.d/10-mynet.conflist' };
const server = fork(file, ['--node-ipc'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
const connection = createMessageConnection(new IPCMessageReader(server), new IPCMessageWriter(server));
connection.listen();
void main();

async function main(): Promise<void> {
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { diagnostic: {} } },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { ...textDocument, languageId: 'cni', version: 1, text },
  });
  const report: { readonly items: readonly { readonly code: string }[] } = await connection.sendRequest(
    'textDocument/diagnostic',
    { textDocument },
  );
  process.stdout.write(JSON.stringify(report.items.map(({ code }) => code)));
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
}
