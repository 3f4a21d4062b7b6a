import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { commaList } from '../../engine/text/listing.ts';
import type { Host, HostState, NamedHost } from '../../engine/host/host.ts';
import { withCancellableProgress } from '../editor/cancellable-progress.ts';
import type { CommandHandler } from './command-ids.ts';
import { isHostNode } from '../views/host-node.ts';
import { isBuiltIn } from '../hosts/host-order.ts';
import { isThisMachine } from '../hosts/host-locations.ts';
import { hostShortName } from '../hosts/host-text.ts';
import type { HostCatalog, SettingsFile } from '../hosts/host-catalog.ts';
import type { HostConnections } from '../hosts/host-connections.ts';
import type { HostKnowledge } from '../hosts/host-knowledge.ts';
import type { HostSelection } from '../hosts/host-selection.ts';
import type { TreeSelections } from '../views/tree-selections.ts';
import { type HostChoice, pickHost } from './pickers/host.ts';
import { isConfirmed } from '../editor/notify.ts';

/** Sources of the hosts that a command is called on. */
export interface HostTargets {
  readonly catalog: Pick<HostCatalog, 'find'>;
  readonly selections: Pick<TreeSelections, 'rows'>;
}

/** Opens connections. */
export type Connector = Pick<HostConnections, 'hostOf' | 'stateOf'>;

/** Dependencies of "Connect Host". */
export type ConnectSources = HostTargets & HostChoice & { readonly connections: Connector };

/** Dependencies of "Select Host…". */
export type SelectSources = HostChoice & {
  readonly connections: Connector;
  readonly hosts: Pick<HostSelection, 'select'>;
};

/** "Connect Host" */
export function connectHost(sources: ConnectSources): CommandHandler {
  return async (target) => {
    const title = l10n.t('Select a host to connect');
    for (const named of await hostsFor(sources, target, title, (kind) => kind !== 'ready')) {
      await connected(sources.connections, named);
    }
  };
}

/** "Select Host…": selects where plugins run in this workspace. */
export function selectHost(sources: SelectSources): CommandHandler {
  return async () => {
    const title = l10n.t('Select the host that runs plugins');
    const picked = await pickHost(sources, title, 'withAddition');
    if (picked !== undefined) {
      await selectAndConnect(sources, picked);
    }
  };
}

/** "Use This Host": selects where plugins run in this workspace. */
export function useHost(sources: SelectSources): CommandHandler {
  return async (target) => {
    const named = givenHost(sources.catalog, target);
    if (named !== undefined) {
      await selectAndConnect(sources, named);
    }
  };
}

/** Selects a host for this workspace. Connects a remote host now; this machine and the sandbox start with their first use. */
async function selectAndConnect(
  sources: Pick<SelectSources, 'connections' | 'hosts'>,
  named: NamedHost,
): Promise<void> {
  await sources.hosts.select(named);
  if (!isThisMachine(named.spec) && vscode.workspace.isTrusted) {
    await connected(sources.connections, named);
  }
}

/** "Disconnect Host": ends the connection and everything that runs in it. */
export function disconnectHost(
  sources: HostTargets & HostChoice & { readonly connections: Pick<HostConnections, 'disconnect'> },
): CommandHandler {
  return async (target) => {
    const title = l10n.t('Select a host to disconnect');
    for (const named of await hostsFor(sources, target, title, (kind) => kind !== 'idle')) {
      if (await isEndConfirmed(named)) {
        await sources.connections.disconnect(named.name);
      }
    }
  };
}

/** "Forget Host": removes hosts from the settings, which also disconnects them. Changes nothing on the hosts. */
export function forgetHost(sources: HostTargets & { readonly catalog: Pick<HostCatalog, 'forget'> }): CommandHandler {
  return async (target) => {
    const given = givenHosts(sources, target).filter((host) => !isBuiltIn(host));
    if (given.length === 0) {
      return;
    }
    const names = given.map(({ name }) => name);
    const confirm = l10n.t('Forget Host');
    const question =
      names.length === 1
        ? l10n.t('Forget host "{0}"?', names.join(''))
        : l10n.t('Forget {0} hosts: {1}?', names.length, commaList(names));
    const detail = l10n.t('This removes it from the setting cni.hosts. Nothing changes on the host.');
    if (await isConfirmed(question, detail, confirm)) {
      for (const name of names) {
        await sources.catalog.forget(name);
      }
    }
  };
}

