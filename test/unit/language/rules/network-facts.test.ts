import { describe, expect, it } from 'vitest';
import { readHostFacts } from '../../../../language/workspace/host-facts.ts';
import { findingsIn } from '../documents.ts';

const list = (...plugins: object[]): string => JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins });
const ranges = (...subnets: string[]): object => ({
  type: 'host-local',
  ranges: subnets.map((subnet) => [{ subnet }]),
});

/** The findings of some rules about a list on a host. */
function found(
  rules: RegExp,
  text: string,
  facts: object = {},
  files: Readonly<Record<string, string>> = {},
): string[] {
  return findingsIn(text, '20-a.conflist', { hostFacts: readHostFacts({ host: 'node', ...facts }), files })
    .filter(({ rule }) => rules.test(rule.id))
    .map(({ rule, severity }) => `${rule.id} ${severity}`);
}

const flannel = (delegate?: object) => list({ type: 'flannel', ...(delegate === undefined ? {} : { delegate }) });

const first = (plugin: object) => ({
  '10-first.conflist': JSON.stringify({ cniVersion: '1.0.0', name: 'b', plugins: [plugin] }),
});

const second = (keys: object) => list({ type: 'flannel', subnetFile: '/run/flannel/second.env', ...keys });

const bridgeCall = (value: string | null) => ({ sysctls: { 'net.bridge.bridge-nf-call-iptables': value } });

const nextTo = (text: string, plugin: object): string[] => found(/R208/, text, {}, first(plugin));

describe('IPv6', () => {
  const off = { sysctls: { 'net.ipv6.conf.default.disable_ipv6': '1' } };
  const gateway = { type: 'bridge', isGateway: true, ipam: ranges('10.31.0.0/24', 'fd31::/64') };

  // Verified with the reference plugins in test/host/predicted-by-facts.test.ts.
  it('is needed on the host only for gateways', () => {
    expect(found(/R217/, list(gateway), off)).toEqual(['R217 error']);
    expect(found(/R217/, list({ type: 'ptp', ipam: ranges('fd31::/64') }), off)).toEqual(['R217 error']);
    expect(found(/R217/, list({ type: 'bridge', ipam: ranges('fd31::/64') }), off)).toEqual([]);
    expect(found(/R217/, list({ type: 'macvlan', master: 'eth0', ipam: ranges('fd31::/64') }), off)).toEqual([]);
    expect(found(/R217/, list({ ...gateway, ipam: ranges('10.31.0.0/24') }), off)).toEqual([]);
  });

  it('can be off for the interfaces of now and on for new ones', () => {
    expect(found(/R217/, list(gateway), { sysctls: { 'net.ipv6.conf.all.disable_ipv6': '1' } })).toEqual([]);
  });

  it('can be on for a bridge that exists', () => {
    const interfaces = [{ name: 'cni0', kind: 'bridge', addresses: ['fe80::1/64'] }];
    expect(found(/R217/, list(gateway), { ...off, interfaces })).toEqual([]);
  });

  it('forwarding drops only a default route from router advertisements', () => {
    const route = { destination: 'default', device: 'eth0', gateway: 'fe80::1', protocol: 'ra' };
    const facts = (forwarding: string, accept: string, protocol = 'ra') => ({
      sysctls: { 'net.ipv6.conf.all.forwarding': forwarding, 'net.ipv6.conf.eth0.accept_ra': accept },
      routes: [{ ...route, protocol }],
    });
    expect(found(/R206/, list(gateway), facts('0', '1'))).toEqual(['R206 warning']);
    expect(found(/R206/, list(gateway), facts('0', '2'))).toEqual([]);
    expect(found(/R206/, list(gateway), facts('0', '0'))).toEqual([]);
    expect(found(/R206/, list(gateway), facts('1', '1'))).toEqual([]);
    expect(found(/R206/, list(gateway), facts('0', '1', 'static'))).toEqual([]);
    expect(found(/R206/, list({ ...gateway, isGateway: false }), facts('0', '1'))).toEqual([]);
  });
});

