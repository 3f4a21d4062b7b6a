import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { hostShortName } from '../hosts/host-text.ts';
import type { OperationHistory } from '../operations/operation-history.ts';
import { operationNodes, type OperationTreeNode } from './operation-nodes.ts';
import { treeItem } from './tree-item.ts';
import type { TreeSelections } from './tree-selections.ts';

/** The view "Operations": what ran on each host, newest first. A click opens the inspector. */
export class OperationsView implements vscode.TreeDataProvider<OperationTreeNode>, vscode.Disposable {
  readonly #history: Pick<OperationHistory, 'entries' | 'onDidChange'>;
  readonly #subscription: vscode.Disposable;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(history: Pick<OperationHistory, 'entries' | 'onDidChange'>, selections: Pick<TreeSelections, 'add'>) {
    this.#history = history;
    const view = vscode.window.createTreeView('cni.operations', { treeDataProvider: this, canSelectMany: true });
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      view,
      selections.add(() => view.selection),
      history.onDidChange(() => this.#changed.fire()),
    );
  }

  getTreeItem(node: OperationTreeNode): vscode.TreeItem {
    const { None, Expanded } = vscode.TreeItemCollapsibleState;
    const item = treeItem(node, node.kind === 'operationHost' ? Expanded : None);
    item.contextValue = node.kind;
    if (node.kind === 'operation') {
      item.command = { command: 'cni.inspectOperation', title: l10n.t('Inspect'), arguments: [node] };
    }
    return item;
  }

  getChildren(node?: OperationTreeNode): OperationTreeNode[] {
    if (node === undefined) {
      return [...operationNodes(this.#history.entries, hostShortName, vscode.env.language)];
    }
    return node.kind === 'operationHost' ? [...node.children] : [];
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
