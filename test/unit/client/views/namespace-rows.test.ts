import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { configurationDrop } from '../../../../client/views/configuration-drop.ts';
import { NamespaceArranger } from '../../../../client/views/namespace-arrangement.ts';
import { namespaceNodes } from '../../../../client/views/namespace-rows.ts';
import type { Inventory, TreeNode } from '../../../../client/views/tree-nodes.ts';
import type { NamespaceNetwork } from '../../../../engine/host/index.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';
import { namespace, route, veth } from '../../engine/host/network/made-network.ts';
import { mementoOf } from '../commands/run-services.ts';
import { attachment } from './attachments.ts';

beforeEach(resetEditor);

const web = attachment({
  network: 'web',
  cniArgs: [
    ['K8S_POD_NAMESPACE', 'shop'],
    ['K8S_POD_NAME', 'web-0'],
  ],
  result: {
    dns: { nameservers: [], domain: '', search: [], options: [] },
    interfaces: [{ name: 'eth0', mac: '', mtu: '', sandbox: '/var/run/netns/ns1', socketPath: '', pciID: '' }],
    addresses: [{ address: '172.16.29.2/24', gateway: '172.16.29.1', interface: 0 }],
    routes: [{ dst: '0.0.0.0/0', gw: '172.16.29.1', mtu: '', advmss: '', priority: '', table: '', scope: '' }],
  },
});

/** Two namespaces and that of a container; the first lacks the route of its cached result. */
function inventory(live: Partial<NamespaceNetwork> = {}): Extract<Inventory, { kind: 'ready' }> {
  const ns1 = namespace('ns1', {
    interfaces: [veth('eth0', { addresses: ['172.16.29.2/24'] })],
    routes: [route('10.0.0.0/8', '172.16.29.9', 'eth0')],
    rules: [{ family: 'IPv4', priority: 0, text: 'from all lookup local' }],
    neighbors: [{ address: '172.16.29.1', device: 'eth0', mac: undefined, state: 'FAILED' }],
    sockets: [{ protocol: 'tcp', address: '0.0.0.0', port: 80, process: { pid: 7, name: 'nginx' } }],
    ...live,
  });
  const container = namespace('', {
    kind: 'process',
    name: undefined,
    path: '/proc/42/ns/net',
    owner: { pid: 42, process: 'pause', containerID: 'a'.repeat(64), pod: { name: 'db-0', namespace: 'shop' } },
  });
  return {
    kind: 'ready',
    host: 'node1',
    namespaces: ['ns1', 'ns2'].map((name) => ({ name, path: `/var/run/netns/${name}` })),
    cache: { attachments: [web], unreadable: [] },
    live: { host: 'node1', namespaces: [ns1, namespace('ns2'), container], omitted: 0, isCut: false },
  };
}

const childrenOf = (row: TreeNode | undefined): readonly TreeNode[] =>
  row !== undefined && 'children' in row ? (row.children ?? []) : [];
const texts = (rows: readonly TreeNode[]) => rows.map(({ label, description }) => `${label} | ${description}`);

test('a namespace shows its pod, its attachments with what differs, and what is live', () => {
  const rows = namespaceNodes(inventory());
  expect(texts(rows)).toEqual([
    'ns1 | shop/web-0 · 1 difference from the cached result',
    'ns2 | empty',
    'shop/db-0 | empty',
  ]);
  const below = childrenOf(rows[0]);
  expect(texts(below)).toEqual([
    'web — eth0 | 172.16.29.2/24 · 1 difference from the cached result',
    'Interfaces | 1',
    'Routes | 1',
    'Rules | 1',
    'Neighbors | 1',
    'Listening Sockets | 1',
  ]);
  expect(texts(childrenOf(below[0]))).toEqual(['Route 0.0.0.0/0 via 172.16.29.1 is missing | CHECK will fail']);
  expect(below.slice(1).flatMap((one) => texts(childrenOf(one)))).toEqual([
    'eth0 | 172.16.29.2/24 · veth · MTU 1500',
    '10.0.0.0/8 | via 172.16.29.9 dev eth0',
    '0: from all lookup local | IPv4',
    '172.16.29.1 | eth0 · FAILED',
    '80/tcp | 0.0.0.0 · nginx (pid 7)',
  ]);
});