describe('a master', () => {
  const interfaces = [
    { name: 'e0', master: 'br0', linkType: 'ether', addresses: [] },
    { name: 'e1', master: 'bond0', linkType: 'ether', addresses: [] },
    { name: 'e2', master: 'blue', linkType: 'ether', addresses: [] },
    { name: 'br0', kind: 'bridge', linkType: 'ether', addresses: [] },
    { name: 'bond0', kind: 'bond', linkType: 'ether', addresses: [] },
    { name: 'blue', kind: 'vrf', linkType: 'ether', addresses: [] },
    { name: 'wg0', kind: 'wireguard', linkType: 'none', addresses: [] },
  ];
  const routes = [{ destination: 'default', device: 'e0' }];
  const at = (type: string, master?: string): string[] =>
    found(/R20[45]/, list({ type, ...(master === undefined ? {} : { master }), ipam: ranges('192.0.2.0/24') }), {
      interfaces,
      routes,
    });

  it('cannot be a port of a bridge or bond', () => {
    expect(at('macvlan', 'e0')).toEqual(['R204 error']);
    expect(at('ipvlan', 'e1')).toEqual(['R204 error']);
    expect(at('macvlan')).toEqual(['R204 error']);
    expect(at('macvlan', 'e2')).toEqual([]);
    expect(at('macvlan', 'br0')).toEqual([]);
    expect(at('vlan', 'e0')).toEqual([]);
  });

  it('of macvlan must be an Ethernet interface', () => {
    expect(at('macvlan', 'wg0')).toEqual(['R205 error']);
    expect(at('ipvlan', 'wg0')).toEqual([]);
  });
});

/** The facts of a host with a lease of flannel. */
const lease = (network: string) => ({ files: { '/run/flannel/subnet.env': `FLANNEL_NETWORK=${network}\n` } });
const routed = (...routes: object[]) => list({ type: 'flannel', ipam: { routes } });

const tuned = (sysctl: object) => list({ type: 'ptp' }, { type: 'tuning', sysctl });
const filter = (value: string | null) => ({ sysctls: { 'net.ipv4.conf.all.rp_filter': value } });

describe('the reverse path filter of an interface', () => {
  const own = 'net.ipv4.conf.IFNAME.rp_filter';

  it.each<[object, string | null, string[]]>([
    [{ [own]: '0' }, '1', ['R222 warning']],
    [{ 'net/ipv4/conf/eth0/rp_filter': '0' }, '2', ['R222 warning']],
    [{ [own]: '1' }, '2', ['R222 warning']],
    [{ [own]: '2' }, '1', []],
    [{ [own]: '1' }, '1', []],
    [{ [own]: '0' }, '0', []],
    [{ [own]: '0' }, null, []],
    [{ [own]: '0', 'net.ipv4.conf.all.rp_filter': '0' }, '1', []],
    [{ 'net.ipv4.conf.default.rp_filter': '0' }, '1', []],
  ])('%j where that of all is %s', (sysctl, value, expected) => {
    expect(found(/R222/, tuned(sysctl), filter(value))).toEqual(expected);
  });
});

