import * as vscode from 'vscode';
import type { LanguageServer } from './language-server.ts';
import type { NeighbourFiles } from './neighbour-files.ts';
import type { ResultDocuments } from './result-documents.ts';
import { isDirectoryReading, runtimeNodes, type DirectoryReading, type RuntimeNode } from './runtime-nodes.ts';
import { treeItem } from './tree-item.ts';

/** How long typing must rest before the directory is read again, in milliseconds. */
const REST = 400;

/** Name of the page's tab. */
const PAGE = 'Runtimes.md';

/** What the view works with; all of it made in extension.ts. */
export interface RuntimesSources {
  readonly server: LanguageServer;
  readonly neighbours: NeighbourFiles;
  readonly documents: ResultDocuments;
}

/**
 * The view Runtimes: which file of a directory each runtime takes, and what becomes of the others. The directory is that
 * of the configuration in the active editor, or the one that was asked for. Read only while the view or its page shows.
 */
export class RuntimesView implements vscode.TreeDataProvider<RuntimeNode>, vscode.Disposable {
  readonly #from: RuntimesSources;
  readonly #view: vscode.TreeView<RuntimeNode>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changed.event;
  #timer: NodeJS.Timeout | undefined;
  /** A file of the directory; it need not be there. */
  #target: vscode.Uri | undefined;
  #reading: DirectoryReading | undefined;

  constructor(from: RuntimesSources) {
    this.#from = from;
    this.#view = vscode.window.createTreeView('cni.runtimes', { treeDataProvider: this });
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      this.#view,
      this.#view.onDidChangeVisibility(() => this.#later(0)),
      vscode.window.onDidChangeActiveTextEditor(() => this.#follow()),
      vscode.workspace.onDidOpenTextDocument(() => this.#follow()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === 'cni') {
          this.#later(REST);
        }
      }),
      from.neighbours.onDidSend(() => this.#later(0)),
    );
    this.#follow();
  }

  /** Shows the directory that `uri` lies in, and brings the view to the front. */
  async show(uri: vscode.Uri): Promise<void> {
    this.#target = uri;
    await vscode.commands.executeCommand('cni.runtimes.focus');
    await this.#from.server.ensureStarted();
    await this.#from.neighbours.keep(uri);
    await this.#read();
  }

  /** Opens what the view shows as a page, which stays up to date. False where there is nothing to show. */
  async showPage(): Promise<boolean> {
    await this.#read();
    const reading = this.#reading;
    if (reading === undefined) {
      return false;
    }
    const { documents } = this.#from;
    const page = documents.put(PAGE, reading.directory, reading.markdown);
    try {
      await vscode.commands.executeCommand('markdown.showPreviewToSide', page);
    } catch {
      // Without the editor's Markdown extension the page is read as text.
      await documents.show(PAGE, reading.directory, reading.markdown);
    }
    return true;
  }

  getTreeItem(node: RuntimeNode): vscode.TreeItem {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = treeItem(node, node.kind === 'runtime' && node.children.length > 0 ? Collapsed : None);
    item.tooltip = new vscode.MarkdownString(node.tooltip);
    if (node.kind === 'file' && this.#target !== undefined) {
      const uri = vscode.Uri.joinPath(this.#target, '..', node.file);
      item.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri] };
    }
    return item;
  }

  getChildren(node?: RuntimeNode): RuntimeNode[] {
    if (node !== undefined) {
      return node.kind === 'runtime' ? [...node.children] : [];
    }
    return this.#reading === undefined ? [] : [...runtimeNodes(this.#reading, vscode.l10n.t)];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  /** Another editor in front means another directory, if it has a configuration in it. */
  #follow(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === 'cni' && !document.isUntitled) {
      this.#target = document.uri;
      this.#later(0);
    }
  }

  #later(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#view.visible || isPageOpen()) {
        void this.#read();
      }
    }, delay);
  }

  async #read(): Promise<void> {
    const target = this.#target;
    if (target === undefined) {
      return;
    }
    const answer = await this.#from.server.request('cni/runtimes', { textDocument: { uri: target.toString() } });
    if (target !== this.#target || !isDirectoryReading(answer)) {
      return;
    }
    if (isPageOpen()) {
      this.#from.documents.put(PAGE, answer.directory, answer.markdown);
    }
    this.#reading = answer;
    this.#view.description = vscode.workspace.asRelativePath(vscode.Uri.joinPath(target, '..'));
    this.#changed.fire();
  }
}

/** The preview's tab is called after the page, with a word of the editor's before it. */
function isPageOpen(): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.endsWith(PAGE)));
}
