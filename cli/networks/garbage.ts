import * as l10n from '@vscode/l10n';
import {
  type CNIConfig,
  interruptionOf,
  isCNIError,
  type NetworkConfigList,
  type RuntimeConf,
  staleAttachments,
} from '../../engine/libcni/index.ts';
import { supportsStatusAndGC } from '../../engine/libcni/plugin/version.ts';
import { confirm } from '../output/confirm.ts';
import type { CliProcess } from '../output/cli-process.ts';
import { table } from '../output/table.ts';

/**
 * Shows on stderr what GC of the network would delete, and asks for confirmation. Resolves after the confirmation, or if GC
 * would do nothing. Rejects with WorkbenchError `declined`.
 */
export async function confirmCollection(
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
  await confirm(cli, {
    withoutTerminal: l10n.t('Nothing was deleted, because there is no terminal for the confirmation.'),
    byAnswer: l10n.t('Nothing was deleted.'),
  });
}

/** Returns what GC would delete; undefined if the cache cannot be listed, where GC of libcni does nothing. */
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
  const head = headText(list.name, stale.length, hostLabel);
  const rows = stale.map(({ containerID, ifName, netNS }) => [containerID, ifName, netNS]);
  const columns = [l10n.t('CONTAINER'), l10n.t('INTERFACE'), l10n.t('NAMESPACE')];
  const shown = rows.length === 0 ? '' : table([columns, ...rows]);
  const plugins = list.plugins.map(({ network }) => network.type).join(', ');
  const released = l10n.t('Each plugin ({0}) would release all its resources for the network.', plugins);
  return `${head}\n${shown}${asksPlugins ? `${released}\n` : ''}`;
}

function headText(network: string, count: number, host: string): string {
  switch (count) {
    case 0:
      return l10n.t('Network "{network}" has no cached attachment on {host}.', { network, host });
    case 1:
      return l10n.t('gc would delete this attachment of network "{network}" on {host}:', { network, host });
    default:
      return l10n.t('gc would delete these {count} attachments of network "{network}" on {host}:', {
        count,
        network,
        host,
      });
  }
}
