import { expect, test } from 'vitest';
import { hostChildren, hostNodes, isHostNode, type HostNode } from '../../../client/host-nodes.ts';
import type { Knowledge } from '../../../client/host-knowledge.ts';
import type { HostState, NamedHost } from '../../../engine/host/host.ts';
import { t } from './attachments.ts';
import { contents, failed, node1, worker } from './hosts.ts';

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

test('each host has a row that says how its connection is, in words and not by colour alone', () => {
  const rows = hostNodes(shown, t).map(({ label, description, icon }) => [label, description, icon]);
  expect(rows).toEqual([
    ['sandbox', 'not connected', 'package'],
    ['local', 'in use · connected', 'vm'],
    ['node1', 'failed: There is no connection to node1.', 'error'],
    ['worker', 'connecting…', 'loading~spin'],
  ]);
});

test('a failed host tells the cure in its tooltip, and only a connected one can be unfolded', () => {
  const rows = hostNodes(shown, t);
  expect(rows[2]?.tooltip.split('\n')).toEqual([
    'Over ssh: admin@10.0.0.1',
    'There is no connection to node1. Try "ssh node1".',
  ]);
  expect(rows.map((row) => row.kind === 'host' && row.isOpen)).toEqual([false, true, false, false]);
});

test('menus can tell states, hosts of the settings, and the one in use', () => {
  expect(hostNodes(shown, t).map((row) => (row.kind === 'host' ? row.context : ''))).toEqual([
    'host.idle.builtin',
    'host.ready.builtin.selected',
    'host.failed.settings',
    'host.connecting.settings',
  ]);
});

test('what is wrong with the settings has a row, and while there is no host of the user there is a way to add one', () => {
  const empty = hostNodes({ ...shown, hosts: builtIn }, t);
  expect(empty.at(-1)).toMatchObject({ kind: 'hostAction', command: 'cni.addHost' });
  const wrong = hostNodes({ ...shown, hosts: builtIn, problems: ['Entry 1 is no object.'] }, t);
  expect(wrong.at(-1)).toMatchObject({ kind: 'hostAction', command: 'cni.editHosts', label: 'Entry 1 is no object.' });
});

test('below a host stands what is on it, in sections that count', () => {
  expect(hostChildren('node1', ready, t).map(({ label, description }) => [label, description])).toEqual([
    ['Plugins', '3 · /opt/cni/bin · 1 cannot run'],
    ['Configuration Files', '2'],
    ['Namespaces', '2'],
    ['Cached Results', '2 · 1 cannot be read'],
    ['Reservations', '3'],
    ['Interfaces', '1'],
    ['Routes', '2'],
    ['System', 'Debian 12'],
  ]);
});

test('routes and the system tell what CNI plugins will meet', () => {
  expect([...below('Routes'), ...below('System')].map(({ label, description }) => [label, description])).toEqual([
    ['default', 'via 192.0.2.1 · eth0'],
    ['10.88.0.0/16', 'cni0'],
    ['Kernel', '6.1.0 · x86_64'],
    ['net.ipv4.ip_forward', '0'],
    ['net.bridge.bridge-nf-call-iptables', 'not there'],
    ['iptables', 'not there'],
    ['nft', 'there'],
  ]);
});

test('plugins show their release and version, or why they cannot run', () => {
  expect(below('Plugins').map(({ label, description, icon }) => [label, description, icon])).toEqual([
    ['bridge', 'v1.9.1 · spec 1.1.0', 'extensions'],
    ['ptp', 'it may not be executed (mode 644)', 'warning'],
    ['mute', 'says no version', 'extensions'],
  ]);
});

test('namespaces say whose they are', () => {
  expect(below('Namespaces').map(({ label, description }) => [label, description])).toEqual([
    ['ns1', ''],
    ['pause', 'containerd ffffffffffff · process pause (42)'],
  ]);
});

test('configuration files are named by their network and know their path', () => {
  expect(below('Configuration Files')).toMatchObject([
    { kind: 'hostFile', label: '10-a.conflist', description: 'a', path: '/etc/cni/net.d/10-a.conflist' },
    { kind: 'hostFile', label: '20-b.conf', description: 'no network configuration', icon: 'warning' },
  ]);
});

test('rows have the same ids when read again, and no id twice', () => {
  expect(ids(structuredClone(ready))).toEqual(ids(ready));
  expect(new Set(ids(ready)).size).toBe(ids(ready).length);
});

test('ten thousand reservations are counted, and not all shown', () => {
  const reservations = Array.from({ length: 10_000 }, (_, index) => ({
    directory: '/var/lib/cni/networks/big',
    address: `10.0.${Math.floor(index / 250)}.${index % 250}`,
    containerID: String(index),
    ifName: 'eth0',
  }));
  const big: Knowledge = { kind: 'ready', contents: { ...contents, facts: { ...contents.facts, reservations } } };
  const section = hostChildren('node1', big, t).find(({ label }) => label === 'Reservations');
  expect(section?.description).toBe('10000');
  const rows = section?.kind === 'section' ? section.children : [];
  expect([rows.length, rows.at(-1)?.label]).toEqual([501, 'and 9500 more']);
});

test('while a host is read for the first time, and when that fails, a row says so', () => {
  expect(hostChildren('node1', { kind: 'unknown' }, t)).toEqual([]);
  expect(hostChildren('node1', { kind: 'reading' }, t)).toMatchObject([{ label: 'Reading what is there…' }]);
  expect(hostChildren('node1', { kind: 'reading', contents }, t)).toHaveLength(8);
  expect(hostChildren('node1', { kind: 'failed', reason: 'no tar', contents }, t)[0]).toMatchObject({
    label: 'Could not be read',
    description: 'no tar',
  });
});

test('isHostNode tells rows of this view from those of the others', () => {
  expect(hostNodes(shown, t).every(isHostNode)).toBe(true);
  expect([undefined, null, 'node1', { kind: 'host' }, { kind: 'namespace', id: 'x', host: 'y' }].some(isHostNode)).toBe(
    false,
  );
});

function below(label: string): readonly HostNode[] {
  const section = hostChildren('node1', ready, t).find((row) => row.label === label);
  return section?.kind === 'section' ? section.children : [];
}

function ids(knowledge: Knowledge): string[] {
  return hostChildren('node1', knowledge, t).flatMap(allIds);
}

function allIds(node: HostNode): string[] {
  return [node.id, ...(node.kind === 'section' ? node.children.flatMap(allIds) : [])];
}
