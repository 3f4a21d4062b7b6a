import { describe, expect, test } from 'vitest';
import { changesText, changesTexts } from '../../../../../engine/host/state/changes-text.ts';
import type { HostChange } from '../../../../../engine/host/state/host-change.ts';
import type { HostState } from '../../../../../engine/host/state/host-state.ts';
import { leaksOf, residueText, withResidue } from '../../../../../engine/host/state/residue.ts';

const link = (where: string, value: string) => ({ area: 'link', where, value }) as const;

/** After DEL: a bridge with a gateway for VLAN 100. */
const state: HostState = {
  entries: [
    link('cni0', 'bridge up mtu 1500'),
    link('cni0.100', 'veth up mtu 1500 peer veth1'),
    link('veth1', 'veth up mtu 1500 master cni0 peer cni0.100'),
    link('veth2', 'veth up mtu 1500 master cni0'),
  ],
};

const added = (area: HostChange['area'], where: string, after: string, namespace?: string): HostChange => ({
  area,
  where,
  kind: 'added',
  after,
  namespace,
});
const residueOf = (change: HostChange): string | undefined => withResidue(change, state).residue;

describe('known residue', () => {
  test.each([
    ['bridge', added('link', 'cni0', 'bridge up mtu 1500')],
    ['bridge', added('link', 'cni0.100', 'veth up mtu 1500 peer veth1')],
    ['bridge', added('link', 'veth1', 'veth up mtu 1500 master cni0 peer cni0.100')],
    ['bridge', added('address', 'cni0.100', '10.88.0.1/16')],
    ['bridge', added('route', 'IPv4', '10.88.0.0/16 dev cni0 proto kernel scope link')],
    ['bridge', added('sysctl', 'net.ipv6.conf.cni0/100.accept_ra', '0')],
    ['forwarding', added('sysctl', 'net.ipv4.ip_forward', '1')],
    ['localnet', added('sysctl', 'net.ipv4.conf.eth0.route_localnet', '1')],
    ['baseChains', added('iptables', 'iptables nat', '-N CNI-HOSTPORT-DNAT')],
    [
      'baseChains',
      added('iptables', 'iptables nat', '-A PREROUTING -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT'),
    ],
    [
      'baseChains',
      added(
        'iptables',
        'iptables filter',
        '-A CNI-ISOLATION-STAGE-1 -i cni0 ! -o cni0 -m comment --comment "x" -j CNI-ISOLATION-STAGE-2',
      ),
    ],
    ['baseChains', added('nft', 'ip cni_hostport', 'chain hostports')],
    ['baseChains', added('nft', 'ip cni_hostport chain prerouting', 'fib daddr type local jump hostports_all')],
    ['baseChains', added('nft', 'bridge nat', 'chain PREROUTING')],
    ['reservationMarks', added('reservation', '/var/lib/cni/networks/n/last_reserved_ip.0', '10.88.0.2')],
    ['reservationMarks', added('reservation', '/var/lib/cni/networks/n/lock', '')],
    ['namespaceSysctl', added('sysctl', 'net.core.somaxconn', '500', '/run/netns/a')],
  ])('%s: %o', (residue, change) => {
    expect(residueOf(change)).toBe(residue);
    expect(residueText(withResidue(change, state))).not.toContain('DEL did not');
  });

  test.each([
    added('link', 'veth2', 'veth up mtu 1500 master cni0'),
    added('link', 'dummy0', 'dummy up mtu 1500'),
    added('link', 'cni0', 'bridge up mtu 1500', '/run/netns/a'),
    added('address', 'eth0', '10.88.0.1/16'),
    added('route', 'IPv4', '10.88.0.2 dev veth2'),
    added('sysctl', 'net.core.somaxconn', '500'),
    added('iptables', 'iptables nat', '-N CNI-3b66b02dd2482d46274d884e'),
    added('iptables', 'iptables filter', '-A CNI-FORWARD -s 10.88.0.2/32 -j ACCEPT'),
    added('iptables', 'iptables nat', '-A CNI-HOSTPORT-DNAT -p tcp -m multiport --dports 8080 -j CNI-DN-1'),
    added('nft', 'ip cni_hostport chain hostports', 'tcp dport 8080 dnat to 10.88.0.2:80'),
    added('nft', 'ip mine', 'chain hostports'),
    added('reservation', '/var/lib/cni/networks/n/10.88.0.2', 'c eth0'),
    { area: 'route', where: 'IPv4', kind: 'removed', before: 'default via 192.0.2.1 dev cni0' } as const,
  ])('is not: %o', (change) => {
    expect(residueOf(change)).toBe('leak');
    expect(residueText(withResidue(change, state))).toMatch(/^DEL did not (?:remove|restore) this\./);
  });
});

