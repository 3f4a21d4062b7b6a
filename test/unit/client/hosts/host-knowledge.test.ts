import { expect, test } from 'vitest';
import { HostKnowledge } from '../../../../client/hosts/host-knowledge.ts';
import { contents } from './hosts.ts';

const { facts, cache } = contents;
const inventory = { namespaces: [{ name: 'ns1', path: '/var/run/netns/ns1' }], cache };

/** Knowledge of hosts that were read as often as `reads` says; `broken` says what cannot be read. */
function stage(broken = '') {
  const reads: string[] = [];
  const answer = <T>(what: string, value: T): Promise<T> => {
    reads.push(what);
    return what === broken ? Promise.reject(new Error(`no ${what}`)) : Promise.resolve(value);
  };
  const readerOf = (name: string) => ({
    facts: () => answer(`${name}/facts`, facts),
    inventory: () => answer(`${name}/inventory`, inventory),
  });
  return { knowledge: new HostKnowledge(readerOf, String), reads };
}

test('facts and inventory are read together, or the inventory alone', async () => {
  const { knowledge, reads } = stage();
  await knowledge.inventory.ensureFresh('node1');
  expect([reads, knowledge.of('node1'), knowledge.isStale('node1')]).toEqual([
    ['node1/inventory'],
    { kind: 'unknown' },
    true,
  ]);
  await knowledge.ensureFresh('node1');
  expect(reads).toEqual(['node1/inventory', 'node1/facts']);
  expect(knowledge.of('node1')).toEqual({ kind: 'ready', contents: { facts, cache } });
  expect(knowledge.isStale('node1')).toBe(false);
});

test.each(['facts', 'inventory'])('without the %s, only the reason is known about a host', async (part) => {
  const { knowledge } = stage(`node1/${part}`);
  await knowledge.ensureFresh('node1');
  expect(knowledge.of('node1')).toEqual({ kind: 'failed', reason: `Error: no node1/${part}` });
});

test('while a part is read again, the previous contents are kept', async () => {
  const { knowledge } = stage();
  const first = knowledge.ensureFresh('node1');
  expect(knowledge.of('node1')).toEqual({ kind: 'reading' });
  await first;
  knowledge.invalidate('node1');
  expect(knowledge.isStale('node1')).toBe(true);
  const second = knowledge.inventory.ensureFresh('node1');
  expect(knowledge.of('node1')).toEqual({ kind: 'reading', contents: { facts, cache } });
  await second;
  expect(knowledge.isStale('node1')).toBe(true);
});

test('listeners are called for each change, and for each invalidation even when nothing was known', async () => {
  const { knowledge } = stage();
  const [changed, invalidated]: [string[], string[]] = [[], []];
  const [onChange, onInvalidation] = [
    knowledge.onDidChange((name) => changed.push(name)),
    knowledge.onDidInvalidate((name) => invalidated.push(name)),
  ];
  knowledge.invalidate('node1');
  expect([changed, invalidated]).toEqual([[], ['node1']]);
  await knowledge.ensureFresh('node1');
  expect(changed).toHaveLength(4);
  knowledge.forget('node1');
  expect([changed.length, knowledge.of('node1'), knowledge.inventory.of('node1')]).toEqual([
    6,
    { kind: 'unknown' },
    { kind: 'unknown' },
  ]);
  onChange.dispose();
  onInvalidation.dispose();
  await knowledge.ensureFresh('node1');
  knowledge.invalidate('node1');
  expect([changed.length, invalidated.length]).toEqual([6, 1]);
});
