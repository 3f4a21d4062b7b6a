import { expect, test } from 'vitest';
import { linkLines, readLines } from '../../../../../engine/host/network/ip-lines.ts';

const read = (sections: Readonly<Record<string, string>>) => readLines((kind) => sections[kind] ?? '');

/** `ip -o link` and the others of busybox 1.35. */
const busybox = {
  links: `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
3: v0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue master br0 qlen 1000\\    link/ether 0a:d6:bb:12:d8:02 brd ff:ff:ff:ff:ff:ff
4: br0: <BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue qlen 1000\\    link/ether 0a:d6:bb:12:d8:02 brd ff:ff:ff:ff:ff:ff
`,
  bridges: '/sys/class/net/br0/bridge\n',
  routes4: `default via 10.1.0.1 dev br0${' '}
10.88.0.0/16 dev br0 scope link  src 10.88.0.1${' '}
local 10.88.0.1 dev br0 table local scope host  src 10.88.0.1${' '}
`,
  routes6: `fd00::/64 dev br0  metric 256${' '}
fe80::/64 dev br0  metric 256${' '}
local ::1 dev lo table local  metric 0${' '}
ff00::/8 dev br0 table local  metric 256${' '}
`,
  rules: '0:\tfrom all lookup local \n32766:\tfrom all lookup main \n',
};

test('busybox has no kinds, but names of bridges, and each family of routes is printed separately', () => {
  const { links, routes, rules } = read(busybox);
  expect(links.map(({ name, kind, lower, state }) => ({ name, kind, lower, state }))).toEqual([
    { name: 'lo' },
    { name: 'v0', lower: 'if2' },
    { name: 'br0', kind: 'bridge' },
  ]);
  expect(routes.map(({ family, destination, gateway, source }) => ({ family, destination, gateway, source }))).toEqual([
    { family: 'IPv4', destination: 'default', gateway: '10.1.0.1' },
    { family: 'IPv4', destination: '10.88.0.0/16', source: '10.88.0.1' },
    { family: 'IPv6', destination: 'fd00::/64' },
  ]);
  expect(rules.map(({ priority, text }) => `${priority} ${text}`)).toEqual([
    '0 from all lookup local',
    '32766 from all lookup main',
  ]);
});

test('an ip before JSON prints numbers of namespaces and details', () => {
  const text = `5: v0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue master cni0 state UP mode DEFAULT group default qlen 1000\\    link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff link-netnsid 1 promiscuity 1 \\    veth \\    bridge_slave state forwarding addrgenmode eui64
6: cni0.7@cni0: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000\\    link/ether 02:00:00:00:00:06 brd ff:ff:ff:ff:ff:ff promiscuity 0 \\    vlan protocol 802.1Q id 7 <REORDER_HDR> addrgenmode eui64
7: tunl0@NONE: <NOARP> mtu 1480 qdisc noop state DOWN mode DEFAULT group default qlen 1000\\    link/ipip 0.0.0.0 brd 0.0.0.0 promiscuity 0 \\    ipip remote any local any ttl inherit nopmtudisc
`;
  expect(linkLines(text)).toMatchObject([
    { name: 'v0', kind: 'veth', lowerIndex: 2, lowerNamespace: { number: 1 }, master: 'cni0', state: 'UP' },
    { name: 'cni0.7', kind: 'vlan', lower: 'cni0', detail: 'id 7' },
    { name: 'tunl0', kind: 'ipip', lower: undefined, mac: undefined },
  ]);
});

test('next hops, gateways of the other family and addresses with a peer are read', () => {
  const { routes, addresses } = read({
    addresses: '2: eth0    inet 10.9.0.1 peer 10.9.0.2/32 scope global eth0\\       valid_lft forever',
    routes4: `default table 100 \\	nexthop via 10.1.0.6 dev cni0 weight 1 \\	nexthop via 10.1.0.7 dev cni0 weight 1 linkdown${' '}
10.51.0.0/16 via inet6 fd88::9 dev cni0${' '}
blackhole 10.77.0.0/16${' '}
`,
  });
  expect(addresses).toEqual([{ interface: 'eth0', address: '10.9.0.1', peer: '10.9.0.2/32', scope: 'global' }]);
  expect(
    routes.map(({ type, destination, gateway, device, table }) =>
      [type, destination, gateway, device, table].join(' '),
    ),
  ).toEqual([
    'unicast default 10.1.0.6 cni0 100',
    'unicast default 10.1.0.7 cni0 100',
    'unicast 10.51.0.0/16 fd88::9 cni0 main',
    'blackhole 10.77.0.0/16   main',
  ]);
});
