import type { RuntimesView } from '../views/runtimes-view.ts';
import type { NamespaceArranger } from '../views/namespace-arrangement.ts';
import type { TreeSelections } from '../views/tree-selections.ts';
import type { CommandTable } from './command-ids.ts';
import type { Journal } from '../editor/journal.ts';
import type { HostCatalog } from '../hosts/host-catalog.ts';
import type { HostConnections } from '../hosts/host-connections.ts';
import type { SelectedInventory } from '../hosts/selected-inventory.ts';
import type { LanguageServer } from '../language/language-server.ts';
import { addHost } from './add-host.ts';
import { type AdditionSources, addToNamespace, addWithArguments } from './add-to-namespace.ts';
import { type AttachmentSources, check } from './check.ts';
import { checkHost, type CheckHostSources } from './check-host.ts';
import { deleteAttachment } from './delete.ts';
import { editAsJSON } from './edit-as-json.ts';
import {
  explainError,
  explainFailure,
  type ExplainSources,
  explainTerminalError,
  goToLine,
} from './explain/explain-error.ts';
import { ignoreFinding } from './ignore-finding.ts';
import { captureInNamespace, type CaptureSources } from './inside/capture.ts';
import { openTerminal } from './inside/open-terminal.ts';
import { type InsideSources, pingFromNamespace, traceFromNamespace } from './inside/reach.ts';
import { testConnectionBetween } from './inside/test-connection.ts';
import { createNamespace, deleteNamespace } from './namespaces.ts';
import { newConfiguration, type NewConfigurationSources } from './new-configuration.ts';
import { openPath, type PathSources } from './open-path.ts';
import { showHostChanges } from './show-host-changes.ts';
import { type HostPageSources, showPlugin, showReservations } from './explain/show-on-host.ts';
import { type MapCommandSources, showNetworkMap } from './show-network-map.ts';
import { showRuntimes, showRuntimesPage } from './show-runtimes.ts';
import { compareHosts, type CompareSources } from './compare-hosts.ts';
import {
  connectHost,
  type ConnectSources,
  disconnectHost,
  editHosts,
  forgetHost,
  refreshHosts,
  selectHost,
  type SelectSources,
  useHost,
} from './connect-host.ts';
import { compareWithHost, openHostFile, type SaveSources, saveToHost } from './host-files.ts';
import { installReferencePlugins, type InstallSources } from './install-plugins.ts';
import { exportOperation } from './operations/export-operation.ts';
import { clearOperations, copyOperation, inspectOperation } from './operations/inspect-operation.ts';
import { runAgain, type RunAgainSources } from './operations/run-again.ts';
import { testInSandbox, type TrialSources } from './test-in-sandbox.ts';
import { type CachedFileSources, copyAddress, openCachedResult, refresh, showLog } from './views.ts';

/** The dependencies of all commands. */
export type CommandSources = AdditionSources &
  AttachmentSources &
  TrialSources &
  SelectSources &
  ConnectSources &
  SaveSources &
  CompareSources &
  MapCommandSources &
  CheckHostSources &
  InstallSources &
  CachedFileSources &
  PathSources &
  HostPageSources &
  ExplainSources &
  InsideSources &
  CaptureSources &
  NewConfigurationSources &
  RunAgainSources & {
    readonly catalog: HostCatalog;
    readonly connections: HostConnections;
    readonly inventory: SelectedInventory;
    readonly selections: TreeSelections;
    readonly arranger: Pick<NamespaceArranger, 'chooseGroup' | 'chooseFilter'>;
    readonly log: Journal;
    readonly runtimes: RuntimesView;
    readonly server: LanguageServer;
  };

/** Returns the handler of every command. */
export function commandTable(sources: CommandSources): CommandTable {
  return {
    'cni.newConfiguration': newConfiguration(sources),
    'cni.addToNamespace': addToNamespace(sources),
    'cni.addWithArguments': addWithArguments(sources),
    'cni.check': check(sources),
    'cni.delete': deleteAttachment(sources),
    'cni.testInSandbox': testInSandbox(sources),
    'cni.createNamespace': createNamespace(sources),
    'cni.deleteNamespace': deleteNamespace(sources),
    'cni.selectHost': selectHost(sources),
    'cni.useHost': useHost(sources),
    'cni.addHost': addHost(sources.catalog),
    'cni.connectHost': connectHost(sources),
    'cni.disconnectHost': disconnectHost(sources),
    'cni.forgetHost': forgetHost(sources),
    'cni.editHosts': editHosts(sources.catalog),
    'cni.refreshHosts': refreshHosts(sources.catalog, sources.knowledge),
    'cni.openHostFile': openHostFile(sources),
    'cni.compareWithHost': compareWithHost(sources),
    'cni.saveToHost': saveToHost(sources),
    'cni.checkHost': checkHost(sources),
    'cni.compareHosts': compareHosts(sources),
    'cni.installPlugins': installReferencePlugins(sources),
    'cni.showLog': showLog(sources.log),
    'cni.showRuntimes': showRuntimes(sources.runtimes),
    'cni.showRuntimesPage': showRuntimesPage(sources.runtimes),
    'cni.showNetworkMap': showNetworkMap(sources),
    'cni.refresh': refresh(sources.inventory),
    'cni.openCachedResult': openCachedResult(sources),
    'cni.copyAddress': copyAddress(sources.selections),
    'cni.restartServer': () => sources.server.restart(),
    'cni.ignoreFinding': ignoreFinding(),
    'cni.openPath': openPath(sources),
    'cni.explainError': explainError(sources),
    'cni.explainTerminalError': explainTerminalError(sources),
    'cni.explainFailure': explainFailure(sources),
    'cni.goToLine': goToLine(),
    'cni.showPlugin': showPlugin(sources),
    'cni.showReservations': showReservations(sources),
    'cni.editAsJSON': editAsJSON(sources.embedded),
    'cni.showHostChanges': showHostChanges(sources),
    'cni.inspectOperation': inspectOperation(sources),
    'cni.copyOperation': copyOperation(sources),
    'cni.exportOperation': exportOperation(sources),
    'cni.runAgain': runAgain(sources),
    'cni.groupNamespaces': () => sources.arranger.chooseGroup(),
    'cni.filterNamespaces': () => sources.arranger.chooseFilter(),
    'cni.openTerminal': openTerminal(sources),
    'cni.ping': pingFromNamespace(sources),
    'cni.trace': traceFromNamespace(sources),
    'cni.testConnection': testConnectionBetween(sources),
    'cni.capture': captureInNamespace(sources),
    'cni.clearOperations': clearOperations(sources, sources.selections),
  };
}
