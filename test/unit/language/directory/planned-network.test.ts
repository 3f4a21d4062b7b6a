import { expect, test } from 'vitest';
import { plannedNetwork } from '../../../../language/directory/planned-network.ts';

const directory = '/var/lib/cni/networks/web';
const reserved = (...addresses: readonly string[]) => addresses.map((address) => ({ directory, address }));
const network = (plugin: object): string =>
  JSON.stringify({ cniVersion: '1.0.0', name: 'web', plugins: [plugin, { type: 'portmap' }] });
const bridge = (ipam: object): string =>
  network({ type: 'bridge', ipMasq: true, ipam: { type: 'host-local', ...ipam } });

const addresses = (text: string, held: Parameters<typeof plannedNetwork>[1]): readonly (string | undefined)[] =>
  plannedNetwork(text, held)?.interfaces.flatMap((one) => one.addresses.map(({ address }) => address)) ?? [];

/** Reserved addresses of this network, and one of another. */
const held = (last: string, ...others: readonly string[]) => ({
  reservations: [...reserved(...others), { directory: '/var/lib/cni/networks/other', address: '10.1.0.5' }],
  lastReserved: [{ directory, set: 0, address: last }],
});

test('a bridge without a name is cni0, and gets the first address after the gateway', () => {
  const text = bridge({ ranges: [[{ subnet: '10.88.0.0/16' }], [{ subnet: 'fd88::/64' }]] });
  expect(plannedNetwork(text, { reservations: [], lastReserved: [] })).toEqual({
    network: 'web',
    interfaces: [
      {
        plugin: 'bridge',
        attachedTo: 'cni0',
        masquerades: true,
        addresses: [
          { address: '10.88.0.2/16', gateway: '10.88.0.1', from: '10.88.0.0/16' },
          { address: 'fd88::2/64', gateway: 'fd88::1', from: 'fd88::/64' },
        ],
      },
    ],
  });
});

test('the search begins after the last reserved address, skips reserved ones, and starts again at the end', () => {
  const text = bridge({ subnet: '10.1.0.0/29' });
  expect(addresses(text, held('10.1.0.3', '10.1.0.3', '10.1.0.4'))).toEqual(['10.1.0.5/29']);
  expect(addresses(text, held('10.1.0.6', '10.1.0.2'))).toEqual(['10.1.0.3/29']);
  expect(addresses(text, held('10.9.0.1'))).toEqual(['10.1.0.2/29']);
});

test('a full range set has no next address', () => {
  const text = bridge({ ranges: [[{ subnet: '10.1.0.0/30' }, { subnet: '10.2.0.0/30' }]] });
  expect(addresses(text, { reservations: reserved('10.1.0.2'), lastReserved: [] })).toEqual(['10.2.0.2/30']);
  expect(addresses(text, { reservations: reserved('10.1.0.2', '10.2.0.2'), lastReserved: [] })).toEqual([undefined]);
});

test('other plugins name their master, and static its addresses', () => {
  const ipam = { type: 'static', addresses: [{ address: '192.0.2.9/24', gateway: '192.0.2.1' }] };
  expect(
    plannedNetwork(network({ type: 'macvlan', master: 'ens4', ipam }), { reservations: [], lastReserved: [] })
      ?.interfaces,
  ).toMatchObject([{ plugin: 'macvlan', attachedTo: 'ens4', addresses: [{ address: '192.0.2.9/24' }] }]);
  expect(plannedNetwork(network({ type: 'ptp' }), { reservations: [], lastReserved: [] })?.interfaces).toMatchObject([
    { plugin: 'ptp', attachedTo: undefined, addresses: [] },
  ]);
});

test('a text that creates no interface has no plan', () => {
  expect(plannedNetwork('{"plugins": [{"type": "portmap"}]}', { reservations: [], lastReserved: [] })).toBeUndefined();
  expect(plannedNetwork('nonsense', { reservations: [], lastReserved: [] })).toBeUndefined();
});
