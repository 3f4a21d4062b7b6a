import { expect, test } from 'vitest';
import { cleanPath, directoryOf, joinPath } from '../../../../../engine/libcni/conf/paths.ts';

test.each([
  ['', '.'],
  ['/', '/'],
  ['a//b/./c/', 'a/b/c'],
  ['a/../..', '..'],
  ['../../a', '../../a'],
  ['/../a', '/a'],
  ['a/..', '.'],
])('%j is cleaned to %j', (path, clean) => {
  expect(cleanPath(path)).toBe(clean);
});

test('joining leaves out what is empty and cleans the rest', () => {
  expect(joinPath('/var/lib/cni/', 'results', 'a-b-c')).toBe('/var/lib/cni/results/a-b-c');
  expect(joinPath('/d', '../x')).toBe('/x');
  expect(joinPath('', 'x')).toBe('x');
  expect(joinPath('', '')).toBe('');
});

test.each([
  ['/etc/cni/net.d/x.conflist', '/etc/cni/net.d'],
  ['x.conflist', '.'],
  ['/x', '/'],
])('the directory of %j is %j', (path, directory) => {
  expect(directoryOf(path)).toBe(directory);
});
