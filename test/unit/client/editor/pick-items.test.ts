import { describe, expect, test } from 'vitest';
import { fileItem, namespaceItem, sortedByLabel } from '../../../../client/editor/pick-items.ts';
import { inPickOrder } from '../../../../client/hosts/host-order.ts';
import { networkName } from '../../../../client/operations/network-name.ts';
import { attachment } from '../views/attachments.ts';

describe('quick pick items', () => {
  test('a file: its network and folder, not its name again', () => {
    expect(fileItem('examples/net.d/10-a.conflist', 'web')).toEqual({
      label: '10-a.conflist',
      description: 'web · examples/net.d',
    });
    expect(fileItem('10-a.conflist', undefined)).toEqual({ label: '10-a.conflist', description: '' });
  });

  test('a namespace: what it is attached to, by either path', () => {
    const ns1 = { name: 'ns1', path: '/run/netns/ns1' };
    const attached = [attachment(), attachment({ network: 'web', ifName: 'eth1', netNS: '/run/netns/ns1' })];
    expect(namespaceItem(ns1, attached).description).toBe('myptp (eth0), web (eth1)');
    expect(namespaceItem({ name: 'ns2', path: '/run/netns/ns2' }, attached).description).toBe('empty');
  });

  test('are sorted with numbers in numeric order', () => {
    const labels = ['ns10', 'ns2', 'a', 'ns1'].map((label) => ({ label }));
    expect(sortedByLabel(labels).map(({ label }) => label)).toEqual(['a', 'ns1', 'ns2', 'ns10']);
  });

  test('hosts: the two that need no settings come first', () => {
    const named = ['node10', 'sandbox', 'node2', 'local'].map((name) => ({ name, spec: { kind: 'local' } as const }));
    expect(inPickOrder(named).map(({ name }) => name)).toEqual(['sandbox', 'local', 'node2', 'node10']);
  });
});

test.each([
  ['{"name":"web","plugins":[]}', 'web'],
  ['{"name":1}', undefined],
  ['[]', undefined],
  ['null', undefined],
  ['{', undefined],
])('the network of %s is %s', (text, name) => {
  expect(networkName(text)).toBe(name);
});
