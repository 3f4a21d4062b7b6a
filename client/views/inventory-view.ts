import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { hostShortName } from '../hosts/host-text.ts';
import type { HostSelection } from '../hosts/host-selection.ts';
import type { SelectedInventory } from '../hosts/selected-inventory.ts';
import { isSameNamespace } from './attachment-label.ts';
import { treeItem } from './tree-item.ts';
import type { TreeSelections } from './tree-selections.ts';
import type { Inventory, TreeNode } from './tree-nodes.ts';

/** Number of rows up to which namespaces are expanded at first. */
const mostExpanded = 20;

/** Dependencies of the view, created in extension.ts. */
export interface InventoryViewSources {
  readonly inventory: Pick<SelectedInventory, 'current' | 'setWatched' | 'onDidChange'>;
  readonly hosts: Pick<HostSelection, 'selected'>;
  readonly selections: Pick<TreeSelections, 'add'>;
}

/** What only one of the views has. */
interface InventoryViewParts {
  readonly drop?: vscode.TreeDragAndDropController<TreeNode>;
  /** Returns the text above the rows; '' for none. */
  readonly message?: (rows: number) => string;
}

/** The tree of namespaces or of cached results, with the rows that `nodes` returns. */
export class InventoryView implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #model: Pick<SelectedInventory, 'current' | 'setWatched' | 'onDidChange'>;
  readonly #hosts: Pick<HostSelection, 'selected'>;
  readonly #nodes: (inventory: Inventory) => readonly TreeNode[];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #subscription: vscode.Disposable;
  readonly #message: (rows: number) => string;
  #current: readonly TreeNode[] | undefined;
  /** Path of the namespace to select as soon as its host is read. */
  #wanted: string | undefined;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    id: 'cni.namespaces' | 'cni.cachedResults',
    { inventory: model, hosts, selections }: InventoryViewSources,
    nodes: (inventory: Inventory) => readonly TreeNode[],
    onDidShow: () => void,
    { drop, message = () => '' }: InventoryViewParts = {},
  ) {
    this.#model = model;
    this.#hosts = hosts;
    this.#nodes = nodes;
    this.#message = message;
    this.#view = vscode.window.createTreeView(id, {
      treeDataProvider: this,
      showCollapseAll: id === 'cni.namespaces',
      canSelectMany: true,
      ...(drop === undefined ? {} : { dragAndDropController: drop }),
    });
    const onVisibility = (visible: boolean): void => {
      model.setWatched(id, visible);
      if (visible) {
        onDidShow();
      }
    };
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      this.#view,
      selections.add(() => this.#view.selection),
      this.#view.onDidChangeVisibility((event) => onVisibility(event.visible)),
      model.onDidChange(() => this.#update()),
    );
    this.#update();
    onVisibility(this.#view.visible);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = treeItem(node, this.#stateOf(node));
    item.contextValue = node.kind === 'namespace' && !node.isNamed ? 'unnamedNamespace' : node.kind;
    if (node.kind === 'action') {
      item.command = { command: node.command, title: node.label };
    } else if (node.kind === 'attachment' || node.kind === 'unreadable') {
      item.command = {
        command: 'cni.openCachedResult',
        title: l10n.t('Open Cached File'),
        arguments: [node],
      };
    }
    return item;
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (node !== undefined) {
      return 'children' in node ? [...(node.children ?? [])] : [];
    }
    return [...this.#rows];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return parentIn(this.#rows, node);
  }

  /** Shows the rows again, after their arrangement changed. */
  refresh(): void {
    this.#update();
  }

  /** The rows of the last change. They compute their children when these are requested. */
  get #rows(): readonly TreeNode[] {
    this.#current ??= this.#nodes(this.#model.current);
    return this.#current;
  }

  #stateOf(node: TreeNode): vscode.TreeItemCollapsibleState {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    switch (node.kind) {
      case 'namespace':
        return !node.hasChildren
          ? None
          : node.hasAttachments && this.#rows.length <= mostExpanded
            ? Expanded
            : Collapsed;
      case 'group':
        return Expanded;
      case 'live':
      case 'attachment':
        return (node.children ?? []).length > 0 ? Collapsed : None;
      case 'unreadable':
      case 'action':
        return None;
    }
  }

  /** Selects the first row of a namespace, by its path. The view opens even if it has no such row, or not yet. */
  async reveal(path: string): Promise<void> {
    const row = this.#rows
      .flatMap((node) => (node.kind === 'group' ? node.children : [node]))
      .find((node) => node.kind === 'namespace' && isSameNamespace(node.namespace.path, path));
    this.#wanted = row === undefined && this.#model.current.kind === 'unknown' ? path : undefined;
    await (row === undefined
      ? vscode.commands.executeCommand('cni.namespaces.focus')
      : this.#view.reveal(row, { select: true, focus: true }));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #update(): void {
    this.#current = undefined;
    this.#view.description = hostShortName(this.#hosts.selected.name);
    this.#view.message = this.#message(this.#rows.length);
    this.#changed.fire();
    if (this.#wanted !== undefined && this.#model.current.kind !== 'unknown') {
      void this.reveal(this.#wanted);
    }
  }
}

/** Returns the row above another one, searching the ids, which begin with that of their namespace or group. */
function parentIn(rows: readonly TreeNode[], node: TreeNode): TreeNode | undefined {
  for (const row of rows) {
    if (row.id !== node.id && 'children' in row && node.id.startsWith(row.id)) {
      const children = row.children ?? [];
      const found = children.some(({ id }) => id === node.id) ? row : parentIn(children, node);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}
