import { describe, expect, it } from 'vitest';
import { findingsIn } from '../documents.ts';

type Plugin = Readonly<Record<string, unknown>>;

/** What the named rules report for a list of plugins: `R134 error`. */
function reported(plugins: readonly Plugin[], only: RegExp): string[] {
  const text = JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins });
  return findingsIn(text)
    .filter(({ rule }) => only.test(rule.id))
    .map(({ rule, severity }) => `${rule.id} ${severity}`);
}

const subnet = '10.0.0.0/24';
const hostLocal = (range: object, ...routes: object[]): Plugin => ({
  type: 'host-local',
  ranges: [[{ subnet, ...range }]],
  routes,
});
const fixed = (addresses: object[], ...routes: object[]): Plugin => ({ type: 'static', addresses, routes });
const macvlan = (ipam: Plugin): Plugin[] => [{ type: 'macvlan', master: 'eth0', ipam }];
const chained = (plugin: Plugin): Plugin[] => [{ type: 'ptp', ipam: hostLocal({}) }, plugin];
const named = (iptablesAdminChainName: string, more = {}): Plugin[] =>
  chained({ type: 'firewall', iptablesAdminChainName, ...more });
const byDefault = { dst: '0.0.0.0/0' };

// Verified with the reference plugins 1.9.1: an error means that ADD failed, and only an error does.
describe('what the reference plugins do with gateways', () => {
  const outside = hostLocal({ gateway: '10.0.5.1' });
  const broadcast = hostLocal({ gateway: '10.0.0.255' });
  const other = hostLocal({ gateway: 'fd00::1' });

  it.each<[string, Plugin[], string[]]>([
    ['0.0.0.0, with a route', macvlan(hostLocal({ gateway: '0.0.0.0' }, byDefault)), ['R134 warning']],
    ['outside, unused', macvlan(outside), ['R134 warning']],
    ['outside, with a route', macvlan(hostLocal({ gateway: '10.0.5.1' }, byDefault)), ['R134 error']],
    ['outside, of ptp', [{ type: 'ptp', ipam: outside }], ['R134 warning']],
    ['outside, on the bridge', [{ type: 'bridge', isGateway: true, ipam: outside }], ['R134 warning']],
    ['outside, as default', [{ type: 'bridge', isDefaultGateway: true, ipam: outside }], ['R134 error']],
    ['broadcast, unused', macvlan(broadcast), ['R135 warning']],
    ['broadcast, of ptp', [{ type: 'ptp', ipam: broadcast }], ['R135 error']],
    ['network, with a route', macvlan(hostLocal({ gateway: '10.0.0.0' }, byDefault)), ['R135 warning']],
    ['other family, unused', macvlan(other), ['R136 warning']],
    ['other family, of ptp', [{ type: 'ptp', ipam: other }], ['R136 error']],
    ['::, on the bridge', [{ type: 'bridge', isGateway: true, ipam: hostLocal({ gateway: '::' }) }], ['R136 error']],
    ['other family, as default', [{ type: 'bridge', isDefaultGateway: true, ipam: other }], ['R136 error']],
  ])('%s', (_, plugins, expected) => {
    expect(reported(plugins, /R13[456]/)).toEqual(expected);
  });
});

