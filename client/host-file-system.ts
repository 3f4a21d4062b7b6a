import * as vscode from 'vscode';
import { FileChangedError, HostFiles, type HostDirectoryEntry, type HostFileStat } from '../engine/host/index.ts';
import { isHostError, type NamedHost } from '../engine/host/host.ts';
import { isFileError } from '../engine/libcni/index.ts';
import { hostScheme, splitHostFilePath } from './host-file-path.ts';
import type { HostCatalogue } from './host-catalogue.ts';
import type { HostConnections } from './host-connections.ts';

interface Place {
  readonly named: NamedHost;
  readonly files: HostFiles;
  readonly path: string;
}

/**
 * The files of hosts in the editor, with the rights of the host's shell. Reading connects to no host by itself: an editor
 * that comes back with a window must not run ssh unasked. Writing does, for whoever saves has asked.
 */
export class HostFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #catalogue: HostCatalogue;
  readonly #connections: HostConnections;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #missed = new vscode.EventEmitter<vscode.Uri>();
  readonly #written = new vscode.EventEmitter<string>();
  readonly #subscription: vscode.Disposable;
  /** What the editor read last: what it saves over. */
  readonly #seen = new Map<string, HostFileStat>();
  readonly onDidChangeFile = this.#changed.event;
  /** Fires with the address that was not read, for its host is not connected. */
  readonly onDidMissHost = this.#missed.event;
  /** Fires with the name of the host of which a file was written, made, moved or deleted. */
  readonly onDidWrite = this.#written.event;

  constructor(catalogue: HostCatalogue, connections: HostConnections) {
    this.#catalogue = catalogue;
    this.#connections = connections;
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      this.#missed,
      this.#written,
      vscode.workspace.registerFileSystemProvider(hostScheme, this, { isCaseSensitive: true }),
      connections.onDidChange((name) => this.#onConnection(name)),
    );
  }

  /** Hosts tell nobody of changes; the editor looks when it gets the focus. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { files, path } = this.#reading(uri);
    const stat = await told(uri, files.stat(path));
    const seen = this.#seen.get(uri.toString());
    if (seen === undefined || isNoticed(seen, stat)) {
      this.#seen.set(uri.toString(), stat);
    }
    return { type: fileType(stat), ctime: 0, mtime: stat.modifiedAt, size: stat.size };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const { files, path } = this.#reading(uri);
    const entries = await told(uri, files.list(path));
    return entries.map((entry) => [entry.name, fileType(entry)]);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { files, path } = this.#reading(uri);
    const { bytes, stat } = await told(uri, files.read(path));
    this.#seen.set(uri.toString(), stat);
    return bytes;
  }

  /** What the editor does not notice by itself is refused here, once: whoever saves again knows of it. */
  async writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    options: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void> {
    const { files, path } = this.#place(uri);
    const onlyVersion = this.#seen.get(uri.toString())?.version;
    const write = files.write(path, content, { ...options, ...(onlyVersion === undefined ? {} : { onlyVersion }) });
    void write.catch((error: unknown) => error instanceof FileChangedError && this.#seen.delete(uri.toString()));
    this.#seen.set(uri.toString(), await told(uri, write));
    this.#fire(vscode.FileChangeType.Changed, uri);
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    const { files, path } = this.#place(uri);
    await told(uri, files.createDirectory(path));
    this.#fire(vscode.FileChangeType.Created, uri);
  }

  async delete(uri: vscode.Uri, { recursive }: { readonly recursive: boolean }): Promise<void> {
    const { files, path } = this.#place(uri);
    await told(uri, files.remove(path, recursive));
    this.#seen.delete(uri.toString());
    this.#fire(vscode.FileChangeType.Deleted, uri);
  }

  async rename(from: vscode.Uri, to: vscode.Uri, { overwrite }: { readonly overwrite: boolean }): Promise<void> {
    const [source, target] = [this.#place(from), this.#place(to)];
    if (source.named.name !== target.named.name) {
      throw vscode.FileSystemError.Unavailable(vscode.l10n.t('A file cannot be moved from one host to another.'));
    }
    await told(from, source.files.rename(source.path, target.path, overwrite));
    this.#seen.delete(from.toString());
    this.#seen.delete(to.toString());
    this.#fire(vscode.FileChangeType.Deleted, from);
    this.#fire(vscode.FileChangeType.Created, to);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #reading(uri: vscode.Uri): Place {
    const place = this.#place(uri);
    const { name } = place.named;
    const { kind } = this.#connections.stateOf(name);
    if (kind === 'idle' || kind === 'failed') {
      this.#missed.fire(uri);
      throw vscode.FileSystemError.Unavailable(
        vscode.l10n.t('The host {0} is not connected. Connect it in the view Hosts, then try again.', name),
      );
    }
    return place;
  }

  #place(uri: vscode.Uri): Place {
    const { host, path } = splitHostFilePath(uri.path);
    const named = this.#catalogue.find(host);
    if (named === undefined) {
      throw vscode.FileSystemError.Unavailable(vscode.l10n.t('There is no host {0} in the setting cni.hosts.', host));
    }
    if (!vscode.workspace.isTrusted) {
      throw vscode.FileSystemError.NoPermissions(vscode.l10n.t('Files of a host need a trusted workspace.'));
    }
    return { named, files: new HostFiles(this.#connections.hostOf(named)), path };
  }

  /** What is open of a host that has come back is looked at again. */
  #onConnection(name: string): void {
    if (this.#connections.stateOf(name).kind !== 'ready') {
      return;
    }
    const open = vscode.workspace.textDocuments.filter(
      ({ uri }) => uri.scheme === hostScheme && splitHostFilePath(uri.path).host === name,
    );
    this.#changed.fire(open.map(({ uri }) => ({ type: vscode.FileChangeType.Changed, uri })));
  }

  #fire(type: vscode.FileChangeType, uri: vscode.Uri): void {
    this.#changed.fire([{ type, uri }]);
    this.#written.fire(splitHostFilePath(uri.path).host);
  }
}

