import path from 'node:path';
import { ArgumentError } from './argument-error.ts';

/**
 * The absolute form of a path on a host, as the command line gives it. A relative one counts from the working directory,
 * as for cnitool; where that is none of a host's directories (Windows), from the host's root.
 */
export function hostPath(given: string, directory: string = process.cwd()): string {
  return path.sep === path.posix.sep ? path.resolve(directory, given) : path.posix.resolve('/', given);
}

/**
 * Refuses what is a path of Windows where one of a host is wanted; `what` names the argument. Throws ArgumentError. Git's
 * and MSYS2's shells make one of a path that begins with a slash.
 */
export function refuseWindowsPath(what: string, given: string, platform: NodeJS.Platform = process.platform): void {
  if (platform === 'win32' && /^[A-Za-z]:|\\/.test(given)) {
    throw new ArgumentError(
      `${what} is "${given}", a path of Windows; give one of the host. (Git Bash and MSYS2 change a path that begins with one slash: set MSYS_NO_PATHCONV=1, or begin it with two.)`,
    );
  }
}

/** `--cache-dir` as it was given, absolute. Throws ArgumentError. */
export function readCacheDir(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (given === '') {
    throw new ArgumentError('--cache-dir is empty; give a directory, such as --cache-dir /tmp/cni.');
  }
  refuseWindowsPath('--cache-dir', given);
  return hostPath(given);
}
