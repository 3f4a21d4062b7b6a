import type { NamedHost } from '../../engine/host/host.ts';

/** Created at its first use, because that takes milliseconds. */
let collator: Intl.Collator | undefined;

/** Compares names with numbers in numeric order: `node2` before `node10`. */
export function compareNames(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
}

/** True for the hosts that need no settings: the sandbox and this machine. */
export function isBuiltIn({ name }: Pick<NamedHost, 'name'>): boolean {
  return name === 'sandbox' || name === 'local';
}

/** Sorts hosts for quick picks: the two built-in ones, then the others by name. */
export function inPickOrder(hosts: readonly NamedHost[]): readonly NamedHost[] {
  return [
    ...hosts.filter((host) => isBuiltIn(host)),
    ...hosts.filter((host) => !isBuiltIn(host)).toSorted((a, b) => compareNames(a.name, b.name)),
  ];
}
