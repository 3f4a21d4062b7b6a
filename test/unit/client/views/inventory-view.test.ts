import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { InventoryView } from '../../../../client/views/inventory-view.ts';
import { namespaceNodes } from '../../../../client/views/namespace-rows.ts';
import {
  cachedResultNodes,
  isTreeNode,
  type Inventory,
  type NamespaceGrouping,
  type TreeNode,
} from '../../../../client/views/tree-nodes.ts';
import { TreeSelections } from '../../../../client/views/tree-selections.ts';
import { editor, resetEditor, reveal } from '../../../stand-in/editor.ts';
import { node1 } from '../hosts/hosts.ts';
import { sandbox, StagedSelection } from '../hosts/selected.ts';
import { attachment } from './attachments.ts';
import { treeOf } from './trees.ts';

beforeEach(resetEditor);

const inventory: Inventory = {
  kind: 'ready',
  host: 'node1',
  namespaces: ['ns1', 'ns2'].map((name) => ({ name, path: `/var/run/netns/${name}` })),
  cache: { attachments: [attachment()], unreadable: [{ cacheFile: '/r/bad', reason: 'empty' }] },
};

/** One of the two views, over an inventory that a test changes. */
function stage(
  id: 'cni.namespaces' | 'cni.cachedResults',
  current: Inventory = inventory,
  group: NamespaceGrouping = 'none',
) {
  const changed = new vscode.EventEmitter<void>();
  const watched: [string, boolean][] = [];
  const model = {
    current,
    onDidChange: changed.event,
    setWatched: (watcher: string, visible: boolean) => void watched.push([watcher, visible]),
  };
  const hosts = new StagedSelection(node1);
  const shown: string[] = [];
  const selections = new TreeSelections();
  const nodes = (what: Inventory): readonly TreeNode[] =>
    id === 'cni.namespaces' ? namespaceNodes(what, { group, filter: '' }) : cachedResultNodes(what);
  const sources = { inventory: model, hosts, selections };
  const view = new InventoryView(id, sources, nodes, () => shown.push(id), { message: (rows) => `${rows} rows` });
  return { view, model, hosts, changed, watched, shown, selections };
}

test('namespaces with attachments are expanded, and rows know their parents', () => {
  const { view } = stage('cni.namespaces');
  const [first, second] = view.getChildren();
  const [child] = first === undefined ? [] : view.getChildren(first);
  const { None, Expanded } = vscode.TreeItemCollapsibleState;
  const stateOf = (node: TreeNode | undefined): unknown =>
    node === undefined ? undefined : view.getTreeItem(node).collapsibleState;
  expect([first, second, child].map(stateOf)).toEqual([Expanded, None, None]);
  expect(child === undefined ? undefined : [view.getParent(child)?.id, view.getChildren(child)]).toEqual([
    first?.id,
    [],
  ]);
  expect(first === undefined ? 'none' : view.getParent(first)).toBeUndefined();
});

test('a click on a cached result opens its file, and one on an action runs it', () => {
  const { view } = stage('cni.cachedResults');
  const rows = view.getChildren();
  expect(rows.map((row) => view.getTreeItem(row).command)).toMatchObject(
    rows.map((row) => ({ command: 'cni.openCachedResult', arguments: [row] })),
  );
  const { view: broken } = stage('cni.cachedResults', { kind: 'failed', reason: 'No room.' });
  expect(broken.getChildren().map((row) => broken.getTreeItem(row).command?.command)).toEqual([
    'cni.showLog',
    'cni.refresh',
    'cni.selectHost',
    'cni.showLog',
  ]);
});

test('the inventory is watched while the view is visible, and the view shows the host', () => {
  const { view, hosts, changed, watched, shown, selections } = stage('cni.namespaces');
  expect([watched, shown]).toEqual([[['cni.namespaces', false]], []]);
  reveal('cni.namespaces', true);
  reveal('cni.namespaces', false);
  expect(watched.slice(1)).toEqual([
    ['cni.namespaces', true],
    ['cni.namespaces', false],
  ]);
  expect([shown, treeOf('cni.namespaces').description]).toEqual([['cni.namespaces'], 'node1']);
  hosts.selected = sandbox;
  const refreshed: unknown[] = [];
  view.onDidChangeTreeData((node) => refreshed.push(node));
  changed.fire();
  expect([treeOf('cni.namespaces').description, refreshed]).toEqual(['sandbox', [undefined]]);
  const rows = view.getChildren();
  treeOf('cni.namespaces').selection = rows;
  expect(selections.rows(rows[0], (row): row is TreeNode => row !== undefined)).toEqual(rows);
  view.dispose();
  changed.fire();
  expect(refreshed).toHaveLength(1);
});

/** The labels of the rows that were selected by the extension. */
const revealed = (): readonly unknown[] => treeOf('cni.namespaces').revealed.map((row) => isTreeNode(row) && row.label);

test('a namespace is revealed by its path, also inside a group', async () => {
  await stage('cni.namespaces').view.reveal('/run/netns/ns2');
  expect([revealed(), treeOf('cni.namespaces').message]).toEqual([['ns2'], '2 rows']);
  resetEditor();
  await stage('cni.namespaces', inventory, 'network').view.reveal('/var/run/netns/ns1');
  expect(revealed()).toEqual(['ns1']);
});

test('a namespace of a host that is not read yet is revealed when it is', async () => {
  const { view, model, changed } = stage('cni.namespaces', { kind: 'unknown' });
  await view.reveal('/run/netns/ns2');
  expect([revealed(), editor.commands]).toEqual([[], [['cni.namespaces.focus']]]);
  changed.fire();
  expect(revealed()).toEqual([]);
  model.current = inventory;
  changed.fire();
  changed.fire();
  expect(revealed()).toEqual(['ns2']);
});

test('a namespace that does not exist only shows the view', async () => {
  const { view, changed } = stage('cni.namespaces');
  await view.reveal('/run/netns/gone');
  changed.fire();
  expect([revealed(), editor.commands]).toEqual([[], [['cni.namespaces.focus']]]);
});
