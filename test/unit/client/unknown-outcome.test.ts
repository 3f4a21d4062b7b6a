import { expect, test } from 'vitest';
import { remainsText } from '../../../client/unknown-outcome.ts';
import type { Remains } from '../../../engine/host/index.ts';
import { t } from './attachments.ts';

const looked = { place: 'on node1 over ssh', namespace: 'ns1', ifName: 'eth0' };
const nothing: Remains = {
  cached: false,
  namespace: false,
  interface: undefined,
  addresses: [],
  reservations: [],
  advice: 'nothing',
};

test('all that is there of an operation that was cut is told', () => {
  const remains: Remains = {
    cached: true,
    namespace: true,
    interface: true,
    addresses: ['172.16.29.2/24'],
    reservations: [{ directory: '/var/lib/cni/networks/myptp', address: '172.16.29.2' }],
    advice: 'check',
  };
  expect(remainsText(t, looked, remains)).toBe(
    'Connected again, and looked on node1 over ssh: the namespace ns1 is there, eth0 is in it with 172.16.29.2/24, 172.16.29.2 is reserved, and there is a cached result.',
  );
});

test('what is not there is told too, and what could not be looked for is not', () => {
  expect(remainsText(t, looked, { ...nothing, namespace: true, interface: false })).toContain('eth0 is not in it,');
  expect(remainsText(t, looked, nothing)).toBe(
    'Connected again, and looked on node1 over ssh: the namespace ns1 is not there, no address is reserved, and there is no cached result.',
  );
});
