import { expect, test } from 'vitest';
import { freeNamespaceName, namespaceNameProblem } from '../../../client/namespace-name.ts';
import { t } from './attachments.ts';

test.each(['ns1', 'a.b_c-d', '9'])('%j can be the name of a namespace', (name) => {
  expect(namespaceNameProblem(t, name, [])).toBeUndefined();
});

test.each([
  ['', 'A namespace needs a name'],
  ['.', 'Use letters'],
  ['-x', 'Use letters'],
  ['a/b', 'Use letters'],
  ['a b', 'Use letters'],
  ['x'.repeat(65), 'at most 64'],
  ['ns1', 'ns1 exists already'],
])('%j cannot, and the reason is told', (name, reason) => {
  expect(namespaceNameProblem(t, name, ['ns1'])).toContain(reason);
});

test('the suggested name is the first free one', () => {
  expect(freeNamespaceName([])).toBe('ns1');
  expect(freeNamespaceName(['ns1', 'ns3'])).toBe('ns2');
});
