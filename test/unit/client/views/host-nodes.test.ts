import { expect, test } from 'vitest';
import { hostChildren, hostNodes } from '../../../../client/views/host-nodes.ts';
import { isHostNode, type HostNode } from '../../../../client/views/host-node.ts';
import type { Knowledge } from '../../../../client/hosts/host-knowledge.ts';
import type { HostState, NamedHost } from '../../../../engine/host/host.ts';
import { contents, failed, node1, worker } from '../hosts/hosts.ts';

const builtIn: readonly NamedHost[] = [
  { name: 'sandbox', spec: { kind: 'sandbox' } },
  { name: 'local', spec: { kind: 'local' } },
];
const states = new Map<string, HostState>([
  ['local', { kind: 'ready' }],
  ['node1', failed],
  ['worker', { kind: 'connecting' }],
]);
const shown = {
  hosts: [...builtIn, node1, worker],
  selected: 'local',
  stateOf: (name: string): HostState => states.get(name) ?? { kind: 'idle' },
  problems: [],
};
const ready: Knowledge = { kind: 'ready', contents };

test('each host has a row that describes its connection in words, not only by color', () => {
  const rows = hostNodes(shown).map(({ label, description, icon }) => [label, description, icon]);
  expect(rows).toEqual([
    ['sandbox', 'not connected', 'package'],
    ['local', 'selected · connected', 'vm'],
    ['node1', 'failed: There is no connection to node1.', 'error'],
    ['worker', 'connecting…', 'loading~spin'],
  ]);
});

test('a failed host has the remedy in its tooltip, and only a connected one can be expanded', () => {
  const rows = hostNodes(shown);
  expect(rows[2]?.tooltip.split('\n')).toEqual([
    'ssh: admin@10.0.0.1',
    'There is no connection to node1. Try "ssh node1".',
  ]);
  expect(rows.map((row) => row.kind === 'host' && row.isOpen)).toEqual([false, true, false, false]);
});

test('context values contain the state, the kind of host, and the selection', () => {
  expect(hostNodes(shown).map((row) => (row.kind === 'host' ? row.context : ''))).toEqual([
    'host.idle.sandbox',
    'host.ready.local.selected',
    'host.failed.settings',
    'host.connecting.settings',
  ]);
});

test('problems of the settings have rows, and without configured hosts there is a row to add one', () => {
  const empty = hostNodes({ ...shown, hosts: builtIn });
  expect(empty.at(-1)).toMatchObject({ kind: 'hostAction', command: 'cni.addHost' });
  const wrong = hostNodes({ ...shown, hosts: builtIn, problems: ['Entry 1 is no object.'] });
  expect(wrong.at(-1)).toMatchObject({ kind: 'hostAction', command: 'cni.editHosts', label: 'Entry 1 is no object.' });
});

test('below a host, sections show what is on it, with counts', () => {
  expect(hostChildren('node1', ready).map(({ label, description }) => [label, description])).toEqual([
    ['Plugins', '3 · /opt/cni/bin · 1 not usable'],
    ['Configuration Files', '2'],
    ['Namespaces', '2'],
    ['Cached Results', '2 · 1 unreadable'],
    ['Reservations', '3'],
    ['Interfaces', '1'],
    ['Routes', '2'],
    ['System', 'Debian 12'],
  ]);
});

test('routes and the system are shown', () => {
  expect([...below('Routes'), ...below('System')].map(({ label, description }) => [label, description])).toEqual([
    ['default', 'via 192.0.2.1 · eth0'],
    ['10.88.0.0/16', 'cni0'],
    ['Kernel', '6.1.0 · x86_64'],
    ['net.ipv4.ip_forward', '0'],
    ['net.bridge.bridge-nf-call-iptables', 'missing'],
    ['iptables', 'missing'],
    ['nft', 'installed'],
  ]);
});

test('plugins are shown with their release and version, or why they cannot run', () => {
  expect(below('Plugins').map(({ label, description, icon }) => [label, description, icon])).toEqual([
    ['bridge', 'v1.9.1 · spec 1.1.0', 'extensions'],
    ['ptp', 'it is not executable (mode 644)', 'warning'],
    ['mute', 'version not reported', 'extensions'],
  ]);
});

test('namespaces are shown with their owners', () => {
  expect(below('Namespaces').map(({ label, description }) => [label, description])).toEqual([
    ['ns1', ''],
    ['pause', 'containerd ffffffffffff · process pause (42)'],
  ]);
});

test('configuration files are named by their network and know their path', () => {
  expect(below('Configuration Files')).toMatchObject([
    { kind: 'hostFile', label: '10-a.conflist', description: 'a', path: '/etc/cni/net.d/10-a.conflist' },
    { kind: 'hostFile', label: '20-b.conf', description: 'not a network configuration', icon: 'warning' },
  ]);
});

test('rows have the same ids when read again, and no id twice', () => {
  expect(ids(structuredClone(ready))).toEqual(ids(ready));
  expect(new Set(ids(ready)).size).toBe(ids(ready).length);
});

test('ten thousand reservations are counted, but not all shown', () => {
  const reservations = Array.from({ length: 10_000 }, (_, index) => ({
    directory: '/var/lib/cni/networks/big',
    address: `10.0.${Math.floor(index / 250)}.${index % 250}`,
    containerID: String(index),
    ifName: 'eth0',
  }));
  const big: Knowledge = { kind: 'ready', contents: { ...contents, facts: { ...contents.facts, reservations } } };
  const section = hostChildren('node1', big).find(({ label }) => label === 'Reservations');
  expect(section?.description).toBe('10000');
  const rows = section?.kind === 'section' ? section.children : [];
  expect([rows.length, rows.at(-1)?.label]).toEqual([501, '9500 more']);
});

test('a row reports that a host is read for the first time, or that it could not be read', () => {
  expect(hostChildren('node1', { kind: 'unknown' })).toEqual([]);
  expect(hostChildren('node1', { kind: 'reading' })).toMatchObject([{ label: 'Reading the host…' }]);
  expect(hostChildren('node1', { kind: 'reading', contents })).toHaveLength(8);
  expect(hostChildren('node1', { kind: 'failed', reason: 'no tar', contents })[0]).toMatchObject({
    label: 'Could not read the host',
    description: 'no tar',
  });
});

test('isHostNode recognizes rows of this view', () => {
  expect(hostNodes(shown).every(isHostNode)).toBe(true);
  expect([undefined, null, 'node1', { kind: 'host' }, { kind: 'namespace', id: 'x', host: 'y' }].some(isHostNode)).toBe(
    false,
  );
});

function below(label: string): readonly HostNode[] {
  const section = hostChildren('node1', ready).find((row) => row.label === label);
  return section?.kind === 'section' ? section.children : [];
}

function ids(knowledge: Knowledge): string[] {
  return hostChildren('node1', knowledge).flatMap(allIds);
}

function allIds(node: HostNode): string[] {
  return [node.id, ...(node.kind === 'section' ? node.children.flatMap(allIds) : [])];
}
