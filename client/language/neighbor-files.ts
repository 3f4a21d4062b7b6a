import * as vscode from 'vscode';
import {
  type DirectoryReader,
  type FileAround,
  filesAround,
  largestNeighbor,
} from '../../language/directory/files-around.ts';
import type { Notifications } from '../../protocol/messages.ts';
import { directorySchemes } from './edited-schemes.ts';
import type { Journal } from '../editor/journal.ts';
import type { LanguageServer } from './language-server.ts';

const schemes: ReadonlySet<string> = new Set(directorySchemes);
/** Delay after the last change, because installers write several files at once, in milliseconds. */
const rest = 200;

/** The parts of the server that the sender needs. */
type Receiver = Pick<LanguageServer, 'onDidStart'> & {
  notify(method: 'cni/neighbours', params: Notifications['cni/neighbours']): Promise<void>;
};

interface Watched {
  readonly watcher: vscode.FileSystemWatcher;
  timer: NodeJS.Timeout | undefined;
}

/** Sends the neighboring files of each open configuration to the language server, and again when they change on disk. */
export class NeighborFiles implements vscode.Disposable {
  readonly #server: Receiver;
  readonly #log: Pick<Journal, 'debug'>;
  readonly #watched = new Map<string, Watched>();
  readonly #subscription: vscode.Disposable;
  readonly #sent = new vscode.EventEmitter<void>();
  /** A file of the directory that the Runtimes view shows, open or not. */
  #kept: vscode.Uri | undefined;
  /** Fires when files were sent to the server. */
  readonly onDidSend = this.#sent.event;

  constructor(server: Receiver, log: Pick<Journal, 'debug'>) {
    this.#server = server;
    this.#log = log;
    this.#subscription = vscode.Disposable.from(
      this.#sent,
      vscode.workspace.onDidOpenTextDocument((document) => this.#watchOf(document)),
      vscode.workspace.onDidCloseTextDocument(() => this.#forgetUnused()),
      server.onDidStart(() => this.#sendAll()),
    );
    vscode.workspace.textDocuments.forEach((document) => this.#watchOf(document));
  }

  /** Reads the neighboring files of a document and sends them. Never rejects: unreadable files are left out. */
  async send(uri: vscode.Uri): Promise<void> {
    if (!schemes.has(uri.scheme)) {
      return;
    }
    const files = await filesAround(this.#reader(), vscode.Uri.joinPath(uri, '..'));
    await this.#server.notify('cni/neighbours', { uri: uri.toString(), files });
    this.#sent.fire();
  }

  /** Sends the files of the directory of `uri`, and watches it until another is kept. */
  async keep(uri: vscode.Uri): Promise<void> {
    this.#kept = uri;
    this.#forgetUnused();
    this.#watch(uri);
    await this.send(uri);
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const watched of this.#watched.values()) {
      close(watched);
    }
    this.#watched.clear();
  }

  #watchOf({ uri, languageId }: vscode.TextDocument): void {
    if (languageId === 'cni') {
      this.#watch(uri);
    }
  }

  #watch(uri: vscode.Uri): void {
    const directory = vscode.Uri.joinPath(uri, '..');
    const key = directory.toString();
    if (!schemes.has(uri.scheme) || this.#watched.has(key)) {
      return;
    }
    const pattern = new vscode.RelativePattern(directory, '{*,*/*}.{conf,conflist,json}');
    const watched: Watched = { watcher: vscode.workspace.createFileSystemWatcher(pattern), timer: undefined };
    this.#watched.set(key, watched);
    const later = (): void => {
      clearTimeout(watched.timer);
      watched.timer = setTimeout(() => void this.send(uri), rest);
    };
    watched.watcher.onDidCreate(later);
    watched.watcher.onDidChange(later);
    watched.watcher.onDidDelete(later);
    later();
  }

  #forgetUnused(): void {
    const used = new Set(this.#wanted().map((uri) => vscode.Uri.joinPath(uri, '..').toString()));
    for (const [key, watched] of this.#watched) {
      if (!used.has(key)) {
        close(watched);
        this.#watched.delete(key);
        void this.#server.notify('cni/neighbours', { uri: `${key}/`, files: [] });
      }
    }
  }

  #sendAll(): void {
    const directories = new Map(this.#wanted().map((uri) => [vscode.Uri.joinPath(uri, '..').toString(), uri]));
    for (const uri of directories.values()) {
      void this.send(uri);
    }
  }

  /** Files whose directories the server needs: the open configurations, and the one kept. */
  #wanted(): readonly vscode.Uri[] {
    const open = vscode.workspace.textDocuments.filter(({ languageId }) => languageId === 'cni').map(({ uri }) => uri);
    return this.#kept === undefined ? open : [...open, this.#kept];
  }

  #reader(): DirectoryReader<vscode.Uri> {
    return {
      pathOf: ({ path }) => path,
      join: (directory, name) => vscode.Uri.joinPath(directory, name),
      parent: (place) => vscode.Uri.joinPath(place, '..'),
      list: async (directory) => (await this.#list(directory)).flatMap(([name, type]) => entryOf(name, type)),
      read: (file) => this.#text(file),
    };
  }

  async #list(directory: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
    try {
      return await vscode.workspace.fs.readDirectory(directory);
    } catch (error) {
      this.#log.debug(`Neighboring files: ${String(error)}`);
      return [];
    }
  }

  async #text(uri: vscode.Uri): Promise<FileAround | undefined> {
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > largestNeighbor) {
        return undefined;
      }
      return { uri: uri.toString(), text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
    } catch (error) {
      this.#log.debug(`Neighboring file: ${String(error)}`);
      return undefined;
    }
  }
}

function entryOf(name: string, type: vscode.FileType): { name: string; kind: 'file' | 'directory' }[] {
  if ((type & vscode.FileType.File) !== 0) {
    return [{ name, kind: 'file' }];
  }
  return (type & vscode.FileType.Directory) === 0 ? [] : [{ name, kind: 'directory' }];
}

function close({ watcher, timer }: Watched): void {
  clearTimeout(timer);
  watcher.dispose();
}
