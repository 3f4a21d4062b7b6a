import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isFileError, type ConfigFiles, type StoredFile } from '../libcni/store.ts';
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

  /** What is directly in `dir`, no directory, and ends in one of `extensions`, by name in byte order (libcni: ConfFiles). */
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
      files.push(await this.readListed(path.join(dir, name), signal));
    }
    return files;
  }

  /** A file that cannot be read, such as a symbolic link to nothing, is listed with its problem. */
  private async readListed(file: string, signal: AbortSignal | undefined): Promise<StoredFile> {
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

/** From the last dot on, as Go's filepath.Ext has it: Node's extname finds none in `.conf`. */
function goExtension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/** Orders names as Go's sort.Strings does: by their UTF-8 bytes. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The errno name of a Node error, such as ENOENT. */
export function errnoName(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** A Node error as FileError, worded as Go's *PathError; what is no system error stays. */
export function toFileError(error: unknown, file: string, verb: string): unknown {
  const code = errnoName(error);
  if (code === undefined || code === 'ABORT_ERR') {
    return error;
  }
  // Node refuses a path with a NUL by itself; the system would say EINVAL.
  return fileError(code === 'EISDIR' ? 'read' : verb, file, code === 'ERR_INVALID_ARG_VALUE' ? 'EINVAL' : code);
}
