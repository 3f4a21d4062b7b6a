import * as l10n from '@vscode/l10n';
import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { WorkbenchError } from '../../engine/errors/workbench-error.ts';
import { fileChanged } from '../../engine/host/files/file-errors.ts';
import { readBounded } from '../../engine/host/files/bounded-read.ts';
import { temporaryName } from '../../engine/host/files/temporary-file.ts';

const changed = (file: string): WorkbenchError =>
  fileChanged(
    l10n.t('{0} was changed after it was read, so nothing was written.', file),
    l10n.t('Run the command again.'),
  );

/** The state of a file when its text was compared. */
type Known = BigIntStats;

/**
 * Replaces the text `before` of a file atomically: readers see the old or the new text, even after a crash. Keeps the mode
 * and, if permitted, the owner. Does not follow symbolic links. Rejects with WorkbenchError `fileChanged` if the file was
 * changed, and as node:fs does; then nothing has changed.
 */
export async function replaceFile(file: string, before: string, text: string): Promise<void> {
  const known = await knownFile(file, before);
  const directory = path.dirname(file);
  const temporary = path.join(directory, temporaryName());
  try {
    await writeNew(temporary, text, known);
    await ensureSame(file, known);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(directory);
}

/** Rejects with WorkbenchError `fileChanged` if the file is not a regular file with this text. */
async function knownFile(file: string, text: string): Promise<Known> {
  const known = await lstat(file, { bigint: true });
  const bytes = Buffer.from(text);
  if (!known.isFile() || known.size !== BigInt(bytes.length)) {
    throw changed(file);
  }
  const found = await readBounded(file, { accept: 'regular', followLink: false, limit: bytes.length });
  if (!found.equals(bytes)) {
    throw changed(file);
  }
  return known;
}

async function ensureSame(file: string, known: Known): Promise<void> {
  const now = await lstat(file, { bigint: true });
  if ((['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const).some((key) => now[key] !== known[key])) {
    throw changed(file);
  }
}

async function writeNew(file: string, text: string, { mode, uid, gid }: Known): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await giveTo(handle, Number(uid), Number(gid));
    await handle.chmod(Number(mode) & 0o7777);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Changes the owner of a file, which only root may. Otherwise the current user stays the owner. */
async function giveTo(handle: FileHandle, uid: number, gid: number): Promise<void> {
  await handle.chown(uid, gid).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) {
      throw error;
    }
  });
}

/** Makes a rename durable, if the file system allows to open and flush a directory. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
