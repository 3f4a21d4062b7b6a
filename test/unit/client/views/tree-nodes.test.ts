import { describe, expect, test } from 'vitest';
import { namespaceNodes } from '../../../../client/views/namespace-rows.ts';
import { cachedResultNodes, isTreeNode, type Inventory } from '../../../../client/views/tree-nodes.ts';
import { attachment } from './attachments.ts';

const inventory: Inventory = {
  kind: 'ready',
  host: 'sandbox',
  namespaces: [
    { name: 'ns1', path: '/var/run/netns/ns1' },
    { name: 'ns2', path: '/var/run/netns/ns2' },
  ],
  cache: {
    attachments: [
      attachment({ netNS: '/run/netns/ns1' }),
      attachment({ netNS: '/var/run/netns/old', cacheFile: '/var/lib/cni/results/old' }),
      attachment({ netNS: '/proc/7/ns/net', cacheFile: '/var/lib/cni/results/process' }),
    ],
    unreadable: [{ cacheFile: '/var/lib/cni/results/broken', reason: 'the file is empty' }],
  },
};

describe('namespaceNodes', () => {
  test('show attachments below their namespace, with either form of its path', () => {
    const [ns1, ns2] = namespaceNodes(inventory);
    expect(ns1).toMatchObject({ kind: 'namespace', label: 'ns1', description: '' });
    expect(ns1?.kind === 'namespace' ? ns1.children : []).toMatchObject([
      { kind: 'attachment', label: 'myptp — eth0', description: '172.16.29.2/24' },
    ]);
    expect(ns2).toMatchObject({ label: 'ns2', description: 'empty', children: [] });
  });

  test('have the same ids when read again, and no id twice', () => {
    expect(ids(structuredClone(inventory))).toEqual(ids(inventory));
    expect(new Set(ids(inventory)).size).toBe(3);
  });
});

describe('cachedResultNodes', () => {
  test('show every cache file, and mark those whose namespace was deleted', () => {
    expect(cachedResultNodes(inventory).map(({ kind, icon, description }) => [kind, icon, description])).toEqual([
      ['attachment', 'plug', 'ns1 · 172.16.29.2/24'],
      ['attachment', 'warning', 'old · 172.16.29.2/24 (namespace deleted)'],
      ['attachment', 'plug', '7 · 172.16.29.2/24'],
      ['unreadable', 'warning', 'the file is empty'],
    ]);
  });

  test('show all data of an attachment in the tooltip', () => {
    expect(cachedResultNodes(inventory)[0]?.tooltip.split('\n')).toEqual([
      'Network: myptp',
      'Interface: eth0',
      'Namespace: /run/netns/ns1',
      'Container ID: cnitool-0',
      'Addresses: 172.16.29.2/24',
      'Cache file: /var/lib/cni/results/myptp-cnitool-0-eth0',
    ]);
  });
});

test.each([namespaceNodes, cachedResultNodes])('a failed host has the reason and actions in both trees', (nodes) => {
  const reason = 'The sandbox cannot be made for uid 1000: the kernel refuses. Or use "local".';
  const failed = nodes({ kind: 'failed', reason });
  expect(failed.map((node) => (node.kind === 'action' ? node.command : node.kind))).toEqual([
    'cni.showLog',
    'cni.refresh',
    'cni.selectHost',
    'cni.showLog',
  ]);
  expect(failed[0]).toMatchObject({
    label: 'The sandbox cannot be made for uid 1000',
    description: 'the kernel refuses. Or use "local".',
    tooltip: reason,
  });
  expect(new Set(failed.map(({ id }) => id)).size).toBe(failed.length);
  expect(nodes({ kind: 'unknown' })).toEqual([]);
});

test('isTreeNode recognizes rows of these trees', () => {
  expect(namespaceNodes(inventory).every(isTreeNode)).toBe(true);
  expect([undefined, null, 'x', {}, { kind: 'file', id: 'x' }, { kind: 'namespace' }].some(isTreeNode)).toBe(false);
});

function ids(of: Inventory): string[] {
  return namespaceNodes(of).flatMap((node) => [
    node.id,
    ...(node.kind === 'namespace' ? node.children.map(({ id }) => id) : []),
  ]);
}
