import * as l10n from '@vscode/l10n';
import { withCancellableProgress } from '../editor/cancellable-progress.ts';
import type { NetworkMaps } from '../webviews/map/network-maps.ts';
import type { CommandHandler } from './command-ids.ts';
import { connected, type Connector, givenHost, type HostTargets } from './connect-host.ts';
import type { HostChoice } from './pickers/host.ts';

/** Dependencies of "Show Network Map". */
export type MapCommandSources = Pick<HostTargets, 'catalog'> &
  Pick<HostChoice, 'hosts'> & {
    readonly connections: Connector;
    readonly maps: Pick<NetworkMaps, 'show'>;
  };

/** "Show Network Map": reads a host, or the selected one, and shows its network as a picture. */
export function showNetworkMap({ catalog, hosts, connections, maps }: MapCommandSources): CommandHandler {
  return async (target) => {
    const named = givenHost(catalog, target) ?? hosts.selected;
    await connected(connections, named);
    await withCancellableProgress(l10n.t('Reading the network'), (signal) => maps.show(named, signal));
  };
}
