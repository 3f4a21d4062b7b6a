import * as vscode from 'vscode';
import type { Host, HostSpec } from '../engine/host/host.ts';
import { createHost } from '../engine/host/index.ts';
import { ConfigurationLenses } from './code-lenses.ts';
import { commandsThatRun, commandTable } from './command-table.ts';
import { contextKeyDefaults, type ContextKeys } from './context-keys.ts';
import { DisposableStore } from './disposable-store.ts';
import { errorText } from './explanation.ts';
import { HostFactsSender } from './host-facts-sender.ts';
import { HostSelection } from './host-selection.ts';
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

/** Puts the extension together. Everything it makes is in one store, which the editor disposes of at the end. */
export function activate(context: vscode.ExtensionContext): void {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const log = store.add(new Journal(context.logUri));
  const settings = new Settings();
  const newHost = (spec: HostSpec): Host =>
    createHost(spec, settings.pluginPath.length > 0 ? { pluginDirs: settings.pluginPath } : {});
  const hosts = store.add(new HostSelection(newHost, settings, context.workspaceState, log));
  const runnerOn = (host: Host): NetworkRunner =>
    new NetworkRunner(host, { pluginPath: settings.pluginPath, cacheDir: settings.cacheDir });
  const runner = (): NetworkRunner => runnerOn(hosts.host);
  const server = store.add(new LanguageServer(context.asAbsolutePath('dist/server.js'), log));
  const documents = store.add(new ResultDocuments());
  const neighbours = store.add(new NeighbourFiles(server, log));
  const services: Services = {
    log,
    settings,
    hosts,
    runner,
    trialRunner: () => runnerOn(newHost({ kind: 'sandbox' })),
    inventory: store.add(new InventoryModel(hosts, runner, (error) => errorText(vscode.l10n.t, error), setContext)),
    documents,
    follower: new OperationFollower(log),
    server,
    runtimes: store.add(new RuntimesView({ server, neighbours, documents })),
  };
  store.add(new HostFactsSender(services));
  store.add(registerCommands(commandTable(services), commandsThatRun, log));
  addViews(store, services);
  addLanguage(store, services);
}

function addViews(store: DisposableStore, { hosts, inventory }: Services): void {
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
