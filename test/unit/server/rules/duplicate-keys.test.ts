import { expect, it } from 'vitest';
import { findingsIn } from '../documents.ts';

const told = (text: string, file?: string): string[] =>
  findingsIn(text, file)
    .filter(({ rule }) => rule.id === 'R009' || rule.id === 'R012')
    .map(({ rule, severity }) => `${rule.id} ${severity}`);

const ptp = (routes: string, ranges = '[[{"subnet":"10.1.0.0/24"}]]'): string =>
  `{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"ptp","ipam":{"type":"host-local","ranges":${ranges},"routes":[${routes}]}}]}`;

// Run with plugins v1.9.1: a text that another spelling of its key overrides is read nevertheless.
it.each<[string, string, string[]]>([
  ['a destination that can be read', ptp('{"dst":"0.0.0.0/0","DST":"10.0.0.0/8"}'), ['R012 warning']],
  ['a destination that cannot', ptp('{"dst":"0.0.0.0/0","DST":"x"}'), ['R012 error']],
  ['a destination of nothing', ptp('{"dst":"0.0.0.0/0","DST":null}'), ['R012 error']],
  ['a gateway of nothing', ptp('{"dst":"0.0.0.0/0","gw":"10.1.0.1","GW":null}'), ['R012 warning']],
  ['a subnet that cannot', ptp('', '[[{"SUBNET":"x","subnet":"10.1.0.0/24"}]]'), ['R012 error']],
])('a key in two spellings: %s', (_, text, expected) => {
  expect(told(text)).toEqual(expected);
});

it('what is dropped of a single plugin configuration is decoded, and of a list it is not', () => {
  const plugin = '"type":"bridge","ipam":{"type":true,"type":"host-local","subnet":"10.1.0.0/24"}';
  expect(told(`{"cniVersion":"0.4.0","name":"a",${plugin}}`, '10-a.conf')).toEqual(['R009 error']);
  expect(told(`{"cniVersion":"0.4.0","name":"a","plugins":[{${plugin}}]}`)).toEqual(['R009 warning']);
  expect(told('{"cniVersion":"0.4.0","name":"a","type":"x","type":"loopback"}', '10-a.conf')).toEqual(['R009 warning']);
});
