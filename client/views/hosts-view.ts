import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { HostCatalog } from '../hosts/host-catalog.ts';
import type { HostConnections } from '../hosts/host-connections.ts';
import type { HostKnowledge } from '../hosts/host-knowledge.ts';
import { hostChildren, hostNodes } from './host-nodes.ts';
import { hostFileUri } from '../host-files/host-file-path.ts';
import type { HostNode } from './host-node.ts';
import type { HostSelection } from '../hosts/host-selection.ts';
import type { TreeSelections } from './tree-selections.ts';
import { treeItem } from './tree-item.ts';

/** Dependencies of the view, created in extension.ts. */
export interface HostsViewSources {
  readonly catalog: Pick<HostCatalog, 'hosts' | 'problems' | 'onDidChange'>;
  readonly connections: Pick<HostConnections, 'stateOf' | 'onDidChange'>;
  readonly hosts: Pick<HostSelection, 'selected' | 'onDidSelect'>;
  readonly knowledge: Pick<HostKnowledge, 'of' | 'isStale' | 'ensureFresh' | 'onDidChange'>;
  readonly selections: Pick<TreeSelections, 'add'>;
}

const viewId = 'cni.hosts';

/** Drags the configuration files of hosts, for example to a namespace. */
const fileDrag: vscode.TreeDragAndDropController<HostNode> = {
  dragMimeTypes: ['text/uri-list'],
  dropMimeTypes: [],
  handleDrag: (nodes, data) => {
    const uris = nodes.flatMap((node) => (node.kind === 'hostFile' ? [hostFileUri(node.host, node.path)] : []));
    data.set('text/uri-list', new vscode.DataTransferItem(uris.join('\r\n')));
  },
};

/**
 * The tree of hosts. A host is read when the editor requests its children: for visible expanded rows, and again when they
 * changed.
 */
export class HostsView implements vscode.TreeDataProvider<HostNode>, vscode.Disposable {
  readonly #from: HostsViewSources;
  readonly #changed = new vscode.EventEmitter<HostNode | undefined>();
  readonly #view: vscode.TreeView<HostNode>;
  readonly #subscription: vscode.Disposable;
  /** The rows of hosts that the editor has: a refresh needs the same objects. */
  #roots: readonly HostNode[] = [];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(from: HostsViewSources, onDidShow: () => void) {
    this.#from = from;
    this.#view = vscode.window.createTreeView(viewId, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
      dragAndDropController: fileDrag,
    });
    const { catalog, connections, hosts, knowledge, selections } = from;
    const all = (): void => this.#changed.fire(undefined);
    const onVisibility = (visible: boolean): void => {
      if (visible) {
        onDidShow();
      }
    };
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      this.#view,
      selections.add(() => this.#view.selection),
      this.#view.onDidChangeVisibility(({ visible }) => onVisibility(visible)),
      catalog.onDidChange(all),
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
      item.command = { command: 'cni.openHostFile', title: l10n.t('Open'), arguments: [node] };
    }
    return item;
  }

  getChildren(node?: HostNode): HostNode[] {
    const { catalog, connections, hosts, knowledge } = this.#from;
    if (node === undefined) {
      const stateOf = (name: string) => connections.stateOf(name);
      const { problems } = catalog;
      const shown = { hosts: catalog.hosts, selected: hosts.selected.name, stateOf, problems };
      this.#roots = vscode.workspace.isTrusted ? hostNodes(shown) : [];
      return [...this.#roots];
    }
    switch (node.kind) {
      case 'host':
        this.#readIfStale(node.host);
        return [...hostChildren(node.host, knowledge.of(node.host))];
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

  /** Never reads a host that is not connected: showing a row starts nothing. */
  #readIfStale(name: string): void {
    const { connections, knowledge } = this.#from;
    if (connections.stateOf(name).kind === 'ready' && knowledge.isStale(name)) {
      const reading = knowledge.ensureFresh(name);
      void vscode.window.withProgress({ location: { viewId } }, () => reading);
    }
  }
}
