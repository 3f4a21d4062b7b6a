import { describe, expect, test } from 'vitest';
import { inventoryKeys } from '../../../../client/hosts/inventory-keys.ts';
import type { Inventory } from '../../../../client/views/tree-nodes.ts';
import type { HostState, NamedHost } from '../../../../engine/host/host.ts';
import { attachment } from '../views/attachments.ts';

const sandbox: NamedHost = { name: 'sandbox', spec: { kind: 'sandbox' } };
const node: NamedHost = { name: 'node', spec: { kind: 'ssh', destination: 'node' } };
const empty: Inventory = {
  kind: 'ready',
  host: 'sandbox',
  namespaces: [],
  cache: { attachments: [], unreadable: [] },
};
const full: Inventory = {
  ...empty,
  namespaces: [{ name: 'ns1', path: '/run/netns/ns1' }],
  cache: { attachments: [attachment()], unreadable: [] },
};

function mayHave(selected: NamedHost, kind: 'idle' | 'ready', inventory: Inventory, stale = false): boolean[] {
  const state: HostState = { kind };
  const keys = inventoryKeys({ selected, state }, inventory, stale);
  return [keys['cni.mayHaveNamespaces'], keys['cni.mayHaveAttachments']];
}

describe('what a host may have', () => {
  test.each([
    ['nothing in a sandbox that does not run', sandbox, 'idle', { kind: 'unknown' }, false, false],
    ['anything on a host that was not looked at', node, 'idle', { kind: 'unknown' }, false, true],
    ['nothing where nothing was found', sandbox, 'ready', empty, false, false],
    ['something where something was found', sandbox, 'ready', full, false, true],
    ['anything once something happened', sandbox, 'ready', empty, true, true],
  ] as const)('%s', (_, host, state, inventory, stale, expected) => {
    expect(mayHave(host, state, inventory, stale)).toEqual([expected, expected]);
  });
});

test('an unreadable cache file counts as a result, but not as an attachment', () => {
  const broken: Inventory = {
    ...empty,
    cache: { attachments: [], unreadable: [{ cacheFile: '/r/a', reason: 'the file is empty' }] },
  };
  expect(inventoryKeys({ selected: node, state: { kind: 'ready' } }, broken, false)).toEqual({
    'cni.hasNamespaces': false,
    'cni.hasCachedResults': true,
    'cni.mayHaveNamespaces': false,
    'cni.mayHaveAttachments': false,
  });
});
