/**
 * The peer of the benchmark of a cold start: the JSON language service with our published schema behind the same
 * language server library, as small as such a server can be.
 */
import { readFileSync } from 'node:fs';
import { getLanguageService, type JSONSchema } from 'vscode-json-languageservice';
import {
  createConnection,
  DocumentDiagnosticReportKind,
  ProposedFeatures,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** Put in when it is bundled. */
declare const SCHEMA_FILE: string;

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const service = getLanguageService({});
const schema: JSONSchema = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'));
service.configure({ validate: true, schemas: [{ uri: 'cni://schema', fileMatch: ['*'], schema }] });
connection.onInitialize(() => ({
  capabilities: {
    textDocumentSync: 2,
    diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
  },
}));
connection.languages.diagnostics.on(async ({ textDocument }) => {
  const document = documents.get(textDocument.uri);
  const items = document === undefined ? [] : await service.doValidation(document, service.parseJSONDocument(document));
  return { kind: DocumentDiagnosticReportKind.Full, items };
});
documents.listen(connection);
connection.listen();
