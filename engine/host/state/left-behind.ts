import type { HostChange } from './host-change.ts';
import { keyOf, valuesByKey } from './host-changes.ts';
import type { HostState } from './host-state.ts';
import { withResidue } from './residue.ts';

/** An attachment that DEL removed. */
export interface DeletedAttachment {
  readonly containerID: string;
  readonly ifName: string;
  /** The changes by its ADD, if they were recorded. */
  readonly added?: readonly HostChange[] | undefined;
}

/**
 * Returns what of an attachment remains after its DEL, each with its residue: the changes by ADD that are still in effect,
 * what DEL itself added (`deleted`: its changes), and what still names the attachment. What others changed between ADD and
 * DEL is not part of it.
 */
export function leftBehind(
  { containerID, ifName, added = [] }: DeletedAttachment,
  deleted: readonly HostChange[],
  after: HostState,
): readonly HostChange[] {
  const values = valuesByKey(after);
  const isInEffect = (change: HostChange): boolean => {
    const { kind, before, namespace } = change;
    if (namespace !== undefined && namespace !== after.namespace) {
      return false;
    }
    const now = values.get(keyOf(change))?.value;
    return kind === 'added'
      ? now !== undefined
      : kind === 'removed'
        ? now === undefined
        : now !== undefined && now !== before;
  };
  const known = new Set(added.map(keyOf));
  const byDelete = deleted.filter((change) => change.kind === 'added' && !known.has(keyOf(change)));
  const named = after.entries
    .filter(
      ({ area, namespace, where, value }) =>
        (area === 'reservation' && value === `${containerID} ${ifName}`) ||
        (area === 'link' && namespace !== undefined && where === ifName && ifName !== 'lo'),
    )
    .map(({ value, ...entry }): HostChange => ({ ...entry, kind: 'added', after: value }))
    .filter((change) => !known.has(keyOf(change)) && !byDelete.some((one) => keyOf(one) === keyOf(change)));
  return [...added.filter(isInEffect), ...byDelete, ...named].map((change) =>
    withResidue({ ...change, after: values.get(keyOf(change))?.value }, after),
  );
}
