import { expect, test } from 'vitest';
import { withCachedOwners } from '../../../../../engine/host/network/cached-owners.ts';
import type { HostNetwork, NamespaceNetwork } from '../../../../../engine/host/network/network.ts';
import { readNetworkSections } from '../../../../../engine/host/network/network-sections.ts';

type Element = Readonly<Record<string, unknown>>;

const lines = (...arrays: readonly (readonly Element[])[]): string =>
  arrays.map((array) => JSON.stringify(array)).join('\n');

const addressOf = (text: string, scope = 'global'): Element => {
  const [local, length] = text.split('/');
  return { family: text.includes(':') ? 'inet6' : 'inet', local, prefixlen: Number(length), scope };
};

const link = (ifindex: number, ifname: string, addresses: readonly Element[], rest: Element = {}): Element => ({
  ifindex,
  ifname,
  flags: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'],
  mtu: 1500,
  operstate: 'UP',
  link_type: 'ether',
  address: `02:00:00:00:00:0${ifindex}`,
  ...rest,
  addr_info: addresses,
});

const loopback = (operstate: string, addresses: readonly Element[] = []): Element => ({
  ...link(1, 'lo', addresses),
  flags: ['LOOPBACK'],
  operstate,
  link_type: 'loopback',
  address: '00:00:00:00:00:00',
});

const veth = (ifindex: number, ifname: string, link_index: number, rest: Element, ...addresses: Element[]): Element =>
  link(ifindex, ifname, addresses, { link_index, linkinfo: { info_kind: 'veth' }, ...rest });

const route = (dst: string, rest: Element): Element => ({ type: 'unicast', dst, table: 'main', flags: [], ...rest });

/** `ip -j -d -batch` of iproute2 6.1 on a host with two pods and a macvlan. */
const own = lines(
  [
    loopback('UNKNOWN', [addressOf('127.0.0.1/8', 'host')]),
    link(2, 'ens3', [addressOf('192.0.2.7/24')], { mtu: 1400, address: '52:54:00:12:34:56', altnames: ['enp0s3'] }),
    link(4, 'cni0', [addressOf('10.88.0.1/16'), addressOf('fd88::1/64')], { linkinfo: { info_kind: 'bridge' } }),
    veth(5, 'veth5', 2, { link_netnsid: 0, master: 'cni0' }),
    veth(6, 'veth6', 2, { link_netnsid: 1, master: 'cni0' }),
  ],
  [
    { dst: '10.88.0.10', dev: 'cni0', lladdr: '76:d3:73:25:fc:05', state: ['REACHABLE'] },
    { dst: 'fe80::1', dev: 'ens3', lladdr: '76:d3:73:25:fc:06', router: null, state: ['STALE'] },
    { dst: '192.0.2.9', dev: 'ens3', state: ['FAILED'] },
  ],
  [
    { family: 'inet', interface: 'ens3', forwarding: false },
    { family: 'inet', interface: 'all', forwarding: true },
    { family: 'inet6', interface: 'all', forwarding: false },
  ],
  [
    { priority: 0, src: 'all', table: 'local', protocol: 'kernel' },
    { priority: 100, not: null, src: '10.1.0.7', table: '100', protocol: 'unspec' },
    { priority: 32766, src: 'all', table: 'main', protocol: 'kernel' },
  ],
  [
    route('default', { gateway: '192.0.2.1', dev: 'ens3', scope: 'global', prefsrc: '192.0.2.7', metric: 100 }),
    route('10.88.0.1', { type: 'local', dev: 'cni0', table: 'local' }),
    route('fe80::/64', { dev: 'cni0', protocol: 'kernel', metric: 256, pref: 'medium' }),
    route('default', { dev: 'ens3', metric: 1024, pref: 'medium' }),
  ],
  [{ nsid: 0, name: 'web' }],
);
const web = lines(
  [
    loopback('DOWN'),
    veth(2, 'eth0', 5, { link_netnsid: 0 }, addressOf('10.88.0.10/16')),
    link(3, 'net1', [], {
      mtu: 1400,
      link_index: 2,
      link_netnsid: 0,
      linkinfo: { info_kind: 'macvlan', info_data: { mode: 'bridge', bcqueuelen: 1000 } },
    }),
  ],
  [route('default', { gateway: '10.88.0.1', dev: 'eth0' })],
);
const pod = lines([loopback('DOWN'), veth(2, 'eth0', 6, { link_netnsid: 0 })]);

const id = 'a1b2'.repeat(16);
/** Which namespaces there are. */
const places = `
N netns own
100 4
N netns named
201 4 /run/netns/web
201 4 /run/netns/again
999 7 /run/netns/left
N netns processes
100 1 0::/init.scope systemd
202 4121 0::/kubepods.slice/cri-containerd-${id}.scope pause
N omitted 3
N pods -
/run/containerd/io.containerd.runtime.v2.task/k8s.io/${id}/config.json:"io.kubernetes.cri.sandbox-name":"web-0"
/run/containerd/io.containerd.runtime.v2.task/k8s.io/${id}/config.json:"io.kubernetes.cri.sandbox-namespace":"shop"
/var/lib/docker/containers/${'c'.repeat(64)}/config.v2.json:"Name":"/db"
`;

