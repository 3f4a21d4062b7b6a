/** What CNI plugins change: the parts of a host's state. */
export type StateArea = 'link' | 'address' | 'route' | 'rule' | 'nft' | 'iptables' | 'sysctl' | 'reservation';

/** One fact about a host. It has no counters, ages, handles or indexes, so two readings of an unchanged host are equal. */
export interface StateEntry {
  readonly area: StateArea;
  /** Path of the network namespace; missing for that of the host. */
  readonly namespace?: string | undefined;
  /** The object: an interface, `IPv4` or `IPv6` of routes and rules, a table with its chain, a sysctl, a file. */
  readonly where: string;
  readonly value: string;
}

/** An entry of one place, before it is known whether that is the host or a namespace. */
export type PlaceEntry = Omit<StateEntry, 'namespace'>;

const single: ReadonlySet<StateArea> = new Set(['link', 'sysctl', 'reservation']);

/** Returns true if an object of this area has one value, which can change. Objects of other areas have a set of values. */
export const hasOneValue = (area: StateArea): boolean => single.has(area);

/** Returns the non-empty lines of a text. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** Returns a line without surplus white space. */
export const collapsed = (line: string): string => line.replaceAll(/\s{2,}|[^\S ]/g, ' ').trim();
