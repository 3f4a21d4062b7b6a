import { expect, it } from 'vitest';
import { findingsIn } from '../documents.ts';

const checkFindings = (text: object, file: string): string[] =>
  findingsIn(JSON.stringify(text), file)
    .filter(({ rule }) => rule.id === 'R068')
    .map(({ severity, finding }) => `${severity} ${finding.message}`);

const multus = (own: string, delegate: string) => ({
  cniVersion: own,
  name: 'multus-cni-network',
  type: 'multus',
  delegates: [{ cniVersion: delegate, name: 'cbr0', plugins: [{ type: 'flannel' }] }],
});

it('Multus runs CHECK of a delegate with the version of the delegate', () => {
  expect(checkFindings(multus('1.0.0', '0.3.1'), '00-multus.conf')).toEqual([
    expect.stringMatching(/^error .*configuration version "0\.3\.1" does not support the CHECK command/),
  ]);
  expect(checkFindings(multus('0.3.1', '0.3.1'), '00-multus.conf')).toEqual([]);
  expect(checkFindings(multus('1.0.0', '0.4.0'), '00-multus.conf')).toEqual([]);
});
