import * as vscode from 'vscode';
import { hostShortName } from './host-text.ts';
import type { HostSelection } from './host-selection.ts';
import type { InventoryModel } from './inventory-model.ts';
import { treeItem } from './tree-item.ts';
import type { Inventory, TreeNode } from './tree-nodes.ts';

/** One of the two trees: shows the rows that `nodes` makes of the inventory. */
export class InventoryView implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #model: InventoryModel;
  readonly #hosts: HostSelection;
  readonly #nodes: (inventory: Inventory) => readonly TreeNode[];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    id: 'cni.namespaces' | 'cni.cachedResults',
    model: InventoryModel,
    hosts: HostSelection,
    nodes: (inventory: Inventory) => readonly TreeNode[],
    onDidShow: () => void,
  ) {
    this.#model = model;
    this.#hosts = hosts;
    this.#nodes = nodes;
    this.#view = vscode.window.createTreeView(id, { treeDataProvider: this, showCollapseAll: id === 'cni.namespaces' });
    const onVisibility = (visible: boolean): void => {
      model.setWatched(id, visible);
      if (visible) {
        onDidShow();
      }
    };
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      this.#view,
      this.#view.onDidChangeVisibility((event) => onVisibility(event.visible)),
      model.onDidChange(() => this.#update()),
    );
    this.#update();
    onVisibility(this.#view.visible);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const children = node.kind === 'namespace' ? node.children.length : 0;
    const { None, Expanded } = vscode.TreeItemCollapsibleState;
    const item = treeItem(node, children > 0 ? Expanded : None);
    item.contextValue = node.kind;
    if (node.kind === 'action') {
      item.command = { command: node.command, title: node.label };
    } else if (node.kind === 'attachment' || node.kind === 'unreadable') {
      item.command = {
        command: 'cni.openCachedResult',
        title: vscode.l10n.t('Open Cached File'),
        arguments: [node],
      };
    }
    return item;
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (node !== undefined) {
      return node.kind === 'namespace' ? [...node.children] : [];
    }
    return [...this.#nodes(this.#model.current)];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return this.#nodes(this.#model.current).find(
      (root) => root.kind === 'namespace' && root.children.some((child) => child.id === node.id),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #update(): void {
    this.#view.description = hostShortName(vscode.l10n.t, this.#hosts.selected.name);
    this.#changed.fire();
  }
}
