import { describe, expect, test } from 'vitest';
import { addressEntries, linkEntries, routeEntries, ruleEntries } from '../../../../../engine/host/state/ip-entries.ts';
import type { PlaceEntry } from '../../../../../engine/host/state/state-entry.ts';

const shown = (entries: readonly PlaceEntry[]): readonly string[] =>
  entries.map(({ where, value }) => `${where}: ${value}`);

const loopback =
  '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000';

/** `ip -o -d link` of iproute2 6.1. */
const host = `${loopback}\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0  allmulti 0 minmtu 0 maxmtu 0 addrgenmode eui64 numtxqueues 1 numrxqueues 1
2: eth0: <BROADCAST,MULTICAST,PROMISC,UP,LOWER_UP> mtu 1450 qdisc mq state UP mode DEFAULT group default qlen 1000\\    link/ether 52:54:00:12:34:56 brd ff:ff:ff:ff:ff:ff promiscuity 1  allmulti 0 minmtu 68 maxmtu 65535 addrgenmode none numtxqueues 2 \\    altname enp0s3
3: v0@if2: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue master br0 state LOWERLAYERDOWN mode DEFAULT group default qlen 1000\\    link/ether 0a:d6:bb:12:d8:02 brd ff:ff:ff:ff:ff:ff link-netns x promiscuity 1  allmulti 1 minmtu 68 maxmtu 65535 \\    veth \\    bridge_slave state disabled priority 32 cost 2 hairpin off
4: br0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue state DOWN mode DEFAULT group default qlen 1000\\    link/ether 0a:d6:bb:12:d8:02 brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 68 maxmtu 65535 \\    bridge forward_delay 1500 hello_time 200 gc_timer  299.97 
5: mv0@br0: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000\\    link/ether 86:86:b7:e9:4c:5d brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 68 maxmtu 65535 \\    macvlan mode bridge bcqueuelen 1000 usedbcqueuelen 1000
6: br0.5@br0: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000\\    link/ether 0a:d6:bb:12:d8:02 brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 0 maxmtu 65535 \\    vlan protocol 802.1Q id 5 <REORDER_HDR> addrgenmode eui64
7: v9@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000\\    link/ether 0a:d6:bb:12:d8:09 brd ff:ff:ff:ff:ff:ff link-netnsid 4 promiscuity 0 \\    veth addrgenmode eui64
`;
const namespace = `${loopback}\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
2: eth0@if3: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000\\    link/ether 36:5b:bf:66:29:52 brd ff:ff:ff:ff:ff:ff link-netnsid 0 promiscuity 0 \\    veth addrgenmode eui64
3: net1@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UP mode DEFAULT group default qlen 1000\\    link/ether 46:5b:bf:66:29:52 brd ff:ff:ff:ff:ff:ff link-netnsid 0 promiscuity 0 \\    macvlan mode bridge bcqueuelen 1000
`;

describe('links', () => {
  test('have kind, state, MTU, MAC and their relations, and no indexes, timers or carrier', () => {
    expect(shown(linkEntries(host, namespace).host)).toEqual([
      'lo: up mtu 65536',
      'eth0: up mtu 1450 mac 52:54:00:12:34:56 promisc',
      'v0: veth up mtu 1500 mac 0a:d6:bb:12:d8:02 master br0 peer eth0',
      'br0: bridge up mtu 1500 mac 0a:d6:bb:12:d8:02',
      'mv0: macvlan down mtu 1500 mac 86:86:b7:e9:4c:5d mode bridge on br0',
      'br0.5: vlan down mtu 1500 mac 0a:d6:bb:12:d8:02 id 5 on br0',
      // Its other end has the same index in another namespace.
      'v9: veth up mtu 1500 mac 0a:d6:bb:12:d8:09',
    ]);
  });

  test('of a namespace name the links of the host', () => {
    expect(shown(linkEntries(host, namespace).namespace)).toEqual([
      'lo: up mtu 65536',
      'eth0: veth up mtu 1500 mac 36:5b:bf:66:29:52 peer v0',
      'net1: macvlan up mtu 1450 mac 46:5b:bf:66:29:52 mode bridge on eth0',
    ]);
  });

  test('of busybox have no kind, except for bridges, which /sys has', () => {
    const busybox = `3: v0@if2: <NO-CARRIER,BROADCAST,MULTICAST,UP,M-DOWN> mtu 1500 qdisc noqueue master br0 qlen 1000\\    link/ether 0a:d6:bb:12:d8:02 brd ff:ff:ff:ff:ff:ff
4: br0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue qlen 1000\\    link/ether 0a:d6:bb:12:d8:02 brd ff:ff:ff:ff:ff:ff
`;
    const inside =
      '2: eth0@if3: <BROADCAST,MULTICAST> mtu 1500 qdisc noop qlen 1000\\    link/ether 0a:00:00:00:00:01 brd ff';
    const entries = linkEntries(busybox, inside, '/sys/class/net/br0/bridge\n');
    expect(shown(entries.host)).toEqual([
      'v0: up mtu 1500 mac 0a:d6:bb:12:d8:02 master br0 peer eth0',
      'br0: bridge up mtu 1500 mac 0a:d6:bb:12:d8:02',
    ]);
    expect(shown(entries.namespace)).toEqual(['eth0: down mtu 1500 mac 0a:00:00:00:00:01 peer v0']);
  });

  test('are none without output', () => {
    expect(linkEntries('', '')).toEqual({ host: [], namespace: [] });
  });
});

