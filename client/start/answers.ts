/** What a new network can be for, in the order in which it is offered. */
export const purposes = [
  'bridge',
  'ptp',
  'macvlan',
  'podMacvlan',
  'podIpvlan',
  'podBridge',
  'podSriov',
  'flannel',
  'nerdctl',
  'podman',
  'nomad',
] as const;

export type PurposeId = (typeof purposes)[number];

/** How containers get their addresses: from a pool of the host or of the cluster, a fixed one, or from a DHCP server. */
export type Assignment = 'pool' | 'cluster' | 'fixed' | 'dhcp';

/** The families of the addresses. */
export type Families = 'ipv4' | 'ipv6' | 'dual';

/** The addresses of one family. */
export interface AddressAnswer {
  /** The subnet of a pool, or the address of the container with its prefix length. */
  readonly subnet: string;
  /** First and last address of the pool; the whole subnet without it. */
  readonly range?: { readonly start: string; readonly end: string };
  /** The gateway; without it, the first address of the subnet, or none for a fixed address. */
  readonly gateway?: string;
}

/** Everything that the text of a new network depends on. */
export interface Answers {
  readonly purpose: PurposeId;
  readonly name: string;
  /** Absent if the plugin needs no addresses of ours. */
  readonly assignment?: Assignment;
  readonly families?: Families;
  readonly ipv4?: AddressAnswer;
  readonly ipv6?: AddressAnswer;
  /** Name of the bridge. */
  readonly bridge?: string;
  /** Interface of the host that the network is connected to. */
  readonly master?: string;
  /** Resource of the device plugin, as in `intel.com/sriov`. */
  readonly resource?: string;
}

/** What the questions and the text of a purpose depend on. */
export interface PurposeTraits {
  /** A NetworkAttachmentDefinition instead of a network configuration list. */
  readonly isDefinition: boolean;
  readonly assignments: readonly Assignment[];
  /** What the network is connected to. */
  readonly connection: 'bridge' | 'master' | 'resource' | 'none';
  /** A fixed address needs a gateway: that of the host's end. */
  readonly needsGateway?: boolean;
  /** The addresses are those of the network outside, not new ones. */
  readonly joinsLAN: boolean;
}

const ofHost = { isDefinition: false, assignments: ['pool', 'fixed'], connection: 'bridge', joinsLAN: false } as const;
const ofPods = {
  isDefinition: true,
  assignments: ['cluster', 'pool', 'dhcp', 'fixed'],
  connection: 'master',
  joinsLAN: true,
} as const;

/** The traits of each purpose. */
export const purposeTraits: Readonly<Record<PurposeId, PurposeTraits>> = {
  bridge: ofHost,
  ptp: { ...ofHost, connection: 'none', needsGateway: true },
  macvlan: { ...ofHost, assignments: ['dhcp', 'pool', 'fixed'], connection: 'master', joinsLAN: true },
  podMacvlan: ofPods,
  podIpvlan: { ...ofPods, assignments: ['cluster', 'pool', 'fixed'] },
  podBridge: { ...ofPods, connection: 'bridge', joinsLAN: false },
  podSriov: { ...ofPods, connection: 'resource' },
  flannel: { ...ofHost, assignments: [], connection: 'none' },
  nerdctl: { ...ofHost, assignments: ['pool'] },
  podman: { ...ofHost, assignments: ['pool'] },
  nomad: { ...ofHost, assignments: ['pool'] },
};
