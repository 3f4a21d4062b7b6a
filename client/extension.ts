import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Host, NamedHost } from '../engine/host/host.ts';
import { ChangeRecorder, createHost } from '../engine/host/index.ts';
import { QuestionQueue } from '../engine/host/login/question-queue.ts';
import { ConfigurationLenses } from './language/code-lenses.ts';
import { commandsThatRun } from './commands/command-ids.ts';
import { type CommandSources, commandTable } from './commands/command-table.ts';
import { resetContext, setContext } from './editor/set-context.ts';
import { DisposableStore } from './editor/disposable-store.ts';
import { errorText, logText } from './operations/explanation.ts';
import { askpassPrompts } from './hosts/askpass-prompts.ts';
import { HostCatalog } from './hosts/host-catalog.ts';
import { completeHostSetting } from './hosts/host-setting-completion.ts';
import { HostConnections } from './hosts/host-connections.ts';
import { HostFactsSender } from './language/host-facts-sender.ts';
import { HostFileEditors } from './host-files/host-file-editors.ts';
import { HostFileSystem } from './host-files/host-file-system.ts';
import { HostKnowledge } from './hosts/host-knowledge.ts';
import { isThisMachine, placesOn, type HostPlaces } from './hosts/host-locations.ts';
import { HostSelection } from './hosts/host-selection.ts';
import { HostsView } from './views/hosts-view.ts';
import { SelectedInventory } from './hosts/selected-inventory.ts';
import { InventoryView } from './views/inventory-view.ts';
import { Journal } from './editor/journal.ts';
import { LanguageAssociation } from './language/language-association.ts';
import type { ServerPlace } from './language/language-client.ts';
import { LanguageServer } from './language/language-server.ts';
import { LastArguments } from './arguments/last-arguments.ts';
import { NeighborFiles } from './language/neighbor-files.ts';
import { NetworkRunner } from './operations/network-runner.ts';
import { OperationFollower } from './operations/operation-follower.ts';
import { OperationHistory } from './operations/operation-history.ts';
import { OperationsView } from './views/operations-view.ts';
import { askForTrust, registerCommands, reportCommandFailure } from './editor/register-commands.ts';
import { namespaceProfile } from './commands/inside/open-terminal.ts';
import { resultScheme, ResultDocuments } from './editor/result-documents.ts';
import { contentsOf, SandboxMemory } from './hosts/sandbox-memory.ts';
import { reportLostSandbox } from './commands/add-again.ts';
import { RuntimesView } from './views/runtimes-view.ts';
import { CarrierContext } from './language/carrier-context.ts';
import { EmbeddedConfigurations } from './embedded/embedded-configurations.ts';
import { EmbeddedFileSystem } from './embedded/embedded-file-system.ts';
import { EmbeddedLenses } from './language/embedded-lenses.ts';
import { WorkspaceProblems } from './workspace/workspace-problems.ts';
import { WorkspaceCarriers } from './language/workspace-carriers.ts';
import { ServedDocuments } from './language/served-documents.ts';
import { Settings } from './editor/settings.ts';
import { configurationDrop } from './views/configuration-drop.ts';
import { NamespaceArranger } from './views/namespace-arrangement.ts';
import { HostStatusBar } from './views/status-bar.ts';
import { namespaceNodes } from './views/namespace-rows.ts';
import { cachedResultNodes } from './views/tree-nodes.ts';
import { TreeSelections } from './views/tree-selections.ts';
import { VersionStatus } from './views/version-status.ts';
import { comparePage } from './webviews/compare/compare-page.ts';
import { mapPage } from './webviews/map/map-page.ts';
import { NetworkMaps } from './webviews/map/network-maps.ts';
import { MarkdownPages } from './webviews/markdown-pages.ts';
import { operationPage } from './webviews/operation/operation-page.ts';
import { registerPage } from './webviews/page-editor.ts';
import { resultPage } from './webviews/result/result-page.ts';
import { runtimesPage } from './webviews/runtimes/runtimes-page.ts';

/** The sandbox of the window. "Test in Sandbox" creates another for each test. */
const sandbox: NamedHost = { name: 'sandbox', spec: { kind: 'sandbox' } };

/** The parts that all others use. */
interface Parts extends CommandSources {
  readonly settings: Settings;
  readonly hosts: HostSelection;
  readonly knowledge: HostKnowledge;
  readonly documents: ResultDocuments;
  readonly history: OperationHistory;
  readonly follower: OperationFollower;
  readonly server: LanguageServer;
  readonly served: ServedDocuments;
  readonly embedded: EmbeddedConfigurations;
  readonly maps: NetworkMaps;
  readonly arranger: NamespaceArranger;
}