describe('what the reference plugins do with routes', () => {
  const far = { dst: '192.168.0.0/24' };
  it.each<[string, object[], string[]]>([
    ['host bits', [{ dst: '192.168.0.5/24' }], ['R147 error']],
    ['the same twice', [far, far], ['R147 error']],
    ['the same, once by its gateway', [far, { ...far, gw: '10.0.0.1' }], ['R147 error']],
    ['the same with another next hop', [far, { ...far, gw: '10.0.0.2' }], []],
    ['the same with another metric', [far, { ...far, priority: 5 }], []],
    ['the same in another table', [far, { ...far, table: 100 }], []],
    ['a next hop of the other family', [{ ...far, gw: 'fd00::1' }], ['R147 error']],
    ['a next hop elsewhere', [{ ...far, gw: '10.99.0.1' }], ['R147 error']],
    ['a next hop that is broadcast', [{ ...far, gw: '10.0.0.255' }], ['R147 error']],
    ['a next hop of zero', [{ ...far, gw: '0.0.0.0' }], ['R147 warning']],
    ['an empty next hop', [{ ...far, gw: '' }], []],
    ['a family without address', [{ dst: '::/0' }], ['R147 warning']],
    ['no destination', [{ gw: '10.0.0.1' }], ['R147 error']],
    ['scope link with a gateway', [{ ...far, scope: 253 }], ['R148 error']],
    ['an unknown scope', [{ ...far, scope: 7 }], ['R148 warning']],
  ])('%s', (_, routes, expected) => {
    expect(reported(macvlan(hostLocal({}, ...routes)), /R14[78]/)).toEqual(expected);
  });

  it('a direct route makes a next hop reachable', () => {
    const direct = { dst: '169.254.1.1/32', scope: 253 };
    const through = { dst: '0.0.0.0/0', gw: '169.254.1.1' };
    const address = [{ address: '10.0.0.2/32' }];
    expect(reported(macvlan(fixed(address, direct, through)), /R14[78]/)).toEqual([]);
    expect(reported(macvlan(fixed(address, through)), /R14[78]/)).toEqual(['R147 error']);
  });

  it('the subnet itself, of ptp', () => {
    expect(reported([{ type: 'ptp', ipam: hostLocal({}, { dst: subnet }) }], /R147/)).toEqual(['R147 error']);
    expect(reported(macvlan(hostLocal({}, { dst: subnet })), /R147/)).toEqual([]);
  });
});

describe('what static and the kernel do with addresses', () => {
  it.each<[string, string[], string[]]>([
    ['a network address', ['10.0.0.0/24'], ['R149 warning']],
    // ADD succeeds, CHECK fails: "Failed to find Gateway <nil> for interface eth0" (plugins v1.9.1).
    ['a multicast address', ['224.0.0.5/24'], ['R149 error']],
    ['a multicast address of IPv6', ['ff02::1/64'], ['R149 error']],
    ['the unspecified address of IPv6', ['::/64'], ['R149 error']],
    ['an address without prefix', ['10.0.0.2'], ['R149 error']],
    ['an address twice', ['10.0.0.2/24', '10.0.0.2/24'], ['R149 error']],
    ['an address with two prefixes', ['10.0.0.2/24', '10.0.0.2/16'], []],
    ['nothing', [], ['R149 error']],
  ])('%s', (_, addresses, expected) => {
    expect(reported(macvlan(fixed(addresses.map((address) => ({ address })))), /R149/)).toEqual(expected);
  });

  it.each([
    ['Address', ['R149 error']],
    ['ADDRESS', ['R011 hint']],
  ])('the key %s: one spelling is another field, the others are read as "address"', (key, expected) => {
    expect(reported(macvlan(fixed([{ [key]: '10.0.0.2/24' }])), /R011|R149/)).toEqual(expected);
  });
});

describe('what CHECK looks for', () => {
  const list = (plugins: readonly Plugin[], keys: object): string[] =>
    findingsIn(JSON.stringify({ cniVersion: '1.0.0', name: 'a', ...keys, plugins }))
      .filter(({ rule }) => /R06[48]|R070/.test(rule.id))
      .map(({ rule, severity }) => `${rule.id} ${severity}`);
  const off = { disableCheck: true };
  const old = { cniVersion: '0.3.1' };
  const other = macvlan(hostLocal({}, { dst: '192.168.0.0/24', table: 100 }));
  const main = macvlan(hostLocal({}, { dst: '192.168.0.0/24', table: 254 }));
  const moved = chained({ type: 'sbr' });
  const typeless = [{ type: 'bridge', ipam: { ranges: [[{ subnet }]] } }];
  const shaped = [...macvlan(hostLocal({})), { type: 'bandwidth', capabilities: { bandwidth: true } }];

  it('finds no routes in another table, also for a single plugin configuration, which cannot disable CHECK', () => {
    const text = JSON.stringify({ cniVersion: '0.4.0', name: 'a', ...other[0] });
    const found = findingsIn(text, '10-a.conf').filter(({ rule }) => rule.id === 'R068');
    expect(found).toMatchObject([{ severity: 'error' }]);
    expect(found[0]?.finding.fixes).toBeUndefined();
  });

  it.each<[string, Plugin[], object, string[]]>([
    ['routes in another table', other, {}, ['R068 error']],
    ['routes in the main table', main, {}, []],
    ['routes that sbr moved', moved, {}, ['R068 error']],
    ['routes that sbr left', chained({ type: 'sbr', table: 100 }), {}, []],
    ['addresses of IPAM without a type', typeless, {}, ['R070 error', 'R068 warning']],
    ['the veth of bandwidth', shaped, {}, ['R064 error']],
    ['addresses for a gateway', [{ type: 'bridge', isGateway: true }], {}, ['R068 error']],
    ['addresses that nothing needs', [{ type: 'bridge' }], {}, ['R068 warning']],
    ['nothing, if it is disabled', [...other, ...moved.slice(1)], off, []],
    ['nothing, in a version without CHECK', moved, old, []],
    ['nothing of a veth, if it is disabled', shaped, off, ['R064 warning']],
    ['nothing of IPAM, if it is disabled', typeless, off, ['R070 warning']],
  ])('%s', (_, plugins, keys, expected) => {
    expect(list(plugins, keys).toSorted()).toEqual(expected.toSorted());
  });
});

