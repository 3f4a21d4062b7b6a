import { expect, it } from 'vitest';
import { findingsIn } from '../../documents.ts';

const reported = (text: string, file?: string): string[] =>
  findingsIn(text, file)
    .filter(({ rule }) => rule.id === 'R009' || rule.id === 'R012')
    .map(({ rule, severity }) => `${rule.id} ${severity}`);

const ptp = (routes: string, ranges = '[[{"subnet":"10.1.0.0/24"}]]'): string =>
  `{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"ptp","ipam":{"type":"host-local","ranges":${ranges},"routes":[${routes}]}}]}`;

// Run with plugins v1.9.1: a value that another spelling of its key overrides is still decoded.
it.each<[string, string, string[]]>([
  ['a valid destination', ptp('{"dst":"0.0.0.0/0","DST":"10.0.0.0/8"}'), ['R012 warning']],
  ['an invalid destination', ptp('{"dst":"0.0.0.0/0","DST":"x"}'), ['R012 error']],
  ['a destination of null', ptp('{"dst":"0.0.0.0/0","DST":null}'), ['R012 error']],
  ['a gateway of null', ptp('{"dst":"0.0.0.0/0","gw":"10.1.0.1","GW":null}'), ['R012 warning']],
  ['an invalid subnet', ptp('', '[[{"SUBNET":"x","subnet":"10.1.0.0/24"}]]'), ['R012 error']],
])('a key in two spellings: %s', (_, text, expected) => {
  expect(reported(text)).toEqual(expected);
});

it('ignored values of a single plugin configuration are decoded, those of a list are not', () => {
  const plugin = '"type":"bridge","ipam":{"type":true,"type":"host-local","subnet":"10.1.0.0/24"}';
  expect(reported(`{"cniVersion":"0.4.0","name":"a",${plugin}}`, '10-a.conf')).toEqual(['R009 error']);
  expect(reported(`{"cniVersion":"0.4.0","name":"a","plugins":[{${plugin}}]}`)).toEqual(['R009 warning']);
  expect(reported('{"cniVersion":"0.4.0","name":"a","type":"x","type":"loopback"}', '10-a.conf')).toEqual([
    'R009 warning',
  ]);
});
