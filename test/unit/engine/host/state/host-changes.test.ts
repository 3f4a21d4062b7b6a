import { describe, expect, test } from 'vitest';
import {
  defaultSysctl,
  reservationEntries,
  sysctlEntries,
  sysctlPath,
} from '../../../../../engine/host/state/file-entries.ts';
import { hostChanges } from '../../../../../engine/host/state/host-changes.ts';
import { type HostState, stateOf } from '../../../../../engine/host/state/host-state.ts';
import { leftBehind } from '../../../../../engine/host/state/left-behind.ts';

const netNS = '/run/netns/ns1';

type Parts = Readonly<Record<string, string>>;

/** A state from the output of the program: sections of the host and, if given, of the namespace. */
function state(host: Parts, namespace?: Parts): HostState {
  const sections = Object.entries(host).map(([kind, text]) => ({ kind, name: 'host', text }));
  const inside = Object.entries(namespace ?? {}).map(([kind, text]) => ({ kind, name: 'namespace', text }));
  return stateOf([...sections, ...inside, { kind: 'end', name: '-', text: '' }], netNS);
}

const lo = { links: '1: lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN\\    link/loopback 00:00:00:00:00:00\n' };
const eth0 = '2: eth0: <BROADCAST,UP> mtu 1500 qdisc mq state UP qlen 1000\\    link/ether 52:54:00:12:34:56 brd ff\n';

describe('changes between two states', () => {
  test('are none for equal states, and for other counters, indexes and states of the carrier', () => {
    const before = state({ links: eth0, iptables: '*filter\n:FORWARD DROP [0:0]\n' });
    const after = state({
      links: eth0
        .replace('2: ', '7: ')
        .replace('state UP', 'state DOWN')
        .replace('<BROADCAST', '<NO-CARRIER,BROADCAST'),
      iptables: '# Generated\n*filter\n:FORWARD DROP [9:99]\n',
    });
    expect(hostChanges(before, after)).toEqual([]);
  });

  test('are values of links and sysctls, and members of the rest', () => {
    const before = state({
      links: eth0,
      addresses: '2: eth0    inet 192.0.2.7/24 scope global eth0\\ \n',
      sysctls: 'ipv4/ip_forward:0\nipv4/conf/eth0/rp_filter:2\n',
    });
    const after = state({
      links: eth0.replace('1500', '1400'),
      addresses: '2: eth0    inet 192.0.2.8/24 scope global eth0\\ \n',
      rules4: '0:\tfrom all lookup local\n',
      sysctls: 'ipv4/ip_forward:1\n',
    });
    expect(hostChanges(before, after)).toEqual([
      {
        area: 'link',
        where: 'eth0',
        kind: 'changed',
        before: 'up mtu 1500 mac 52:54:00:12:34:56',
        after: 'up mtu 1400 mac 52:54:00:12:34:56',
      },
      { area: 'address', where: 'eth0', kind: 'removed', before: '192.0.2.7/24' },
      { area: 'address', where: 'eth0', kind: 'added', after: '192.0.2.8/24' },
      { area: 'rule', where: 'IPv4', kind: 'added', after: '0: from all lookup local' },
      { area: 'sysctl', where: 'net.ipv4.ip_forward', kind: 'changed', before: '0', after: '1' },
      { area: 'sysctl', where: 'net.ipv4.conf.eth0.rp_filter', kind: 'removed', before: '2' },
    ]);
  });
});

describe('changes between two states, further,', () => {
  test('count equal rules', () => {
    const once = '*filter\n-A FORWARD -j ACCEPT\n';
    const changes = hostChanges(state({ iptables: once }), state({ iptables: `${once}-A FORWARD -j ACCEPT\n` }));
    expect(changes).toEqual([
      { area: 'iptables', where: 'iptables filter', kind: 'added', after: '-A FORWARD -j ACCEPT' },
    ]);
  });

  test('have no sysctls that a new interface gets by default', () => {
    const before = state({ sysctls: 'ipv4/conf/default/rp_filter:1\n' });
    const after = state({
      sysctls: 'ipv4/conf/default/rp_filter:1\nipv4/conf/v0/rp_filter:1\nipv4/conf/eth0.5/rp_filter:0\n',
    });
    const added = { area: 'sysctl', where: 'net.ipv4.conf.eth0/5.rp_filter', kind: 'added', after: '0' };
    expect(hostChanges(before, after)).toEqual([added]);
    expect(hostChanges(after, before)).toMatchObject([{ where: added.where, kind: 'removed', before: '0' }]);
  });

  test('of a namespace follow those of the host, and are compared only if it existed both times', () => {
    const changes = hostChanges(state(lo, lo), state({ ...lo, rules6: '0: x\n' }, { links: lo.links + eth0 }));
    expect(changes).toMatchObject([
      { area: 'rule', where: 'IPv6', kind: 'added' },
      { area: 'link', where: 'eth0', kind: 'added', namespace: netNS },
    ]);
    expect(hostChanges(state(lo, lo), state(lo))).toEqual([]);
    expect(hostChanges(state(lo), state(lo, lo))).toEqual([]);
  });

  test('are none between two empty outputs', () => {
    expect(hostChanges(state({}), state({}))).toEqual([]);
  });
});

