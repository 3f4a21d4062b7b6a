import {
  LSPErrorCodes,
  ResponseError,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type InlayHint,
  type InlayHintParams,
  type ServerCapabilities,
  type WorkspaceSymbol,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import type { CheckedDocuments } from './checked-documents.ts';
import { handler, type Log } from './handler.ts';
import type { OurDocuments } from './our-documents.ts';
import { check } from './service/check.ts';
import { neighbourOf, type Neighbour } from './service/directory/neighbour.ts';
import { codeActions } from './service/features/code-actions.ts';
import { ignoreActions } from './service/features/ignore-actions.ts';
import { complete } from './service/features/completion.ts';
import { hover } from './service/features/hover.ts';
import { inlayHints } from './service/features/inlay-hints.ts';
import type { JSONLanguage } from './service/features/json-language.ts';
import { documentLinks } from './service/features/links.ts';
import { definition, references, workspaceSymbols } from './service/features/places.ts';
import { semanticLegend, semanticTokens } from './service/features/semantic-tokens.ts';
import type { MayRename } from './service/features/refactor/fix-all.ts';
import { FIX_ALL, fixAllAction, refactorings, wantsKind } from './service/features/refactorings.ts';
import { documentSymbols, foldingRanges, format, selectionRanges } from './service/features/structure.ts';
import type { Model } from './service/model.ts';
import type { RuleContext } from './service/rules/rule.ts';
import type { Settings } from './settings.ts';

/** What the features need of the server. */
export interface FeatureSources {
  readonly connection: Connection;
  readonly log: Log;
  readonly documents: OurDocuments;
  readonly checked: CheckedDocuments;
  /** What the client said that it can do; known once it asks for anything. */
  readonly client: () => ClientCapabilities;
  readonly settings: () => Promise<Settings>;
  /** The settings of rules, with what is known around a document. */
  readonly contextOf: (uri: string) => Promise<RuleContext>;
  readonly neighboursOf: (uri: string) => readonly Neighbour[];
}

/** What {@link serveFeatures} answers, for the client. */
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
  codeActionProvider: { codeActionKinds: ['quickfix', 'refactor', FIX_ALL] },
};

/** LSP's CodeActionTriggerKind: asked for by the user; while the cursor moves, or on save. */
const [INVOKED, AUTOMATIC] = [1, 2];

/** The JSON language service, loaded when it is first needed: diagnostics come without it. */
function jsonLanguage(): () => Promise<JSONLanguage> {
  let loaded: Promise<JSONLanguage> | undefined;
  return () => (loaded ??= import('./service/features/json-language.ts').then((module) => new module.JSONLanguage()));
}

/** Answers everything that a client asks of one document or of names in all of them. */
export function serveFeatures(sources: FeatureSources): void {
  const { connection, log, documents, checked, settings, contextOf, neighboursOf } = sources;
  const language = jsonLanguage();
  const on = <P extends { textDocument: { uri: string } }, R>(
    name: string,
    otherwise: R,
    run: (model: Model, params: P) => R | Promise<R>,
  ) =>
    handler<P, R>(log, name, otherwise, async (params) => {
      const document = documents.get(params.textDocument.uri);
      if (document === undefined) return otherwise;
      const { version } = document;
      const answer = await run(checked.modelOf(document), params);
      // The next version took the tree over: what was found in it since is of neither.
      return document.version === version
        ? answer
        : new ResponseError(LSPErrorCodes.ContentModified, 'Content modified');
    });
  connection.onCompletion(
    on('completion', null, async (model, { position }) =>
      complete(model, position, await language(), await contextOf(model.document.uri)),
    ),
  );
  connection.onHover(
    on('hover', null, async (model, { position }) => {
      return (await hover(model, position, await language(), await contextOf(model.document.uri))) ?? null;
    }),
  );
  connection.onDocumentSymbol(on('symbols', null, async (model) => documentSymbols(model, await language())));
  connection.onFoldingRanges(on('folding', null, async (model) => foldingRanges(model, await language())));
  connection.onSelectionRanges(
    on('selection', null, async (model, { positions }) => selectionRanges(model, positions, await language())),
  );
  connection.onDocumentFormatting(
    on('formatting', null, async (model, { options }) => format(model, undefined, options, await language())),
  );
  connection.onDocumentRangeFormatting(
    on('formatting', null, async (model, { options, range }) => format(model, range, options, await language())),
  );
  connection.onDocumentLinks(
    on('links', null, async (model) => documentLinks(model, (await contextOf(model.document.uri)).hostFacts)),
  );
  connection.onDefinition(
    on('definition', null, (model, { position }) => definition(model, position, neighboursOf(model.document.uri))),
  );
  connection.onReferences(
    on('references', null, (model, { position }) => references(model, position, neighboursOf(model.document.uri))),
  );
  connection.languages.inlayHint.on(
    on<InlayHintParams, InlayHint[]>('inlayHints', [], async (model, { range }) => {
      const { inlayHints: wanted } = await settings();
      return wanted ? inlayHints(model, range, await contextOf(model.document.uri)) : [];
    }),
  );
  connection.languages.semanticTokens.on(on('semanticTokens', { data: [] }, (model) => semanticTokens(model)));
  serveNames(sources);
  serveActions(sources);
}

