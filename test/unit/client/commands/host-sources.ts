import type { ConnectSources, SelectSources } from '../../../../client/commands/connect-host.ts';
import { Settings } from '../../../../client/editor/settings.ts';
import { HostCatalog } from '../../../../client/hosts/host-catalog.ts';
import { HostConnections } from '../../../../client/hosts/host-connections.ts';
import { HostSelection } from '../../../../client/hosts/host-selection.ts';
import { TreeSelections } from '../../../../client/views/tree-selections.ts';
import type { HostNode } from '../../../../client/views/host-node.ts';
import type { Host, NamedHost } from '../../../../engine/host/host.ts';
import { configure } from '../../../stand-in/editor.ts';
import { StagedHost } from '../hosts/hosts.ts';

/** A host that is there as soon as it is asked. */
class ReadyHost extends StagedHost {
  override connect(): Promise<void> {
    this.become({ kind: 'ready' });
    return Promise.resolve();
  }
}

/** `cni.hosts` with a node and a container. */
const settingOfHosts = [
  { name: 'node1', kind: 'ssh', destination: 'admin@10.0.0.1' },
  { name: 'worker', kind: 'exec', command: ['docker', 'exec', '-i', 'worker'] },
];

/** What commands about hosts take, with the hosts of the settings. */
export interface HostSources extends ConnectSources, SelectSources {
  readonly catalog: HostCatalog;
  readonly connections: HostConnections;
  readonly hosts: HostSelection;
  readonly selections: TreeSelections;
  readonly made: Map<string, Host>;
}

/** Hosts of the settings that are made when they are used. */
export function hostSources(newHost: (named: NamedHost) => Host = () => new ReadyHost()): HostSources {
  configure({ 'cni.hosts': settingOfHosts });
  const made = new Map<string, Host>();
  const catalog = new HostCatalog(new Settings());
  const connections = new HostConnections(
    (named) => {
      const host = newHost(named);
      made.set(named.name, host);
      return host;
    },
    { debug: () => undefined, warn: () => undefined },
  );
  const state = new Map<string, string>();
  const hosts = new HostSelection(catalog, connections, {
    get: (key) => state.get(key),
    update: (key, value) => Promise.resolve(void state.set(key, value)),
  });
  return { catalog, connections, hosts, selections: new TreeSelections(), made };
}

/** The row of a host in the view. */
export function rowOf(host: string): HostNode {
  const base = { id: `host:${host}`, host, label: host, description: '', tooltip: '', icon: 'remote' };
  return { ...base, kind: 'host', context: 'host.idle.settings', isOpen: false };
}
