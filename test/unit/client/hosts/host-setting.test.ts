import { expect, test } from 'vitest';
import { hostValueAt } from '../../../../client/hosts/host-setting.ts';

test.each([
  ['  "cni.host": "san‸dbox",', '"sandbox"'],
  ['  "cni.host": "‸', '"'],
  ['  "cni.host": ‸', ''],
  ['  "cni.host": ‸,', ''],
  ['{ "cni.host" : nod‸ }', 'nod'],
  ['{ "cni.host": "a", "cni.cacheDir": "‸" }', undefined],
  ['  "cni.ho‸st": "sandbox"', undefined],
  ['  "cni.hosts": [‸]', undefined],
])('the value of cni.host in %s is %s', (marked, expected) => {
  const line = marked.replace('‸', '');
  const columns = hostValueAt(line, marked.indexOf('‸'));
  expect(columns && line.slice(columns.start, columns.end)).toBe(expected);
});
