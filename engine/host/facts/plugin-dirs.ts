import { pluginDirs as program } from '../../../generated/shell-programs.js';
import type { Host } from '../host.ts';
import { knownPluginDirs } from '../../libcni/known-directories.ts';
import { runToEnd } from '../run-to-end.ts';

/**
 * Returns the plugin directories: those of the given CNI_PATH, or else the usual ones that exist on the host. At most one
 * round trip. Rejects with HostError.
 */
export async function findPluginDirs(
  host: Host,
  cniPath: string | undefined,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const given = (cniPath ?? '').split(':').filter((dir) => dir !== '');
  if (given.length > 0) {
    return given;
  }
  const { stdout } = await runToEnd(host, { argv: ['/bin/sh', '-c', program, 'sh', ...knownPluginDirs] }, { signal });
  return stdout
    .toString()
    .split('\n')
    .filter((dir) => dir !== '');
}
