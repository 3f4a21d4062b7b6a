import type { MapFacts } from '../../../../../client/webviews/map/map-facts.ts';
import type { NamespaceNetwork } from '../../../../../engine/host/index.ts';
import { partsOf } from '../../../../../engine/libcni/result/result-parts.ts';
import { namespace, route, veth } from '../../../engine/host/network/made-network.ts';

/** Returns a namespace with one veth into a bridge or, without a master, into the host. */
export function pod(
  name: string,
  address: string,
  own: number,
  parts: Partial<NamespaceNetwork> = {},
): NamespaceNetwork {
  return namespace(name, {
    interfaces: [
      veth('lo', { kind: undefined, addresses: ['127.0.0.1/8'] }),
      veth('eth0', {
        mac: '02:00:00:00:00:02',
        addresses: [address],
        peer: { namespace: own, interface: `v-${name}` },
      }),
    ],
    routes: [route('default', '10.88.0.1', 'eth0')],
    ...parts,
  });
}

/** Returns an attachment of "web" with the result that its namespace should have. */
export const attachment = (name: string, address: string): MapFacts['attachments'][number] => ({
  network: 'web',
  containerID: `container-${name}`,
  ifName: 'eth0',
  netNS: `/var/run/netns/${name}`,
  addresses: [address],
  cacheFile: `/var/lib/cni/results/web-container-${name}-eth0`,
  result: partsOf({
    interfaces: [{ name: 'eth0', mac: '02:00:00:00:00:02', sandbox: `/var/run/netns/${name}` }],
    ips: [{ address, gateway: '10.88.0.1', interface: 0 }],
    routes: [{ dst: '0.0.0.0/0', gw: '10.88.0.1' }],
  }),
});

/** Returns a host with an uplink, a bridge, and these namespaces on the bridge. */
export function host(
  others: (own: number) => readonly NamespaceNetwork[],
  parts: Partial<NamespaceNetwork> = {},
  rest: Partial<MapFacts> = {},
): MapFacts {
  const bare = namespace('', { kind: 'own', path: undefined, name: undefined });
  const found = others(bare.id);
  const own: NamespaceNetwork = {
    ...bare,
    interfaces: [
      veth('lo', { kind: undefined, addresses: ['127.0.0.1/8'] }),
      veth('ens3', { kind: undefined, addresses: ['192.0.2.7/24'] }),
      veth('cni0', { kind: 'bridge', addresses: ['10.88.0.1/16'] }),
      ...found.map(({ id, name }) => veth(`v-${name}`, { master: 'cni0', peer: { namespace: id, interface: 'eth0' } })),
    ],
    routes: [route('default', '192.0.2.1', 'ens3'), route('10.88.0.0/16', undefined, 'cni0')],
    ...parts,
  };
  return {
    host: 'node1',
    readAt: 0,
    network: { host: 'node1', namespaces: [own, ...found], omitted: 0, isCut: false },
    attachments: [],
    held: { reservations: [], lastReserved: [] },
    ...rest,
  };
}
