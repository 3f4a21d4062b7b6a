import type { NamespaceNetwork, NetworkInterface, NetworkRoute } from '../../../../../engine/host/index.ts';

/** Parts of an interface that tests set. */
interface MadeInterface {
  readonly mac?: string;
  readonly master?: string;
  readonly addresses?: readonly string[];
  readonly peer?: NetworkInterface['peer'];
  readonly lower?: NetworkInterface['lower'];
  readonly kind?: string | undefined;
}

/** Returns a veth that is up, or an interface of another kind. */
export function veth(name: string, parts: MadeInterface = {}): NetworkInterface {
  const { mac, master, addresses = [], peer, lower } = parts;
  return {
    index: 2,
    name,
    kind: 'kind' in parts ? parts.kind : 'veth',
    mac,
    mtu: 1500,
    isUp: true,
    state: 'UP',
    master,
    detail: undefined,
    peer,
    lower,
    addresses: addresses.map((address) => ({ address, peer: undefined, scope: 'global' })),
  };
}

/** Returns a route of the main table. */
export function route(destination: string, gateway: string | undefined, device: string): NetworkRoute {
  const isIPv6 = `${destination}${gateway ?? ''}`.includes(':');
  return {
    family: isIPv6 ? 'IPv6' : 'IPv4',
    destination,
    type: 'unicast',
    device,
    gateway,
    source: undefined,
    table: 'main',
    protocol: 'boot',
    scope: undefined,
    metric: undefined,
  };
}

let lastId = 4_026_531_840;

/** Returns a named namespace that was read in detail. */
export function namespace(name: string, parts: Partial<NamespaceNetwork> = {}): NamespaceNetwork {
  lastId += 1;
  return {
    id: lastId,
    kind: 'named',
    path: `/var/run/netns/${name}`,
    name,
    owner: undefined,
    isRead: true,
    interfaces: [],
    routes: [],
    rules: [],
    neighbors: [],
    sockets: [],
    forwarding: { ipv4: true, ipv6: true },
    isDetailed: true,
    nat: [],
    firewall: [],
    ...parts,
  };
}
