import { posix } from 'node:path';
import { FileError, type ConfigFiles, type ResultStore, type StoredFile } from '../../engine/libcni/index.ts';
import { fromBlob, toBlob, type Blob, type Entry } from './wire.ts';

/** Linux's limit for one name in a path, in bytes. */
const NAME_MAX = 255;

/** What Linux says of a path that cannot be, or undefined. */
function refused(path: string): FileError | undefined {
  if (path.includes('\0')) {
    return new FileError(path, 'EINVAL', `open ${path}: invalid argument`);
  }
  if (path.split('/').some((name) => Buffer.byteLength(name) > NAME_MAX)) {
    return new FileError(path, 'ENAMETOOLONG', `open ${path}: file name too long`);
  }
  return undefined;
}

function byName(a: StoredFile, b: StoredFile): number {
  return Buffer.compare(Buffer.from(a.path), Buffer.from(b.path));
}

/** Files of a host that is only in memory. Paths are taken literally: who asks must have cleaned them. */
export class MemoryFiles implements ConfigFiles, ResultStore {
  readonly #files = new Map<string, Uint8Array>();
  readonly #dirs = new Set<string>();

  /** The files of a directory made of `entries`; symbolic links are not for it. */
  static fromEntries(entries: readonly Entry[]): MemoryFiles {
    const files = new MemoryFiles();
    for (const entry of entries) {
      if (entry.dir === true) {
        files.#dirs.add(entry.path);
      } else {
        files.put(entry.path, entry.bytes ?? '');
      }
    }
    return files;
  }

  put(path: string, bytes: Blob): void {
    this.#files.set(path, fromBlob(bytes));
    for (let dir = posix.dirname(path); dir !== '/' && dir !== '.'; dir = posix.dirname(dir)) {
      this.#dirs.add(dir);
    }
  }

  /** All files below `dir`, by path relative to it. */
  tree(dir: string): Record<string, Blob> {
    const inside = [...this.#files].filter(([path]) => path.startsWith(`${dir}/`));
    return Object.fromEntries(inside.map(([path, bytes]) => [path.slice(dir.length + 1), toBlob(bytes)]));
  }

  readFile(path: string): Promise<Uint8Array> {
    const bytes = this.#files.get(path);
    if (bytes !== undefined) {
      return Promise.resolve(bytes);
    }
    const [code, why] = this.#dirs.has(path) ? ['EISDIR', 'is a directory'] : ['ENOENT', 'no such file or directory'];
    return Promise.reject(
      new FileError(path, code ?? '', `${code === 'EISDIR' ? 'read' : 'open'} ${path}: ${why ?? ''}`),
    );
  }

  readDir(dir: string, extensions: readonly string[]): Promise<readonly StoredFile[]> {
    const wrong = refused(dir);
    if (wrong) {
      return Promise.reject(wrong);
    }
    const all = this.#list(dir);
    return Promise.resolve(all.filter(({ path }) => extensions.some((extension) => path.endsWith(extension))));
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#files.get(path));
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    const wrong = refused(path);
    if (wrong) {
      return Promise.reject(wrong);
    }
    this.put(path, toBlob(bytes));
    return Promise.resolve();
  }

  remove(path: string): Promise<void> {
    this.#files.delete(path);
    return Promise.resolve();
  }

  list(dir: string): Promise<readonly StoredFile[]> {
    return Promise.resolve(this.#list(dir));
  }

  #list(dir: string): StoredFile[] {
    const inside = [...this.#files].filter(([path]) => posix.dirname(path) === posix.resolve('/', dir));
    return inside.map(([path, bytes]) => ({ path, bytes })).toSorted(byName);
  }
}
