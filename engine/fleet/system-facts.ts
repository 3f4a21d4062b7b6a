import { systemFacts as program } from '../../generated/shell-programs.js';
import type { Host } from '../host/host.ts';
import { outputOf } from './command-output.ts';

/** Machine and runtimes of a host. */
export interface SystemFacts {
  /** `uname -m`: x86_64, aarch64 … */
  readonly machine: string;
  /** The container runtimes of the host, by their names in {@link runtimes}. */
  readonly runtimes: readonly string[];
}

/**
 * Runtimes that read configuration directories, found by their sockets while they run or else by their programs. k3s and
 * MicroK8s include a containerd. The shell program checks Podman separately.
 */
const runtimes: readonly (readonly [name: string, sockets: readonly string[], programs: readonly string[]])[] = [
  ['cri-o', ['/run/crio/crio.sock'], ['crio']],
  [
    'containerd',
    [
      '/run/containerd/containerd.sock',
      '/run/k3s/containerd/containerd.sock',
      '/var/snap/microk8s/common/run/containerd.sock',
    ],
    ['containerd'],
  ],
  ['nerdctl', [], ['nerdctl']],
  ['nomad', [], ['nomad']],
];

/** Returns machine and runtimes of a host, in one round trip. Rejects as {@link outputOf}. */
export async function lookAtSystem(host: Host, signal?: AbortSignal): Promise<SystemFacts> {
  const words = runtimes.flatMap(([name, sockets, programs]) => [`name:${name}`, ...sockets, ...programs]);
  const [machine = '', ...found] = (await outputOf(host, ['/bin/sh', '-c', program, 'sh', ...words], signal))
    .trim()
    .split('\n');
  return { machine, runtimes: [...new Set(found)] };
}
