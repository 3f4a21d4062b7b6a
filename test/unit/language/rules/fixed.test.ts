import { expect, it } from 'vitest';
import { check } from '../../../../language/check.ts';
import { fixAll } from '../../../../language/features/refactor/fix-all.ts';
import { findingsIn, modelOf } from '../documents.ts';

/** The result of "Fix all", and the titles of all fixes of one rule. */
function fixedText(text: string, rule: string): { readonly after: string; readonly titles: readonly string[] } {
  const change = fixAll(modelOf(text), (model) => check(model, {}));
  const after =
    change === undefined
      ? text
      : text.slice(0, change.offset) + change.text + text.slice(change.offset + change.length);
  const found = findingsIn(text).filter((one) => one.rule.id === rule);
  return { after, titles: found.flatMap(({ finding }) => (finding.fixes?.() ?? []).map(({ title }) => title)) };
}

const list = (plugins: string, keys = '"name":"a"'): string => `{"cniVersion":"1.0.0",${keys},"plugins":${plugins}}`;
const bridge = (keys: string): string =>
  list(`[{"type":"bridge",${keys},"ipam":{"type":"host-local","ranges":[[{"subnet":"10.1.0.0/24"}]]}}]`);
const portmap = (capabilities: string): string =>
  list(`[{"type":"ptp","ipam":{"type":"dhcp"}},{"type":"portmap","capabilities":${capabilities}}]`);

it('a misspelled key is not renamed to an existing one', () => {
  const listed = list('[{"type":"loopback"}]', '"Name":"b","name":"a"');
  expect(fixedText(listed, 'R010')).toEqual({ after: listed, titles: ['Remove "Name"'] });
  expect(fixedText(bridge('"isGatway":true,"isGateway":false'), 'R074').titles).toEqual(['Remove "isGatway"']);
  const alone = fixedText(bridge('"isGatway":true'), 'R074');
  expect(alone.titles).toEqual(['Rename to "isGateway"']);
  expect(alone.after).toContain('"isGateway":true');
});

it('a list of capabilities is not changed without confirmation', () => {
  const text = portmap('["portMappings"]');
  expect(fixedText(text, 'R037')).toEqual({ after: text, titles: ['Change to {"portMappings":true}'] });
});

const ipam = (keys: string, type = 'bridge'): string =>
  list(`[{"type":"${type}","ipam":{"type":"host-local",${keys}}}]`);

it.each([
  ['a missing subnet', list('[{"type":"bridge","ipam":{"type":"host-local"}}]')],
  ['a missing ipam', list('[{"type":"ptp"}]')],
  ['a missing name', list('[{"type":"loopback"}]', '"disableCheck":false')],
  ['a name', list('[{"type":"loopback"}]', '"name":"bad net"')],
  ['a version', list('[{"type":"loopback"}]').replace('1.0.0', '1.0')],
  ['a plugin type', list('[{"type":"brigde"}]')],
  ['a plugin type without an object', list('["bridge"]')],
  ['host bits of a subnet', ipam('"subnet":"10.22.0.5/16"')],
  ['a subnet and a gateway that are swapped', ipam('"subnet":"10.4.0.1","gateway":"10.4.0.0/24"')],
  [
    'a missing default route of IPv6',
    ipam('"ranges":[[{"subnet":"10.1.0.0/24"}],[{"subnet":"fd00::/64"}]],"routes":[{"dst":"0.0.0.0/0"}]'),
  ],
  ['a misspelled key next to the correct one', ipam('"range":[],"ranges":[[{"subnet":"10.1.0.0/24"}]]')],
  ['two misspellings of the same key', bridge('"isGatway":true,"isGatewy":true')],
  ['a capability that is off', portmap('{"portMappings":false}')],
  ['a switch as a word', bridge('"ipMasq":"yes"')],
  ['a number for a switch', bridge('"ipMasq":1')],
  ['ranges that may be of one set or of several', ipam('"ranges":[{"subnet":"10.1.0.0/24"},{"subnet":"10.2.0.0/24"}]')],
])('%s stays as it is', (_, text) => {
  expect(fixedText(text, 'R000').after).toBe(text);
});

it.each([
  ['a misspelled key', bridge('"isGatway":true,"ipMasq":true'), bridge('"isGateway":true,"ipMasq":true')],
  ['a misspelled key of a switch in quotes', bridge('"isGatway":"true"'), bridge('"isGateway":true')],
  ['a number in quotes', bridge('"mtu":"1500"'), bridge('"mtu":1500')],
  ['a switch in quotes', bridge('"ipMasq":"false"'), bridge('"ipMasq":false')],
  [
    'a range without its set',
    ipam('"ranges":[{"subnet":"10.1.0.0/24"}]'),
    ipam('"ranges":[[{"subnet":"10.1.0.0/24"}]]'),
  ],
  ['a plugin without its list', list('{"type":"loopback"}'), list('[{"type":"loopback"}]')],
  ['a single plugin', '{"name":"a","type":"loopback"}', '{"name":"a","plugins":[{"type":"loopback"}]}'],
  [
    'all mistakes at once',
    bridge('"isGatway":true,"ipMasq":"true","mtu":"1500"').replace(']}', ',]}'),
    bridge('"isGateway":true,"ipMasq":true,"mtu":1500'),
  ],
])('%s is fixed', (_, text, expected) => {
  expect(fixedText(text, 'R000').after).toBe(expected);
});
