import type { HostState, NamedHost } from '../../../../engine/host/host.ts';
import type { HostContents } from '../../../../client/hosts/host-knowledge.ts';
import { attachment } from '../views/attachments.ts';
import { TrialHost } from '../operations/trial-host.ts';

/** A node over ssh, and a container. */
export const node1: NamedHost = { name: 'node1', spec: { kind: 'ssh', destination: 'admin@10.0.0.1' } };
export const worker: NamedHost = { name: 'worker', spec: { kind: 'exec', argv: ['docker', 'exec', '-i', 'worker'] } };

/** A host that changes its state when it is told to, and counts how often it was let go of. */
export class StagedHost extends TrialHost {
  override state: HostState = { kind: 'idle' };
  disposals = 0;
  readonly #listeners = new Set<(state: HostState) => void>();

  constructor() {
    super('');
  }

  override onDidChangeState(listener: (state: HostState) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  become(state: HostState): void {
    this.state = state;
    this.#listeners.forEach((listener) => listener(state));
  }

  override dispose(): Promise<void> {
    this.disposals += 1;
    return Promise.resolve();
  }
}

/** A failed connection. */
export const failed: HostState = {
  kind: 'failed',
  problem: { code: 'unreachable', message: 'There is no connection to node1.', remedy: 'Try "ssh node1".' },
};

/** What a small node has. */
export const contents: HostContents = {
  facts: {
    host: 'node1 over ssh',
    pluginDirs: ['/opt/cni/bin'],
    plugins: [
      { name: 'bridge', path: '/opt/cni/bin/bridge', supportedVersions: ['0.4.0', '1.1.0'], release: 'v1.9.1' },
      { name: 'ptp', path: '/opt/cni/bin/ptp', problem: 'it is not executable (mode 644)' },
      { name: 'mute', path: '/opt/cni/bin/mute' },
    ],
    interfaces: [{ name: 'cni0', kind: 'bridge', wireless: false, addresses: ['10.88.0.1/16'] }],
    confDir: '/etc/cni/net.d',
    configFiles: [
      { path: '/etc/cni/net.d/10-a.conflist', text: '{"name":"a"}', mode: '644' },
      { path: '/etc/cni/net.d/20-b.conf', text: 'no JSON' },
    ],
    reservations: [
      { directory: '/var/lib/cni/networks/myptp', address: '172.16.29.2', containerID: 'cnitool-0', ifName: 'eth0' },
      { directory: '/var/lib/cni/networks/myptp', address: '172.16.29.3', containerID: 'cnitool-1', ifName: '' },
      { directory: '/var/lib/cni/networks/other', address: '10.0.0.2', containerID: 'cnitool-0', ifName: 'eth0' },
    ],
    namespaces: [
      { path: '/var/run/netns/ns1', inode: 1, kind: 'named', name: 'ns1' },
      {
        path: '/proc/42/ns/net',
        inode: 2,
        kind: 'process',
        owner: { pid: 42, process: 'pause', runtime: 'containerd', containerID: 'f'.repeat(64) },
      },
    ],
    routes: [
      { destination: 'default', gateway: '192.0.2.1', device: 'eth0' },
      { destination: '10.88.0.0/16', device: 'cni0' },
    ],
    system: { kernel: '6.1.0', machine: 'x86_64', distribution: 'Debian 12' },
    sysctls: { 'net.ipv4.ip_forward': '0', 'net.bridge.bridge-nf-call-iptables': null },
    programs: { iptables: false, nft: true },
    backends: {},
    legacyTables: {},
    files: {},
    modules: {},
  },
  cache: { attachments: [attachment()], unreadable: [{ cacheFile: '/var/lib/cni/results/bad', reason: 'empty' }] },
};
