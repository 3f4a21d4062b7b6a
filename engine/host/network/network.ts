import type { PlaceEntry } from '../state/state-entry.ts';
import type { CollectedNamespace } from '../facts/fact-namespaces.ts';
import type { Forwarding, InterfaceAddress, NetworkNeighbor, NetworkRoute, NetworkRule } from './ip-report.ts';
import type { NatRule } from './nat.ts';
import type { Pod } from './owner.ts';
import type { ListeningSocket } from './sockets.ts';

/** The live network of a host at one time, as plain data. */
export interface HostNetwork {
  /** Label of the host. */
  readonly host: string;
  /** The host's own namespace first, then named ones, then those of processes. */
  readonly namespaces: readonly NamespaceNetwork[];
  /** Number of namespaces that were not read, because the host has too many. */
  readonly omitted: number;
  /** The host has more to report than the limit of the output. */
  readonly isCut: boolean;
}

/** What is in one network namespace. */
export interface NamespaceNetwork {
  /** Number of the namespace's inode: the same for every path of it, and stable while it exists. */
  readonly id: number;
  /** `own`: the namespace in which plugins start. See CollectedNamespace for the others. */
  readonly kind: 'own' | CollectedNamespace['kind'];
  /** Path for CNI_NETNS; undefined for the own one. */
  readonly path: string | undefined;
  readonly name: string | undefined;
  /** The owner, as far as a process, the runtime or a cached result shows. */
  readonly owner: NamespaceOwner | undefined;
  /** False if the namespace could not be read, for example without root, or only in part. */
  readonly isRead: boolean;
  readonly interfaces: readonly NetworkInterface[];
  /** All tables, without the routes that the kernel adds for addresses and links. */
  readonly routes: readonly NetworkRoute[];
  /** IPv4 only, unless `isDetailed`. */
  readonly rules: readonly NetworkRule[];
  readonly neighbors: readonly NetworkNeighbor[];
  /** Listening TCP and unconnected UDP sockets; without a process there are none. */
  readonly sockets: readonly ListeningSocket[];
  readonly forwarding: Forwarding;
  /** Whether IPv6 rules, NAT and firewall were read as well. */
  readonly isDetailed: boolean;
  /** Masquerading and port mappings; undefined unless `isDetailed`. */
  readonly nat: readonly NatRule[] | undefined;
  /** Every line of iptables and nft, as in the state of a host; undefined unless `isDetailed`. */
  readonly firewall: readonly PlaceEntry[] | undefined;
}

/** Who uses a namespace. */
export interface NamespaceOwner {
  readonly pid?: number | undefined;
  /** The process' name, such as `pause`. */
  readonly process?: string | undefined;
  readonly runtime?: string | undefined;
  readonly containerID?: string | undefined;
  /** Name of the container, as its runtime reports it. */
  readonly container?: string | undefined;
  readonly pod?: Pod | undefined;
}

/** One end of a connection between interfaces. */
export interface InterfaceEnd {
  /** {@link NamespaceNetwork.id}. */
  readonly namespace: number;
  readonly interface: string;
}

/** A network interface with its addresses. */
export interface NetworkInterface {
  readonly index: number;
  readonly name: string;
  /** Such as `veth`, `bridge`, `macvlan`. Missing for physical interfaces. */
  readonly kind: string | undefined;
  readonly mac: string | undefined;
  readonly mtu: number | undefined;
  readonly isUp: boolean;
  /** Operational state, such as `UP`, `DOWN`, `LOWERLAYERDOWN`. */
  readonly state: string | undefined;
  /** The bridge, bond or VRF whose port the interface is. */
  readonly master: string | undefined;
  /** VLAN ID, mode of macvlan and ipvlan, or table of a VRF: `id 5`, `mode bridge`, `table 10`. */
  readonly detail: string | undefined;
  /** The other end of a veth; undefined if it is in a namespace that is not known. */
  readonly peer: InterfaceEnd | undefined;
  /** The interface below, such as the master of a macvlan. */
  readonly lower: InterfaceEnd | undefined;
  readonly addresses: readonly Omit<InterfaceAddress, 'interface'>[];
}
