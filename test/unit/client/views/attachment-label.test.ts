import { describe, expect, test } from 'vitest';
import {
  attachmentLabel,
  freeInterfaceName,
  isSameNamespace,
  namespaceName,
  resultDocumentName,
} from '../../../../client/views/attachment-label.ts';
import { attachment } from './attachments.ts';

test.each([
  ['/run/netns/ns1', 'ns1'],
  ['/var/run/netns/ns1', 'ns1'],
  ['/proc/42/ns/net', '42'],
  ['/run/user/1000/netns/cni-1', '/run/user/1000/netns/cni-1'],
  ['', ''],
])('the namespace %j is called %j', (path, name) => {
  expect(namespaceName(path)).toBe(name);
});

describe('isSameNamespace', () => {
  test('treats /var/run as /run', () => {
    expect(isSameNamespace('/var/run/netns/a', '/run/netns/a')).toBe(true);
    expect(isSameNamespace('/run/netns/a', '/run/netns/b')).toBe(false);
  });

  test('is false for unknown namespaces', () => {
    expect(isSameNamespace('', '')).toBe(false);
  });
});

describe('attachmentLabel', () => {
  test('names the network and interface, then the namespace and addresses', () => {
    expect(attachmentLabel(attachment())).toEqual({ label: 'myptp — eth0', description: 'ns1 · 172.16.29.2/24' });
  });

  test('shows the container ID when the namespace is unknown', () => {
    expect(attachmentLabel(attachment({ netNS: '', addresses: [] })).description).toBe('cnitool-0');
  });
});

test('a result document is named for network, namespace and interface', () => {
  expect(resultDocumentName('myptp', '/var/run/netns/ns1', 'eth0')).toBe('myptp — ns1 — eth0.cni-result.json');
  expect(resultDocumentName('myptp', '/odd/path', 'eth0')).toBe('myptp — _odd_path — eth0.cni-result.json');
});

test.each([
  ['eth0', [], 'eth0'],
  ['eth0', ['eth0'], 'eth1'],
  ['eth0', ['eth0', 'eth1', 'eth3'], 'eth2'],
  ['net1', ['net1'], 'net0'],
  ['lan', ['lan'], 'lan0'],
])('of %j with %j taken, the free name is %j', (preferred, taken, free) => {
  expect(freeInterfaceName(preferred, taken)).toBe(free);
});