/** "Edit Hosts in Settings": opens the settings file that holds the hosts, at the setting. */
export function editHosts(catalog: Pick<HostCatalog, 'settingsFile'>): CommandHandler {
  return async () => {
    const { name, hasHosts } = catalog.settingsFile;
    // With `edit`, VS Code changes the file: it adds a missing setting, but inserts an empty line into an existing list.
    await vscode.commands.executeCommand(openSettings[name], { revealSetting: { key: 'cni.hosts', edit: !hasHosts } });
  };
}

const openSettings: Readonly<Record<SettingsFile['name'], string>> = {
  user: 'workbench.action.openSettingsJson',
  remote: 'workbench.action.openRemoteSettingsFile',
  workspace: 'workbench.action.openWorkspaceSettingsFile',
};

/** "Refresh Hosts": reads again what views show of hosts. */
export function refreshHosts(
  catalog: Pick<HostCatalog, 'hosts'>,
  knowledge: Pick<HostKnowledge, 'invalidate'>,
): CommandHandler {
  return () => {
    for (const { name } of catalog.hosts) {
      knowledge.invalidate(name);
    }
    return Promise.resolve();
  };
}

/** Returns the host that a command was called on, by a row of the Hosts view or by name. */
export function givenHost(catalog: Pick<HostCatalog, 'find'>, target: unknown): NamedHost | undefined {
  const name = isHostNode(target) ? target.host : target;
  return typeof name === 'string' ? catalog.find(name) : undefined;
}

/** Returns the hosts that a command was called on, by the selected rows of the Hosts view or by name. */
export function givenHosts({ catalog, selections }: HostTargets, target: unknown): readonly NamedHost[] {
  const names = selections.rows(target, isHostNode).map(({ host }) => host);
  const hosts = names.length > 0 ? names.map((name) => catalog.find(name)) : [givenHost(catalog, target)];
  return [...new Set(hosts)].filter((named) => named !== undefined);
}

/** Returns the hosts that a command was called on; of several, those in a fitting state. Prompts for one when there is none. */
async function hostsFor(
  sources: HostTargets & HostChoice,
  target: unknown,
  title: string,
  isFitting: (kind: HostState['kind']) => boolean,
): Promise<readonly NamedHost[]> {
  const fits = ({ name }: NamedHost): boolean => isFitting(sources.connections.stateOf(name).kind);
  const given = givenHosts(sources, target);
  if (given.length > 0) {
    return given.length === 1 ? given : given.filter((named) => fits(named));
  }
  const picked = await pickHost(sources, title, 'existingOnly', fits);
  return picked === undefined ? [] : [picked];
}

/** Connects a host, with a cancelable progress notification. Rejects with HostError. */
export async function connected(connections: Connector, named: NamedHost): Promise<Host> {
  const host = connections.hostOf(named);
  if (connections.stateOf(named.name).kind === 'ready') {
    return host;
  }
  const title = l10n.t('Connecting to "{0}"', hostShortName(named.name));
  await withCancellableProgress(title, (signal) => host.connect(signal));
  return host;
}

/** Asks for confirmation before a sandbox ends, because its contents end with it. */
async function isEndConfirmed({ spec }: NamedHost): Promise<boolean> {
  if (spec.kind !== 'sandbox') {
    return true;
  }
  const confirm = l10n.t('End Sandbox');
  const detail = l10n.t('Its namespaces and networks will be removed. The next use starts a new sandbox.');
  return isConfirmed(l10n.t('End the sandbox?'), detail, confirm);
}