test('the rows report that IPv6 rules were not read, when a host has many namespaces', () => {
  const [row] = namespaceNodes(inventory({ isDetailed: false }));
  const rules = childrenOf(row).find(({ label }) => label === 'Rules');
  expect(texts(rules === undefined ? [] : [rules, ...childrenOf(rules)])).toEqual([
    'Rules | 1',
    '0: from all lookup local | IPv4',
    'IPv6 rules: not read | (more than 20 namespaces)',
  ]);
});

test('a namespace that could not be read says so, and has no differences', () => {
  const [row] = namespaceNodes(inventory({ isRead: false }));
  expect(texts(childrenOf(row))).toEqual([
    'web — eth0 | 172.16.29.2/24',
    'The live state could not be read | root is needed',
  ]);
});

const grouped = (group: 'network' | 'pod') =>
  namespaceNodes(inventory(), { group, filter: '' }).map((row) => [
    row.label,
    childrenOf(row).map(({ label }) => label),
  ]);

const filtered = (filter: string) => namespaceNodes(inventory(), { group: 'none', filter }).map(({ label }) => label);

test('rows are grouped by network or pod, and filtered by name, pod, network and address', () => {
  expect(grouped('network')).toEqual([
    ['web', ['ns1']],
    ['no network', ['ns2', 'shop/db-0']],
  ]);
  expect(grouped('pod')).toEqual([
    ['shop/db-0', ['shop/db-0']],
    ['shop/web-0', ['ns1']],
    ['no pod', ['ns2']],
  ]);
  expect(['NS2', 'web-0', 'web', '172.16', 'none'].map(filtered)).toEqual([['ns2'], ['ns1'], ['ns1'], ['ns1'], []]);
});

test('ids are stable across refreshes and unique, and children are computed only when requested', () => {
  const many: Inventory = {
    ...inventory(),
    namespaces: Array.from({ length: 100 }, (_, index) => ({ name: `n${index}`, path: `/var/run/netns/n${index}` })),
    cache: {
      attachments: Array.from({ length: 500 }, (_, index) =>
        attachment({ netNS: `/var/run/netns/n${index % 100}`, cacheFile: `/r/${index}` }),
      ),
      unreadable: [],
    },
  };
  const ids = (rows: readonly TreeNode[]): readonly string[] =>
    rows.flatMap((row) => [row.id, ...ids(childrenOf(row))]);
  const all = ids(namespaceNodes(many, { group: 'network', filter: '' }));
  expect(all.length).toBeGreaterThan(600);
  expect(new Set(all).size).toBe(all.length);
  expect(ids(namespaceNodes(many, { group: 'network', filter: '' }))).toEqual(all);
});

test('the grouping is remembered, and the filter is not', async () => {
  const stored = new Map<string, unknown>();
  const arranger = new NamespaceArranger(mementoOf(stored));
  let changes = 0;
  arranger.onDidChange(() => (changes += 1));
  editor.choose = () => 'By Pod';
  editor.type = () => ' web ';
  await arranger.chooseGroup();
  await arranger.chooseFilter();
  expect([arranger.current, changes]).toEqual([{ group: 'pod', filter: 'web' }, 2]);
  expect([arranger.message(3), arranger.message(0)]).toEqual(['Filter: web', 'No namespace matches the filter "web".']);
  editor.choose = () => undefined;
  editor.type = () => undefined;
  await arranger.chooseGroup();
  await arranger.chooseFilter();
  expect([new NamespaceArranger(mementoOf(stored)).current, changes]).toEqual([{ group: 'pod', filter: '' }, 2]);
  arranger.showAll();
  arranger.showAll();
  expect([arranger.current.filter, arranger.message(0), changes]).toEqual(['', '', 3]);
});

test('a configuration that is dropped on a namespace is added to it', async () => {
  const [row] = namespaceNodes(inventory());
  const data = new Map([
    ['text/uri-list', new vscode.DataTransferItem('# a comment\r\nfile:///w/10-web.conflist\r\n')],
  ]);
  const drop = configurationDrop.handleDrop?.bind(undefined);
  const token = new vscode.CancellationTokenSource().token;
  await Reflect.apply(drop ?? (() => undefined), undefined, [row, data, token]);
  await Reflect.apply(drop ?? (() => undefined), undefined, [undefined, data, token]);
  expect(editor.commands.map(([id, uri, , target]) => [id, String(uri), target])).toEqual([
    ['cni.addToNamespace', 'file:///w/10-web.conflist', row],
  ]);
});
