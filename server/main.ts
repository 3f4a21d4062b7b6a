import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './connection.ts';

// --stdio, --node-ipc, --socket=<port> or --pipe=<name>, from the command line.
startServer(createConnection(ProposedFeatures.all));