test.each([
  [
    { area: 'route', where: 'IPv6', kind: 'removed', before: 'default via fd00::1 dev eth0' },
    'ip -6 route add default via fd00::1 dev eth0',
  ],
  [{ area: 'nft', where: 'ip t chain c', kind: 'added', after: 'drop' }, 'nft -a list table ip t'],
  [{ area: 'iptables', where: 'ip6tables nat', kind: 'added', after: '-N X' }, 'ip6tables -t nat -X X'],
  [{ area: 'iptables', where: 'iptables nat', kind: 'removed', before: '-A X -j Y' }, 'iptables -t nat -A X -j Y'],
  [
    { area: 'address', where: 'a b', namespace: '/x y', kind: 'removed', before: '10.0.0.1/8' },
    `nsenter '--net=/x y' ip address add 10.0.0.1/8 dev 'a b'`,
  ],
] as const)('the remedy of %o is a command', (change, command) => {
  expect(residueText({ ...change, residue: 'leak' })).toContain(`with: ${command}`);
});

test.each([
  { area: 'link', where: 'eth1', kind: 'removed', before: 'up' },
  { area: 'iptables', where: 'iptables nat', kind: 'added', after: '-P FORWARD DROP' },
  { area: 'later', where: 'x', kind: 'added', after: 'y' },
] as const)('%o has no command', (change) => {
  expect(residueText({ ...change, residue: 'leak' })).toMatch(
    /^DEL did not (?:remove this\. Remove it if|restore this\.$)/,
  );
});

const changes = [
  added('link', 'cni0', 'bridge up mtu 1500'),
  { area: 'sysctl', where: 'net.ipv4.ip_forward', kind: 'changed', before: '0', after: '1' },
  { area: 'iptables', where: 'iptables nat', kind: 'removed', before: '-N X' },
  added('address', 'eth0', '10.88.0.2/16', '/run/netns/a'),
  { ...added('reservation', '/d/n/lock', ''), residue: 'reservationMarks' },
  { ...added('reservation', '/d/n/last_reserved_ip.0', '10.88.0.2'), residue: 'reservationMarks' },
  { ...added('link', 'eth0', 'veth up', '/run/netns/a'), residue: 'leak' },
] as const;

test('the text has changes by place, what remains by reason, and leaks with their remedy', () => {
  expect(changesText(changes)).toBe(`On the host:
  + link cni0 bridge up mtu 1500
  ~ sysctl net.ipv4.ip_forward = 0 -> 1
  - iptables nat -N X
In the namespace /run/netns/a:
  + address eth0 10.88.0.2/16
Remains as expected. host-local keeps its lock and the last address that it reserved.
  + reservation /d/n/lock
  + reservation /d/n/last_reserved_ip.0 10.88.0.2
Remains, but should not:
  + link eth0 veth up (in /run/netns/a)
    DEL did not remove this. Remove it with: nsenter --net=/run/netns/a ip link delete dev eth0
`);
  expect(changesText([])).toBe('Nothing changed on the host.\n');
  expect(leaksOf(changes)).toEqual([changes[6]]);
  expect(leaksOf()).toEqual([]);
});

test('the two texts of the diff have equal lines where nothing changed', () => {
  expect(changesTexts(changes)).toEqual({
    before: `On the host:
  sysctl net.ipv4.ip_forward = 0
  iptables nat -N X
  reservation /d/n/lock  # host-local keeps its lock and the last address that it reserved.
  reservation /d/n/last_reserved_ip.0 10.88.0.2  # host-local keeps its lock and the last address that it reserved.
In the namespace /run/netns/a:
  link eth0 veth up  # DEL did not remove this. Remove it with: nsenter --net=/run/netns/a ip link delete dev eth0
`,
    after: `On the host:
  link cni0 bridge up mtu 1500
  sysctl net.ipv4.ip_forward = 1
  reservation /d/n/lock  # host-local keeps its lock and the last address that it reserved.
  reservation /d/n/last_reserved_ip.0 10.88.0.2  # host-local keeps its lock and the last address that it reserved.
In the namespace /run/netns/a:
  address eth0 10.88.0.2/16
  link eth0 veth up  # DEL did not remove this. Remove it with: nsenter --net=/run/netns/a ip link delete dev eth0
`,
  });
});