/** The own namespace, in detail. */
const ownSections = `N ip 100
${own}
N rules6 100
0:\tfrom all lookup local proto kernel
N nft 100
table inet cni_plugins_masquerade {
	chain masq_checks {
		ip saddr 10.88.0.10 ip daddr != 10.88.0.0/16 masquerade comment "net: web, if: eth0, id: c1"
	}
}
table ip cni_hostport {
	chain hostports {
		ip protocol tcp th dport 8080 dnat to 10.88.0.10:80 comment "id: c1"
	}
}
table ip nat {
	chain CNI-DN-1 {
		XT target DNAT not found
	}
}
N iptables 100
*nat
:PREROUTING ACCEPT [0:0]
:CNI-DN-1 - [0:0]
-A CNI-HOSTPORT-DNAT -p tcp -m comment --comment "dnat name: \\"web\\" id: \\"c1\\"" -m multiport --dports 8081 -j CNI-DN-1
-A CNI-DN-1 -p tcp -m tcp --dport 8081 -j DNAT --to-destination 10.88.0.10:80
-A POSTROUTING -s 10.88.0.10/32 -m comment --comment "name: \\"web\\" id: \\"c1\\"" -j CNI-2
-A CNI-2 ! -d 224.0.0.0/4 -j MASQUERADE
COMMIT
N read 100
`;

/** Lines of /proc/PID/net, and the processes that hold the sockets. */
const socketSections = `N sockets -
/proc/4121/net/tcp:   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 18633 1 0000000000000000 100 0 0 10 0
/proc/4121/net/tcp6:   0: 000080FE00000000FF565002BD69B1FE:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 18634 1 0000000000000000 100 0 0 10 0
/proc/1/net/udp:12345: 3500007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 18635 2 0000000000000000 0
N holders -
18633 4130 nginx: worker
18633 4129 nginx
N end -
`;

/** The output of network.sh. */
const output = (ipOfPod = pod): string =>
  `${places}${ownSections}N ip 201
${web}
N read 201
N ip 202
${ipOfPod}
N read 202
${socketSections}`.replaceAll(/^N /gm, '\nN ');

const read = (text = output()): HostNetwork => readNetworkSections(text, 'N', 'node1');
const namespace = (number: number, network = read()): NamespaceNetwork => {
  const found = network.namespaces.find((one) => one.id === number);
  if (found === undefined) {
    throw new Error(`no namespace ${number}`);
  }
  return found;
};

test('the own namespace comes first, each other one once, with name and owner', () => {
  const network = read();
  expect(network).toMatchObject({ host: 'node1', omitted: 3, isCut: false });
  expect(
    network.namespaces.map(({ kind, path, name, owner }) => ({ kind, path, name, pod: owner?.pod, pid: owner?.pid })),
  ).toEqual([
    { kind: 'own' },
    { kind: 'named', path: '/var/run/netns/web', name: 'web' },
    { kind: 'process', path: '/proc/4121/ns/net', pid: 4121, pod: { name: 'web-0', namespace: 'shop' } },
  ]);
});

test('interfaces have kind, state, addresses, and their other end in whichever namespace', () => {
  const [, ens3, cni0, veth5, veth6] = namespace(100).interfaces;
  expect(ens3).toMatchObject({
    index: 2,
    kind: undefined,
    mac: '52:54:00:12:34:56',
    mtu: 1400,
    isUp: true,
    state: 'UP',
  });
  expect(cni0).toMatchObject({
    kind: 'bridge',
    addresses: [
      { address: '10.88.0.1/16', scope: 'global' },
      { address: 'fd88::1/64', scope: 'global' },
    ],
  });
  expect(veth5).toMatchObject({ kind: 'veth', master: 'cni0', peer: { namespace: 201, interface: 'eth0' } });
  expect(veth6).toMatchObject({ peer: { namespace: 202, interface: 'eth0' } });
  const [lo, eth0, net1] = namespace(201).interfaces;
  expect(lo).toMatchObject({ isUp: false, state: 'DOWN', addresses: [] });
  expect(eth0).toMatchObject({ peer: { namespace: 100, interface: 'veth5' }, lower: undefined });
  expect(net1).toMatchObject({ detail: 'mode bridge', lower: { namespace: 100, interface: 'ens3' }, peer: undefined });
});

test('the other end of a veth in an unknown namespace is undefined', () => {
  expect(namespace(100, read(output(lines([loopback('DOWN')])))).interfaces.at(-1)?.peer).toBeUndefined();
});

test('routes have no routes of the kernel for addresses and links', () => {
  expect(namespace(100).routes.map(({ family, destination, device }) => `${family} ${destination} ${device}`)).toEqual([
    'IPv4 default ens3',
    'IPv6 default ens3',
  ]);
  expect(namespace(100).routes[0]).toMatchObject({ metric: 100, source: '192.0.2.7', scope: 'global' });
});

