import * as l10n from '@vscode/l10n';
import {
  canonicalPath,
  differencesOf,
  type HostNetwork,
  type LiveDifference,
  type NamespaceNetwork,
  podName,
  withCachedOwners,
} from '../../engine/host/index.ts';
import type { Namespace } from '../../engine/host/host.ts';
import type { CachedAttachment } from '../../engine/libcni/operation/cached-attachment.ts';
import { compareNames } from '../hosts/host-order.ts';
import { attachmentLabelInNamespace } from './attachment-label.ts';
import { attachmentTooltip } from './attachment-tooltip.ts';
import { differenceText } from '../inside/live-facts.ts';
import { liveSections } from './live-rows.ts';
import { failedNodes, type Inventory, type NamespaceGrouping, type TreeNode } from './tree-nodes.ts';
import { joined } from '../../engine/text/joined.ts';

/** How the Namespaces view is arranged. */
export interface NamespaceArrangement {
  readonly group: NamespaceGrouping;
  /** Text that a shown namespace has in its name, pod, networks or addresses; '' shows all. */
  readonly filter: string;
}

/** Returns the rows of the Namespaces view: each namespace with its attachments and what is live in it. */
export function namespaceNodes(
  inventory: Inventory,
  arrangement: NamespaceArrangement = { group: 'none', filter: '' },
): readonly TreeNode[] {
  if (inventory.kind !== 'ready') {
    return inventory.kind === 'failed' ? failedNodes(inventory.reason) : [];
  }
  return namespaceRows(inventory, arrangement);
}

type ReadyInventory = Extract<Inventory, { kind: 'ready' }>;

/** A namespace with what is known about it. */
interface Known {
  readonly namespace: Namespace;
  readonly isNamed: boolean;
  readonly live: NamespaceNetwork | undefined;
  readonly attachments: readonly CachedAttachment[];
  /** Pod or container, if known. */
  readonly pod: string | undefined;
}

/** Returns the rows of the namespaces of a host, with what is live in them if that was read. */
function namespaceRows(inventory: ReadyInventory, { group, filter }: NamespaceArrangement): readonly TreeNode[] {
  const { host } = inventory;
  const known = knownNamespaces(inventory).filter((one) => fits(one, filter));
  const rows = (prefix: string, some: readonly Known[]): readonly TreeNode[] =>
    some.map((one) => namespaceRow(`${prefix}namespace:${host}:${one.namespace.path}`, one));
  if (group === 'none') {
    return rows('', known);
  }
  const groups = new Map<string, Known[]>();
  for (const one of known) {
    for (const name of groupsOf(one, group)) {
      groups.set(name, [...(groups.get(name) ?? []), one]);
    }
  }
  return [...groups]
    .toSorted(([a], [b]) => Number(a === '') - Number(b === '') || compareNames(a, b))
    .map(([name, members]): TreeNode => {
      const id = `group:${host}:${group}:${name}/`;
      const none = group === 'network' ? l10n.t('no network') : l10n.t('no pod');
      return {
        kind: 'group',
        id,
        label: name === '' ? none : name,
        description: String(members.length),
        tooltip: name === '' ? none : name,
        icon: group === 'network' ? 'type-hierarchy' : 'symbol-namespace',
        children: rows(id, members),
      };
    });
}

function groupsOf({ attachments, pod }: Known, group: 'network' | 'pod'): readonly string[] {
  if (group === 'pod') {
    return [pod ?? ''];
  }
  const networks = [...new Set(attachments.map(({ network }) => network))];
  return networks.length === 0 ? [''] : networks;
}

function fits({ namespace, attachments, pod = '', live }: Known, filter: string): boolean {
  const texts = [
    namespace.name,
    pod,
    ...attachments.flatMap(({ network, addresses }) => [network, ...addresses]),
    ...(live?.interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address)) ?? []),
  ];
  return texts.some((text) => text.toLowerCase().includes(filter.toLowerCase()));
}