describe('what remains after DEL', () => {
  const attachment = { containerID: 'c1', ifName: 'eth0' };
  const empty = state(lo, lo);

  test('is what ADD changed and is still in effect', () => {
    const before = state({ ...lo, sysctls: 'ipv4/conf/eth9/arp_filter:0\n', routes4: 'default dev eth9\n' }, lo);
    const middle = state({ ...lo, sysctls: 'ipv4/conf/eth9/arp_filter:1\n', rules4: '5: from all lookup 7\n' }, lo);
    const added = hostChanges(before, middle);
    const left = leftBehind({ ...attachment, added }, [], middle);
    expect(left.map(({ area, kind, residue }) => [area, kind, residue])).toEqual([
      ['route', 'removed', 'leak'],
      ['rule', 'added', 'leak'],
      ['sysctl', 'changed', 'leak'],
    ]);
    expect(leftBehind({ ...attachment, added }, hostChanges(middle, before), before)).toEqual([]);
  });

  test('is not what others changed in the meantime', () => {
    const added = hostChanges(empty, state(lo, { links: lo.links + eth0 }));
    const after = state({ ...lo, rules4: '9: from all lookup 9\n' }, lo);
    expect(leftBehind({ ...attachment, added }, [], after)).toEqual([]);
  });

  test('is what DEL itself added', () => {
    const after = state({ ...lo, iptables: '*nat\n-N X\n-A X -j ACCEPT\n' }, lo);
    expect(leftBehind(attachment, hostChanges(empty, after), after)).toMatchObject([
      { area: 'iptables', after: '-A X -j ACCEPT', residue: 'leak' },
    ]);
  });

  test('is what still names the attachment, even if ADD was not recorded', () => {
    const reservations = 'c1 eth0 /d/n/10.0.0.2\nc1 eth1 /d/n/10.0.0.3\nc2 eth0 /d/n/10.0.0.4\n';
    const after = state({ ...lo, reservations }, { links: lo.links + eth0 });
    expect(leftBehind(attachment, [], after)).toMatchObject([
      { area: 'reservation', where: '/d/n/10.0.0.2', kind: 'added', after: 'c1 eth0', residue: 'leak' },
      { area: 'link', where: 'eth0', namespace: netNS, residue: 'leak' },
    ]);
    expect(leftBehind({ ...attachment, ifName: 'lo' }, [], empty)).toEqual([]);
  });

  test('does not include the namespace when that is gone', () => {
    const added = hostChanges(empty, state(lo, { links: lo.links + eth0 }));
    expect(leftBehind({ ...attachment, added }, [], state(lo))).toEqual([]);
  });
});

test('sysctls are named as the program sysctl does, and files listed twice count once', () => {
  expect(sysctlEntries('ipv4/conf/eth0.5/rp_filter:1\nipv4/conf/eth0.5/rp_filter:1\ncore/x:1\t2\n')).toEqual([
    { area: 'sysctl', where: 'net.ipv4.conf.eth0/5.rp_filter', value: '1' },
    { area: 'sysctl', where: 'net.core.x', value: '1 2' },
  ]);
  expect(defaultSysctl('net.ipv6.conf.eth0/5.accept_ra')).toBe('net.ipv6.conf.default.accept_ra');
  expect(defaultSysctl('net.ipv4.conf.all.rp_filter')).toBeUndefined();
  expect(defaultSysctl('net.ipv4.ip_forward')).toBeUndefined();
});

test.each([
  ['net.ipv4.conf.IFNAME.arp_filter', 'ipv4/conf/net1/arp_filter'],
  ['net/ipv4/conf/eth0.5/arp_filter', 'ipv4/conf/eth0.5/arp_filter'],
  ['net.core.somaxconn', 'core/somaxconn'],
  ['kernel.shmmax', undefined],
  ['net/../kernel/x', undefined],
  ['net/-r', undefined],
])('the sysctl %s is the file %s', (key, path) => {
  expect(sysctlPath(key, 'net1')).toBe(path);
});

test('reservations have their holder, also with the line ends of host-local, and its own files none', () => {
  expect(
    reservationEntries(
      'c1 eth0\r /d/n/10.0.0.2\r\nc1\r  /d/n/10.0.0.3\n  /d/n/lock\n10.0.0.2  /d/n/last_reserved_ip.0\n',
    ),
  ).toEqual([
    { area: 'reservation', where: '/d/n/10.0.0.2', value: 'c1 eth0' },
    { area: 'reservation', where: '/d/n/10.0.0.3', value: 'c1' },
    { area: 'reservation', where: '/d/n/lock', value: '' },
    { area: 'reservation', where: '/d/n/last_reserved_ip.0', value: '10.0.0.2' },
  ]);
});
