import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { HostKnowledge } from '../../../../client/hosts/host-knowledge.ts';
import type { HostNode } from '../../../../client/views/host-node.ts';
import { HostsView } from '../../../../client/views/hosts-view.ts';
import { TreeSelections } from '../../../../client/views/tree-selections.ts';
import type { HostState } from '../../../../engine/host/host.ts';
import { editor, events, resetEditor, reveal } from '../../../stand-in/editor.ts';
import { contents, node1, worker } from '../hosts/hosts.ts';
import { local, sandbox, StagedSelection } from '../hosts/selected.ts';
import { treeOf } from './trees.ts';

beforeEach(resetEditor);

/** The view of four hosts, of which node1 is ready. */
function stage() {
  const reads: string[] = [];
  const states = new Map<string, HostState>([['node1', { kind: 'ready' }]]);
  const knowledge = new HostKnowledge(
    (name) => ({
      facts: () => Promise.resolve(contents.facts),
      inventory: () => {
        reads.push(name);
        return Promise.resolve({ namespaces: [], cache: contents.cache });
      },
    }),
    String,
  );
  const changed = new vscode.EventEmitter<void>();
  const connected = new vscode.EventEmitter<string>();
  const hosts = new StagedSelection(node1);
  const selections = new TreeSelections();
  const shown: string[] = [];
  const view = new HostsView(
    {
      catalog: { hosts: [sandbox, local, node1, worker], problems: [], onDidChange: changed.event },
      connections: { stateOf: (name) => states.get(name) ?? { kind: 'idle' }, onDidChange: connected.event },
      hosts,
      knowledge,
      selections,
    },
    () => shown.push('shown'),
  );
  const refreshed: (string | undefined)[] = [];
  view.onDidChangeTreeData((node) => refreshed.push(node?.label));
  return { view, knowledge, reads, changed, connected, hosts, selections, shown, refreshed };
}

function hostRow(view: HostsView, name: string): HostNode {
  const row = view.getChildren().find(({ host }) => host === name);
  if (row === undefined) {
    throw new Error(`no row ${name}`);
  }
  return row;
}

test('below a connected host its contents are shown, and read when they are expanded', async () => {
  const { view, knowledge, reads, refreshed } = stage();
  const row = hostRow(view, 'node1');
  expect(reads).toEqual([]);
  expect(view.getChildren(row).map(({ label }) => label)).toEqual(['Reading the host…']);
  expect(editor.progresses).toEqual(['cni.hosts']);
  await knowledge.ensureFresh('node1');
  expect(refreshed).toContain('node1');
  const sections = view.getChildren(row);
  expect(sections[0]?.label).toBe('Plugins');
  expect(reads).toEqual(['node1']);
  const [plugin] = view.getChildren(sections[0]);
  expect(plugin?.label).toBe('bridge');
  expect(view.getChildren(plugin)).toEqual([]);
});

test('expanding a host that is not connected starts nothing', () => {
  const { view, reads } = stage();
  expect(view.getChildren(hostRow(view, 'worker'))).toEqual([]);
  expect(reads).toEqual([]);
});

test('rows with children can be expanded, and a file opens with a click', async () => {
  const { view, knowledge } = stage();
  await knowledge.ensureFresh('node1');
  const items = (nodes: readonly HostNode[]): vscode.TreeItem[] => nodes.map((node) => view.getTreeItem(node));
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  expect(items([hostRow(view, 'node1'), hostRow(view, 'worker')])).toMatchObject([
    { collapsibleState: Collapsed, contextValue: 'host.ready.settings.selected' },
    { collapsibleState: None, contextValue: 'host.idle.settings' },
  ]);
  const files = view.getChildren(hostRow(view, 'node1')).find(({ label }) => label === 'Configuration Files');
  const [file] = files === undefined ? [] : view.getChildren(files);
  expect(items([files ?? hostRow(view, 'node1')])).toMatchObject([{ collapsibleState: Collapsed }]);
  expect(file === undefined ? undefined : view.getTreeItem(file)).toMatchObject({
    collapsibleState: None,
    command: { command: 'cni.openHostFile', arguments: [file] },
  });
  const empty = {
    kind: 'section',
    id: 's',
    host: 'node1',
    label: 's',
    description: '0',
    tooltip: '',
    icon: 'x',
  } as const;
  expect(view.getTreeItem({ ...empty, children: [] })).toMatchObject({ collapsibleState: None });
  expect(view.getTreeItem({ ...empty, kind: 'hostAction', command: 'cni.addHost' })).toMatchObject({
    command: { command: 'cni.addHost' },
  });
});

test('hosts are shown in trusted workspaces only', () => {
  const { view, refreshed } = stage();
  editor.isTrusted = false;
  expect(view.getChildren()).toEqual([]);
  editor.isTrusted = true;
  events.trust.fire();
  expect([refreshed.length, view.getChildren().length]).toEqual([1, 4]);
});

test('every change of hosts refreshes the view until it is disposed', () => {
  const { view, changed, connected, hosts, refreshed } = stage();
  changed.fire();
  connected.fire('node1');
  hosts.select(worker);
  expect(refreshed).toEqual([undefined, undefined, undefined]);
  view.dispose();
  changed.fire();
  expect(refreshed).toHaveLength(3);
});

test('its selection is available to commands, and showing it calls the listener', () => {
  const { view, selections, shown } = stage();
  const rows = [hostRow(view, 'node1'), hostRow(view, 'worker')];
  treeOf('cni.hosts').selection = rows;
  expect(selections.rows(rows[0], (row): row is HostNode => row !== undefined)).toEqual(rows);
  reveal('cni.hosts', true);
  reveal('cni.hosts', false);
  expect(shown).toEqual(['shown']);
});