/** Returns the named namespaces, then those of containers, in linear time. */
function knownNamespaces({ namespaces, cache, live }: ReadyInventory): readonly Known[] {
  const network = live === undefined ? undefined : withCachedOwners(live, cache.attachments);
  const attached = new Map<string, CachedAttachment[]>();
  for (const attachment of cache.attachments) {
    const key = canonicalPath(attachment.netNS);
    attached.set(key, [...(attached.get(key) ?? []), attachment]);
  }
  const byPath = new Map(network?.namespaces.map((one) => [canonicalPath(one.path ?? ''), one]));
  const named = namespaces.map((namespace) => ({
    namespace,
    isNamed: true,
    live: byPath.get(canonicalPath(namespace.path)),
  }));
  return [...named, ...unnamed(network)].map((one) => ({
    ...one,
    attachments: attached.get(canonicalPath(one.namespace.path)) ?? [],
    pod: userOf(one.live),
  }));
}

/** Namespaces without a name in `ip netns`, as far as they belong to a container or pod. */
function unnamed(network: HostNetwork | undefined): readonly Omit<Known, 'attachments' | 'pod'>[] {
  return (network?.namespaces ?? []).flatMap((live) => {
    const { kind, path, owner } = live;
    const isContainer = kind === 'docker' || owner?.containerID !== undefined || owner?.pod !== undefined;
    const name = userOf(live) ?? owner?.containerID?.slice(0, 12) ?? path?.replace(/^.*\//, '');
    return path === undefined || name === undefined || !(kind === 'docker' || kind === 'process') || !isContainer
      ? []
      : [{ namespace: { name, path }, isNamed: false, live }];
  });
}

function userOf(live: NamespaceNetwork | undefined): string | undefined {
  const { pod, container } = live?.owner ?? {};
  return pod === undefined ? container : podName(pod);
}

function namespaceRow(id: string, { namespace, isNamed, live, attachments, pod }: Known): TreeNode {
  const differences = new Map(
    attachments.map((attachment) => [attachment, live === undefined ? [] : differencesOf(attachment, live)]),
  );
  const count = [...differences.values()].flat().length;
  const isEmpty = attachments.length === 0;
  const parts = [
    pod !== undefined && pod !== namespace.name ? pod : '',
    isEmpty && live?.interfaces.some(({ name }) => name !== 'lo') !== true ? l10n.t('empty') : '',
    differencesText(count),
  ];
  let children: readonly TreeNode[] | undefined;
  return {
    kind: 'namespace',
    id,
    label: namespace.name,
    description: joined(' · ', ...parts),
    tooltip: [namespace.path, ...(pod === undefined ? [] : [l10n.t('Pod: {0}', pod)])].join('\n'),
    icon: count > 0 ? 'warning' : 'vm-outline',
    ...(count > 0 ? { color: 'list.warningForeground' } : {}),
    namespace,
    isNamed,
    hasAttachments: !isEmpty,
    hasChildren: !isEmpty || live !== undefined,
    // Most namespaces are never expanded.
    get children() {
      children ??= [
        ...attachments.map((attachment) => attachmentRow(`${id}:`, attachment, differences.get(attachment) ?? [])),
        ...(live === undefined ? [] : liveSections(`${id}:`, live)),
      ];
      return children;
    },
  };
}

function attachmentRow(prefix: string, attachment: CachedAttachment, differences: readonly LiveDifference[]): TreeNode {
  const id = `${prefix}${attachment.cacheFile}`;
  const { label, description } = attachmentLabelInNamespace(attachment);
  const marked = differencesText(differences.length);
  return {
    kind: 'attachment',
    id,
    label,
    description: joined(' · ', description, marked),
    tooltip: [attachmentTooltip(attachment), ...differences.map(differenceText)].join('\n'),
    icon: differences.length > 0 ? 'warning' : 'plug',
    ...(differences.length > 0 ? { color: 'list.warningForeground' } : {}),
    attachment,
    children: differences.map((difference, index): TreeNode => {
      const text = differenceText(difference);
      return {
        kind: 'live',
        id: `${id}:difference:${index}`,
        label: text,
        description: l10n.t('CHECK will fail'),
        tooltip: l10n.t('The cached result has it, but the namespace does not: {0}', text),
        icon: 'warning',
        color: 'list.warningForeground',
        children: [],
      };
    }),
  };
}

function differencesText(count: number): string {
  return count === 0
    ? ''
    : count === 1
      ? l10n.t('1 difference from the cached result')
      : l10n.t('{0} differences from the cached result', count);
}
