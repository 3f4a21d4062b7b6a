import {
  type CNIConfig,
  CNIError,
  interruptionOf,
  isCNIError,
  type NetworkConfigList,
  type RuntimeConf,
  staleAttachments,
} from '../engine/libcni/index.ts';
import { supportsStatusAndGC } from '../engine/libcni/version.ts';
import type { CliProcess } from './cli-process.ts';
import { table } from './table.ts';

/** GC that was not agreed to. */
export class NotAgreedError extends CNIError {
  readonly cure: string | undefined;

  constructor(message: string, cure?: string) {
    super(message);
    this.cure = cure;
  }
}

/**
 * Shows on stderr what GC of the network would delete, and asks. Resolves when it is agreed to, or when GC would do
 * nothing at all. Rejects with {@link NotAgreedError}.
 */
export async function agreeToCollect(
  cli: CliProcess,
  cni: CNIConfig,
  list: NetworkConfigList,
  hostLabel: string,
): Promise<void> {
  const stale = await staleOf(cli, cni, list);
  const asksPlugins = supportsStatusAndGC(list.cniVersion);
  if (list.disableGC || stale === undefined || (stale.length === 0 && !asksPlugins)) {
    return;
  }
  cli.stderr(announcement(list, stale, asksPlugins, hostLabel));
  const answer = await cli.ask('Go ahead? [y/N] ');
  if (answer === undefined) {
    throw new NotAgreedError(
      'gc deletes, and there is no terminal to ask at: nothing was deleted',
      'Pass --yes to do it without a question.',
    );
  }
  if (cli.signal.aborted || !/^\s*(?:y|yes)\s*$/i.test(answer)) {
    throw new NotAgreedError('nothing was deleted');
  }
}

/** What GC would delete; undefined when the cache cannot be listed, where libcni's GC gives up in silence. */
async function staleOf(
  cli: CliProcess,
  cni: CNIConfig,
  list: NetworkConfigList,
): Promise<readonly RuntimeConf[] | undefined> {
  try {
    return staleAttachments(list, undefined, await cni.getCachedAttachments('', cli.signal));
  } catch (error) {
    if (isCNIError(error) && interruptionOf(error) === undefined) {
      return undefined;
    }
    throw error;
  }
}

function announcement(
  list: NetworkConfigList,
  stale: readonly RuntimeConf[],
  asksPlugins: boolean,
  hostLabel: string,
): string {
  const head =
    stale.length === 0
      ? `gc: network "${list.name}" has no cached attachment on ${hostLabel}.\n`
      : `gc would delete ${stale.length === 1 ? 'this attachment' : `these ${stale.length} attachments`} of network "${list.name}" on ${hostLabel}:\n`;
  const rows = stale.map(({ containerID, ifName, netNS }) => [containerID, ifName, netNS]);
  const shown = rows.length === 0 ? '' : table([['CONTAINER', 'INTERFACE', 'NAMESPACE'], ...rows]);
  const plugins = list.plugins.map(({ network }) => network.type).join(', ');
  return `${head}${shown}${asksPlugins ? `Each plugin (${plugins}) would release all that it holds for the network.\n` : ''}`;
}
