import {
  FileError,
  type ConfigFiles,
  type ResultStore,
  type StoredFile,
} from '../../../../engine/libcni/operation/store.ts';

/** Order of two names by their UTF-8 bytes. */
function byBytes(left: StoredFile, right: StoredFile): number {
  return Buffer.compare(Buffer.from(left.path), Buffer.from(right.path));
}

/** A {@link ResultStore} and {@link ConfigFiles} over a map from path to bytes. */
export class MemoryStore implements ResultStore, ConfigFiles {
  readonly files = new Map<string, Uint8Array>();
  /** Paths that cannot be used, with the error they give. */
  readonly broken = new Map<string, FileError>();

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries(files)) {
      this.files.set(path, new TextEncoder().encode(text));
    }
  }

  /** The file's text, or undefined. */
  text(path: string): string | undefined {
    const bytes = this.files.get(path);
    return bytes && new TextDecoder().decode(bytes);
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    this.#check(path);
    return this.files.get(path);
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    this.#check(path);
    this.files.set(path, bytes);
  }

  async remove(path: string): Promise<void> {
    this.#check(path);
    this.files.delete(path);
  }

  async list(dir: string): Promise<readonly StoredFile[]> {
    return this.#in(dir);
  }

  async readFile(path: string): Promise<Uint8Array> {
    this.#check(path);
    const bytes = this.files.get(path);
    if (bytes === undefined) {
      throw new FileError(path, 'ENOENT', `open ${path}: no such file or directory`);
    }
    return bytes;
  }

  async readDir(dir: string, extensions: readonly string[]): Promise<readonly StoredFile[]> {
    return this.#in(dir).filter(({ path }) => extensions.some((extension) => path.endsWith(extension)));
  }

  #in(dir: string): readonly StoredFile[] {
    this.#check(dir);
    const stored: StoredFile[] = [];
    for (const [path, bytes] of this.files) {
      if (path.startsWith(`${dir}/`) && !path.slice(dir.length + 1).includes('/')) {
        const problem = this.broken.get(path);
        stored.push(problem === undefined ? { path, bytes } : { path, bytes: new Uint8Array(), problem });
      }
    }
    return stored.toSorted(byBytes);
  }

  #check(path: string): void {
    const error = this.broken.get(path);
    if (error !== undefined) {
      throw error;
    }
  }
}
