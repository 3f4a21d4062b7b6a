import type { HostGroup } from '../../compare/compare-model.ts';

/** By what the rows are sorted: the hosts, or a check by its index. */
export interface Order {
  readonly by: 'host' | number;
  readonly isDescending: boolean;
}

/** Returns the order after a column was pressed: ascending, then descending. */
export const nextOrder = (order: Order | undefined, by: Order['by']): Order => ({
  by,
  isDescending: order?.by === by && !order.isDescending,
});

/** Numbers inside names and texts count as such: node-2 is before node-10. */
const compareText = (a: string, b: string): number => a.localeCompare(b, undefined, { numeric: true });

/** Returns the groups in an order. Those with an equal cell keep their order. */
export function orderGroups(groups: readonly HostGroup[], order: Order | undefined): readonly HostGroup[] {
  if (order === undefined) {
    return groups;
  }
  const { by, isDescending } = order;
  const compare = (a: HostGroup, b: HostGroup): number =>
    by === 'host' ? compareText(a.hosts[0] ?? '', b.hosts[0] ?? '') : compareCells(a.cells[by], b.cells[by]);
  return groups.toSorted((a, b) => (isDescending ? compare(b, a) : compare(a, b)));
}

function compareCells(a: HostGroup['cells'][number] | undefined, b: HostGroup['cells'][number] | undefined): number {
  return (a?.rank ?? 0) - (b?.rank ?? 0) || compareText(a?.text ?? '', b?.text ?? '');
}
