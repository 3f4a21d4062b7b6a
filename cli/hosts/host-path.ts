import * as l10n from '@vscode/l10n';
import path from 'node:path';
import { workingDirectory } from '../../engine/host/working-directory.ts';
import { hasCode } from '../../engine/errors/workbench-error.ts';
import { cliError } from '../output/cli-error.ts';

/** Returns the absolute form of a path on this machine. Throws WorkbenchError `workingDirectory` if the directory was removed. */
export function localPath(given: string, directory: string | undefined = workingDirectory()): string {
  if (path.isAbsolute(given)) {
    return path.resolve(given);
  }
  if (directory === undefined) {
    const remedy = l10n.t('The working directory was removed. Change to another directory, or use an absolute path.');
    // This is the message of Go.
    throw cliError('workingDirectory', 'getwd: no such file or directory', remedy);
  }
  return path.resolve(directory, given);
}

/**
 * Returns the absolute form of a path on a host. As in cnitool, a relative path starts at the working directory; on Windows,
 * which has no such directory on the host, at the root of the host. Throws as {@link localPath}.
 */
export function hostPath(given: string, directory?: string): string {
  return path.sep === path.posix.sep ? localPath(given, directory) : path.posix.resolve('/', given);
}

/**
 * Rejects a Windows path as the path on a host; `what` names the argument. Throws WorkbenchError `argument`. The shells of
 * Git and MSYS2 turn a path that begins with a slash into a Windows path.
 */
export function rejectWindowsPath(what: string, given: string, platform: NodeJS.Platform = process.platform): void {
  if (platform === 'win32' && /^[A-Za-z]:|\\/.test(given)) {
    throw cliError(
      'argument',
      l10n.t('{0} is "{1}", which is a Windows path.', what, given),
      l10n.t(
        'Use a path on the host. Git Bash and MSYS2 convert a path that begins with one slash: set MSYS_NO_PATHCONV=1, or begin it with two slashes.',
      ),
    );
  }
}

/** Returns the absolute path of `--cache-dir`. Throws WorkbenchError `argument`. */
export function readCacheDir(given: string | undefined): string | undefined {
  if (given === undefined) {
    return undefined;
  }
  if (given === '') {
    throw cliError(
      'argument',
      l10n.t('{0} is empty.', '--cache-dir'),
      l10n.t('Enter a directory, such as {0}.', '--cache-dir /tmp/cni'),
    );
  }
  rejectWindowsPath('--cache-dir', given);
  try {
    return hostPath(given);
  } catch (error) {
    throw hasCode(error, 'workingDirectory')
      ? cliError('argument', l10n.t('--cache-dir is "{0}", which is a relative path.', given), error.remedy)
      : error;
  }
}
