import { createHash } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { sideColumn } from './view-column.ts';

/** Scheme of read-only documents. */
export const resultScheme = 'cni-result';

/** View type of pages in package.json. */
export const pageViewType = 'cni.page';

/** Number of results kept in memory and on disk, not counting those in a tab. */
const limit = 100;

interface Result {
  readonly text: Uint8Array;
  readonly modifiedAt: number;
}

/** The log method that results need. */
interface Lines {
  warn(message: string): void;
}

/**
 * Read-only documents: results of ADD, cache files of a host, pages. Name and key (one attachment, one cache file) identify
 * a document, so showing it again updates its tab. The texts are stored beyond the window, because the editor restores a
 * tab only when it can read the document again.
 */
export class ResultDocuments implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #directory: vscode.Uri;
  readonly #log: Lines;
  readonly #results = new Map<string, Result>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #subscriptions: vscode.Disposable;
  #saved: Promise<void> = Promise.resolve();
  readonly onDidChangeFile = this.#changed.event;

  /** `directory`: the directory that stores the texts. */
  constructor(directory: vscode.Uri, log: Lines) {
    this.#directory = directory;
    this.#log = log;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerFileSystemProvider(resultScheme, this, { isCaseSensitive: true, isReadonly: true }),
    );
  }

  /** Opens `text` in a tab with the title `name`: next to the active editor, or in a new tab there if that is a page. */
  async show(name: string, key: string, text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.put(name, key, text));
    await vscode.window.showTextDocument(document, placeOfTab());
  }

  /** Opens `markdown` as a rendered page: next to the active editor, or in a new tab there if that is a page itself. */
  async showPage(name: string, key: string, markdown: string): Promise<void> {
    const options = placeOfTab();
    await vscode.commands.executeCommand('vscode.openWith', this.put(name, key, markdown), pageViewType, options);
  }

  /** Stores `text` as a document without opening it, and returns its URI. */
  put(name: string, key: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: resultScheme, path: `/${name}`, query: key });
    const id = uri.toString();
    // The editor reads a document again only when its modification time changed.
    const modifiedAt = Math.max(Date.now(), (this.#results.get(id)?.modifiedAt ?? 0) + 1);
    const result = { text: new TextEncoder().encode(text), modifiedAt };
    this.#results.delete(id);
    this.#results.set(id, result);
    this.#saved = this.#saved.then(() => this.#save(uri, result));
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    return uri;
  }

  /** Resolves when everything so far is stored. */
  get saved(): Promise<void> {
    return this.#saved;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    if (uri.path === '/') {
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    }
    const type = vscode.FileType.File;
    const result = this.#results.get(uri.toString());
    if (result !== undefined) {
      return { type, ctime: 0, mtime: result.modifiedAt, size: result.text.length };
    }
    const { mtime, size } = await stored(uri, vscode.workspace.fs.stat(this.#fileOf(uri)));
    return { type, ctime: 0, mtime, size };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const result = this.#results.get(uri.toString());
    return result?.text ?? stored(uri, vscode.workspace.fs.readFile(this.#fileOf(uri)));
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #fileOf(uri: vscode.Uri): vscode.Uri {
    return vscode.Uri.joinPath(this.#directory, fileName(uri));
  }

  /** Never rejects: a document that cannot be stored is missing only after the window is reloaded. */
  async #save(uri: vscode.Uri, { text }: Result): Promise<void> {
    try {
      await vscode.workspace.fs.createDirectory(this.#directory);
      // Results contain addresses, configurations and what plugins printed.
      await chmod(this.#directory.fsPath, 0o700);
      await vscode.workspace.fs.writeFile(this.#fileOf(uri), text);
      await this.#prune();
    } catch (error) {
      this.#log.warn(l10n.t('{0} could not be stored: {1}', uri.toString(true), String(error)));
    }
  }

  /** Removes the oldest results beyond the limit, except for those in a tab. */
  async #prune(): Promise<void> {
    const shown = shownResults();
    const [oldest] = this.#results.keys();
    if (this.#results.size > limit && oldest !== undefined) {
      this.#results.delete(oldest);
    }
    const files = await vscode.workspace.fs.readDirectory(this.#directory);
    if (files.length <= limit) {
      return;
    }
    const names = new Set([...shown].map((uri) => fileName(uri)));
    const dated = await Promise.all(
      files
        .filter(([name]) => !names.has(name))
        .map(async ([name]) => {
          const file = vscode.Uri.joinPath(this.#directory, name);
          return { file, modifiedAt: (await vscode.workspace.fs.stat(file)).mtime };
        }),
    );
    const surplus = dated.toSorted((a, b) => a.modifiedAt - b.modifiedAt).slice(0, files.length - limit);
    await Promise.all(surplus.map(({ file }) => vscode.workspace.fs.delete(file)));
  }
}

/** Returns the name of the file that stores a document, of constant length. */
function fileName(uri: vscode.Uri): string {
  return createHash('sha256').update(uri.toString()).digest('hex');
}

/** Reads a stored file; rejects with FileNotFound of the document when it is missing. */
async function stored<T>(uri: vscode.Uri, reading: Thenable<T>): Promise<T> {
  try {
    return await reading;
  } catch {
    throw vscode.FileSystemError.FileNotFound(uri);
  }
}

function shownResults(): readonly vscode.Uri[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) =>
      input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? [input.uri] : [],
    )
    .filter(({ scheme }) => scheme === resultScheme);
}

/** Where a tab opens: next to the active editor, or in a new tab there if that is a page, whose tab it would replace. */
function placeOfTab(): vscode.TextDocumentShowOptions {
  const isFromPage = isPageActive();
  return {
    preview: !isFromPage,
    preserveFocus: !isFromPage,
    viewColumn: isFromPage ? vscode.ViewColumn.Active : sideColumn(),
  };
}

/** True if the active tab is one of our pages, of Markdown or another kind. */
export function isPageActive(): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType.startsWith('cni.');
}
