import type { Namespace } from '../../engine/host/host.ts';
import type { CachedAttachment } from '../../engine/libcni/operation/cached-attachment.ts';
import { isAttachmentNode, isNamespaceNode } from './tree-nodes.ts';
import type { TreeSelections } from './tree-selections.ts';

type Selections = Pick<TreeSelections, 'rows'>;

/**
 * Returns the namespaces of the rows that a command was called on, each once: a namespace has a row in each of its groups.
 * `namedOnly`: without those that `ip netns` does not list, which only their runtime can delete.
 */
export function selectedNamespaces(
  selections: Selections,
  target: unknown,
  which: 'all' | 'namedOnly',
): readonly Namespace[] {
  const rows = selections.rows(target, isNamespaceNode).filter(({ isNamed }) => isNamed || which === 'all');
  return [...new Set(rows.map(({ namespace }) => namespace))];
}

/** Returns the attachments of the rows that a command was called on, each once. */
export function selectedAttachments(selections: Selections, target: unknown): readonly CachedAttachment[] {
  return [...new Set(selections.rows(target, isAttachmentNode).map(({ attachment }) => attachment))];
}
