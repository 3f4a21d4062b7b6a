import { expect, it } from 'vitest';
import { findingsIn } from '../documents.ts';

const ranges = [[{ subnet: '10.0.0.0/24' }]];

// Verified with the reference plugins 1.9.1: host-local fails with "no IP ranges specified" and "IPAM config missing 'ipam' key".
it.each<[string, object, string]>([
  ['host-local without a range', { type: 'host-local', ipam: { type: 'host-local', routes: [] } }, 'error'],
  ['host-local with a range', { type: 'host-local', ipam: { type: 'host-local', ranges } }, 'warning'],
  [
    'host-local with ranges from the runtime',
    { type: 'host-local', capabilities: { ipRanges: true }, ipam: { type: 'host-local' } },
    'warning',
  ],
  ['static without "ipam"', { type: 'static' }, 'error'],
  ['static with "ipam"', { type: 'static', ipam: { type: 'static', addresses: [] } }, 'warning'],
])('an IPAM plugin in the chain: %s', (_, plugin, expected) => {
  const findings = findingsIn(JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins: [plugin] }));
  expect(findings.filter(({ rule }) => rule.id === 'R072').map(({ severity }) => severity)).toEqual([expected]);
});
