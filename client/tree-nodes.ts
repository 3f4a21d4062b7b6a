import type { Namespace } from '../engine/host/host.ts';
import { attachmentLabel, attachmentLabelInNamespace, isSameNamespace } from './attachment-label.ts';
import type { CachedAttachment, CacheListing, UnreadableCacheFile } from './cached-attachment.ts';
import type { CommandId } from './command-ids.ts';
import type { Translate } from './translate.ts';
import type { TreeRow } from './tree-node.ts';

/** What is known of the selected host. */
export type Inventory =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'ready';
      /** Its name. */
      readonly host: string;
      readonly namespaces: readonly Namespace[];
      readonly cache: CacheListing;
    }
  | { readonly kind: 'failed'; readonly reason: string };

/** One row of a tree. `contextValue` of its item is its kind. */
export type TreeNode =
  | (TreeRow & { readonly kind: 'namespace'; readonly namespace: Namespace; readonly children: readonly TreeNode[] })
  | (TreeRow & { readonly kind: 'attachment'; readonly attachment: CachedAttachment })
  | (TreeRow & { readonly kind: 'unreadable'; readonly file: UnreadableCacheFile })
  | (TreeRow & { readonly kind: 'action'; readonly command: CommandId });

/** True for a row of one of our trees: what the editor hands to a command of a tree's menu. */
export function isTreeNode(value: unknown): value is TreeNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'id' in value &&
    (value.kind === 'namespace' ||
      value.kind === 'attachment' ||
      value.kind === 'unreadable' ||
      value.kind === 'action')
  );
}

/** Rows of the view Namespaces: each namespace, below it what was added to it. */
export function namespaceNodes(inventory: Inventory, t: Translate): readonly TreeNode[] {
  if (inventory.kind !== 'ready') {
    return inventory.kind === 'failed' ? failedNodes(inventory.reason, t) : [];
  }
  const { host, cache } = inventory;
  return inventory.namespaces.map((namespace): TreeNode => {
    const attached = cache.attachments.filter((attachment) => isSameNamespace(attachment.netNS, namespace.path));
    return {
      kind: 'namespace',
      id: `namespace:${host}:${namespace.path}`,
      label: namespace.name,
      description: attached.length === 0 ? t('empty') : '',
      tooltip: namespace.path,
      icon: 'vm-outline',
      namespace,
      children: attached.map((attachment) => ({
        kind: 'attachment',
        id: `namespace:${host}:${namespace.path}:${attachment.cacheFile}`,
        ...attachmentLabelInNamespace(attachment),
        tooltip: attachmentTooltip(attachment, t),
        icon: 'plug',
        attachment,
      })),
    };
  });
}

/** Rows of the view Cached Results: each cache file, also those that cannot be read. */
export function cachedResultNodes(inventory: Inventory, t: Translate): readonly TreeNode[] {
  if (inventory.kind !== 'ready') {
    return inventory.kind === 'failed' ? failedNodes(inventory.reason, t) : [];
  }
  const { host, cache, namespaces } = inventory;
  const exists = (path: string): boolean => namespaces.some((namespace) => isSameNamespace(namespace.path, path));
  return [
    ...cache.attachments.map((attachment): TreeNode => {
      const gone = /^(\/var)?\/run\/netns\//.test(attachment.netNS) && !exists(attachment.netNS);
      const { label, description } = attachmentLabel(attachment);
      return {
        kind: 'attachment',
        id: `cache:${host}:${attachment.cacheFile}`,
        label,
        description: gone ? `${description} (${t('namespace is gone')})` : description,
        tooltip: attachmentTooltip(attachment, t),
        icon: gone ? 'warning' : 'plug',
        attachment,
      };
    }),
    ...cache.unreadable.map((file): TreeNode => ({
      kind: 'unreadable',
      id: `cache:${host}:${file.cacheFile}`,
      label: file.cacheFile.slice(file.cacheFile.lastIndexOf('/') + 1),
      description: file.reason,
      tooltip: t('{0}: {1}', file.cacheFile, file.reason),
      icon: 'warning',
      file,
    })),
  ];
}

/** Why the host could not be read, in a row and not above the rows: there a long reason leaves no room for the ways out. */
function failedNodes(reason: string, t: Translate): readonly TreeNode[] {
  const [, headline = reason, rest = ''] = /^(.+?)[:.] (.*)$/s.exec(reason) ?? [];
  return [
    {
      kind: 'action',
      id: 'action:reason',
      label: headline,
      description: rest,
      tooltip: reason,
      icon: 'error',
      command: 'cni.showLog',
    },
    actionNode('cni.refresh', t('Try Again'), 'refresh'),
    actionNode('cni.selectHost', t('Select Host…'), 'server-environment'),
    actionNode('cni.showLog', t('Show Log'), 'output'),
  ];
}

function actionNode(command: CommandId, label: string, icon: string): TreeNode {
  return { kind: 'action', id: `action:${command}`, label, description: '', tooltip: label, icon, command };
}

function attachmentTooltip(attachment: CachedAttachment, t: Translate): string {
  return [
    t('Network: {0}', attachment.network),
    t('Interface: {0}', attachment.ifName),
    t('Namespace: {0}', attachment.netNS === '' ? t('not recorded') : attachment.netNS),
    t('Container ID: {0}', attachment.containerID),
    t('Addresses: {0}', attachment.addresses.length === 0 ? t('none') : attachment.addresses.join(', ')),
    t('Cache file: {0}', attachment.cacheFile),
  ].join('\n');
}
