import { randomBytes } from 'node:crypto';
import path from 'node:path';

/** A fresh name in the directory of `file`, for bytes that will be renamed to it: a half-written file cannot exist. */
export function temporaryBeside(file: string): string {
  return path.posix.join(path.posix.dirname(file), `.${randomBytes(8).toString('hex')}.tmp`);
}

/** True for the name of a file that somebody is writing, or did not get to rename: it is none of the directory's yet. */
export function isTemporary(name: string): boolean {
  return /^\.[0-9a-f]{16}\.tmp$/.test(name);
}
