import type { HostState, NamedHost } from '../../engine/host/host.ts';
import type { ContextKeys } from '../editor/context-keys.ts';
import type { Inventory } from '../views/tree-nodes.ts';

/** The selected host and its state. */
export interface SelectedHost {
  readonly selected: NamedHost;
  readonly state: HostState;
}

type InventoryKeys = Pick<
  ContextKeys,
  'cni.hasNamespaces' | 'cni.hasCachedResults' | 'cni.mayHaveNamespaces' | 'cni.mayHaveAttachments'
>;

/** Returns the context keys of an inventory. `stale`: the host may have changed since it was read. */
export function inventoryKeys({ selected, state }: SelectedHost, inventory: Inventory, stale: boolean): InventoryKeys {
  const ready = inventory.kind === 'ready' ? inventory : undefined;
  // A sandbox that does not run is empty. Any other host may have what was not read yet.
  const mayHold = selected.spec.kind !== 'sandbox' || state.kind === 'ready';
  const may = (known: number | undefined): boolean => mayHold && (known === undefined || stale || known > 0);
  return {
    'cni.hasNamespaces': (ready?.namespaces.length ?? 0) > 0,
    'cni.hasCachedResults': ready !== undefined && ready.cache.attachments.length + ready.cache.unreadable.length > 0,
    'cni.mayHaveNamespaces': may(ready?.namespaces.length),
    'cni.mayHaveAttachments': may(ready?.cache.attachments.length),
  };
}
