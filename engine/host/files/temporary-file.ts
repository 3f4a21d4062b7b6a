import { randomBytes } from 'node:crypto';
import path from 'node:path';

/** Returns a new name without directory, for a file that is renamed once it is complete. */
export function temporaryName(): string {
  return `.${randomBytes(8).toString('hex')}.tmp`;
}

/** Returns a path with a {@link temporaryName} in the directory of `file`, on a host. */
export function temporaryNextTo(file: string): string {
  return path.posix.join(path.posix.dirname(file), temporaryName());
}

/** Returns true for a {@link temporaryName}: a file that is being written, or was not renamed. */
export function isTemporary(name: string): boolean {
  return /^\.[0-9a-f]{16}\.tmp$/.test(name);
}