test('addresses have no lifetimes, and link-local ones of IPv6 are omitted', () => {
  const text = `1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
2: eth0    inet 192.0.2.7/24 brd 192.0.2.255 scope global dynamic eth0\\       valid_lft 3012sec preferred_lft 3012sec
4: br0    inet6 fd00::1/64 scope global tentative \\       valid_lft forever preferred_lft forever
4: br0    inet6 fe80::a4bc:5ff:fe49:ec3b/64 scope link tentative \\       valid_lft forever preferred_lft forever
5: cali1    inet 169.254.1.1/32 scope link cali1\\       valid_lft forever preferred_lft forever
6: tun0    inet 10.0.0.1 peer 10.0.0.2/32 scope global tun0\\       valid_lft forever preferred_lft forever
`;
  expect(shown(addressEntries(text))).toEqual([
    'lo: 127.0.0.1/8 scope host',
    'eth0: 192.0.2.7/24',
    'br0: fd00::1/64',
    'cali1: 169.254.1.1/32 scope link',
    'tun0: 10.0.0.1 peer 10.0.0.2/32',
  ]);
  expect(addressEntries('')).toEqual([]);
});

describe('routes', () => {
  test('are one line each, without those of the kernel for addresses and links', () => {
    const text = `default via 10.1.0.9 dev br0 table 100 linkdown 
10.1.0.0/16 dev br0 proto kernel scope link src 10.1.0.1 linkdown 
10.8.0.0/16 linkdown \\	nexthop via 10.1.0.6 dev br0 weight 1 linkdown \\	nexthop via 10.1.0.7 dev br0 weight 1 linkdown 
blackhole 10.77.0.0/16 
local 10.1.0.1 dev br0 table local proto kernel scope host src 10.1.0.1 
broadcast 10.1.255.255 dev br0 table local proto kernel scope link src 10.1.0.1 linkdown 
`;
    expect(shown(routeEntries('IPv4', text))).toEqual([
      'IPv4: default via 10.1.0.9 dev br0 table 100',
      'IPv4: 10.1.0.0/16 dev br0 proto kernel scope link src 10.1.0.1',
      'IPv4: 10.8.0.0/16 nexthop via 10.1.0.6 dev br0 weight 1 nexthop via 10.1.0.7 dev br0 weight 1',
      'IPv4: blackhole 10.77.0.0/16',
    ]);
  });

  test('of IPv6 have no ages, whether from iproute2 or busybox', () => {
    const text = `fd00::/64 dev br0 proto kernel metric 256 linkdown pref medium
fe80::/64 dev br0 proto kernel metric 256 linkdown pref medium
default via fe80::1 dev eth0 proto ra metric 1024 expires 1797sec hoplimit 64 pref medium
local ::1 dev lo table local proto kernel metric 0 pref medium
multicast ff00::/8 dev br0 table local proto kernel metric 256 linkdown pref medium
`;
    expect(shown(routeEntries('IPv6', text))).toEqual([
      'IPv6: fd00::/64 dev br0 proto kernel metric 256',
      'IPv6: default via fe80::1 dev eth0 proto ra metric 1024 hoplimit 64',
    ]);
    const busybox = `fd00::/64 dev br0  metric 256 
fe80::/64 dev br0  metric 256 
local ::1 dev lo table local  metric 0 
multicast ff00::/8 dev br0 table local  metric 256 
`;
    expect(shown(routeEntries('IPv6', busybox))).toEqual(['IPv6: fd00::/64 dev br0 metric 256']);
  });
});

test('rules are those of both programs', () => {
  const text = '0:\tfrom all lookup local\n32765:\tfrom 10.1.0.7 lookup 100\n';
  const expected = ['IPv4: 0: from all lookup local', 'IPv4: 32765: from 10.1.0.7 lookup 100'];
  expect(shown(ruleEntries('IPv4', text))).toEqual(expected);
  expect(shown(ruleEntries('IPv4', text.replaceAll('\n', ' \n')))).toEqual(expected);
});
