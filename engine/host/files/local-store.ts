import { renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ResultStore, StoredFile } from '../../libcni/operation/store.ts';
import { readBounded } from './bounded-read.ts';
import { byBytes, errnoName, toFileError } from './local-files.ts';
import { fileError } from './posix-errors.ts';
import { isTemporary, temporaryNextTo } from './temporary-file.ts';

/** Number of files that are read at once: enough to keep the disk busy, far below the limit of open files. */
const readsAtOnce = 64;

/**
 * The result cache on this machine, for a process with the rights of the shell (root on the local host). It uses the same
 * files as the shell, without the processes that a shell needs to read, rename and remove.
 */
export class LocalResultStore implements ResultStore {
  async read(file: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    try {
      return await readBounded(file, { signal });
    } catch (error) {
      if (errnoName(error) === 'ENOENT') {
        return undefined;
      }
      throw toFileError(error, file, 'open');
    }
  }

  /**
   * Writes a temporary file next to the target, then renames it. Synchronous, because this takes a tenth of the time for
   * small files. No fsync, because an attachment does not survive a crash of its machine.
   */
  async write(file: string, bytes: Uint8Array): Promise<void> {
    if (!isDirectory(path.dirname(file))) {
      await makeDirectory(path.dirname(file));
    }
    const temporary = temporaryNextTo(file);
    try {
      writeFileSync(temporary, bytes, { flag: 'wx', mode: 0o600 });
      renameSync(temporary, file);
    } catch (error) {
      rmSync(temporary, { force: true });
      const code = errnoName(error);
      throw code === 'EISDIR' ? fileError('open', file, code) : toFileError(error, file, 'open');
    }
  }

  remove(file: string): Promise<void> {
    try {
      unlinkSync(file);
    } catch (error) {
      if (errnoName(error) !== 'ENOENT') {
        return Promise.reject(fileError('remove', file, errnoName(error) ?? 'EIO'));
      }
    }
    return Promise.resolve();
  }

  async list(dir: string, signal?: AbortSignal): Promise<readonly StoredFile[]> {
    const names = await regularFiles(dir);
    const files: StoredFile[] = [];
    for (let from = 0; from < names.length; from += readsAtOnce) {
      const some = names.slice(from, from + readsAtOnce).map(async (name) => {
        const bytes = await this.read(path.join(dir, name), signal);
        return bytes === undefined ? [] : [{ path: path.join(dir, name), bytes }];
      });
      files.push(...(await Promise.all(some)).flat());
    }
    return files;
  }
}

function isDirectory(dir: string): boolean {
  try {
    return statSync(dir).isDirectory();
  } catch {
    return false;
  }
}

async function regularFiles(dir: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && !isTemporary(entry.name))
      .map((entry) => entry.name)
      .toSorted(byBytes);
  } catch (error) {
    if (errnoName(error) === 'ENOENT') {
      return [];
    }
    throw toFileError(error, dir, 'open');
  }
}

/** Creates a directory as os.MkdirAll with mode 0700. An error names the part that is not a directory. */
async function makeDirectory(dir: string): Promise<void> {
  const found = await stat(dir).catch(() => undefined);
  if (found?.isDirectory() === true) {
    return;
  }
  if (found !== undefined) {
    throw fileError('mkdir', dir, 'ENOTDIR');
  }
  const parent = path.dirname(dir);
  if (parent !== dir) {
    await makeDirectory(parent);
  }
  try {
    await mkdir(dir, 0o700);
  } catch (error) {
    // Another process may have created it.
    if (errnoName(error) !== 'EEXIST') {
      throw toFileError(error, dir, 'mkdir');
    }
  }
}
