import type { CommandId } from '../commands/command-ids.ts';
import type { TreeRow } from './tree-node.ts';

interface HostRow extends TreeRow {
  /** Name of the host of the row; '' for a row without one. */
  readonly host: string;
}

/** One row of the Hosts view. */
export type HostNode =
  | (HostRow & {
      readonly kind: 'host';
      /** For `when` clauses: kind of state, and whether the host is the sandbox, this machine or one of the settings. */
      readonly context: string;
      /** The row has children. */
      readonly isOpen: boolean;
    })
  | (HostRow & { readonly kind: 'section'; readonly children: readonly HostNode[] })
  | (HostRow & { readonly kind: 'hostFile'; readonly path: string })
  | (HostRow & { readonly kind: 'fact' })
  | (HostRow & { readonly kind: 'hostAction'; readonly command: CommandId });

const kinds = new Set<unknown>(['host', 'section', 'hostFile', 'fact', 'hostAction']);

/** True for a row of the Hosts view, which the editor passes to commands of its menus. */
export function isHostNode(value: unknown): value is HostNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'host' in value && kinds.has(value.kind);
}
