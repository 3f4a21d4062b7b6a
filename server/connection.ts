import * as l10n from '@vscode/l10n';
import {
  DidChangeConfigurationNotification,
  DocumentDiagnosticReportKind,
  TextDocumentSyncKind,
  type Connection,
  type DiagnosticServerCancellationData,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  type InitializeResult,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { languageOf, useLanguage } from '../engine/text/language.ts';
import { createLanguage, readSettings, sectionOf, type Language, type Settings } from '../language/index.ts';
import { serverInfo } from './arguments.ts';
import { clientAbilities, type ClientAbilities } from './client-abilities.ts';
import { handler, notification, type Log } from './handler.ts';
import { featureCapabilities, serveFeatures } from './language-features.ts';
import { OurDocuments } from './our-documents.ts';
import { serveOurMessages } from './our-messages.ts';
import { WorkspaceProblems } from './workspace-problems.ts';

/** Delay after the last change before diagnostics are pushed, in milliseconds. Clients that pull choose their own. */
const pushDelay = 200;

function initializeResult({ pullsDiagnostics }: ClientAbilities): InitializeResult {
  const diagnosticProvider = { identifier: 'cni', interFileDependencies: true, workspaceDiagnostics: false };
  return {
    serverInfo,
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      ...featureCapabilities,
      ...(pullsDiagnostics ? { diagnosticProvider } : {}),
    },
  };
}

/** The server of one connection, which maps messages to functions of the language. */
class Server {
  readonly #connection: Connection;
  readonly #log: Log;
  readonly #documents = new OurDocuments();
  readonly #language = createLanguage({ openDocuments: () => this.#documents.all() });
  readonly #pushes = new Map<string, NodeJS.Timeout>();
  readonly #problems: WorkspaceProblems;
  #client = clientAbilities({});
  /** The section that came with `initialize`, for clients that do not answer requests for their settings. */
  #initialSection: unknown;
  #settings: Promise<Settings> | undefined;

  constructor(connection: Connection, translations: string) {
    this.#connection = connection;
    this.#log = connection.console;
    this.#problems = new WorkspaceProblems({
      log: this.#log,
      language: () => this.#configured(),
      send: (params) => connection.sendDiagnostics(params),
    });
    this.#lifecycle(translations);
    serveFeatures({
      connection,
      log: this.#log,
      documents: this.#documents,
      language: () => this.#configured(),
      client: () => this.#client,
    });
    serveOurMessages(connection, this.#log, this.#language, this.#documents, this.#problems, () => this.#refresh());
    this.#diagnostics();
  }

  listen(): void {
    this.#documents.listen(this.#connection);
    this.#connection.listen();
  }

  #lifecycle(translations: string): void {
    const connection = this.#connection;
    connection.onInitialize(({ capabilities, initializationOptions, locale }) => {
      useLanguage(languageOf(locale), translations);
      this.#client = clientAbilities(capabilities);
      this.#initialSection = sectionOf(initializationOptions);
      return initializeResult(this.#client);
    });
    connection.onInitialized(
      notification(this.#log, 'initialized', async () => {
        if (!this.#client.registersConfiguration) {
          return;
        }
        await connection.client.register(DidChangeConfigurationNotification.type, { section: 'cni' });
      }),
    );
    connection.onDidChangeConfiguration(
      notification(this.#log, 'configuration', async ({ settings }: { settings?: unknown }) => {
        this.#settings = this.#client.hasConfiguration
          ? undefined
          : Promise.resolve(readSettings(sectionOf(settings) ?? this.#initialSection));
        this.#problems.checkAll(() => this.#language.workspaceFiles());
        await this.#refresh();
      }),
    );
  }

  #diagnostics(): void {
    const connection = this.#connection;
    connection.languages.diagnostics.on(
      handler<DocumentDiagnosticParams, DocumentDiagnosticReport, DiagnosticServerCancellationData>(
        this.#log,
        'diagnostics',
        { kind: DocumentDiagnosticReportKind.Full, items: [] },
        async ({ textDocument: { uri } }) => {
          const items = await this.#diagnosticsOf(uri);
          await this.#showOwn(uri);
          return { kind: DocumentDiagnosticReportKind.Full, items };
        },
      ),
    );
    this.#documents.opened.onDidChangeContent(({ document: { uri } }) => {
      this.#push(uri, pushDelay);
      for (const near of this.#language.openNear(uri)) {
        this.#push(near, pushDelay);
      }
    });
    this.#documents.opened.onDidClose(
      notification(this.#log, 'close', async ({ document: { uri } }: { document: TextDocument }) => {
        clearTimeout(this.#pushes.get(uri));
        this.#pushes.delete(uri);
        this.#language.close(uri);
        if (!this.#client.pullsDiagnostics) {
          await connection.sendDiagnostics({ uri, diagnostics: [] });
        }
        this.#problems.close(uri);
      }),
    );
  }

  /** Returns the diagnostics of a document; none if it is no longer a network configuration after an edit. */
  async #diagnosticsOf(uri: string) {
    const language = await this.#configured();
    const document = this.#documents.get(uri);
    return document === undefined ? [] : language.diagnostics(document);
  }

  /** Removes the problems of the file, whose document has its own. */
  async #showOwn(uri: string): Promise<void> {
    if (this.#documents.opened.get(uri) !== undefined) {
      await this.#problems.open(uri);
    }
  }

  #push(uri: string, delay: number): void {
    if (this.#client.pullsDiagnostics) {
      return;
    }
    clearTimeout(this.#pushes.get(uri));
    const send = notification(this.#log, 'push', async () => {
      const version = this.#documents.opened.get(uri)?.version;
      if (version === undefined) {
        return;
      }
      const diagnostics = await this.#diagnosticsOf(uri);
      await this.#showOwn(uri);
      await this.#connection.sendDiagnostics({ uri, version, diagnostics });
    });
    this.#pushes.set(
      uri,
      setTimeout(() => void send(undefined), delay),
    );
  }

  /** Returns the language with the settings, which are requested once until they change. */
  async #configured(): Promise<Language> {
    this.#settings ??= this.#readSettings();
    this.#language.configure(await this.#settings);
    return this.#language;
  }

  async #readSettings(): Promise<Settings> {
    if (!this.#client.hasConfiguration) {
      return readSettings(this.#initialSection);
    }
    try {
      const section: unknown = await this.#connection.workspace.getConfiguration('cni');
      return readSettings(section ?? this.#initialSection);
    } catch (error) {
      this.#log.error(l10n.t('The settings could not be read: {0}', String(error)));
      return readSettings(this.#initialSection);
    }
  }

  async #refresh(): Promise<void> {
    if (this.#client.refreshesInlayHints) {
      await this.#connection.languages.inlayHint.refresh();
    }
    if (!this.#client.pullsDiagnostics) {
      for (const uri of this.#documents.opened.keys()) {
        this.#push(uri, 0);
      }
    } else if (this.#client.refreshesDiagnostics) {
      await this.#connection.languages.diagnostics.refresh();
    }
  }
}

/**
 * Serves the CNI language over a connection, until it closes, with messages in the language of the client.
 * @param translations the directory `l10n` of the package
 */
export function startServer(connection: Connection, translations: string): void {
  new Server(connection, translations).listen();
}
