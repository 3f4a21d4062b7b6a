import { expect, test } from 'vitest';
import { TreeSelections } from '../../../../client/views/tree-selections.ts';
import { cachedResultNodes, isAttachmentNode } from '../../../../client/views/tree-nodes.ts';
import { attachment } from './attachments.ts';

const rows = cachedResultNodes({
  kind: 'ready',
  host: 'sandbox',
  namespaces: [],
  cache: {
    attachments: ['a', 'b', 'c'].map((network) => attachment({ network, cacheFile: `/r/${network}` })),
    unreadable: [{ cacheFile: '/r/d', reason: 'the file is empty' }],
  },
});
const [a, b, c, unreadable] = rows;

function idsFor(target: unknown, ...selections: (readonly (typeof rows)[number][])[]): string[] {
  const known = new TreeSelections();
  for (const selection of selections) {
    known.add(() => selection);
  }
  return known.rows(target, isAttachmentNode).map(({ id }) => id);
}

test('a command applies to all selected rows if it was called on one of them', () => {
  expect(idsFor(b, [], rows.slice(0, 2))).toEqual([a?.id, b?.id]);
});

test('a command on a row that is not selected applies only to that row', () => {
  expect(idsFor(c, rows.slice(0, 2))).toEqual([c?.id]);
  expect(idsFor(c)).toEqual([c?.id]);
});

test('selected rows of another kind are left out', () => {
  expect(idsFor(a, [...rows])).toEqual([a?.id, b?.id, c?.id]);
  expect(idsFor(unreadable, [...rows])).toEqual([]);
});

test('other targets have no rows', () => {
  expect([undefined, null, 'a', {}].map((target) => idsFor(target, [...rows]))).toEqual([[], [], [], []]);
});

test('a disposed tree has no selection', () => {
  const known = new TreeSelections();
  known.add(() => rows).dispose();
  expect(known.rows(b, isAttachmentNode).map(({ id }) => id)).toEqual([b?.id]);
});
