import { expect, it } from 'vitest';
import { findingsIn } from '../documents.ts';

const ipam = { type: 'host-local', ranges: [[{ subnet: '10.88.0.0/16' }]] };
const macvlan = { type: 'macvlan', master: 'eth0', ipam };

const tuning = (value: string, key = 'net.core.somaxconn'): object => ({ type: 'tuning', sysctl: { [key]: value } });

/** The severities that one rule reports for a list. `text` inserts numbers that JavaScript does not have. */
function severitiesOf(rule: string, plugins: readonly object[], text = (json: string): string => json): string[] {
  const json = text(JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins }));
  return findingsIn(json)
    .filter((found) => found.rule.id === rule)
    .map(({ severity }) => severity);
}

const unchecked = (json: string): string => json.replace('"name"', '"disableCheck":true,"name"');
const withLarge = (json: string): string => json.replace('"mtu":1', '"mtu":9007199254740993');

// Verified with the reference plugins 1.9.1: an error means that ADD or CHECK failed.
it('an MTU is too large, even if JavaScript cannot represent the number', () => {
  expect(severitiesOf('R091', [{ type: 'ptp', mtu: 1, ipam }], withLarge)).toEqual(['error']);
});

it('a MAC address that the runtime replaces is not an error', () => {
  expect(severitiesOf('R092', [{ ...macvlan, mac: '0a:58' }])).toEqual(['error']);
  expect(severitiesOf('R092', [{ ...macvlan, mac: '0a:58', capabilities: { mac: true } }])).toEqual(['warning']);
  const set = { type: 'tuning', capabilities: { mac: true }, args: { cni: { mac: 'zz' } } };
  expect(severitiesOf('R092', [macvlan, set])).toEqual(['error']);
});

it('null in a setting of tuning is an empty string, which the kernel returns as a number', () => {
  expect(severitiesOf('R119', [macvlan, { type: 'tuning', sysctl: { 'net.core.somaxconn': null } }])).toEqual([
    'error',
  ]);
});

it('CHECK fails if a later tuning sets another value', () => {
  expect(severitiesOf('R118', [macvlan, tuning('500'), tuning('512')])).toEqual(['error']);
  expect(severitiesOf('R118', [macvlan, tuning('500'), tuning('512', 'net/core/somaxconn')])).toEqual(['error']);
  expect(severitiesOf('R118', [macvlan, tuning('500'), tuning('500')])).toEqual([]);
  expect(severitiesOf('R118', [macvlan, tuning('500'), tuning('512', 'net.ipv4.ip_forward')])).toEqual([]);
  expect(severitiesOf('R118', [macvlan, tuning('500'), tuning('512')], unchecked)).toEqual(['warning']);
});

const fixed = (capabilities: object, ...addresses: readonly string[]): object => ({
  ...macvlan,
  ipam: { type: 'static', addresses: addresses.map((address) => ({ address })) },
  capabilities,
});

it('an invalid or duplicate address of static is not an error if the runtime passes others', () => {
  expect(severitiesOf('R149', [fixed({}, '10.77.0.7')])).toEqual(['error']);
  expect(severitiesOf('R149', [fixed({ ips: true }, '10.77.0.7')])).toEqual(['warning']);
  expect(severitiesOf('R149', [fixed({}, '10.7.0.7/24', '10.7.0.7/24')])).toEqual(['error']);
  expect(severitiesOf('R149', [fixed({ ips: true }, '10.7.0.7/24', '10.7.0.7/24')])).toEqual(['warning']);
});