describe('what a chain does with two of a kind', () => {
  const limit = { type: 'bandwidth', ingressRate: 8000, ingressBurst: 120_000 };
  const second: Plugin = { type: 'bridge', ipam: hostLocal({}) };
  const chain = (plugins: Plugin[]) => reported(plugins, /R05[56]|R072/);
  it.each<[string, Plugin[], string[]]>([
    ['two interfaces', chained(second), ['R055 error']],
    ['tap, which replaces the first', chained({ type: 'tap' }), ['R055 warning']],
    ['the same twice', [second, second], ['R056 error']],
    ['two limits', [...chained(limit), limit], ['R056 error']],
    ['two sbr', [...chained({ type: 'sbr' }), { type: 'sbr' }], ['R056 error']],
    ['two sbr with tables', [...chained({ type: 'sbr', table: 7 }), { type: 'sbr', table: 8 }], ['R056 hint']],
    ['one limit in the file', [...chained(limit), { type: 'bandwidth', capabilities: {} }], ['R056 warning']],
    ['two portmaps', [...chained({ type: 'portmap' }), { type: 'portmap' }], ['R056 warning']],
    ['host-local as a plugin of the chain', chained(hostLocal({})), ['R072 error']],
    ['host-local with its settings in "ipam"', chained({ type: 'host-local', ipam: hostLocal({}) }), ['R072 warning']],
  ])('%s', (_, plugins, expected) => {
    expect(chain(plugins)).toEqual(expected);
  });
});

/** The findings about keys and the name of a list with one plugin. */
const keyFindings = (keys: object, plugin: object = {}): string[] =>
  findingsIn(JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins: [{ type: 'loopback', ...plugin }], ...keys }))
    .filter(({ rule }) => /R01[024]|R022|R028|R044/.test(rule.id))
    .map(({ rule, severity }) => `${rule.id} ${severity}`);

describe('what libcni and Go do with keys', () => {
  it.each<[string, object, object, string[]]>([
    ['the version in capitals', { CNIVersion: '1.0.0' }, {}, ['R010 warning']],
    ['only the name in capitals', { name: undefined, Name: 'a' }, {}, ['R010 error']],
    ['another spelling that decodes', {}, { TYPE: 'x' }, ['R012 warning']],
    ['another spelling that does not', {}, { TYPE: 1 }, ['R012 error']],
    ['an inexact version that is chosen', { cniVersion: '0.4.0', cniVersions: ['1.0'] }, {}, ['R044 error']],
    ['an inexact version that is not', { cniVersions: ['0.4'] }, {}, ['R044 warning']],
    ['a name too long for a file', { name: 'a'.repeat(222) }, {}, ['R022 error']],
    ['a name too long next to an ID of 64 letters', { name: 'a'.repeat(186) }, {}, ['R022 warning']],
    ['a long name', { name: 'a'.repeat(185) }, {}, []],
    ['a type that cannot be a file name', {}, { type: '.' }, ['R028 error']],
  ])('%s', (_, list, plugin, expected) => {
    expect(keyFindings(list, plugin)).toEqual(expected);
  });

  it.each([[[null]], [[[null]]], [[[{ subnet }, null]]]])('null among ranges: %j', (ranges) => {
    expect(reported(macvlan({ type: 'host-local', ranges }), /R014|R138/)).toHaveLength(1);
  });

  it('null after a value of the same key', () => {
    const plugins =
      '[{"type":"tap","ipam":{"type":"static","addresses":[{"address":"10.0.0.2/24"}],"routes":[{"dst":"::/0","dst":null}]}}]';
    const found = findingsIn(`{"cniVersion":"1.0.0","name":"a","plugins":${plugins}}`);
    expect(found.filter(({ severity }) => severity === 'error').map(({ rule }) => rule.id)).toEqual(['R147']);
  });

  it('null among routes', () => {
    const routes = [null];
    expect(reported(macvlan({ type: 'host-local', ranges: [[{ subnet }]], routes }), /R014/)).toEqual(['R014 error']);
  });
});

