import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isFileError, type ConfigFiles, type StoredFile } from '../../libcni/operation/store.ts';
import { readBounded } from './bounded-read.ts';
import { fileError } from './posix-errors.ts';

/** Configuration files of this machine, read with the rights of this process. */
export class LocalConfigFiles implements ConfigFiles {
  /** Returns the bytes of a file. Rejects with FileError, worded `open PATH: …` (`read PATH: …` for a directory or a file that is too large). */
  async readFile(file: string, signal?: AbortSignal): Promise<Uint8Array> {
    try {
      return await readBounded(file, { signal });
    } catch (error) {
      throw toFileError(error, file, 'open');
    }
  }

  /** Returns the files in `dir` with one of `extensions`, without directories, by name in byte order (libcni: ConfFiles). */
  async readDir(dir: string, extensions: readonly string[], signal?: AbortSignal): Promise<readonly StoredFile[]> {
    let entries: Dirent[];
    try {
      entries = await readdir(dir, { withFileTypes: true });
    } catch (error) {
      if (errnoName(error) === 'ENOENT') {
        return [];
      }
      throw toFileError(error, dir, 'open');
    }
    const wanted = entries
      .filter((entry) => !entry.isDirectory() && extensions.includes(goExtension(entry.name)))
      .map((entry) => entry.name)
      .toSorted(byBytes);
    const files: StoredFile[] = [];
    for (const name of wanted) {
      files.push(await this.#readListed(path.join(dir, name), signal));
    }
    return files;
  }

  /** Reads a file of a listing. An unreadable file, such as a broken link, is listed with its problem. */
  async #readListed(file: string, signal: AbortSignal | undefined): Promise<StoredFile> {
    try {
      return { path: file, bytes: await this.readFile(file, signal) };
    } catch (error) {
      if (isFileError(error)) {
        return { path: file, bytes: new Uint8Array(), problem: error };
      }
      throw error;
    }
  }
}

/** Returns the extension from the last dot on, as Go's filepath.Ext. Node's extname finds none in `.conf`. */
function goExtension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/** Compares names as Go's sort.Strings does: by their UTF-8 bytes. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Returns the errno name of a Node error, such as ENOENT. */
export function errnoName(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Returns a Node error as FileError, worded as Go's *PathError, and any other error unchanged. */
export function toFileError(error: unknown, file: string, verb: string): unknown {
  const code = errnoName(error);
  if (code === undefined || code === 'ABORT_ERR') {
    return error;
  }
  // Node itself rejects a path with a NUL; the system would report EINVAL.
  return fileError(
    code === 'EISDIR' || code === 'EFBIG' ? 'read' : verb,
    file,
    code === 'ERR_INVALID_ARG_VALUE' ? 'EINVAL' : code,
  );
}
