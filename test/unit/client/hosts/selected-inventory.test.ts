import { beforeEach, expect, test } from 'vitest';
import { HostKnowledge, type HostInventory } from '../../../../client/hosts/host-knowledge.ts';
import { SelectedInventory } from '../../../../client/hosts/selected-inventory.ts';
import { editor, events, resetEditor } from '../../../stand-in/editor.ts';
import { contents, failed, node1 } from './hosts.ts';
import { local, sandbox, StagedSelection } from './selected.ts';

const inventory: HostInventory = {
  namespaces: [{ name: 'ns1', path: '/var/run/netns/ns1' }],
  cache: contents.cache,
};

beforeEach(resetEditor);

/** An inventory of the selected host whose readings end when a test says so. */
function stage(hosts: StagedSelection) {
  const readings: { readonly name: string; end(): void; fail(): void }[] = [];
  const contexts = new Map<string, unknown>();
  const knowledge = new HostKnowledge(
    (name) => ({
      facts: () => Promise.resolve(contents.facts),
      inventory: () =>
        new Promise((resolve, reject) =>
          readings.push({ name, end: () => resolve(inventory), fail: () => reject(new Error('cut')) }),
        ),
    }),
    String,
  );
  const selected = new SelectedInventory(hosts, knowledge, (key, value) => contexts.set(key, value));
  const changes: string[] = [];
  selected.onDidChange(() => changes.push(selected.current.kind));
  return { hosts, knowledge, readings, contexts, selected, changes };
}

/** What was read is known. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('nothing is read until a view shows it, and then with a progress in that view', async () => {
  const { readings, selected, contexts } = stage(new StagedSelection());
  expect([readings.length, selected.current]).toEqual([0, { kind: 'unknown' }]);
  selected.setWatched('cni.namespaces', true);
  selected.setWatched('lenses', true);
  expect([readings.map(({ name }) => name), editor.progresses]).toEqual([['node1'], ['cni.namespaces']]);
  readings[0]?.end();
  await settle();
  expect(selected.current).toEqual({ kind: 'ready', host: 'node1', ...inventory });
  expect(Object.fromEntries(contexts)).toEqual({
    'cni.hostState': 'ready',
    'cni.hasNamespaces': true,
    'cni.hasCachedResults': true,
    'cni.mayHaveNamespaces': true,
    'cni.mayHaveAttachments': true,
  });
  selected.setWatched('cni.cachedResults', true);
  expect(readings).toHaveLength(1);
});

test.each([
  ['the sandbox', sandbox, { kind: 'idle' } as const, 1],
  ['this machine', local, { kind: 'idle' } as const, 1],
  ['a remote host that is not connected', node1, { kind: 'idle' } as const, 0],
  ['a remote host on the way', node1, { kind: 'connecting' } as const, 1],
  ['a host that failed', sandbox, failed, 0],
])('a view that appears reads %s: %#', (_, named, state, expected) => {
  const { selected, readings } = stage(new StagedSelection(named, state));
  selected.setWatched('cni.cachedResults', true);
  expect(readings).toHaveLength(expected);
});

test('without trust nothing is read; with it, visible contents are', () => {
  editor.isTrusted = false;
  const { selected, readings } = stage(new StagedSelection());
  selected.setWatched('cni.namespaces', true);
  expect(readings).toHaveLength(0);
  editor.isTrusted = true;
  events.trust.fire();
  expect(readings).toHaveLength(1);
});

test('after an operation the inventory is read again while it is visible, else when it becomes visible', async () => {
  const { knowledge, readings, selected, contexts } = stage(new StagedSelection(sandbox));
  selected.setWatched('cni.namespaces', true);
  readings[0]?.end();
  await settle();
  selected.setWatched('cni.namespaces', false);
  knowledge.invalidate('sandbox');
  expect([readings.length, selected.current.kind, contexts.get('cni.mayHaveNamespaces')]).toEqual([1, 'ready', true]);
  selected.setWatched('cni.namespaces', true);
  expect(readings).toHaveLength(2);
  readings[1]?.end();
  await settle();
  knowledge.invalidate('node1');
  expect(readings).toHaveLength(2);
  knowledge.invalidate('sandbox');
  expect(readings).toHaveLength(3);
});

test('a newly selected host is shown with its known contents, and read', async () => {
  const { hosts, readings, selected, changes } = stage(new StagedSelection(sandbox));
  selected.setWatched('cni.namespaces', true);
  readings[0]?.end();
  await settle();
  hosts.select(node1);
  expect([selected.current, readings.map(({ name }) => name)]).toEqual([{ kind: 'unknown' }, ['sandbox', 'node1']]);
  expect(changes).toContain('unknown');
  hosts.select(sandbox);
  expect(selected.current).toMatchObject({ kind: 'ready', host: 'sandbox' });
  expect(readings).toHaveLength(3);
});

test('a failed host shows the reason and is only retried on request', async () => {
  const { hosts, knowledge, readings, selected } = stage(new StagedSelection(sandbox, { kind: 'idle' }));
  selected.setWatched('cni.namespaces', true);
  hosts.become(failed);
  knowledge.invalidate('sandbox');
  readings[0]?.fail();
  await settle();
  expect([readings.length, selected.current]).toEqual([1, { kind: 'failed', reason: 'Error: cut' }]);
  const again = selected.refresh();
  expect(readings).toHaveLength(2);
  expect(selected.current).toEqual({ kind: 'failed', reason: 'Error: cut' });
  hosts.become({ kind: 'ready' });
  readings[1]?.end();
  await again;
  expect(selected.current.kind).toBe('ready');
});

test('a lost connection is a failure, and the contents return with the host', async () => {
  const { hosts, knowledge, readings, selected } = stage(new StagedSelection());
  selected.setWatched('cni.namespaces', true);
  readings[0]?.end();
  await settle();
  hosts.become(failed);
  knowledge.invalidate('node1');
  expect([selected.current, readings.length]).toEqual([
    { kind: 'failed', reason: 'There is no connection to node1. Try "ssh node1".' },
    1,
  ]);
  hosts.become({ kind: 'ready' });
  expect([selected.current.kind, readings.length]).toEqual(['ready', 2]);
});

test('a sandbox that the user ends is not started again by a visible view', async () => {
  const { hosts, knowledge, readings, selected, contexts } = stage(new StagedSelection(sandbox));
  selected.setWatched('cni.namespaces', true);
  readings[0]?.end();
  await settle();
  hosts.become({ kind: 'idle' });
  knowledge.forget('sandbox');
  expect([readings.length, selected.current]).toEqual([1, { kind: 'unknown' }]);
  expect([contexts.get('cni.hostState'), contexts.get('cni.mayHaveNamespaces')]).toEqual(['idle', false]);
});

test('a disposed inventory reads nothing', () => {
  const { hosts, readings, selected } = stage(new StagedSelection(node1, { kind: 'idle' }));
  selected.setWatched('cni.namespaces', true);
  selected.dispose();
  hosts.become({ kind: 'ready' });
  expect(readings).toHaveLength(0);
});
