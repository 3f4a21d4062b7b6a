import * as vscode from 'vscode';
import { isAboutPods, isCarrierPath, mayEmbed } from '../../language/carriers/recognition.ts';
import type { FileAround } from '../../language/directory/files-around.ts';
import type { Notifications } from '../../protocol/messages.ts';
import type { Journal } from '../editor/journal.ts';
import type { Settings } from '../editor/settings.ts';
import type { LanguageServer } from './language-server.ts';
import type { ServedDocuments } from './served-documents.ts';

/** Names of files that may define networks for pods or select them, and of templates for them. */
const pattern = '**/*.{yaml,yml,tpl,j2,tmpl,gotmpl}';
const notOurs = '**/node_modules/**';
/** Maximum number of files that are read. */
const mostFiles = 2000;
/** Size of the largest file that is read, in bytes. */
const largestFile = 1024 * 1024;
/** Maximum length of the texts that are sent, in characters. */
const mostText = 2 * 1024 * 1024;
/** Number of files that are read at a time. */
const atOnce = 20;
/** Delay after the last change, in milliseconds: a checkout changes many files. */
const rest = 200;

/** The parts of the server that the sender needs. */
type Receiver = Pick<LanguageServer, 'onDidStart'> & {
  notify(method: 'cni/carriers', params: Notifications['cni/carriers']): Promise<void>;
};

/** The carriers of the workspace while they are watched. */
interface Watched {
  readonly watcher: vscode.Disposable;
  readonly files: Map<string, FileAround>;
  /** Files that could not be read or are too large. */
  readonly unread: Set<string>;
  /** Files to read. */
  readonly changed: Map<string, vscode.Uri>;
  /** Whether there are more files than are read. */
  isCut: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** What {@link WorkspaceCarriers} needs. */
interface Parts {
  readonly server: Receiver;
  readonly served: Pick<ServedDocuments, 'isCarrier' | 'onDidChange'>;
  readonly settings: Pick<Settings, 'carriers'>;
  readonly log: Pick<Journal, 'debug'>;
}

/**
 * Sends the files of the workspace that define networks for pods or select them to the language server, as long as a file
 * that contains configurations is open, and again when they change on disk.
 */
export class WorkspaceCarriers implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #subscription: vscode.Disposable;
  #watched: Watched | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { served, server } = parts;
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.#startFor(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#startFor(document)),
      vscode.workspace.onDidCloseTextDocument(() => this.#stopIfUnused()),
      served.onDidChange(() => {
        this.#stop();
        vscode.workspace.textDocuments.forEach((document) => this.#startFor(document));
      }),
      server.onDidStart(() => {
        if (this.#watched !== undefined) {
          void this.#send(this.#watched);
        }
      }),
    );
    vscode.workspace.textDocuments.forEach((document) => this.#startFor(document));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#close();
  }

  #startFor(document: vscode.TextDocument): void {
    if (this.#watched === undefined && this.#parts.served.isCarrier(document)) {
      void this.#start();
    }
  }

  async #start(): Promise<void> {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const watched: Watched = {
      watcher,
      files: new Map(),
      unread: new Set(),
      changed: new Map(),
      isCut: false,
      timer: undefined,
    };
    this.#watched = watched;
    watcher.onDidCreate((uri) => this.#change(watched, [uri]));
    watcher.onDidChange((uri) => this.#change(watched, [uri]));
    watcher.onDidDelete((uri) => this.#change(watched, [uri]));
    const found = await vscode.workspace.findFiles(pattern, notOurs, mostFiles + 1);
    watched.isCut = found.length > mostFiles;
    this.#change(watched, found.slice(0, mostFiles));
  }

  #change(watched: Watched, uris: readonly vscode.Uri[]): void {
    for (const uri of uris) {
      if (isCarrierPath(uri.path) && !uri.path.includes('/node_modules/')) {
        watched.changed.set(uri.toString(), uri);
      }
    }
    clearTimeout(watched.timer);
    if (this.#watched === watched) {
      watched.timer = setTimeout(() => void this.#readAndSend(watched), rest);
    }
  }

  async #readAndSend(watched: Watched): Promise<void> {
    const changed = [...watched.changed.values()];
    watched.changed.clear();
    for (let at = 0; at < changed.length; at += atOnce) {
      await Promise.all(changed.slice(at, at + atOnce).map((uri) => this.#read(watched, uri)));
    }
    if (this.#watched === watched) {
      await this.#send(watched);
    }
  }

  async #read({ files, unread }: Watched, uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    files.delete(key);
    unread.delete(key);
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > largestFile) {
        unread.add(key);
        return;
      }
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const isEnabled = this.#parts.settings.carriers;
      if (mayEmbed(text, uri.path, (id) => isAboutPods(id) && isEnabled(id))) {
        files.set(key, { uri: key, text });
      }
    } catch (error) {
      // A deleted file defines nothing.
      this.#parts.log.debug(`File of the workspace: ${String(error)}`);
    }
  }

  async #send({ files, unread, isCut }: Watched): Promise<void> {
    const sent: FileAround[] = [];
    let length = 0;
    for (const file of [...files.values()].toSorted((a, b) => (a.uri < b.uri ? -1 : 1))) {
      length += file.text.length;
      if (length > mostText) {
        break;
      }
      sent.push(file);
    }
    const isComplete = !isCut && unread.size === 0 && sent.length === files.size;
    await this.#parts.server.notify('cni/carriers', { files: sent, isComplete });
  }

  #stopIfUnused(): void {
    if (!vscode.workspace.textDocuments.some((document) => this.#parts.served.isCarrier(document))) {
      this.#stop();
    }
  }

  #stop(): void {
    if (this.#watched !== undefined) {
      this.#close();
      void this.#parts.server.notify('cni/carriers', { files: [], isComplete: false });
    }
  }

  #close(): void {
    clearTimeout(this.#watched?.timer);
    this.#watched?.watcher.dispose();
    this.#watched = undefined;
  }
}