/** The findings about the value of a sysctl. */
const sysctlFindings = (key: string, value: string, cniVersion = '1.0.0'): string[] => {
  const plugins = chained({ type: 'tuning', sysctl: { [key]: value } });
  return findingsIn(JSON.stringify({ cniVersion, name: 'a', plugins })).flatMap(({ rule, severity }) =>
    rule.id === 'R119' ? `${rule.id} ${severity}` : [],
  );
};

describe('what the kernel does with sysctls', () => {
  it.each([
    ['net.ipv4.conf.IFNAME.arp_filter', '1', []],
    ['net.ipv4.conf.IFNAME.arp_filter', '-1', []],
    ['net.ipv4.conf.IFNAME.arp_filter', '/1', ['R119 error']],
    ['net.ipv4.conf.IFNAME.arp_filter', '', ['R119 error']],
    ['net/ipv4/ip_unprivileged_port_start', '00', ['R119 error']],
    ['net.ipv6.conf.IFNAME.stable_secret', '::1', []],
    ['net.ipv4.tcp_congestion_control', 'bbr', []],
  ])('%s of %j', (key, value, expected) => {
    expect(sysctlFindings(key, value)).toEqual(expected);
  });

  it('another notation of a number is valid without CHECK', () => {
    expect(sysctlFindings('net.core.somaxconn', '0500', '0.3.1')).toEqual([]);
  });
});

describe('what iptables does with conditions', () => {
  it.each([
    ['192.0.2.0/24', []],
    ['192.0.2.1,192.0.2.2', []],
    ['example.org', []],
    ['192.0.2.0/24x', ['R111 error']],
    ['192.0.2.0/33', ['R111 error']],
    ['192.0.2.0/255.255.255.0', []],
    ['192.0.2.0/ 24', ['R111 warning']],
    ['fd00::/64', ['R111 error']],
    ['', ['R111 error']],
  ])('an address %j', (address, expected) => {
    const conditionsV4 = ['!', '-d', address];
    expect(reported(chained({ type: 'portmap', conditionsV4 }), /R111/)).toEqual(expected);
  });
});

describe('what host-local does with ranges', () => {
  it.each<[string, object, string[]]>([
    [
      'a range with two halves',
      {
        ranges: [
          [
            { subnet, rangeEnd: '10.0.0.9' },
            { subnet, rangeStart: '10.0.0.10' },
          ],
        ],
      },
      [],
    ],
    [
      'a full range and another one',
      { ranges: [[{ subnet, rangeStart: '10.0.0.1', rangeEnd: '10.0.0.1' }, { subnet: '10.0.1.0/24' }]] },
      [],
    ],
    ['an empty start', { ranges: [[{ subnet, rangeStart: '' }]] }, []],
    ['a start written as IPv6', { ranges: [[{ subnet, rangeStart: '::ffff:10.0.0.9' }]] }, []],
    ['a start of the other family', { ranges: [[{ subnet, rangeStart: 'fd00::1' }]] }, ['R130 error']],
    ['an invalid old gateway, which is decoded but not used', { ranges: [[{ subnet }]], gateway: 'x' }, ['R126 error']],
    ['old keys without subnet', { rangeStart: '10.0.0.1' }, ['R139 error']],
    ['an empty set', { ranges: [[]] }, ['R139 error']],
    ['the same subnet in old and new form', { subnet, ranges: [[{ subnet }]] }, ['R143 error']],
  ])('%s', (_, keys, expected) => {
    expect(reported(macvlan({ type: 'host-local', ...keys }), /R12[5-9]|R13[0-39]|R14[1-4]/)).toEqual(expected);
  });
});

