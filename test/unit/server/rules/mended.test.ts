import { expect, it } from 'vitest';
import { check } from '../../../../server/service/check.ts';
import { fixAll } from '../../../../server/service/features/refactor/fix-all.ts';
import { findingsIn, modelOf } from '../documents.ts';

/** What «fix all» makes of a list with these parts, and what can be done beside it about one rule. */
function mended(text: string, rule: string): { readonly after: string; readonly titles: readonly string[] } {
  const change = fixAll(
    modelOf(text),
    (model) => check(model, {}),
    () => true,
  )?.change;
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

it('a key that is misspelt is not renamed to one that is there already', () => {
  const listed = list('[{"type":"loopback"}]', '"Name":"b","name":"a"');
  expect(mended(listed, 'R010')).toEqual({ after: listed, titles: ['Remove "Name"'] });
  expect(mended(bridge('"isGatway":true,"isGateway":false'), 'R074').titles).toEqual(['Remove "isGatway"']);
  const alone = mended(bridge('"isGatway":true'), 'R074');
  expect(alone.titles).toEqual(['Rename to "isGateway"']);
  expect(alone.after).toContain('"isGateway":true');
});

it('a list of capabilities becomes an object of them, and none is put beside it', () => {
  expect(mended(portmap('["portMappings"]'), 'R037').after).toBe(portmap('{"portMappings":true}'));
  expect(mended(portmap('null'), 'R057').after).toBe(portmap('{"portMappings":true}'));
});
