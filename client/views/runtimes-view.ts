import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Requests } from '../../protocol/messages.ts';
import type { LanguageServer } from '../language/language-server.ts';
import { directorySchemes } from '../language/edited-schemes.ts';
import type { NeighborFiles } from '../language/neighbor-files.ts';
import type { ResultDocuments } from '../editor/result-documents.ts';
import { runtimeNodes, type RuntimeNode } from './runtime-nodes.ts';
import { setContext } from '../editor/set-context.ts';
import { treeItem } from './tree-item.ts';
import { openPage, pageType } from '../webviews/page-editor.ts';
import { type RuntimesDocument, runtimesDocumentName, runtimesText } from '../webviews/runtimes/runtimes-document.ts';

/** Delay after typing before the directory is read again, in milliseconds. */
const rest = 400;

/** Dependencies of the view, created in extension.ts. */
export interface RuntimesSources {
  readonly server: Pick<LanguageServer, 'ensureStarted'> & {
    request(
      method: 'cni/runtimes',
      params: Requests['cni/runtimes']['params'],
    ): Promise<Requests['cni/runtimes']['result'] | undefined>;
  };
  readonly neighbors: Pick<NeighborFiles, 'keep' | 'onDidSend'>;
  readonly documents: Pick<ResultDocuments, 'put'>;
}

/**
 * The Runtimes view: which files of a directory each runtime loads, and why not the others. Shows the directory of the
 * configuration in the active editor, or the one that was requested. Reads only while the view or its page is visible.
 */
export class RuntimesView implements vscode.TreeDataProvider<RuntimeNode>, vscode.Disposable {
  readonly #from: RuntimesSources;
  readonly #view: vscode.TreeView<RuntimeNode>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changed.event;
  #timer: NodeJS.Timeout | undefined;
  /** A file of the directory; it need not exist. */
  #target: vscode.Uri | undefined;
  #reading: RuntimesDocument | undefined;

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
          this.#later(rest);
        }
      }),
      from.neighbors.onDidSend(() => this.#later(0)),
    );
    this.#follow();
  }

  /** Shows the directory of `uri`, and focuses the view. */
  async show(uri: vscode.Uri): Promise<void> {
    this.#setTarget(uri);
    await vscode.commands.executeCommand('cni.runtimes.focus');
    await this.#from.server.ensureStarted();
    await this.#from.neighbors.keep(uri);
    await this.#read();
  }

  /** Opens the content of the view as a page, which stays up to date. Returns false when there is none. */
  async showPage(): Promise<boolean> {
    await this.#read();
    const reading = this.#reading;
    if (reading === undefined) {
      return false;
    }
    await openPage('runtimes', this.#put(reading), true, false);
    return true;
  }

  getTreeItem(node: RuntimeNode): vscode.TreeItem {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = treeItem(node, node.kind === 'runtime' && node.children.length > 0 ? Collapsed : None);
    item.tooltip = new vscode.MarkdownString(node.tooltip);
    if (node.kind === 'file' && this.#target !== undefined) {
      const uri = vscode.Uri.joinPath(this.#target, '..', node.file);
      item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [uri] };
    }
    return item;
  }

  getChildren(node?: RuntimeNode): RuntimeNode[] {
    if (node !== undefined) {
      return node.kind === 'runtime' ? [...node.children] : [];
    }
    return this.#reading === undefined ? [] : [...runtimeNodes(this.#reading)];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  /** Follows the active editor to the directory of its configuration. */
  #follow(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === 'cni' && directorySchemes.some((scheme) => scheme === document.uri.scheme)) {
      this.#setTarget(document.uri);
      this.#later(0);
    }
  }

  #setTarget(file: vscode.Uri): void {
    this.#target = file;
    setContext('cni.hasDirectory', true);
  }

  #later(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#view.visible || isPageOpen()) {
        void this.#read();
      }
    }, delay);
  }

  /** Stores the document of the page; each directory has its own. */
  #put(reading: RuntimesDocument): vscode.Uri {
    return this.#from.documents.put(runtimesDocumentName, reading.uri, runtimesText(reading));
  }

  async #read(): Promise<void> {
    const target = this.#target;
    if (target === undefined) {
      return;
    }
    const answer = await this.#from.server.request('cni/runtimes', { textDocument: { uri: target.toString() } });
    if (target !== this.#target || !answer) {
      return;
    }
    const uri = vscode.Uri.joinPath(target, '..').toString();
    this.#reading = { ...answer, uri };
    if (isPageOpen()) {
      this.#put(this.#reading);
    }
    this.#view.description = vscode.workspace.asRelativePath(vscode.Uri.joinPath(target, '..'));
    this.#changed.fire();
  }
}

function isPageOpen(): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputCustom && input.viewType === pageType('runtimes')),
  );
}
