import * as vscode from 'vscode';
import type { HostCatalogue } from './host-catalogue.ts';
import type { HostConnections } from './host-connections.ts';
import type { HostKnowledge } from './host-knowledge.ts';
import { hostChildren, hostNodes, type HostNode } from './host-nodes.ts';
import type { HostSelection } from './host-selection.ts';
import { treeItem } from './tree-item.ts';

/** What the view shows; all of it made in extension.ts. */
export interface HostsViewSources {
  readonly catalogue: HostCatalogue;
  readonly connections: HostConnections;
  readonly hosts: HostSelection;
  readonly knowledge: HostKnowledge;
}

const viewId = 'cni.hosts';

/**
 * The tree of hosts. What is on a host is read when the editor wants the rows below it: it does so for rows that are
 * unfolded and seen, and again when they changed.
 */
export class HostsView implements vscode.TreeDataProvider<HostNode>, vscode.Disposable {
  readonly #from: HostsViewSources;
  readonly #changed = new vscode.EventEmitter<HostNode | undefined>();
  readonly #view: vscode.TreeView<HostNode>;
  readonly #subscription: vscode.Disposable;
  /** The row of each host as the editor has it: it wants the same object back. */
  #roots: readonly HostNode[] = [];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(from: HostsViewSources, onDidShow: () => void) {
    this.#from = from;
    this.#view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    const { catalogue, connections, hosts, knowledge } = from;
    const all = (): void => this.#changed.fire(undefined);
    const onVisibility = (visible: boolean): void => {
      if (visible) {
        onDidShow();
      }
    };
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      this.#view,
      this.#view.onDidChangeVisibility(({ visible }) => onVisibility(visible)),
      catalogue.onDidChange(all),
      hosts.onDidSelect(all),
      connections.onDidChange(all),
      knowledge.onDidChange((name) =>
        this.#changed.fire(this.#roots.find((root) => root.kind === 'host' && root.host === name)),
      ),
      vscode.workspace.onDidGrantWorkspaceTrust(all),
    );
    onVisibility(this.#view.visible);
  }

  getTreeItem(node: HostNode): vscode.TreeItem {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const opens = node.kind === 'host' ? node.isOpen : node.kind === 'section' && node.children.length > 0;
    const item = treeItem(node, opens ? Collapsed : None);
    item.contextValue = node.kind === 'host' ? node.context : node.kind;
    if (node.kind === 'hostAction') {
      item.command = { command: node.command, title: node.label };
    } else if (node.kind === 'hostFile') {
      item.command = { command: 'cni.openHostFile', title: vscode.l10n.t('Open'), arguments: [node] };
    }
    return item;
  }

  getChildren(node?: HostNode): HostNode[] {
    const { catalogue, connections, hosts, knowledge } = this.#from;
    const { t } = vscode.l10n;
    if (node === undefined) {
      const stateOf = connections.stateOf.bind(connections);
      const { problems } = catalogue;
      const shown = { hosts: catalogue.hosts, selected: hosts.selected.name, stateOf, problems };
      this.#roots = vscode.workspace.isTrusted ? hostNodes(shown, t) : [];
      return [...this.#roots];
    }
    switch (node.kind) {
      case 'host':
        this.#readIfStale(node.host);
        return [...hostChildren(node.host, knowledge.of(node.host), t)];
      case 'section':
        return [...node.children];
      case 'hostFile':
      case 'fact':
      case 'hostAction':
        return [];
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Never reads a host that is not connected: looking at a row starts nothing. */
  #readIfStale(name: string): void {
    const { connections, knowledge } = this.#from;
    if (connections.stateOf(name).kind === 'ready' && knowledge.isStale(name)) {
      const reading = knowledge.ensureFresh(name);
      void vscode.window.withProgress({ location: { viewId } }, () => reading);
    }
  }
}
