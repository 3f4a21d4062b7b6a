import {
  DidChangeConfigurationNotification,
  DocumentDiagnosticReportKind,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type DiagnosticServerCancellationData,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  type Connection,
  type InitializeResult,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { CheckedDocuments } from './checked-documents.ts';
import { handler, notification, type Log } from './handler.ts';
import { featureCapabilities, serveFeatures } from './language-features.ts';
import { OurDocuments } from './our-documents.ts';
import { toDiagnostic } from './service/features/diagnostics.ts';
import { comparisonOf, type ComparisonParams } from './service/fleet/comparison.ts';
import type { RuleContext } from './service/rules/rule.ts';
import { runtimePage, runtimeViews } from './service/runtimes/all.ts';
import { readSettings, sectionOf, type Settings } from './settings.ts';
import { Surroundings } from './surroundings.ts';

/** How long typing must rest before diagnostics are pushed, in milliseconds; clients that pull choose themselves. */
const PUSH_DELAY = 200;

function capabilities(client: ClientCapabilities): InitializeResult {
  return {
    serverInfo: { name: 'cni' },
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      ...featureCapabilities,
      ...(client.textDocument?.diagnostic === undefined
        ? {}
        : { diagnosticProvider: { identifier: 'cni', interFileDependencies: true, workspaceDiagnostics: false } }),
    },
  };
}

/** The server over one connection: only maps requests to the functions of service/. */
class Server {
  readonly #connection: Connection;
  readonly #log: Log;
  readonly #documents = new OurDocuments();
  readonly #checked = new CheckedDocuments();
  readonly #surroundings = new Surroundings(() => this.#documents.all());
  readonly #pushes = new Map<string, NodeJS.Timeout>();
  #client: ClientCapabilities = {};
  /** The section that came with `initialize`: for clients that cannot be asked, or have no answer. */
  #initialSection: unknown;
  #settings: Promise<Settings> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#log = connection.console;
    this.#lifecycle();
    serveFeatures({
      connection,
      log: this.#log,
      documents: this.#documents,
      checked: this.#checked,
      client: () => this.#client,
      settings: () => this.#context(),
      contextOf: (uri) => this.#contextOf(uri),
      neighboursOf: (uri) => this.#surroundings.neighboursOf(uri),
    });
    this.#outside();
    this.#diagnostics();
  }

  listen(): void {
    this.#documents.listen(this.#connection);
    this.#connection.listen();
  }

  #lifecycle(): void {
    const connection = this.#connection;
    connection.onInitialize(({ capabilities: client, initializationOptions }) => {
      this.#client = client;
      this.#initialSection = sectionOf(initializationOptions);
      return capabilities(client);
    });
    connection.onInitialized(
      notification(this.#log, 'initialized', async () => {
        if (!this.#client.workspace?.didChangeConfiguration?.dynamicRegistration) return;
        await connection.client.register(DidChangeConfigurationNotification.type, { section: 'cni' });
      }),
    );
    connection.onDidChangeConfiguration(
      notification(this.#log, 'configuration', async ({ settings }: { settings?: unknown }) => {
        const pulls = this.#client.workspace?.configuration === true;
        this.#settings = pulls ? undefined : Promise.resolve(readSettings(sectionOf(settings) ?? this.#initialSection));
        await this.#refresh();
      }),
    );
  }

  /** What the client tells of the world outside the documents, and what it asks of a whole directory. */
  #outside(): void {
    const connection = this.#connection;
    connection.onNotification(
      'cni/neighbours',
      notification(this.#log, 'neighbours', async (params: unknown) => {
        this.#surroundings.setNeighbours(params);
        await this.#refresh();
      }),
    );
    connection.onNotification(
      'cni/hostFacts',
      notification(this.#log, 'hostFacts', async (facts: unknown) => {
        this.#surroundings.setHostFacts(facts);
        await this.#refresh();
      }),
    );
    connection.onRequest(
      'cni/compareHosts',
      handler<ComparisonParams, object | null>(this.#log, 'compareHosts', null, comparisonOf),
    );
    connection.onRequest(
      'cni/runtimes',
      handler<{ textDocument: { uri: string } }, object | null>(this.#log, 'runtimes', null, ({ textDocument }) => {
        const { directory, files } = this.#surroundings.filesOf(textDocument.uri);
        const runtimes = runtimeViews(files, directory);
        return { directory, runtimes, markdown: runtimePage(runtimes, directory) };
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
        async ({ textDocument }) => {
          const document = this.#documents.get(textDocument.uri);
          const items = document === undefined ? [] : await this.#diagnosticsOf(document);
          return { kind: DocumentDiagnosticReportKind.Full, items };
        },
      ),
    );
    this.#documents.opened.onDidChangeContent(({ document: { uri } }) => {
      this.#push(uri, PUSH_DELAY);
      for (const near of this.#surroundings.openNear(uri)) this.#push(near, PUSH_DELAY);
    });
    this.#documents.opened.onDidClose(
      notification(this.#log, 'close', async ({ document }: { document: TextDocument }) => {
        clearTimeout(this.#pushes.get(document.uri));
        this.#pushes.delete(document.uri);
        this.#checked.close(document.uri);
        this.#surroundings.close(document.uri);
        if (!this.#clientPulls) await connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
      }),
    );
  }

  get #clientPulls(): boolean {
    return this.#client.textDocument?.diagnostic !== undefined;
  }

  async #diagnosticsOf(document: TextDocument) {
    const context = await this.#contextOf(document.uri);
    const model = this.#checked.modelOf(document);
    return this.#checked.findingsOf(document, context).map((one) => toDiagnostic(model, one));
  }

  #push(uri: string, delay: number): void {
    if (this.#clientPulls) return;
    clearTimeout(this.#pushes.get(uri));
    const send = notification(this.#log, 'push', async () => {
      const version = this.#documents.opened.get(uri)?.version;
      if (version === undefined) return;
      const document = this.#documents.get(uri);
      // One that was ours until it was edited keeps no findings.
      const diagnostics = document === undefined ? [] : await this.#diagnosticsOf(document);
      await this.#connection.sendDiagnostics({ uri, version, diagnostics });
    });
    this.#pushes.set(
      uri,
      setTimeout(() => void send(undefined), delay),
    );
  }

  /** What rules may know for a document: the settings, and what is around it. */
  async #contextOf(uri: string): Promise<RuleContext> {
    return this.#surroundings.contextOf(uri, await this.#context());
  }

  /** The settings, asked for once until they change. */
  #context(): Promise<Settings> {
    this.#settings ??= this.#readSettings();
    return this.#settings;
  }

  async #readSettings(): Promise<Settings> {
    if (this.#client.workspace?.configuration !== true) return readSettings(this.#initialSection);
    try {
      const section: unknown = await this.#connection.workspace.getConfiguration('cni');
      return readSettings(section ?? this.#initialSection);
    } catch (error) {
      this.#log.error(`The settings could not be read: ${String(error)}`);
      return readSettings(this.#initialSection);
    }
  }

  async #refresh(): Promise<void> {
    if (this.#client.workspace?.inlayHint?.refreshSupport === true)
      await this.#connection.languages.inlayHint.refresh();
    if (!this.#clientPulls) {
      for (const uri of this.#documents.opened.keys()) this.#push(uri, 0);
    } else if (this.#client.workspace?.diagnostics?.refreshSupport === true) {
      await this.#connection.languages.diagnostics.refresh();
    }
  }
}

/** Serves the CNI language over a connection, until it closes. */
export function startServer(connection: Connection): void {
  new Server(connection).listen();
}
