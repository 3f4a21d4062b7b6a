import * as l10n from '@vscode/l10n';
import type { HostAccess } from '../host-entry.ts';
import { expandRanges } from './ranges.ts';

/** Variables by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** A group as written, of either format. Parts of the same group are merged. */
export interface InventoryGroup {
  readonly name: string;
  /** Patterns of host names with their variables, as in `web[01:10]`. */
  readonly hosts: readonly (readonly [pattern: string, variables: Variables])[];
  readonly children: readonly string[];
  readonly variables: Variables;
}

/** A host of an inventory that can be added. */
interface InventoryHost {
  readonly name: string;
  /** Names of its groups, without `all` and `ungrouped`. */
  readonly groups: readonly string[];
  readonly access: HostAccess;
}

/** A host of an inventory that cannot be added. */
interface SkippedHost {
  readonly name: string;
  readonly reason: string;
}

/** The hosts of an inventory. */
export interface Inventory {
  readonly hosts: readonly InventoryHost[];
  readonly skipped: readonly SkippedHost[];
}

/** Maximum number of hosts that are read: ranges multiply. */
const mostHosts = 1000;

/**
 * Returns the hosts of an inventory, sorted by first mention. A variable of a host overrides that of its group, and that of a
 * child group the one of its parent (Ansible: "How variables are merged").
 */
export function inventoryOf(groups: readonly InventoryGroup[]): Inventory {
  const names = new Set<string>();
  for (const { hosts } of groups) {
    for (const [pattern] of hosts) {
      for (const name of expandRanges(pattern)) {
        if (names.size < mostHosts) {
          names.add(name);
        }
      }
    }
  }
  const parents = new Map<string, Set<string>>();
  for (const { name, children } of groups) {
    for (const child of children) {
      parents.set(child, (parents.get(child) ?? new Set()).add(name));
    }
  }
  const found: InventoryHost[] = [];
  const skipped: SkippedHost[] = [];
  for (const name of names) {
    const { own, levels } = placesOf(name, groups, parents);
    const variables: Variables = Object.assign(
      {},
      ...levels.map((group) =>
        Object.assign({}, ...groups.filter((one) => one.name === group).map((one) => one.variables)),
      ),
      ...own,
    );
    const access = accessOf(name, variables);
    if (typeof access === 'string') {
      skipped.push({ name, reason: access });
    } else {
      const shown = levels.filter((group) => group !== 'all' && group !== 'ungrouped').toReversed();
      found.push({ name, groups: shown, access });
    }
  }
  return { hosts: found, skipped };
}

/** Returns the variables of a host itself, and its groups from the most general one, which is `all`, to the most special. */
function placesOf(
  host: string,
  groups: readonly InventoryGroup[],
  parents: ReadonlyMap<string, ReadonlySet<string>>,
): { readonly own: readonly Variables[]; readonly levels: readonly string[] } {
  const own: Variables[] = [];
  const depths = new Map<string, number>([['all', Number.MAX_SAFE_INTEGER]]);
  const climb = (group: string, depth: number): void => {
    if ((depths.get(group) ?? -1) >= depth || depth > groups.length) {
      return; // Known, or a cycle.
    }
    depths.set(group, depth);
    parents.get(group)?.forEach((parent) => climb(parent, depth + 1));
  };
  for (const { name, hosts } of groups) {
    const variables = hosts.filter(([pattern]) => expandRanges(pattern).includes(host)).map(([, one]) => one);
    own.push(...variables);
    if (variables.length > 0) {
      climb(name, 0);
    }
  }
  return { own, levels: [...depths].toSorted(([, a], [, b]) => b - a).map(([group]) => group) };
}

/** Returns how to connect to a host, or why it cannot be added. */
function accessOf(name: string, variables: Variables): HostAccess | string {
  const values = new Map<string, string>();
  for (const [key, old] of [
    ['host', 'ssh_host'],
    ['user', 'ssh_user'],
    ['port', 'ssh_port'],
    ['connection', ''],
  ] as const) {
    const value = variables[`ansible_${key}`] ?? variables[`ansible_${old}`];
    if (value === undefined || value === null) {
      continue;
    }
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '{{';
    if (text.includes('{{') || text.includes('{%')) {
      return l10n.t('"{0}" is a template, which only Ansible can evaluate.', `ansible_${key}`);
    }
    if (text.trimStart().startsWith('$ANSIBLE_VAULT')) {
      return l10n.t('"{0}" is encrypted with Ansible Vault.', `ansible_${key}`);
    }
    values.set(key, text);
  }
  const address = values.get('host') ?? name;
  const connection = (values.get('connection') ?? 'ssh').replace(
    /^(?:ansible\.builtin|community\.docker|containers\.podman)\./,
    '',
  );
  switch (connection) {
    case 'ssh':
    case 'smart':
    case 'paramiko':
    case 'paramiko_ssh':
      return { kind: 'ssh', destination: destinationOf(address, values.get('user'), values.get('port')) };
    case 'docker':
    case 'docker_api':
      return { kind: 'exec', command: ['docker', 'exec', '-i', address] };
    case 'podman':
      return { kind: 'exec', command: ['podman', 'exec', '-i', address] };
    case 'local':
      return l10n.t('It is this machine, which is the host "local".');
    default:
      return l10n.t('The connection "{0}" is not supported.', connection);
  }
}

/** Returns an argument of ssh. A port needs the form of a URI. */
function destinationOf(address: string, user: string | undefined, port: string | undefined): string {
  const login = user === undefined ? '' : `${user}@`;
  if (port === undefined || port === '22') {
    return `${login}${address}`;
  }
  return `ssh://${login}${address.includes(':') ? `[${address}]` : address}:${port}`;
}
