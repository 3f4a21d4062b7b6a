import { expect, test } from 'vitest';
import { remainsText } from '../../../../client/operations/unknown-outcome.ts';
import type { Remains } from '../../../../engine/host/index.ts';

const inspected = { host: 'node1', namespace: 'ns1', ifName: 'eth0' };
const nothing: Remains = {
  cached: false,
  namespace: false,
  interface: undefined,
  addresses: [],
  reservations: [],
  advice: 'nothing',
};

const found: Remains = {
  cached: true,
  namespace: true,
  interface: true,
  addresses: ['172.16.29.2/24'],
  reservations: [{ directory: '/var/lib/cni/networks/myptp', address: '172.16.29.2' }],
  advice: 'check',
};

test.each<[Partial<Remains>, string]>([
  [{}, 'Found on "node1": interface eth0 with 172.16.29.2/24, reserved address 172.16.29.2, cached result.'],
  [{ addresses: [], reservations: [], cached: false }, 'Found on "node1": interface eth0.'],
  [{ ...nothing, namespace: true }, 'No interface, reserved address or cached result was found on "node1".'],
  [
    { ...nothing, namespace: true, interface: false },
    'No interface, reserved address or cached result was found on "node1".',
  ],
  [nothing, 'Namespace "ns1" no longer exists on "node1".'],
  [{ ...nothing, cached: true }, 'Namespace "ns1" no longer exists. Still on "node1": cached result.'],
])('what was found of an attachment is listed: %j', (different, text) => {
  expect(remainsText(inspected, { ...found, ...different })).toBe(text);
});
