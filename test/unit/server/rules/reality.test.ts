import { describe, expect, it } from 'vitest';
import { findingsIn } from '../documents.ts';

type Plugin = Readonly<Record<string, unknown>>;

/** What a list of plugins is told by the rules named: `R134 error`. */
function told(plugins: readonly Plugin[], only: RegExp): string[] {
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
const behind = (plugin: Plugin): Plugin[] => [{ type: 'ptp', ipam: hostLocal({}) }, plugin];
const byDefault = { dst: '0.0.0.0/0' };

// Each case was run with the reference plugins 1.9.1: an error stands for an ADD that failed, and nothing else does.
describe('what the reference plugins do with gateways', () => {
  const outside = hostLocal({ gateway: '10.0.5.1' });
  const broadcast = hostLocal({ gateway: '10.0.0.255' });
  const other = hostLocal({ gateway: 'fd00::1' });

  it.each<[string, Plugin[], string[]]>([
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
    ['other family, as default', [{ type: 'bridge', isDefaultGateway: true, ipam: other }], ['R136 error']],
  ])('%s', (_, plugins, expected) => {
    expect(told(plugins, /R13[456]/)).toEqual(expected);
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
    ['a scope that nobody knows', [{ ...far, scope: 7 }], ['R148 warning']],
  ])('%s', (_, routes, expected) => {
    expect(told(macvlan(hostLocal({}, ...routes)), /R14[78]/)).toEqual(expected);
  });

  it('a direct route makes a next hop reachable', () => {
    const direct = { dst: '169.254.1.1/32', scope: 253 };
    const through = { dst: '0.0.0.0/0', gw: '169.254.1.1' };
    const address = [{ address: '10.0.0.2/32' }];
    expect(told(macvlan(fixed(address, direct, through)), /R14[78]/)).toEqual([]);
    expect(told(macvlan(fixed(address, through)), /R14[78]/)).toEqual(['R147 error']);
  });

  it('the subnet itself, of ptp', () => {
    expect(told([{ type: 'ptp', ipam: hostLocal({}, { dst: subnet }) }], /R147/)).toEqual(['R147 error']);
    expect(told(macvlan(hostLocal({}, { dst: subnet })), /R147/)).toEqual([]);
  });
});

describe('what static and the kernel do with addresses', () => {
  it.each<[string, string[], string[]]>([
    ['a network address', ['10.0.0.0/24'], ['R149 warning']],
    ['a multicast address', ['224.0.0.5/24'], ['R149 warning']],
    ['a multicast address of IPv6', ['ff02::1/64'], ['R149 error']],
    ['the unspecified address of IPv6', ['::/64'], ['R149 error']],
    ['an address without prefix', ['10.0.0.2'], ['R149 error']],
    ['an address twice', ['10.0.0.2/24', '10.0.0.2/24'], ['R149 error']],
    ['an address with two prefixes', ['10.0.0.2/24', '10.0.0.2/16'], []],
    ['nothing', [], ['R149 error']],
  ])('%s', (_, addresses, expected) => {
    expect(told(macvlan(fixed(addresses.map((address) => ({ address })))), /R149/)).toEqual(expected);
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
      'one full range beside another',
      { ranges: [[{ subnet, rangeStart: '10.0.0.1', rangeEnd: '10.0.0.1' }, { subnet: '10.0.1.0/24' }]] },
      [],
    ],
    ['a start that is empty', { ranges: [[{ subnet, rangeStart: '' }]] }, []],
    ['a start written as IPv6', { ranges: [[{ subnet, rangeStart: '::ffff:10.0.0.9' }]] }, []],
    ['a start of the other family', { ranges: [[{ subnet, rangeStart: 'fd00::1' }]] }, ['R130 error']],
    ['an old gateway that nobody uses, but must read', { ranges: [[{ subnet }]], gateway: 'x' }, ['R126 error']],
    ['old keys without subnet', { rangeStart: '10.0.0.1' }, ['R139 error']],
    ['an empty set', { ranges: [[]] }, ['R139 error']],
    ['the same subnet in old and new form', { subnet, ranges: [[{ subnet }]] }, ['R143 error']],
  ])('%s', (_, keys, expected) => {
    expect(told(macvlan({ type: 'host-local', ...keys }), /R12[5-9]|R13[0-39]|R14[1-4]/)).toEqual(expected);
  });
});

describe('what the kernel does with numbers', () => {
  it.each<[string, Plugin[], string[]]>([
    ['68 of bridge', [{ type: 'bridge', mtu: 68, ipam: hostLocal({}) }], []],
    ['67 of bridge', [{ type: 'bridge', mtu: 67, ipam: hostLocal({}) }], ['R091 error']],
    ['-5 of bridge', [{ type: 'bridge', mtu: -5, ipam: hostLocal({}) }], ['R091 warning']],
    ['-5 of tuning', behind({ type: 'tuning', mtu: -5 }), ['R091 error']],
    ['70000 of ptp', [{ type: 'ptp', mtu: 70_000, ipam: hostLocal({}) }], ['R091 error']],
    ['7 bits a second', behind({ type: 'bandwidth', ingressRate: 7, ingressBurst: 120_000 }), ['R115 error']],
    ['8 bits a second', behind({ type: 'bandwidth', ingressRate: 8, ingressBurst: 120_000 }), []],
    ['a small bucket', behind({ type: 'bandwidth', ingressRate: 8000, ingressBurst: 8 }), ['R115 warning']],
    ['a group MAC', behind({ type: 'tuning', mac: '01:11:22:33:44:55' }), ['R092 error']],
    ['dots of macvlan', [{ type: 'macvlan', master: 'e', mac: '0a58.0a00.0002', ipam: hostLocal({}) }], []],
    ['dots of tap', [{ type: 'tap', mac: '0a58.0a00.0002' }], ['R092 error']],
  ])('%s', (_, plugins, expected) => {
    expect(told(plugins, /R09[12]|R115/)).toEqual(expected);
  });
});