function serveNames({ connection, log, documents, checked, neighboursOf }: FeatureSources): void {
  connection.onWorkspaceSymbol(
    handler<WorkspaceSymbolParams, WorkspaceSymbol[]>(log, 'workspaceSymbols', [], ({ query }) => {
      const known = new Map<string, Neighbour>();
      for (const document of documents.all()) {
        for (const neighbour of neighboursOf(document.uri)) known.set(neighbour.uri, neighbour);
      }
      for (const document of documents.all()) known.set(document.uri, neighbourOf(checked.modelOf(document)));
      return workspaceSymbols([...known.values()], query);
    }),
  );
}

/** Whether the client has the command that silences a rule in a file; it says so in its experimental capabilities. */
function knowsIgnore({ experimental }: ClientCapabilities): boolean {
  const known: unknown = experimental;
  return typeof known === 'object' && known !== null && 'ignoreFinding' in known && known.ignoreFinding === true;
}

/** Whether no file that is known of the directory has a name. */
function isFree(name: string, model: Model, neighbours: readonly Neighbour[] = []): boolean {
  const { directory } = neighbourOf(model);
  return !neighbours.some((other) => other.directory === directory && other.file === name);
}

function serveActions({ connection, log, documents, checked, client, contextOf }: FeatureSources): void {
  connection.onCodeAction(
    handler<CodeActionParams, CodeAction[]>(log, 'codeAction', [], async ({ range, textDocument, context }) => {
      const known = await contextOf(textDocument.uri);
      const document = documents.get(textDocument.uri);
      if (document === undefined) return [];
      const model = checked.modelOf(document);
      const { only, triggerKind } = context;
      const operations = client().workspace?.workspaceEdit?.resourceOperations ?? [];
      const abilities = {
        canRename: operations.includes('rename'),
        canCreate: operations.includes('create'),
        showsDisabled: client().textDocument?.codeAction?.disabledSupport === true,
      };
      const fixes = wantsKind(only, 'quickfix')
        ? codeActions(model, checked.findingsOf(document, known), range, abilities.canRename)
        : [];
      const rewrites = refactorings(model, range, known, abilities).filter(({ kind }) => wantsKind(only, kind ?? ''));
      const wantsAll = only === undefined ? triggerKind !== AUTOMATIC : wantsKind(only, FIX_ALL);
      // A file that is being saved cannot be renamed.
      const mayRename: MayRename = (name) =>
        abilities.canRename && triggerKind === INVOKED && isFree(name, model, known.neighbours);
      const all = wantsAll ? fixAllAction(model, (one) => check(one, known), mayRename) : undefined;
      const ignores =
        wantsKind(only, 'quickfix') && knowsIgnore(client())
          ? ignoreActions(model, checked.findingsOf(document, known), range)
          : [];
      return [...fixes, ...rewrites, ...(all === undefined ? [] : [all]), ...ignores];
    }),
  );
}
