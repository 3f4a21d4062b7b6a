import * as l10n from '@vscode/l10n';
import type { FoundHosts } from '../../engine/host/index.ts';
import { sortedByLabel } from '../editor/pick-items.ts';
import type { HostAccess } from './host-entry.ts';
import type { InventoryFile } from './inventory-files.ts';
import type { SSHConfigHost } from './ssh-config-hosts.ts';

/** What a row adds. */
export type Addition =
  | { readonly kind: 'host'; readonly name: string; readonly access: HostAccess }
  | { readonly kind: 'cluster'; readonly context: string };

/** A row of a list of hosts; without an addition, it is only shown. */
interface KnownHostRow {
  readonly label: string;
  readonly description: string;
  readonly addition?: Addition;
}

/** Rows below a title. */
export interface KnownHostGroup {
  readonly title: string;
  readonly rows: readonly KnownHostRow[];
}

/** Where hosts are known from. */
export interface HostSourcesOfMachine {
  readonly found: FoundHosts;
  readonly sshConfig: readonly SSHConfigHost[];
  readonly inventories: readonly InventoryFile[];
}

/** Returns the hosts to offer, by their source, without those in `added`: keys of {@link accessKey}, and names of contexts. */
export function knownHostGroups(
  { found, sshConfig, inventories }: HostSourcesOfMachine,
  added: ReadonlySet<string>,
): readonly KnownHostGroup[] {
  const groups = [
    {
      title: l10n.t('nodes of kind and minikube'),
      rows: sortedByLabel(found.nodes.map((one) => execRow('$(server)', one))),
    },
    {
      title: l10n.t('running containers'),
      rows: sortedByLabel(found.containers.map((one) => execRow('$(package)', one))),
    },
    {
      title: l10n.t('Kubernetes contexts: all nodes of a cluster'),
      rows: sortedByLabel(found.contexts.map(clusterRow)),
    },
    { title: l10n.t('from your ssh config'), rows: sortedByLabel(sshConfig.map(sshRow)) },
    ...inventories.map(inventoryGroup),
  ];
  const seen = new Set(added);
  return groups.flatMap(({ title, rows }) => {
    const fresh = rows.filter(({ addition }) => {
      const key = addition === undefined ? '' : keyOf(addition);
      const isNew = addition === undefined || !seen.has(key);
      seen.add(key);
      return isNew;
    });
    return fresh.length === 0 ? [] : [{ title, rows: fresh }];
  });
}

/** Returns what identifies the connection to a host. */
export function accessKey(access: HostAccess): string {
  return JSON.stringify(access.kind === 'ssh' ? ['ssh', access.destination] : ['exec', ...access.command]);
}

function keyOf(addition: Addition): string {
  return addition.kind === 'host' ? accessKey(addition.access) : addition.context;
}

function execRow(icon: string, { name, about, command }: FoundHosts['containers'][number]): KnownHostRow {
  return {
    label: `${icon} ${name}`,
    description: about,
    addition: { kind: 'host', name, access: { kind: 'exec', command } },
  };
}

function clusterRow(context: string): KnownHostRow {
  return {
    label: `$(layers) ${context}`,
    description: l10n.t('through pods of "kubectl debug"'),
    addition: { kind: 'cluster', context },
  };
}

function sshRow({ name, target }: SSHConfigHost): KnownHostRow {
  return {
    label: `$(remote) ${name}`,
    description: target === name ? '' : target,
    addition: { kind: 'host', name, access: { kind: 'ssh', destination: name } },
  };
}

function inventoryGroup({ path, hosts, skipped }: InventoryFile): KnownHostGroup {
  const rows = hosts.map(({ name, groups, access }): KnownHostRow => {
    const target = access.kind === 'ssh' ? access.destination : access.command.join(' ');
    const parts = [target === name ? '' : target, groups.join(', ')].filter((part) => part !== '');
    return { label: `$(remote) ${name}`, description: parts.join(' · '), addition: { kind: 'host', name, access } };
  });
  const others = skipped.map(({ name, reason }) => ({ label: `$(circle-slash) ${name}`, description: reason }));
  return {
    title: l10n.t('from the Ansible inventory {0}', path),
    rows: [...sortedByLabel(rows), ...sortedByLabel(others)],
  };
}