describe('flannel', () => {
  const files = { '/run/flannel/subnet.env': 'FLANNEL_SUBNET=10.244.3.1/24\nFLANNEL_MTU=1450\n' };
  const bridge = (...addresses: string[]) => ({ files, interfaces: [{ name: 'cni0', kind: 'bridge', addresses }] });

  it('cannot give its bridge a second address', () => {
    expect(found(/R207/, flannel(), bridge('10.244.1.1/24'))).toEqual(['R207 error']);
    expect(found(/R207/, flannel({ isDefaultGateway: true }), bridge('10.244.1.1/24'))).toEqual(['R207 error']);
    expect(found(/R207/, flannel(), bridge('10.244.3.1/24', 'fe80::1/64'))).toEqual([]);
    expect(found(/R207/, flannel(), bridge('fe80::1/64'))).toEqual([]);
    expect(found(/R207/, flannel(), bridge('169.254.20.10/32', '10.244.3.1/24'))).toEqual([]);
    const gateway = list({ type: 'bridge', isGateway: true, ipam: ranges('10.244.3.0/24') });
    expect(found(/R177/, gateway, bridge('169.254.20.10/32'))).toEqual(['R177 error']);
    expect(found(/R177/, gateway, bridge('169.254.20.10/32', '10.244.3.1/24'))).toEqual([]);
    expect(found(/R207/, flannel({ forceAddress: true }), bridge('10.244.1.1/24'))).toEqual([]);
    expect(found(/R207/, flannel({ bridge: 'other0' }), bridge('10.244.1.1/24'))).toEqual([]);
    expect(found(/R207/, flannel({ type: 'ptp' }), bridge('10.244.1.1/24'))).toEqual([]);
  });

  it('adds the route to its network itself', () => {
    const route = { dst: '10.244.0.0/16' };
    expect(found(/R221/, routed(route), lease('10.244.0.0/16'))).toEqual(['R221 error']);
    expect(found(/R221/, routed(route), lease('10.96.0.0/16,10.244.0.0/16'))).toEqual(['R221 error']);
    expect(found(/R221/, routed({ ...route, gw: '10.244.3.9' }), lease('10.244.0.0/16'))).toEqual([]);
    expect(found(/R221/, routed(route), lease('10.245.0.0/16'))).toEqual([]);
    expect(found(/R221/, routed(route), {})).toEqual([]);
  });

  it('shares its bridge with no other network', () => {
    expect(nextTo(second({}), { type: 'flannel' })).toEqual(['R208 error']);
    expect(nextTo(second({}), { type: 'bridge', isGateway: true, ipam: ranges('10.1.0.0/24') })).toEqual([
      'R208 error',
    ]);
    expect(nextTo(flannel(), { type: 'flannel' })).toEqual(['R208 warning']);
    expect(nextTo(second({ delegate: { forceAddress: true } }), { type: 'flannel' })).toEqual(['R208 warning']);
    expect(nextTo(second({ delegate: { bridge: 'cni1' } }), { type: 'flannel' })).toEqual([]);
    expect(nextTo(second({}), { type: 'bridge' })).toEqual([]);
    expect(nextTo(second({}), { type: 'flannel', delegate: { type: 'ptp' } })).toEqual([]);
  });
});

it('br_netfilter matters to a bridge that routes', () => {
  const bridge = { type: 'bridge', isGateway: true, ipam: ranges('10.200.3.0/24') };
  expect(found(/R184/, list(bridge), bridgeCall('0'))).toEqual(['R184 information']);
  expect(found(/R184/, list(bridge), bridgeCall(null))).toEqual(['R184 information']);
  expect(found(/R184/, list(bridge, { type: 'portmap' }), bridgeCall('0'))).toEqual(['R184 information']);
  expect(found(/R184/, list({ ...bridge, isGateway: false }), bridgeCall('0'))).toEqual([]);
  expect(found(/R184/, list(bridge), bridgeCall('1'))).toEqual([]);
});

it('containerd cannot use a network without addresses for every pod', () => {
  const bridge = { type: 'bridge', bridge: 'lan0' };
  const other = (file: string) => ({ [file]: JSON.stringify({ cniVersion: '1.0.0', name: 'b', plugins: [bridge] }) });
  expect(found(/R216/, list(bridge))).toEqual(['R216 information']);
  expect(found(/R216/, list(bridge, { type: 'tuning', mtu: 1400 }), {}, other('30-b.conflist'))).toEqual([
    'R216 information',
  ]);
  expect(found(/R216/, list(bridge), {}, other('10-b.conflist'))).toEqual([]);
  expect(found(/R216/, list({ ...bridge, ipam: ranges('10.1.0.0/24') }))).toEqual([]);
  expect(found(/R216/, list(bridge, { type: 'own-plugin' }))).toEqual([]);
});
