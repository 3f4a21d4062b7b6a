import { describe, expect, test } from 'vitest';
import { readJSON } from '../../../../../engine/host/network/ip-json.ts';
import { readLines } from '../../../../../engine/host/network/ip-lines.ts';
import type { IPReport } from '../../../../../engine/host/network/ip-report.ts';
import { recordedJSON, recordedText } from './recorded-ip.ts';

const arrays = (...values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');
const link = { ifindex: 2, ifname: 'eth0', flags: ['UP'], mtu: 1500 };
const linkWith = (more: object) => readJSON(arrays([{ ...link, ...more }])).links[0];

const names = ({ links, routes }: IPReport): readonly string[] => [
  ...links.map(({ name }) => name),
  ...routes.map(({ destination }) => destination),
];

/** A report without what ip only prints with -d. */
const plain = ({ routes, ...report }: IPReport): unknown => ({
  ...report,
  routes: routes.map((route) => ({ ...route, protocol: undefined, scope: undefined })),
});

test('JSON and text of the same namespace are the same', () => {
  expect(plain(readJSON(recordedJSON))).toEqual(plain(readLines((kind) => recordedText[kind] ?? '')));
});

test('links have kind, detail, master, and the link below or the other end', () => {
  const shown = readJSON(recordedJSON).links.map(({ name, kind, lower, lowerNamespace, master, detail, state }) => ({
    name,
    kind,
    lower,
    lowerNamespace,
    master,
    detail,
    state,
  }));
  expect(shown).toEqual([
    { name: 'lo', state: 'UNKNOWN' },
    { name: 'cni0', kind: 'bridge', state: 'UP' },
    { name: 'veth5', kind: 'veth', lower: 'if2', lowerNamespace: { name: 'b' }, master: 'cni0', state: 'UP' },
    { name: 'mv0', kind: 'macvlan', lower: 'cni0', detail: 'mode bridge', state: 'DOWN' },
    { name: 'tap0', kind: 'tun', state: 'DOWN' },
  ]);
});

test.each([
  ['vlan', { protocol: '802.1Q', id: 5, flags: ['REORDER_HDR'] }, 'id 5'],
  ['macvlan', { mode: 'bridge', bcqueuelen: 1000 }, 'mode bridge'],
  ['ipvlan', { mode: 'l3', flags: ['bridge'] }, 'mode l3'],
  ['vrf', { table: 10 }, 'table 10'],
  ['vxlan', { id: 7 }, undefined],
])('a link of the kind %s has its detail', (kind, data, detail) => {
  const [found] = readJSON(arrays([{ ...link, link: 'eth1', linkinfo: { info_kind: kind, info_data: data } }])).links;
  expect(found).toMatchObject({ kind, lower: 'eth1', lowerIndex: undefined });
  expect(found?.detail).toBe(detail);
});

test('a link below in another namespace has its index and the number of the namespace; a tunnel has none', () => {
  expect(linkWith({ link_index: 5, link_netnsid: 1 })).toMatchObject({
    lower: 'if5',
    lowerIndex: 5,
    lowerNamespace: { number: 1 },
  });
  expect(linkWith({ link: null })).toMatchObject({
    lower: undefined,
    lowerIndex: undefined,
    lowerNamespace: undefined,
  });
});

test('routes have their family, and each next hop is one', () => {
  const routes = readJSON(recordedJSON).routes.map(({ family, type, destination, gateway, device, table, metric }) =>
    [family, type, destination, gateway, device, table, metric].join(' '),
  );
  expect(routes).toEqual([
    'IPv4 prohibit default   100 ',
    'IPv4 unicast 10.50.0.0/16 10.88.0.7 cni0 100 ',
    'IPv4 unicast 10.50.0.0/16 10.88.0.8 cni0 100 ',
    'IPv4 unicast default 10.88.0.9 cni0 main 100',
    'IPv4 unicast 10.9.0.2  cni0 main ',
    'IPv4 unicast 10.51.0.0/16 fd88::9 cni0 main ',
    'IPv4 unicast 10.52.0.0/16 10.77.0.1 cni0 main ',
    'IPv4 blackhole 10.53.0.0/16   main ',
    'IPv4 unicast 10.88.0.0/16  cni0 main ',
    'IPv6 unicast fd50::/64 fd88::7 cni0 main 1024',
    'IPv6 unicast fd50::/64 fd88::8 cni0 main 1024',
    'IPv6 unreachable fd53::/64  lo main 1024',
    'IPv6 unicast fd88::/64  cni0 main 256',
    'IPv6 unicast default fd88::9 cni0 main 1024',
  ]);
});

test('rules are written as ip writes them, and keys that are not known are kept', () => {
  const own = { priority: 5, src: 'all', uid_start: 0, uid_end: 100, future: 'thing', iif_detached: null, table: '7' };
  expect(readJSON(arrays([own])).rules).toEqual([
    { family: 'IPv4', priority: 5, text: 'from all uidrange 0-100 future thing iif_detached lookup 7' },
  ]);
});

test('neighbors have their last state', () => {
  const failed = { dst: '192.0.2.9', dev: 'ens3', state: ['FAILED'] };
  expect(readJSON(arrays([failed, { dst: '192.0.2.8', dev: 'ens3', state: [] }])).neighbors).toEqual([
    { address: '192.0.2.9', device: 'ens3', mac: undefined, state: 'FAILED' },
  ]);
});

describe('what is not valid is ignored:', () => {
  const route = { type: 'unicast', dst: 'default', gateway: '10.0.0.1', dev: 'eth0', table: 'main', flags: [] };
  const own = { ...link, addr_info: [{ family: 'inet', local: '10.0.0.2', prefixlen: 8, scope: 'global' }] };

  test('no output', () => {
    expect(readJSON('')).toMatchObject({ links: [], routes: [], forwarding: { ipv4: undefined, ipv6: undefined } });
  });

  test('a text in place of an array', () => {
    expect(names(readJSON(`${arrays([own])}\nnull\n5\nsome text\n${arrays([route])}`))).toEqual(['eth0', 'default']);
  });

  test('an array whose command failed, and the rest of which is missing', () => {
    const failed = `[${JSON.stringify(own)}[[${JSON.stringify(route)}]`;
    const report = readJSON(failed);
    expect(names(report)).toEqual(['eth0', 'default']);
    expect(report.addresses).toMatchObject([{ interface: 'eth0', address: '10.0.0.2/8' }]);
  });

  test('an element of an array', () => {
    const tap = { ...link, ifname: 'tap0', linkinfo: { info_kind: 'tun', info_data: { type: 'tap' } } };
    const broken = `[${JSON.stringify(own)},{"ifindex":3,"ifname":"eth1",oops},${JSON.stringify(tap)}]`;
    expect(names(readJSON(broken))).toEqual(['eth0', 'tap0']);
  });

  test('the end of a cut array', () => {
    const hops = { ...route, dst: '10.1.0.0/16', nexthops: [{ gateway: '10.0.0.3', dev: 'eth0' }] };
    const whole = arrays([own], [route, hops, { ...route, dst: '10.2.0.0/16' }]);
    expect(names(readJSON(whole.slice(0, -20)))).toEqual(['eth0', 'default', '10.1.0.0/16']);
  });

  test('values of another type', () => {
    const odd = { ifindex: 'x', ifname: 'eth0', flags: 'UP', addr_info: [null, { local: 5 }], linkinfo: 3 };
    expect(readJSON(arrays([odd, null, 4], [{ dst: {}, type: 'unicast' }])).links).toMatchObject([
      { index: 0, name: 'eth0', flags: [] },
    ]);
  });
});