/** Composes the extension. One store holds everything, and the editor disposes of it at the end. */
export function activate(context: vscode.ExtensionContext): void {
  // The engine and the language read their messages from this copy of the translations.
  l10n.config({ contents: vscode.l10n.bundle ?? {} });
  resetContext();
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const log = store.add(new Journal(context.logUri));
  const settings = new Settings();
  const questions = new QuestionQueue(askpassPrompts());
  const placesOf = (named: NamedHost): HostPlaces => placesOn(named, settings);
  const newHost = hostMaker(settings, questions, log);
  const catalog = store.add(new HostCatalog(settings));
  const connections = store.add(new HostConnections(newHost, log));
  const hosts = store.add(new HostSelection(catalog, connections, context.workspaceState));
  const runnerOf = runners(settings, log);
  const runnerOn = (named: NamedHost): NetworkRunner => runnerOf(named, connections.hostOf(named));
  const knowledge = new HostKnowledge((name) => runnerOn(catalog.find(name) ?? hosts.selected), errorText);
  const inventory = store.add(new SelectedInventory(hosts, knowledge, setContext));
  const served = store.add(new ServedDocuments(settings));
  const server = store.add(new LanguageServer(serverPlace(context), served, log));
  const documents = store.add(new ResultDocuments(resultsFolder(context), log));
  const maps = store.add(new NetworkMaps({ catalog, connections, hosts, knowledge, documents, server, runnerOn }));
  const history = store.add(new OperationHistory(context.workspaceState, documents));
  const parts: Parts = {
    log,
    settings,
    catalog,
    connections,
    questions,
    hosts,
    knowledge,
    placesOf,
    runner: () => runnerOn(hosts.selected),
    trialRunner: () => runnerOf(sandbox, newHost(sandbox)),
    inventory,
    selections: new TreeSelections(),
    arranger: store.add(new NamespaceArranger(context.workspaceState)),
    documents,
    history,
    follower: new OperationFollower(log, (document) => history.record(document)),
    lastArguments: new LastArguments(context.workspaceState),
    server,
    served,
    embedded: store.add(new EmbeddedConfigurations(server, served)),
    workspaceProblems: store.add(
      new WorkspaceProblems({ server, served, settings, log, memento: context.workspaceState }),
    ),
    maps,
    runtimes: store.add(new RuntimesView({ server, neighbors: store.add(new NeighborFiles(server, log)), documents })),
  };
  addHosts(store, parts);
  addSandboxMemory(store, parts, context.workspaceState, () => runnerOn(sandbox));
  store.add(completeHostSetting(catalog));
  store.add(new HostFactsSender(parts));
  store.add(registerCommands(() => commandTable(parts), commandsThatRun, log));
  store.add(namespaceProfile(parts, askForTrust, (error) => reportCommandFailure('cni.openTerminal', [], error, log)));
  addViews(store, parts, context.extensionUri);
  addLanguage(store, parts, context.workspaceState);
}

/** Returns what creates hosts with the current settings. */
function hostMaker(settings: Settings, questions: QuestionQueue, log: Journal): (named: NamedHost) => Host {
  return (named) => {
    const { name, spec } = named;
    const { pluginPath } = placesOn(named, settings);
    return createHost(spec, {
      askpass: questions.ask,
      timeLimits: () => settings.timeLimits,
      report: (message) => log.warn(`Host ${name}: ${message}`),
      ...(isThisMachine(spec) ? {} : { name }),
      ...(pluginPath.length > 0 ? { pluginDirs: pluginPath } : {}),
    });
  };
}

/** Returns what creates runners with the current settings. They share one recorder of changes. */
function runners(settings: Settings, log: Journal): (named: NamedHost, host: Host) => NetworkRunner {
  let changes: ChangeRecorder | undefined;
  return (named, host) => {
    const recorder = settings.recordsChanges(named.name)
      ? (changes ??= new ChangeRecorder((error) => log.warn(logText(error))))
      : undefined;
    return new NetworkRunner(named.name, host, placesOn(named, settings), recorder);
  };
}

/** The folder that stores what must survive the window. */
function serverPlace(context: vscode.ExtensionContext): ServerPlace {
  return {
    modulePath: context.asAbsolutePath('dist/server.js'),
    compiled: vscode.Uri.joinPath(context.globalStorageUri, 'compiled').fsPath,
  };
}

function resultsFolder({ storageUri, globalStorageUri }: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(storageUri ?? globalStorageUri, 'results');
}

/** Reports contents of the sandbox that were lost, and offers to recreate them. */
function addSandboxMemory(
  store: DisposableStore,
  { connections, knowledge, follower, documents, log }: Parts,
  memento: vscode.Memento,
  runner: () => NetworkRunner,
): void {
  const memory = store.add(
    new SandboxMemory({
      memento,
      connections,
      onDidOperate: (listener) =>
        knowledge.onDidInvalidate((name) => {
          if (name === sandbox.name) {
            listener();
          }
        }),
      read: async () => {
        await knowledge.inventory.ensureFresh(sandbox.name);
        const reading = knowledge.inventory.of(sandbox.name);
        return reading.kind === 'ready' ? contentsOf(reading.contents) : undefined;
      },
      onDidLose: (contents, loss) => reportLostSandbox({ follower, knowledge, documents, log }, runner, contents, loss),
    }),
  );
  if (vscode.workspace.isTrusted) {
    memory.recall();
  } else {
    store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => memory.recall()));
  }
}

