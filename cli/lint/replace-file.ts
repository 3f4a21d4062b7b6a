import { chmod, chown, lstat, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { temporaryBeside } from '../../engine/host/temporary-file.ts';

/**
 * Replaces the text of a file as a whole: readers see the old text or the new one. Mode and, where we may give it,
 * owner stay; a symbolic link stays one. Rejects as node:fs does, and then nothing has changed.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const target = (await lstat(file)).isSymbolicLink() ? await realpath(file) : file;
  const { mode, uid, gid } = await stat(target);
  const temporary = temporaryBeside(target);
  try {
    await writeFile(temporary, text, { flag: 'wx', mode: 0o600 });
    await chown(temporary, uid, gid).catch((error: unknown) => {
      // Only root may give files away; whoever else may write here becomes the owner.
      if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) {
        throw error;
      }
    });
    await chmod(temporary, mode & 0o7777);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Gives a file another name, which nothing has: what appears under it in between is not overwritten. `change` is done
 * to the file once the name is ours, so that it is not done where the name cannot be had. Rejects as node:fs does
 * (EEXIST where something has the name); the file then has its old name.
 */
export async function renameFile(file: string, name: string, change: () => Promise<void>): Promise<void> {
  await writeFile(name, '', { flag: 'wx', mode: 0o600 });
  try {
    await change();
    await rename(file, name);
  } catch (error) {
    await rm(name, { force: true });
    throw error;
  }
}
