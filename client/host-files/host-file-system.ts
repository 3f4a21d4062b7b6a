import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { hasCode, isWorkbenchError } from '../../engine/errors/workbench-error.ts';
import { HostFiles, type HostDirectoryEntry, type HostFileStat } from '../../engine/host/index.ts';
import type { NamedHost } from '../../engine/host/host.ts';
import { isFileError } from '../../engine/libcni/index.ts';
import { errorText } from '../operations/explanation.ts';
import { hostScheme, splitHostFilePath } from './host-file-path.ts';
import { ShownVersions } from './shown-versions.ts';
import type { HostCatalog } from '../hosts/host-catalog.ts';
import { keepsFiles } from '../hosts/host-locations.ts';
import type { HostConnections } from '../hosts/host-connections.ts';

interface Place {
  readonly named: NamedHost;
  readonly files: HostFiles;
  readonly path: string;
}

/**
 * The file system of hosts, with the permissions of the host's shell. Reading never connects to a host: a restored editor
 * must not run ssh without a command of the user. Saving is such a command, so it connects.
 */
export class HostFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #catalog: Pick<HostCatalog, 'find'>;
  readonly #connections: Pick<HostConnections, 'hostOf' | 'stateOf'>;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #missed = new vscode.EventEmitter<vscode.Uri>();
  readonly #written = new vscode.EventEmitter<string>();
  readonly #subscription: vscode.Disposable;
  readonly #shown = new ShownVersions<HostFileStat>();
  readonly onDidChangeFile = this.#changed.event;
  /** Fires with the URI that was not read because its host is not connected. */
  readonly onDidMissHost = this.#missed.event;
  /** Fires with the name of the host on which a file was written, created, moved or deleted. */
  readonly onDidWrite = this.#written.event;

  constructor(
    catalog: Pick<HostCatalog, 'find'>,
    connections: Pick<HostConnections, 'hostOf' | 'stateOf' | 'onDidChange'>,
  ) {
    this.#catalog = catalog;
    this.#connections = connections;
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      this.#missed,
      this.#written,
      vscode.workspace.registerFileSystemProvider(hostScheme, this, { isCaseSensitive: true }),
      connections.onDidChange((name) => this.#onConnection(name)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === hostScheme) {
          this.#shown.documentChanged(document.uri.toString(), document.getText());
        }
      }),
    );
  }

  /** Hosts do not report changes. The editor checks files when it gets the focus. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { files, path, named } = this.#reading(uri);
    const stat = await asEditorError(uri, files.stat(path));
    const shown = this.#shown.of(uri.toString());
    if (shown === undefined || isDetectedByEditor(shown, stat)) {
      this.#shown.set(uri.toString(), stat);
    }
    const permissions = keepsFiles(named) ? {} : { permissions: vscode.FilePermission.Readonly };
    return { type: fileType(stat), ctime: 0, mtime: stat.modifiedAt, size: stat.size, ...permissions };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const { files, path } = this.#reading(uri);
    const entries = await asEditorError(uri, files.list(path));
    return entries.map((entry) => [entry.name, fileType(entry)]);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { files, path } = this.#reading(uri);
    const { bytes, stat } = await asEditorError(uri, files.read(path));
    const address = uri.toString();
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === address);
    this.#shown.addReading(address, stat, bytes, document?.getText());
    return bytes;
  }

  /** Rejects a write once when the file changed on the host without the editor noticing. Saving again overwrites it. */
  async writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    options: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void> {
    const { files, path } = this.#place(uri);
    const onlyVersion = this.#shown.of(uri.toString())?.version;
    const write = files.write(path, content, { ...options, onlyVersion });
    void write.catch((error: unknown) => hasCode(error, 'fileChanged') && this.#shown.delete(uri.toString()));
    this.#shown.set(uri.toString(), await asEditorError(uri, write));
    this.#fire(vscode.FileChangeType.Changed, uri);
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    const { files, path } = this.#place(uri);
    await asEditorError(uri, files.createDirectory(path));
    this.#fire(vscode.FileChangeType.Created, uri);
  }

  async delete(uri: vscode.Uri, { recursive }: { readonly recursive: boolean }): Promise<void> {
    const { files, path } = this.#place(uri);
    await asEditorError(uri, files.remove(path, recursive));
    this.#shown.delete(uri.toString());
    this.#fire(vscode.FileChangeType.Deleted, uri);
  }

  async rename(from: vscode.Uri, to: vscode.Uri, { overwrite }: { readonly overwrite: boolean }): Promise<void> {
    const [source, target] = [this.#place(from), this.#place(to)];
    if (source.named.name !== target.named.name) {
      throw vscode.FileSystemError.Unavailable(l10n.t('Files cannot be moved from one host to another.'));
    }
    await asEditorError(from, source.files.rename(source.path, target.path, overwrite));
    this.#shown.delete(from.toString());
    this.#shown.delete(to.toString());
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
        l10n.t('Host "{0}" is not connected. Connect it in the Hosts view and try again.', name),
      );
    }
    return place;
  }

  #place(uri: vscode.Uri): Place {
    const { host, path } = splitHostFilePath(uri.path);
    const named = this.#catalog.find(host);
    if (named === undefined) {
      throw vscode.FileSystemError.Unavailable(l10n.t('The setting cni.hosts has no host "{0}".', host));
    }
    if (!vscode.workspace.isTrusted) {
      throw vscode.FileSystemError.NoPermissions(l10n.t('Files on hosts require a trusted workspace.'));
    }
    return { named, files: new HostFiles(this.#connections.hostOf(named)), path };
  }

  /** Makes the editor read the open files of a host again after it is connected. */
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

/** Whether VS Code itself detects before saving that a file changed, and asks: it is newer and has another size. */
function isDetectedByEditor(read: HostFileStat, now: HostFileStat): boolean {
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

/** Rejects with VS Code's own file system errors, which it handles by their codes. */
async function asEditorError<T>(uri: vscode.Uri, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw fileSystemError(uri, error);
  }
}

function fileSystemError(uri: vscode.Uri, error: unknown): unknown {
  if (isWorkbenchError(error)) {
    return vscode.FileSystemError.Unavailable(errorText(error));
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
