import type { Namespace } from '../../../engine/host/host.ts';
import { isNamespaceNode } from '../../views/tree-nodes.ts';
import { type NamespaceSources, pickNamespace } from '../pickers/namespace.ts';

/** Returns the namespace of the row that a command was called on; without one, prompts for a namespace of the selected host. */
export async function givenNamespace(
  sources: NamespaceSources,
  target: unknown,
  title: string,
): Promise<Namespace | undefined> {
  return isNamespaceNode(target) ? target.namespace : pickNamespace(sources, title, 'existingOnly');
}