describe('what the kernel does with names and numbers', () => {
  it.each<[string, Plugin[], string[]]>([
    ['the name of a directory', [{ type: 'bridge', bridge: 'default', ipam: hostLocal({}) }], ['R077 error']],
    ['68 of bridge', [{ type: 'bridge', mtu: 68, ipam: hostLocal({}) }], []],
    ['67 of bridge', [{ type: 'bridge', mtu: 67, ipam: hostLocal({}) }], ['R091 error']],
    ['-5 of bridge', [{ type: 'bridge', mtu: -5, ipam: hostLocal({}) }], ['R091 warning']],
    ['-5 of tuning', chained({ type: 'tuning', mtu: -5 }), ['R091 error']],
    ['70000 of ptp', [{ type: 'ptp', mtu: 70_000, ipam: hostLocal({}) }], ['R091 error']],
    ['7 bits a second', chained({ type: 'bandwidth', ingressRate: 7, ingressBurst: 120_000 }), ['R115 error']],
    ['8 bits a second', chained({ type: 'bandwidth', ingressRate: 8, ingressBurst: 120_000 }), []],
    ['a small bucket', chained({ type: 'bandwidth', ingressRate: 8000, ingressBurst: 8 }), ['R115 warning']],
    ['a group MAC', chained({ type: 'tuning', mac: '01:11:22:33:44:55' }), ['R092 error']],
    ['dots of macvlan', [{ type: 'macvlan', master: 'e', mac: '0a58.0a00.0002', ipam: hostLocal({}) }], []],
    [
      'a group MAC in args of tap, which does not read it',
      [{ type: 'tap', args: { cni: { mac: '01:11:22:33:44:55' } } }],
      [],
    ],
    ['an invalid MAC, passed to tap', [{ type: 'tap', runtimeConfig: { mac: 'zz' } }], ['R092 error']],
    ['dots of tap', [{ type: 'tap', mac: '0a58.0a00.0002' }], ['R092 error']],
  ])('%s', (_, plugins, expected) => {
    expect(reported(plugins, /R077|R09[12]|R115/)).toEqual(expected);
  });
});

describe('what decoders do with keys that the runtime sets', () => {
  const of = (keys: object, type = 'bridge', ipam: Plugin = hostLocal({})): Plugin[] => [{ type, ipam, ...keys }];
  const ports = (portMappings: unknown): Plugin[] => chained({ type: 'portmap', runtimeConfig: { portMappings } });
  it.each<[string, Plugin[], string[]]>([
    ['text for args', of({ args: 'x' }), ['R014 error']],
    ['a list in args', of({ args: { cni: [] } }), ['R014 error']],
    ['a number for a MAC', of({ args: { cni: { mac: 5 } } }), ['R014 error']],
    ['null in args', of({ args: { cni: null } }), []],
    ['keys that no plugin reads', of({ args: { k8s: 5, cni: { labels: [] } } }), []],
    ['a MAC for ptp, which does not read it', of({ args: { cni: { mac: 5 } } }, 'ptp'), []],
    ['text for args of ptp, which host-local reads', of({ args: 'x' }, 'ptp'), ['R014 error']],
    ['invalid addresses', of({ args: { cni: { ips: ['x'] } } }, 'ptp'), ['R014 error']],
    ['addresses', of({ args: { cni: { ips: ['10.0.0.9'] } } }, 'ptp'), []],
    ['no prefix length for static', of({ args: { cni: { ips: ['10.0.0.9'] } } }, 'ptp', fixed([])), ['R014 error']],
    ['an invalid range', of({ runtimeConfig: { ipRanges: [[{ subnet: 'x' }]] } }), ['R014 error']],
    ['text for runtimeConfig', of({ runtimeConfig: 'x' }), ['R014 error']],
    ['an invalid MAC', of({ runtimeConfig: { mac: 'zz' } }), ['R092 error']],
    ['an address that is a number', of({ runtimeConfig: { ips: [5] } }), ['R014 error']],
    ['an object for ports', ports({}), ['R014 error']],
    ['text for a port', ports([{ hostPort: 'x' }]), ['R014 error']],
    [
      'text for the rates of bandwidth',
      chained({ type: 'bandwidth', runtimeConfig: { bandwidth: 5 } }),
      ['R014 error'],
    ],
    ['a number for the device of host-device', of({ runtimeConfig: { deviceID: 5 } }, 'host-device'), ['R014 error']],
    ['text for args of tap', of({ args: 'x' }, 'tap', hostLocal({})), ['R014 error']],
    ['what loopback does not read', [{ type: 'loopback', runtimeConfig: 'x' }], []],
    ['text for sysctls', chained({ type: 'tuning', args: { cni: { sysctl: 'x' } } }), ['R014 error']],
  ])('%s', (_, plugins, expected) => {
    expect(reported(plugins, /R014|R092/)).toEqual(expected);
  });
});

