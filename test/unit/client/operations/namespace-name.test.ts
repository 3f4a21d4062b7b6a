import { expect, test } from 'vitest';
import { freeNamespaceName, namespaceNameProblem } from '../../../../client/operations/namespace-name.ts';

test.each(['ns1', 'a.b_c-d', '9'])('%j can be the name of a namespace', (name) => {
  expect(namespaceNameProblem(name, [])).toBeUndefined();
});

test.each([
  ['', 'Enter a name.'],
  ['.', 'Use only letters'],
  ['-x', 'Use only letters'],
  ['a/b', 'Use only letters'],
  ['a b', 'Use only letters'],
  ['x'.repeat(65), 'at most 64'],
  ['ns1', '"ns1" already exists.'],
])('%j cannot, and the reason is returned', (name, reason) => {
  expect(namespaceNameProblem(name, ['ns1'])).toContain(reason);
});

test('the suggested name is the first free one', () => {
  expect(freeNamespaceName([])).toBe('ns1');
  expect(freeNamespaceName(['ns1', 'ns3'])).toBe('ns2');
});
