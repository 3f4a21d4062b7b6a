import * as vscode from 'vscode';
import type { Host, NamedHost } from '../engine/host/host.ts';
import { createHost, QuestionQueue } from '../engine/host/index.ts';
import { ConfigurationLenses } from './code-lenses.ts';
import { commandsThatRun, commandTable } from './command-table.ts';
import { contextKeyDefaults, type ContextKeys } from './context-keys.ts';
import { DisposableStore } from './disposable-store.ts';
import { errorText } from './explanation.ts';
import { askpassPrompts } from './askpass-prompts.ts';
import { HostCatalogue } from './host-catalogue.ts';
import { HostConnections } from './host-connections.ts';
import { HostFactsSender } from './host-facts-sender.ts';
import { HostFileEditors } from './host-file-editors.ts';
import { HostFileSystem } from './host-file-system.ts';
import { HostKnowledge } from './host-knowledge.ts';
import { isThisMachine, placesOn, type HostPlaces } from './host-places.ts';
import { HostSelection } from './host-selection.ts';
import { HostsView } from './hosts-view.ts';
import { InventoryModel } from './inventory-model.ts';
import { InventoryView } from './inventory-view.ts';
import { Journal } from './journal.ts';
import { LanguageAssociation } from './language-association.ts';
import { LanguageServer } from './language-server.ts';
import { NeighbourFiles } from './neighbour-files.ts';
import { NetworkRunner } from './network-runner.ts';
import { OperationFollower } from './operation-follower.ts';
import { registerCommands } from './register-commands.ts';
import { ResultDocuments } from './result-documents.ts';
import { RuntimesView } from './runtimes-view.ts';
import type { Services } from './services.ts';
import { Settings } from './settings.ts';
import { HostStatusBar } from './status-bar.ts';
import { cachedResultNodes, namespaceNodes } from './tree-nodes.ts';
import { VersionStatus } from './version-status.ts';

/** The host of «Test in Sandbox», one for each trial. */
const trial: NamedHost = { name: 'sandbox', spec: { kind: 'sandbox' } };

/** Puts the extension together. Everything it makes is in one store, which the editor disposes of at the end. */
export function activate(context: vscode.ExtensionContext): void {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const log = store.add(new Journal(context.logUri));
  const settings = new Settings();
  const questions = new QuestionQueue(askpassPrompts());
  const placesOf = (named: NamedHost): HostPlaces => placesOn(named, settings);
  const newHost = (named: NamedHost): Host => {
    const { name, spec } = named;
    const { pluginPath } = placesOf(named);
    return createHost(spec, {
      askpass: questions.ask,
      ...(isThisMachine(spec) ? {} : { name }),
      ...(pluginPath.length > 0 ? { pluginDirs: pluginPath } : {}),
    });
  };
  const catalogue = store.add(new HostCatalogue(settings));
  const connections = store.add(new HostConnections(newHost, log));
  const hosts = store.add(new HostSelection(catalogue, connections, context.workspaceState));
  const runnerOn = (named: NamedHost): NetworkRunner => new NetworkRunner(connections.hostOf(named), placesOf(named));
  const runner = (): NetworkRunner => runnerOn(hosts.selected);
  const inventory = store.add(new InventoryModel(hosts, runner, describe, setContext));
  const knowledge = new HostKnowledge((name) => runnerOn(catalogue.find(name) ?? hosts.selected).contents(), describe);
  const server = store.add(new LanguageServer(context.asAbsolutePath('dist/server.js'), log));
  const documents = store.add(new ResultDocuments());
  const neighbours = store.add(new NeighbourFiles(server, log));
  const services: Services = {
    log,
    settings,
    catalogue,
    connections,
    questions,
    hosts,
    knowledge,
    placesOf,
    runner,
    trialRunner: () => new NetworkRunner(newHost(trial), placesOf(trial)),
    inventory,
    documents,
    follower: new OperationFollower(log),
    server,
    runtimes: store.add(new RuntimesView({ server, neighbours, documents })),
  };
  addHosts(store, services);
  store.add(new HostFactsSender(services));
  store.add(registerCommands(commandTable(services), commandsThatRun, log));
  addViews(store, services);
  addLanguage(store, services);
}

function describe(error: unknown): string {
  return errorText(vscode.l10n.t, error);
}

/** Hosts that are changed or forgotten are let go of, and what is known of a host is out of date when something happened to it. */
function addHosts(store: DisposableStore, { catalogue, connections, hosts, knowledge, inventory }: Services): void {
  const files = store.add(new HostFileSystem(catalogue, connections));
  store.add(new HostFileEditors(files, connections));
  store.add(files.onDidWrite((name) => knowledge.invalidate(name)));
  store.add(catalogue.onDidChange(() => void connections.keepOnly(catalogue.hosts)));
  store.add(inventory.onDidInvalidate(() => knowledge.invalidate(hosts.selected.name)));
  const onConnection = (name: string): void => {
    const { kind } = connections.stateOf(name);
    if (kind === 'idle') {
      knowledge.forget(name);
    } else if (kind === 'failed') {
      knowledge.invalidate(name);
    }
  };
  store.add(connections.onDidChange(onConnection));
}

function addViews(store: DisposableStore, services: Services): void {
  const { hosts, inventory } = services;
  for (const [key, value] of Object.entries(contextKeyDefaults)) {
    void vscode.commands.executeCommand('setContext', key, value);
  }
  const statusBar = store.add(new HostStatusBar(hosts));
  const onDidShow = (): void => statusBar.show();
  const { t } = vscode.l10n;
  store.add(new InventoryView('cni.namespaces', inventory, hosts, (current) => namespaceNodes(current, t), onDidShow));
  store.add(
    new InventoryView('cni.cachedResults', inventory, hosts, (current) => cachedResultNodes(current, t), onDidShow),
  );
  store.add(new HostsView(services, onDidShow));
  whenConfigurationIsOpen(store, onDidShow);
}

function addLanguage(store: DisposableStore, { settings, server, hosts }: Services): void {
  store.add(new ConfigurationLenses(settings));
  store.add(new VersionStatus(hosts));
  store.add(new LanguageAssociation(settings));
  whenConfigurationIsOpen(store, () => void server.ensureStarted());
}

/** Calls `listener` for each configuration that is open or opened. */
function whenConfigurationIsOpen(store: DisposableStore, listener: () => void): void {
  const tell = (document: vscode.TextDocument): void => {
    if (document.languageId === 'cni') {
      listener();
    }
  };
  store.add(vscode.workspace.onDidOpenTextDocument(tell));
  vscode.workspace.textDocuments.forEach(tell);
}

function setContext<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
