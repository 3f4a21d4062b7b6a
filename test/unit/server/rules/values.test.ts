import { expect, it } from 'vitest';
import { findingsIn } from '../documents.ts';

const ipam = { type: 'host-local', ranges: [[{ subnet: '10.88.0.0/16' }]] };
const macvlan = { type: 'macvlan', master: 'eth0', ipam };

const tuning = (value: string, key = 'net.core.somaxconn'): object => ({ type: 'tuning', sysctl: { [key]: value } });

/** What one rule tells of a list, by its severities. `text` takes what JavaScript has no number for. */
function told(rule: string, plugins: readonly object[], text = (json: string): string => json): string[] {
  const json = text(JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins }));
  return findingsIn(json)
    .filter((found) => found.rule.id === rule)
    .map(({ severity }) => severity);
}

const unchecked = (json: string): string => json.replace('"name"', '"disableCheck":true,"name"');
const withLarge = (json: string): string => json.replace('"mtu":1', '"mtu":9007199254740993');

// Each was run with the reference plugins 1.9.1: an error stands for an ADD or a CHECK that failed.
it('an MTU is too large, also where it is no number that JavaScript can hold', () => {
  expect(told('R091', [{ type: 'ptp', mtu: 1, ipam }], withLarge)).toEqual(['error']);
});

it('a MAC address that the runtime replaces is no error', () => {
  expect(told('R092', [{ ...macvlan, mac: '0a:58' }])).toEqual(['error']);
  expect(told('R092', [{ ...macvlan, mac: '0a:58', capabilities: { mac: true } }])).toEqual(['warning']);
  const set = { type: 'tuning', capabilities: { mac: true }, args: { cni: { mac: 'zz' } } };
  expect(told('R092', [macvlan, set])).toEqual(['error']);
});

it('null among the settings of tuning is an empty text, which the kernel shows as a number', () => {
  expect(told('R119', [macvlan, { type: 'tuning', sysctl: { 'net.core.somaxconn': null } }])).toEqual(['error']);
});

it('a setting that a later tuning sets to another value fails CHECK', () => {
  expect(told('R118', [macvlan, tuning('500'), tuning('512')])).toEqual(['error']);
  expect(told('R118', [macvlan, tuning('500'), tuning('512', 'net/core/somaxconn')])).toEqual(['error']);
  expect(told('R118', [macvlan, tuning('500'), tuning('500')])).toEqual([]);
  expect(told('R118', [macvlan, tuning('500'), tuning('512', 'net.ipv4.ip_forward')])).toEqual([]);
  expect(told('R118', [macvlan, tuning('500'), tuning('512')], unchecked)).toEqual(['warning']);
});

const fixed = (capabilities: object, ...addresses: readonly string[]): object => ({
  ...macvlan,
  ipam: { type: 'static', addresses: addresses.map((address) => ({ address })) },
  capabilities,
});

it('an address of static that cannot be read, or stands there twice, is no error where the runtime passes others', () => {
  expect(told('R149', [fixed({}, '10.77.0.7')])).toEqual(['error']);
  expect(told('R149', [fixed({ ips: true }, '10.77.0.7')])).toEqual(['warning']);
  expect(told('R149', [fixed({}, '10.7.0.7/24', '10.7.0.7/24')])).toEqual(['error']);
  expect(told('R149', [fixed({ ips: true }, '10.7.0.7/24', '10.7.0.7/24')])).toEqual(['warning']);
});
