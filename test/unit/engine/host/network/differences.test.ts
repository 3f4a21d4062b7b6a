import { expect, test } from 'vitest';
import { differencesOf } from '../../../../../engine/host/network/differences.ts';
import { partsOf } from '../../../../../engine/libcni/result/result-parts.ts';
import { namespace, route, veth } from './made-network.ts';

const netNS = '/var/run/netns/web';
const result = partsOf({
  interfaces: [
    { name: 'cni0', mac: '02:00:00:00:00:01' },
    { name: 'eth0', mac: '02:00:00:00:00:02', sandbox: netNS },
  ],
  ips: [{ address: '10.88.0.2/16', gateway: '10.88.0.1', interface: 1 }],
  routes: [{ dst: '0.0.0.0/0', gw: '10.88.0.1' }, { dst: '10.9.0.1/32' }],
});
const attachment = { ifName: 'eth0', netNS, result };
const eth0 = veth('eth0', { mac: '02:00:00:00:00:02', addresses: ['10.88.0.2/16'] });
const routes = [route('default', '10.88.0.1', 'eth0'), route('10.9.0.1', undefined, 'eth0')];

const shown = (live: Parameters<typeof differencesOf>[1]): readonly string[] =>
  differencesOf(attachment, live).map(({ kind, interface: on, cached, live: other }) =>
    [kind, on, cached, other].filter((part) => part !== undefined).join(' '),
  );

test('a namespace that is as the cached result has no difference', () => {
  expect(shown(namespace('web', { interfaces: [eth0], routes }))).toEqual([]);
});

test('a missing route, a missing address and another MAC are differences', () => {
  const other = veth('eth0', { mac: '02:00:00:00:00:09', addresses: ['10.88.0.3/16'] });
  expect(shown(namespace('web', { interfaces: [other], routes: [route('default', '10.88.0.9', 'eth0')] }))).toEqual([
    'mac eth0 02:00:00:00:00:02 02:00:00:00:00:09',
    'address eth0 10.88.0.2/16',
    'route eth0 0.0.0.0/0 via 10.88.0.1',
    'route eth0 10.9.0.1/32',
  ]);
});

test('of a missing interface nothing else is reported', () => {
  expect(shown(namespace('web', { interfaces: [], routes: [] }))).toEqual(['interface eth0 eth0']);
});

test('a result before 0.3.0 has no interfaces, and means its own', () => {
  const old = partsOf({ ip4: { ip: '10.88.0.2/16', gateway: '10.88.0.1', routes: [{ dst: '0.0.0.0/0' }] } });
  const live = namespace('web', { interfaces: [veth('eth0', { addresses: [] })], routes: [] });
  expect(differencesOf({ ...attachment, result: old }, live).map(({ kind }) => kind)).toEqual(['address', 'route']);
});

test('nothing is reported of a namespace that was not read', () => {
  expect(shown({ ...namespace('web', { interfaces: [], routes: [] }), isRead: false })).toEqual([]);
});