/** Disconnects hosts that are changed or forgotten, and keeps what is known about hosts up to date. */
function addHosts(store: DisposableStore, { catalog, connections, knowledge }: Parts): void {
  const files = store.add(new HostFileSystem(catalog, connections));
  store.add(new HostFileEditors(files, connections));
  store.add(files.onDidWrite((name) => knowledge.invalidate(name)));
  store.add(catalog.onDidChange(() => void connections.keepOnly(catalog.hosts)));
  const onConnection = (name: string): void => {
    setContext('cni.hasConnection', connections.isAnyOpen);
    const { kind } = connections.stateOf(name);
    if (kind === 'idle') {
      knowledge.forget(name);
    } else if (kind === 'failed') {
      knowledge.invalidate(name);
    }
  };
  store.add(connections.onDidChange(onConnection));
}

/** Ticks the last step of the walkthrough. */
const onDidShowResult = (): void => setContext('cni.hasInspected', true);

function addViews(store: DisposableStore, parts: Parts, extensionUri: vscode.Uri): void {
  const { hosts, documents } = parts;
  store.add(new MarkdownPages(documents));
  const statusBar = store.add(new HostStatusBar(hosts));
  const onDidShow = (): void => statusBar.show();
  const { arranger } = parts;
  const namespaces = store.add(
    new InventoryView('cni.namespaces', parts, (current) => namespaceNodes(current, arranger.current), onDidShow, {
      drop: configurationDrop,
      message: (rows) => arranger.message(rows),
    }),
  );
  store.add(arranger.onDidChange(() => namespaces.refresh()));
  store.add(
    parts.maps.onDidReveal((path) => {
      arranger.showAll();
      void namespaces.reveal(path);
    }),
  );
  store.add(new InventoryView('cni.cachedResults', parts, (current) => cachedResultNodes(current), onDidShow));
  store.add(new HostsView(parts, onDidShow));
  store.add(new OperationsView(parts.history, parts.selections));
  store.add(registerPage('operation', () => operationPage(parts), extensionUri, parts.log));
  const newResultPage = () => resultPage({ ...parts, onDidShow: onDidShowResult });
  store.add(registerPage('result', newResultPage, extensionUri, parts.log));
  store.add(registerPage('compare', () => comparePage, extensionUri, parts.log));
  store.add(registerPage('map', () => mapPage(parts.maps), extensionUri, parts.log));
  store.add(registerPage('runtimes', () => runtimesPage, extensionUri, parts.log));
  store.add(
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor?.document.uri.scheme === resultScheme) {
        onDidShowResult();
      }
    }),
  );
  store.add(parts.embedded.onDidFind(onDidShow));
  whenConfigurationIsOpen(store, onDidShow);
}

function addLanguage(store: DisposableStore, parts: Parts, memento: vscode.Memento): void {
  const { settings, server, served, embedded, hosts, inventory } = parts;
  store.add(new WorkspaceCarriers(parts));
  store.add(new ConfigurationLenses(settings, hosts, inventory));
  store.add(new EmbeddedLenses(settings, embedded, server));
  store.add(new EmbeddedFileSystem(embedded, server, memento));
  store.add(new CarrierContext(served, setContext));
  store.add(new VersionStatus(hosts));
  store.add(new LanguageAssociation(settings));
  whenConfigurationIsOpen(store, () => {
    setContext('cni.hasConfiguration', true);
    void server.ensureStarted();
  });
  store.add(embedded.onDidFind(() => setContext('cni.hasConfiguration', true)));
  whenCarrierIsOpen(store, served, () => void server.ensureStarted());
}

/** Calls `listener` for each configuration that is open or will be opened. */
function whenConfigurationIsOpen(store: DisposableStore, listener: () => void): void {
  const notify = (document: vscode.TextDocument): void => {
    if (document.languageId === 'cni') {
      listener();
    }
  };
  store.add(vscode.workspace.onDidOpenTextDocument(notify));
  vscode.workspace.textDocuments.forEach(notify);
}

/** Calls `listener` when an open document becomes a carrier, and when it changes later. */
function whenCarrierIsOpen(store: DisposableStore, served: ServedDocuments, listener: () => void): void {
  const notify = (document: vscode.TextDocument): void => {
    if (served.isCarrier(document)) {
      listener();
    }
  };
  const notifyOfAll = (): void => vscode.workspace.textDocuments.forEach(notify);
  store.add(vscode.workspace.onDidOpenTextDocument(notify));
  store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => notify(document)));
  store.add(served.onDidChange(notifyOfAll));
  notifyOfAll();
}