describe('what plugins do with an empty string', () => {
  it.each<[string, Plugin[], string[]]>([
    ['macvlan', [{ type: 'macvlan', master: 'eth0', mode: '', ipam: hostLocal({}) }], []],
    ['ipvlan', [{ type: 'ipvlan', master: 'eth0', mode: '', ipam: hostLocal({}) }], []],
    ['firewall', chained({ type: 'firewall', ingressPolicy: '' }), []],
    ['ptp', [{ type: 'ptp', ipMasq: true, ipMasqBackend: '', ipam: hostLocal({}) }], ['R090 error']],
    ['another mode', [{ type: 'macvlan', master: 'eth0', mode: 'x', ipam: hostLocal({}) }], ['R093 error']],
  ])('%s', (_, plugins, expected) => {
    expect(reported(plugins, /R09[034]|R117b/)).toEqual(expected);
  });
});

describe('what iptables does with the name of a chain', () => {
  it.each<[string, Plugin[], string[]]>([
    ['a name', named('MY-RULES'), []],
    ['none', named(''), []],
    ['28 letters', named('a'.repeat(28)), []],
    ['29 letters', named('a'.repeat(29)), ['R191 error']],
    ['30 bytes', named('é'.repeat(15)), ['R191 error']],
    ['a blank', named('x y'), ['R191 error']],
    ['an option', named('-x'), ['R191 error']],
    ['a negation', named('!x'), ['R191 error']],
    ['an exclamation', named('x!'), []],
    ['a target', named('DROP'), ['R191 error']],
    ['lower case', named('accept'), []],
    ['the previous chain', named('FORWARD'), ['R191 error']],
    ['the chain itself', named('CNI-FORWARD'), ['R191 error']],
    ['a chain of another table', named('PREROUTING'), []],
    ['what firewalld does not read', named('x y', { backend: 'firewalld' }), []],
  ])('%s', (_, plugins, expected) => {
    expect(reported(plugins, /R191/)).toEqual(expected);
  });
});

describe('what the kernel does with special networks', () => {
  const bridge = (ipam: Plugin): Plugin[] => [{ type: 'bridge', isGateway: true, ipam }];
  it.each<[string, Plugin[], string[]]>([
    ['the network of 0.0.0.0', macvlan(fixed([{ address: '0.0.0.5/24' }])), ['R149 error']],
    ['another one in 0.0.0.0/8', macvlan(fixed([{ address: '0.1.2.3/24' }])), []],
    ['a single address', macvlan(fixed([{ address: '10.0.0.5/32' }])), ['R149 error']],
    ['::1 on the bridge', bridge(hostLocal({ subnet: '::/64' })), ['R154 error']],
    ['::1 in the container', bridge(hostLocal({ subnet: '::/64', gateway: '::5' })), ['R154 error']],
    ['::1 of ptp', [{ type: 'ptp', ipam: hostLocal({ subnet: '::/64' }) }], ['R154 error']],
    ['::1 without a gateway', macvlan(hostLocal({ subnet: '::/64' })), ['R154 warning']],
  ])('%s', (_, plugins, expected) => {
    expect(reported(plugins, /R149|R154/)).toEqual(expected);
  });
});

describe('what vrf does with names', () => {
  it.each<[string, string[]]>([
    ['blue', []],
    ['eth0', ['R123 warning']],
    ['', ['R123 error']],
    ['lo', ['R077 error']],
  ])('%j', (vrfname, expected) => {
    expect(reported(chained({ type: 'vrf', vrfname }), /R077|R123/)).toEqual(expected);
  });
});