test('rules, neighbors and forwarding are read', () => {
  const { rules, neighbors, forwarding } = namespace(100);
  expect(rules).toEqual([
    { family: 'IPv4', priority: 0, text: 'from all lookup local' },
    { family: 'IPv4', priority: 100, text: 'not from 10.1.0.7 lookup 100' },
    { family: 'IPv4', priority: 32766, text: 'from all lookup main' },
    { family: 'IPv6', priority: 0, text: 'from all lookup local' },
  ]);
  expect(neighbors).toEqual([
    { address: '10.88.0.10', device: 'cni0', mac: '76:d3:73:25:fc:05', state: 'REACHABLE' },
    { address: 'fe80::1', device: 'ens3', mac: '76:d3:73:25:fc:06', state: 'STALE' },
    { address: '192.0.2.9', device: 'ens3', mac: undefined, state: 'FAILED' },
  ]);
  expect(forwarding).toEqual({ ipv4: true, ipv6: false });
  expect(namespace(201).forwarding).toEqual({ ipv4: undefined, ipv6: undefined });
});

test('NAT comes from nft and iptables, with what the leading rule matches', () => {
  expect(
    namespace(100).nat?.map(({ kind, source, destination, protocol, port, target, comment }) =>
      [kind, source, destination, protocol, port, target, comment].join(' | '),
    ),
  ).toEqual([
    'dnat |  |  | tcp | 8081 | 10.88.0.10:80 | dnat name: "web" id: "c1"',
    'masquerade | 10.88.0.10 | ! 224.0.0.0/4 |  |  |  | name: "web" id: "c1"',
    'masquerade | 10.88.0.10 | ! 10.88.0.0/16 |  |  |  | net: web, if: eth0, id: c1',
    'dnat |  |  | tcp | 8080 | 10.88.0.10:80 | id: c1',
  ]);
  expect(namespace(201)).toMatchObject({ isDetailed: false, nat: undefined, firewall: undefined });
});

test('listening sockets belong to the namespace of their process', () => {
  expect(namespace(202).sockets).toEqual([
    { protocol: 'tcp', address: '0.0.0.0', port: 80, process: { pid: 4129, name: 'nginx' } },
    { protocol: 'tcp', address: 'fe80::250:56ff:feb1:69bd', port: 8080, process: undefined },
  ]);
  expect(namespace(100).sockets).toEqual([{ protocol: 'udp', address: '127.0.0.53', port: 53, process: undefined }]);
});

test('a namespace without lines, or without its end, was not read, and a cut output is reported', () => {
  expect(namespace(202, read(output(''))).isRead).toBe(false);
  const cut = output().slice(0, output().indexOf('N read 202'));
  expect(read(cut).isCut).toBe(true);
  expect(namespace(202, read(cut)).isRead).toBe(false);
  expect(namespace(201, read(cut)).isRead).toBe(true);
});

test('an answer without the own namespace is not valid', () => {
  expect(() => read('')).toThrow('incomplete');
});

test('cached results add the container and the pod, and replace nothing', () => {
  const network = withCachedOwners(read(), [
    {
      netNS: '/run/netns/web',
      containerID: 'c1',
      cniArgs: [
        ['K8S_POD_NAME', 'a'],
        ['K8S_POD_NAMESPACE', 'b'],
      ],
    },
    { netNS: '/proc/1/ns/net', containerID: id, cniArgs: [['K8S_POD_NAME', 'other']] },
  ]);
  expect(namespace(201, network).owner).toEqual({ containerID: 'c1', pod: { name: 'a', namespace: 'b' } });
  expect(namespace(202, network).owner?.pod).toEqual({ name: 'web-0', namespace: 'shop' });
});

test('the text of an ip without JSON is in a section for each command', () => {
  const text = `
N netns own
100 4
N links 100
4: br0: <BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue qlen 1000\\    link/ether 0a:d6:bb:12:d8:02 brd ff:ff:ff:ff:ff:ff
N addresses 100
4: br0    inet 10.1.0.2/24 scope global br0\\       valid_lft forever preferred_lft forever
N neighbors 100
10.1.0.1 dev br0 lladdr 76:d3:73:25:fc:05 REACHABLE
N sysctls 100
/proc/sys/net/ipv4/ip_forward:0
N rules 100
0:\tfrom all lookup local
N routes4 100
default via 10.1.0.1 dev br0
N routes6 100
fd00::/64 dev br0  metric 256
N bridges 100
/sys/class/net/br0/bridge
N read 100
N end -
`.replaceAll(/^N /gm, '\nN ');
  expect(namespace(100, read(text))).toMatchObject({
    isRead: true,
    interfaces: [{ name: 'br0', kind: 'bridge', addresses: [{ address: '10.1.0.2/24' }] }],
    neighbors: [{ address: '10.1.0.1' }],
    forwarding: { ipv4: false, ipv6: undefined },
    rules: [{ text: 'from all lookup local' }],
    routes: [{ destination: 'default' }, { destination: 'fd00::/64', family: 'IPv6' }],
  });
});
