import {
  LSPErrorCodes,
  ResponseError,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type InlayHint,
  type InlayHintParams,
  type ServerCapabilities,
  type WorkspaceSymbol,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { actionKinds, semanticLegend, type Language } from '../language/index.ts';
import type { ClientAbilities } from './client-abilities.ts';
import { handler, type Log } from './handler.ts';
import type { OurDocuments } from './our-documents.ts';

/** The parts of the server that the features need. */
export interface FeatureSources {
  readonly connection: Connection;
  readonly log: Log;
  readonly documents: OurDocuments;
  /** Returns the language with the settings of the client. */
  readonly language: () => Promise<Language>;
  /** Returns the abilities of the client, which are known before its first request. */
  readonly client: () => ClientAbilities;
}

/** The capabilities that {@link serveFeatures} provides. */
export const featureCapabilities: ServerCapabilities = {
  completionProvider: { triggerCharacters: ['"', ':'] },
  hoverProvider: true,
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentLinkProvider: {},
  inlayHintProvider: true,
  semanticTokensProvider: { legend: semanticLegend, full: true },
  codeActionProvider: { codeActionKinds: [...actionKinds] },
};

/** LSP's CodeActionTriggerKind: while the cursor moves, or on save. */
const automatic = 2;

/** Returns a factory for handlers of requests about one document. An answer about an older version is rejected. */
function documentHandlers(
  log: FeatureSources['log'],
  documents: FeatureSources['documents'],
  language: FeatureSources['language'],
) {
  return <P extends { textDocument: { uri: string } }, R>(
    name: string,
    otherwise: R,
    run: (language: Language, document: TextDocument, params: P) => R | Promise<R>,
  ) =>
    handler<P, R>(log, name, otherwise, async (params) => {
      const ready = await language();
      const document = documents.get(params.textDocument.uri);
      if (document === undefined) {
        return otherwise;
      }
      const { version } = document;
      const answer = await run(ready, document, params);
      // The positions of the answer are for the version at the start.
      return document.version === version
        ? answer
        : new ResponseError(LSPErrorCodes.ContentModified, 'Content modified');
    });
}

/** Answers everything that a client asks about one document, and about names in all of them. */
export function serveFeatures({ connection, log, documents, language, client }: FeatureSources): void {
  const on = documentHandlers(log, documents, language);
  connection.onCompletion(
    on('completion', null, (known, document, { position }) => known.complete(document, position)),
  );
  connection.onHover(
    on('hover', null, async (known, document, { position }) => (await known.hover(document, position)) ?? null),
  );
  connection.onDocumentSymbol(on('symbols', null, (known, document) => known.documentSymbols(document)));
  connection.onFoldingRanges(
    on('folding', null, async (known, document) => (await known.foldingRanges(document)) ?? null),
  );
  connection.onSelectionRanges(
    on('selection', null, (known, document, { positions }) => known.selectionRanges(document, positions)),
  );
  connection.onDocumentFormatting(
    on('formatting', null, (known, document, { options }) => known.format(document, undefined, options)),
  );
  connection.onDocumentRangeFormatting(
    on('formatting', null, (known, document, { options, range }) => known.format(document, range, options)),
  );
  connection.onDocumentLinks(on('links', null, (known, document) => known.documentLinks(document)));
  connection.onDefinition(
    on('definition', null, (known, document, { position }) => known.definition(document, position)),
  );
  connection.onReferences(
    on('references', null, (known, document, { position }) => known.references(document, position)),
  );
  connection.languages.inlayHint.on(
    on<InlayHintParams, InlayHint[]>('inlayHints', [], (known, document, { range }) =>
      known.inlayHints(document, range),
    ),
  );
  connection.languages.semanticTokens.on(
    on('semanticTokens', { data: [] }, (known, document) => known.semanticTokens(document)),
  );
  connection.onCodeAction(
    on<CodeActionParams, CodeAction[]>('codeAction', [], (known, document, { range, context }) => {
      const { only, triggerKind } = context;
      return known.codeActions(document, range, { only, isAutomatic: triggerKind === automatic, ...client().actions });
    }),
  );
  connection.onWorkspaceSymbol(
    handler<WorkspaceSymbolParams, WorkspaceSymbol[]>(log, 'workspaceSymbols', [], async ({ query }) =>
      (await language()).workspaceSymbols(query),
    ),
  );
}
