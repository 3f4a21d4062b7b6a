import { defaultSysctl } from './file-entries.ts';
import type { HostState } from './host-state.ts';
import type { HostChange } from './host-change.ts';
import { hasOneValue, type StateArea, type StateEntry } from './state-entry.ts';

const areas: readonly StateArea[] = ['link', 'address', 'route', 'rule', 'nft', 'iptables', 'sysctl', 'reservation'];

/** A change without its values, to find it again. */
type Key = Pick<HostChange, 'area' | 'namespace' | 'where' | 'before' | 'after'>;

/** Returns what identifies a change: its object, and its value if the object has several. */
export function keyOf({ area, namespace = '', where, before, after }: Key): string {
  return JSON.stringify([area, namespace, where, ...(hasOneValue(area) ? [] : [after ?? before])]);
}

/** Returns the values of a state by key. An entry that exists twice has a number in its second key. */
export function valuesByKey({ entries }: HostState): ReadonlyMap<string, StateEntry> {
  const found = new Map<string, StateEntry>();
  for (const entry of entries) {
    const key = keyOf({ ...entry, after: entry.value });
    let free = key;
    for (let number = 2; found.has(free); number += 1) {
      free = `${key} ${number}`;
    }
    found.set(free, entry);
  }
  return found;
}

/**
 * Returns what changed between two states of a host, host first, in the order of the areas. The namespace is compared if it
 * existed both times.
 */
export function hostChanges(before: HostState, after: HostState): readonly HostChange[] {
  const [old, now] = [valuesByKey(before), valuesByKey(after)];
  const isCompared = ({ namespace }: StateEntry): boolean =>
    namespace === undefined || (namespace === before.namespace && namespace === after.namespace);
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((key): readonly HostChange[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const entry = is ?? was;
    if (entry === undefined || was?.value === is?.value || !isCompared(entry)) {
      return [];
    }
    const { area, namespace, where } = entry;
    const kind = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    const change = { area, namespace, where, kind, before: was?.value, after: is?.value } as const;
    return kind !== 'changed' && isDefault(entry, was === undefined ? now : old) ? [] : [change];
  });
  return sorted(changes);
}

/** Returns true for a sysctl that a new interface has by default, which is not a separate change. */
function isDefault({ area, namespace, where, value }: StateEntry, values: ReadonlyMap<string, StateEntry>): boolean {
  const origin = area === 'sysctl' ? defaultSysctl(where) : undefined;
  return origin !== undefined && values.get(keyOf({ area: 'sysctl', namespace, where: origin }))?.value === value;
}

/** Returns changes with the host first, then by area, then as the host lists them. */
function sorted(changes: readonly HostChange[]): readonly HostChange[] {
  return changes.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ namespace, area }: HostChange): number {
  return (namespace === undefined ? 0 : areas.length) + areas.indexOf(area);
}
