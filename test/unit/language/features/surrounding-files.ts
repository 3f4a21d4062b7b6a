import { neighborOf, type Neighbor } from '../../../../language/directory/neighbor.ts';
import type { HostFacts } from '../../../../language/workspace/host-facts.ts';
import { modelOf } from '../documents.ts';

/** A list of plugins as text. */
export function list(plugins: string, rest = ''): string {
  return `{"cniVersion":"1.0.0","name":"a",${rest}"plugins":[${plugins}]}`;
}

/** A bridge network beside the document: cni0 without saying so, and the first subnet of each size. */
export const other: Neighbor = neighborOf(
  modelOf(
    '{"cniVersion":"1.0.0","name":"other","plugins":[{"type":"bridge","ipam":{"type":"host-local","ranges":[' +
      '[{"subnet":"10.88.0.0/16"}],[{"subnet":"10.200.0.0/25"}]]}},{"type":"macvlan","master":"bond0"}]}',
    '20-other.conflist',
  ),
);

/** A host with one card, one bridge and two plugins. */
export const facts: HostFacts = {
  host: 'the sandbox',
  pluginDirs: ['/opt/cni/bin'],
  plugins: [
    { name: 'bridge', path: '/opt/cni/bin/bridge', release: 'v1.1.1', supportedVersions: ['0.4.0', '1.0.0'] },
    { name: 'weird', path: '/opt/cni/bin/weird' },
  ],
  interfaces: [
    { name: 'lo', addresses: ['127.0.0.1/8'] },
    { name: 'enp3s0', mtu: 1500, addresses: ['192.168.1.5/24'] },
    { name: 'veth12', kind: 'veth', addresses: [] },
    { name: 'docker0', kind: 'bridge', addresses: ['10.89.0.1/16'] },
  ],
  routes: [{ destination: 'default', device: 'enp3s0', gateway: '192.168.1.1' }],
  reservations: [
    { directory: '/var/lib/cni/networks/a', address: '10.88.0.2', containerID: 'x' },
    { directory: '/var/lib/cni/networks/b', address: '10.88.0.3', containerID: 'y' },
  ],
};
