import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './connection.ts';

/** --stdio, --node-ipc, --socket=<port> or --pipe=<name>; without any the client is at the other end of stdio. */
const isToldHow = process.argv.some((argument) => /^--(?:stdio|node-ipc|socket|pipe)(?:=|$)/.test(argument));
startServer(
  isToldHow
    ? createConnection(ProposedFeatures.all)
    : createConnection(ProposedFeatures.all, process.stdin, process.stdout),
);
