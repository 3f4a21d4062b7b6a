import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { readArguments } from './arguments.ts';
import { startServer } from './connection.ts';
import { Lifecycle } from './lifecycle.ts';

const request = readArguments(process.argv.slice(2));

if (request.kind === 'print') {
  (request.exitCode === 0 ? process.stdout : process.stderr).write(request.text);
  process.exitCode = request.exitCode;
} else {
  const lifecycle = new Lifecycle();
  const options = { messageStrategy: lifecycle.messageStrategy };
  const connection = request.hasChannel
    ? createConnection(ProposedFeatures.all, options)
    : createConnection(ProposedFeatures.all, process.stdin, process.stdout, options);
  lifecycle.serve(connection);
  startServer(connection, join(__dirname, '../l10n'));
}
