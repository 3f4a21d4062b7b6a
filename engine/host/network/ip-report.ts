/** IPv4 or IPv6. */
export type IPFamily = 'IPv4' | 'IPv6';

/** A link as ip reports it. */
export interface IPLink {
  readonly index: number;
  readonly name: string;
  /** The link below or the other end: a name, or `if3` for one in another namespace. */
  readonly lower: string | undefined;
  /** The index of that link, if it is in another namespace. */
  readonly lowerIndex: number | undefined;
  /** The namespace of that link: its name in `ip netns`, or its number in the namespace of this link. */
  readonly lowerNamespace: { readonly name: string } | { readonly number: number } | undefined;
  /** Missing in busybox, and for physical interfaces. */
  readonly kind: string | undefined;
  readonly flags: readonly string[];
  /** Such as `UP`, `DOWN`, `LOWERLAYERDOWN`, `UNKNOWN`. Missing in busybox. */
  readonly state: string | undefined;
  readonly mtu: number | undefined;
  readonly mac: string | undefined;
  /** The bridge, bond or VRF whose port the link is. */
  readonly master: string | undefined;
  /** VLAN ID, mode of macvlan and ipvlan, or table of a VRF: `id 5`, `mode bridge`, `table 10`. */
  readonly detail: string | undefined;
}

/** Returns the index in `if3`, the name of a link in another namespace. */
export function lowerIndex(lower = ''): number | undefined {
  const index = /^if(\d+)$/.exec(lower)?.[1];
  return index === undefined ? undefined : Number(index);
}

/** The key of the detail of a link, by kind. */
export const detailKeys: Readonly<Record<string, string>> = {
  vlan: 'id',
  macvlan: 'mode',
  ipvlan: 'mode',
  vrf: 'table',
};

/** busybox reports no kind. */
export const isVeth = ({ kind, lower }: Pick<IPLink, 'kind' | 'lower'>): boolean =>
  kind === 'veth' || (kind === undefined && lowerIndex(lower) !== undefined);

/** An address of an interface. */
export interface InterfaceAddress {
  readonly interface: string;
  /** With prefix length, unless it has a peer. */
  readonly address: string;
  /** The address of the other end of a point-to-point link, with prefix length. */
  readonly peer: string | undefined;
  /** `global`, `link`, `host` or a number. */
  readonly scope: string;
}

/** A route of one table, or one of its next hops. */
export interface NetworkRoute {
  readonly family: IPFamily;
  /** A prefix, an address or `default`. */
  readonly destination: string;
  /** `unicast`, or for example `blackhole`, `unreachable`, `local`. */
  readonly type: string;
  readonly device: string | undefined;
  readonly gateway: string | undefined;
  /** The address that packets get. */
  readonly source: string | undefined;
  readonly table: string;
  /** Where the route comes from: `kernel`, `boot`, `static`, `ra`. */
  readonly protocol: string | undefined;
  readonly scope: string | undefined;
  readonly metric: number | undefined;
}

/** Returns true for a route that the kernel adds for an address or a link. */
export const isKernelRoute = ({ destination, gateway, table }: NetworkRoute): boolean =>
  table === 'local' || destination === 'ff00::/8' || (/^fe80::\/\d+$/.test(destination) && gateway === undefined);

/** A policy rule of the routing. */
export interface NetworkRule {
  readonly family: IPFamily;
  readonly priority: number;
  /** Such as `from 10.1.0.7 lookup 100`. */
  readonly text: string;
}

/** An entry of the neighbor table (ARP, NDP). */
export interface NetworkNeighbor {
  readonly address: string;
  readonly device: string;
  readonly mac: string | undefined;
  /** Such as `REACHABLE`, `STALE`, `FAILED`, `PERMANENT`. */
  readonly state: string;
}

/** Whether a namespace forwards packets between its interfaces; undefined if it did not report it. */
export interface Forwarding {
  readonly ipv4: boolean | undefined;
  readonly ipv6: boolean | undefined;
}

/** What ip reports of one namespace. */
export interface IPReport {
  readonly links: readonly IPLink[];
  readonly addresses: readonly InterfaceAddress[];
  readonly neighbors: readonly NetworkNeighbor[];
  /** Without those of the kernel. */
  readonly routes: readonly NetworkRoute[];
  /** IPv4 only. */
  readonly rules: readonly NetworkRule[];
  readonly forwarding: Forwarding;
}
