import { expect, test } from 'vitest';
import { foldHosts, isSameOnAll } from '../../../../../client/webviews/compare/fold-hosts.ts';

const row = (host: string, text: string, reason?: string) => ({
  host,
  state: 'ok',
  durationMs: 1,
  cells: {
    plugins: {
      state: reason === undefined ? ('good' as const) : ('finding' as const),
      text,
      ...(reason && { reasons: [reason] }),
    },
  },
});

const folded = (rows: readonly ReturnType<typeof row>[]): readonly (readonly string[])[] =>
  foldHosts(rows).map((group) => group.map(({ host }) => host));

const lacks = (host: string): string => `${host} has no plugins in /opt/cni/bin.`;

test('hosts whose cells differ only by the name of the host are folded', () => {
  const rows = [
    row('a', 'no plugins', lacks('a')),
    row('b', '2 plugins'),
    row('node.1', 'no plugins', lacks('node.1')),
    row('c', '2 plugins'),
    row('d', '3 plugins'),
    row('good', '2 plugins'),
  ];
  expect(folded(rows)).toEqual([['a', 'node.1'], ['b', 'c', 'good'], ['d']]);
});

test('a name inside another word or name does not count', () => {
  const rows = [row('a', 'x', 'a-b is a.'), row('c', 'x', 'c-b is c.'), row('d', 'x', 'a-b is d.')];
  expect(folded(rows)).toEqual([['a', 'd'], ['c']]);
});

test('1,000 hosts with the same content are one row', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => row(`node-${index}`, 'none', `node-${index} has none.`));
  expect(foldHosts(rows).map(({ length }) => length)).toEqual([1000]);
});

test('a check is the same on all hosts if state and text are', () => {
  expect(isSameOnAll([row('a', 'x'), row('b', 'x')], 'plugins')).toBe(true);
  expect(isSameOnAll([row('a', 'x'), row('b', 'y')], 'plugins')).toBe(false);
  expect(isSameOnAll([row('a', 'x'), row('b', 'x', 'Why.')], 'plugins')).toBe(false);
});
