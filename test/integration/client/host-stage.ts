import { HostConnections } from '../../../client/hosts/host-connections.ts';
import type { HostState, NamedHost } from '../../../engine/host/host.ts';
import { useScratch } from '../engine/host/scratch.ts';
import { shellKinds } from '../engine/host/shell/shell-host.ts';

/** A node, whose shell is one of this machine. */
export const node: NamedHost = { name: 'node1', spec: { kind: 'ssh', destination: 'node1' } };
const other: NamedHost = { name: 'other', spec: { kind: 'ssh', destination: 'other' } };
export const sandbox: NamedHost = { name: 'sandbox', spec: { kind: 'sandbox' } };

/** Hosts that are shells of this machine, and a directory whose files they have. */
export function useHosts() {
  const { at, open } = useScratch();
  return {
    at,
    stage: () => {
      const [kind] = shellKinds;
      if (kind === undefined) {
        throw new Error('There is no shell.');
      }
      const all = [node, other, sandbox];
      const connections = new HostConnections(() => open(kind), { debug: () => undefined, warn: () => undefined });
      const catalog = {
        hosts: all,
        clusters: [],
        find: (name: string | undefined) => all.find((one) => one.name === name),
        add: () => Promise.resolve(),
      };
      const selection: { selected: NamedHost; readonly state: HostState } = {
        selected: node,
        state: { kind: 'ready' },
      };
      return { connections, catalog, hosts: selection };
    },
  };
}
