import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ConfigFiles, StoredFile } from '../libcni/store.ts';
import { fileError } from './posix-errors.ts';

/** Configuration files of the machine that this process runs on, read with its own rights. */
export class LocalConfigFiles implements ConfigFiles {
  /** The file's bytes. Rejects with FileError, worded `open PATH: …` (`read PATH: is a directory` for a directory). */
  async readFile(file: string, signal?: AbortSignal): Promise<Uint8Array> {
    try {
      return await readFile(file, signal === undefined ? {} : { signal });
    } catch (error) {
      throw toFileError(error, file, 'open');
    }
  }

  /** Regular files directly in `dir` that end in one of `extensions`, by name in byte order. */
  async readDir(dir: string, extensions: readonly string[], signal?: AbortSignal): Promise<readonly StoredFile[]> {
    let names: string[];
    try {
      names = await readdir(dir);
    } catch (error) {
      if (errnoName(error) === 'ENOENT') {
        return [];
      }
      throw toFileError(error, dir, 'open');
    }
    const wanted = names.filter((name) => extensions.includes(path.extname(name))).toSorted(byBytes);
    const files: StoredFile[] = [];
    for (const name of wanted) {
      const file = path.join(dir, name);
      if ((await stat(file).catch(() => undefined))?.isFile() === true) {
        files.push({ path: file, bytes: await this.readFile(file, signal) });
      }
    }
    return files;
  }
}

/** Orders names as Go's sort.Strings does: by their UTF-8 bytes. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function errnoName(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function toFileError(error: unknown, file: string, verb: string): unknown {
  const code = errnoName(error);
  if (code === undefined || code === 'ABORT_ERR') {
    return error;
  }
  return fileError(code === 'EISDIR' ? 'read' : verb, file, code);
}
