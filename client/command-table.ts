import type { CommandId, CommandTable } from './command-ids.ts';
import { addHost } from './commands/add-host.ts';
import { addToNamespace } from './commands/add-to-namespace.ts';
import { check } from './commands/check.ts';
import { deleteAttachment } from './commands/delete.ts';
import { ignoreFinding } from './commands/ignore-finding.ts';
import { createNamespace, deleteNamespace } from './commands/namespaces.ts';
import { openPath } from './commands/open-path.ts';
import { showRuntimes, showRuntimesPage } from './commands/show-runtimes.ts';
import { compareHosts } from './commands/compare-hosts.ts';
import {
  connectHost,
  disconnectHost,
  editHosts,
  forgetHost,
  refreshHosts,
  selectHost,
  useHost,
} from './commands/connect-host.ts';
import { compareWithHost, openHostFile, saveToHost } from './commands/host-files.ts';
import { installReferencePlugins } from './commands/install-plugins.ts';
import { testInSandbox } from './commands/test-in-sandbox.ts';
import { copyAddress, openCachedResult, refresh, showLog } from './commands/views.ts';
import type { Services } from './services.ts';

/** Commands that reach a host, and so need a workspace that the user trusts. */
export const commandsThatRun: ReadonlySet<CommandId> = new Set<CommandId>([
  'cni.addToNamespace',
  'cni.check',
  'cni.delete',
  'cni.testInSandbox',
  'cni.createNamespace',
  'cni.deleteNamespace',
  'cni.refresh',
  'cni.openCachedResult',
  'cni.connectHost',
  'cni.openHostFile',
  'cni.compareWithHost',
  'cni.saveToHost',
  'cni.compareHosts',
  'cni.installPlugins',
]);

/** Every command with what it does. */
export function commandTable(services: Services): CommandTable {
  return {
    'cni.addToNamespace': addToNamespace(services),
    'cni.check': check(services),
    'cni.delete': deleteAttachment(services),
    'cni.testInSandbox': testInSandbox(services),
    'cni.createNamespace': createNamespace(services),
    'cni.deleteNamespace': deleteNamespace(services),
    'cni.selectHost': selectHost(services),
    'cni.useHost': useHost(services),
    'cni.addHost': addHost(services),
    'cni.connectHost': connectHost(services),
    'cni.disconnectHost': disconnectHost(services),
    'cni.forgetHost': forgetHost(services),
    'cni.editHosts': editHosts(),
    'cni.refreshHosts': refreshHosts(services),
    'cni.openHostFile': openHostFile(services),
    'cni.compareWithHost': compareWithHost(services),
    'cni.saveToHost': saveToHost(services),
    'cni.compareHosts': compareHosts(services),
    'cni.installPlugins': installReferencePlugins(services),
    'cni.showLog': showLog(services),
    'cni.showRuntimes': showRuntimes(services),
    'cni.showRuntimesPage': showRuntimesPage(services),
    'cni.refresh': refresh(services),
    'cni.openCachedResult': openCachedResult(services),
    'cni.copyAddress': copyAddress(),
    'cni.restartServer': () => services.server.restart(),
    'cni.ignoreFinding': ignoreFinding(),
    'cni.openPath': openPath(services),
  };
}
