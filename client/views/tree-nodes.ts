import * as l10n from '@vscode/l10n';
import type { HostNetwork } from '../../engine/host/index.ts';
import type { Namespace } from '../../engine/host/host.ts';
import { attachmentLabel, isSameNamespace } from './attachment-label.ts';
import { attachmentTooltip } from './attachment-tooltip.ts';
import type {
  CachedAttachment,
  CacheListing,
  UnreadableCacheFile,
} from '../../engine/libcni/operation/cached-attachment.ts';
import type { CommandId } from '../commands/command-ids.ts';
import type { TreeRow } from './tree-node.ts';

/** What is known about the selected host. */
export type Inventory =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'ready';
      /** Its name. */
      readonly host: string;
      readonly namespaces: readonly Namespace[];
      readonly cache: CacheListing;
      /** What is live in the namespaces; undefined until it is read, or if it could not be read. */
      readonly live?: HostNetwork | undefined;
    }
  | { readonly kind: 'failed'; readonly reason: string };

/** By what the Namespaces view groups its rows. */
export type NamespaceGrouping = 'none' | 'network' | 'pod';

/** One row of the trees of namespaces and cached results. Its kind is the `contextValue` of its item. */
export type TreeNode =
  | (TreeRow & {
      readonly kind: 'namespace';
      readonly namespace: Namespace;
      /** False for a namespace of a container that `ip netns` does not list. */
      readonly isNamed: boolean;
      readonly hasAttachments: boolean;
      readonly hasChildren: boolean;
      readonly children: readonly TreeNode[];
    })
  | (TreeRow & { readonly kind: 'group'; readonly children: readonly TreeNode[] })
  | (TreeRow & { readonly kind: 'live'; readonly children: readonly TreeNode[] })
  | (TreeRow & {
      readonly kind: 'attachment';
      readonly attachment: CachedAttachment;
      /** Differences from the live state. */
      readonly children?: readonly TreeNode[];
    })
  | (TreeRow & { readonly kind: 'unreadable'; readonly file: UnreadableCacheFile })
  | (TreeRow & { readonly kind: 'action'; readonly command: CommandId });

/** True for a row of these trees, which the editor passes to commands of their menus. */
export function isTreeNode(value: unknown): value is TreeNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'id' in value &&
    (value.kind === 'namespace' ||
      value.kind === 'attachment' ||
      value.kind === 'group' ||
      value.kind === 'live' ||
      value.kind === 'unreadable' ||
      value.kind === 'action')
  );
}

/** A row of an attachment. */
export type AttachmentNode = Extract<TreeNode, { kind: 'attachment' }>;

/** True for a row of an attachment. */
export function isAttachmentNode(value: unknown): value is AttachmentNode {
  return isTreeNode(value) && value.kind === 'attachment';
}

/** A row of a namespace. */
export type NamespaceNode = Extract<TreeNode, { kind: 'namespace' }>;

/** True for a row of a namespace. */
export function isNamespaceNode(value: unknown): value is NamespaceNode {
  return isTreeNode(value) && value.kind === 'namespace';
}

/** Returns the rows of the Cached Results view: each cache file, also the unreadable ones. */
export function cachedResultNodes(inventory: Inventory): readonly TreeNode[] {
  if (inventory.kind !== 'ready') {
    return inventory.kind === 'failed' ? failedNodes(inventory.reason) : [];
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
        description: gone ? `${description} (${l10n.t('namespace deleted')})` : description,
        tooltip: attachmentTooltip(attachment),
        icon: gone ? 'warning' : 'plug',
        attachment,
      };
    }),
    ...cache.unreadable.map((file): TreeNode => ({
      kind: 'unreadable',
      id: `cache:${host}:${file.cacheFile}`,
      label: file.cacheFile.slice(file.cacheFile.lastIndexOf('/') + 1),
      description: file.reason,
      tooltip: `${file.cacheFile}: ${file.reason}`,
      icon: 'warning',
      file,
    })),
  ];
}

/** Shows why the host could not be read in a row. Above the rows, a long reason would hide the actions. */
export function failedNodes(reason: string): readonly TreeNode[] {
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
    actionNode('cni.refresh', l10n.t('Try Again'), 'refresh'),
    actionNode('cni.selectHost', l10n.t('Select Host…'), 'server-environment'),
    actionNode('cni.showLog', l10n.t('Show Log'), 'output'),
  ];
}

function actionNode(command: CommandId, label: string, icon: string): TreeNode {
  return { kind: 'action', id: `action:${command}`, label, description: '', tooltip: label, icon, command };
}
