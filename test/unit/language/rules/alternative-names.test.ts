import { expect, it } from 'vitest';
import type { HostFacts } from '../../../../language/workspace/host-facts.ts';
import { findingsIn } from '../documents.ts';

const LONG = 'enp0s31f6-to-the-rack';
const hostFacts: HostFacts = {
  host: 'the host',
  interfaces: [{ name: 'eth0', altNames: ['enp1s0', LONG], mtu: 1400, wireless: true, addresses: [] }],
};

/** The findings about names and properties of interfaces in a list of one plugin. */
function found(plugin: object, facts?: HostFacts): string[] {
  const text = JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins: [plugin] });
  return findingsIn(text, 'a.conflist', { hostFacts: facts })
    .filter(({ rule }) => /R077|R17[56]|R180/.test(rule.id))
    .map(({ rule, severity }) => `${rule.id} ${severity}`);
}

const ipam = { type: 'dhcp' };

// Verified with the reference plugins 1.9.1, which find the interface by both names.
it.each(['enp1s0', LONG])('an interface is found by its alternative name %s', (name) => {
  expect(found({ type: 'vlan', master: name, vlanId: 5, ipam }, hostFacts)).toEqual([]);
  expect(found({ type: 'host-device', device: name }, hostFacts)).toEqual([]);
  expect(found({ type: 'vlan', master: name, vlanId: 5, mtu: 1500, ipam }, hostFacts)).toEqual(['R176 error']);
  expect(found({ type: 'macvlan', master: name, ipam }, hostFacts)).toEqual(['R180 warning']);
});

it('a name that is too long may be an alternative name, unless host facts exist or a new interface gets it', () => {
  expect(found({ type: 'macvlan', master: LONG, ipam })).toEqual(['R077 warning']);
  expect(found({ type: 'macvlan', master: `${LONG}s`, ipam }, hostFacts)).toContain('R077 error');
  expect(found({ type: 'macvlan', master: 'x'.repeat(128), ipam })).toEqual(['R077 error']);
  expect(found({ type: 'bridge', bridge: LONG })).toEqual(['R077 error']);
});
