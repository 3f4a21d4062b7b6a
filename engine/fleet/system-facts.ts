import type { Host } from '../host/host.ts';
import { outputOf } from './command-output.ts';

/** What a host is, beyond what networks need of it. */
export interface SystemFacts {
  /** `uname -m`: x86_64, aarch64 … */
  readonly machine: string;
  /** The container runtimes that are there, by the names of {@link runtimes}. */
  readonly runtimes: readonly string[];
}

/**
 * Runtimes that read configuration directories: sockets while they run, else their programs. k3s and MicroK8s bring a
 * containerd of their own.
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
  ['podman', [], ['podman']],
  ['nomad', [], ['nomad']],
];

const script = `
uname -m
while [ $# -gt 0 ]; do
  case $1 in
    name:*) name=\${1#name:} ;;
    /*) [ -S "$1" ] && { echo "$name"; } ;;
    *) command -v "$1" >/dev/null && { echo "$name"; } ;;
  esac
  shift
done
exit 0`;

/** Which machine and which runtimes. One round trip. Rejects as {@link outputOf}. */
export async function lookAtSystem(host: Host, signal?: AbortSignal): Promise<SystemFacts> {
  const words = runtimes.flatMap(([name, sockets, programs]) => [`name:${name}`, ...sockets, ...programs]);
  const [machine = '', ...found] = (await outputOf(host, ['/bin/sh', '-c', script, 'sh', ...words], signal))
    .trim()
    .split('\n');
  return { machine, runtimes: [...new Set(found)] };
}