/** Whether VS Code sees by itself, before it saves, that a file is another than it read, and asks: newer, and not as long. */
function isNoticed(read: HostFileStat, now: HostFileStat): boolean {
  return now.modifiedAt > read.modifiedAt && now.size !== read.size;
}

function fileType({ kind, isLink }: Pick<HostFileStat | HostDirectoryEntry, 'kind' | 'isLink'>): vscode.FileType {
  const types = {
    file: vscode.FileType.File,
    directory: vscode.FileType.Directory,
    other: vscode.FileType.Unknown,
  };
  return isLink ? types[kind] | vscode.FileType.SymbolicLink : types[kind];
}

/** Failures in the editor's words, which decide what it offers. */
async function told<T>(uri: vscode.Uri, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw fileSystemError(uri, error);
  }
}

function fileSystemError(uri: vscode.Uri, error: unknown): unknown {
  if (error instanceof FileChangedError) {
    const text = vscode.l10n.t('{0} Compare the two, or save again to overwrite it.', error.message);
    return vscode.FileSystemError.Unavailable(text);
  }
  if (isHostError(error)) {
    return vscode.FileSystemError.Unavailable(error.message);
  }
  if (!isFileError(error)) {
    return error;
  }
  switch (error.code) {
    case 'ENOENT':
      return vscode.FileSystemError.FileNotFound(uri);
    case 'EEXIST':
      return vscode.FileSystemError.FileExists(uri);
    case 'EISDIR':
      return vscode.FileSystemError.FileIsADirectory(uri);
    case 'ENOTDIR':
      return vscode.FileSystemError.FileNotADirectory(uri);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return vscode.FileSystemError.NoPermissions(error.message);
    default:
      return vscode.FileSystemError.Unavailable(error.message);
  }
}
