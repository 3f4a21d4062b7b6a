import type { Section } from '../shell/sections.ts';

/** A network namespace of a host, except the one of its shell. */
export interface CollectedNamespace {
  /** Path for CNI_NETNS. */
  readonly path: string;
  /** Number of the namespace's inode: the same for every path of one namespace. */
  readonly inode: number;
  /** Where it has a name: in `ip netns` or in the directory of Docker. `process`: only a process refers to it. */
  readonly kind: 'named' | 'docker' | 'process';
  readonly name?: string;
  /** The owner, as far as a process in it shows. */
  readonly owner?: Owner | undefined;
}

/** A process in a namespace, with its container. */
export interface Owner {
  readonly pid: number;
  /** The process' name, such as `pause`. */
  readonly process: string;
  readonly runtime?: 'docker' | 'containerd' | 'cri-o' | 'podman';
  readonly containerID?: string;
}

/** Reads the output of process-namespaces.sh, named namespaces first; undefined if the host did not report them. */
export function namespacesOf(sections: readonly Section[]): readonly CollectedNamespace[] | undefined {
  const own = ownNamespace(sections);
  if (own === undefined) {
    return undefined;
  }
  const device = Number((linesOf(sections, 'own')[0] ?? '').split(' ')[1]);
  const owners = processesOf(sections);
  // A file without a mount, for example after a crash, is on another file system.
  const named = linesOf(sections, 'named').flatMap((line) => namedOf(line, device, owners));
  const known = new Set([own, ...named.map(({ inode }) => inode)]);
  const others = [...owners].flatMap(([inode, owner]): CollectedNamespace[] =>
    known.has(inode) ? [] : [{ path: `/proc/${owner.pid}/ns/net`, inode, kind: 'process', owner }],
  );
  return [...named.filter(({ inode }) => inode !== own), ...others];
}

/** Returns the inode of the namespace of the host's shell in the output of process-namespaces.sh. */
export function ownNamespace(sections: readonly Section[]): number | undefined {
  const inode = Number((linesOf(sections, 'own')[0] ?? '').split(' ')[0]);
  return inode > 0 ? inode : undefined;
}

/** Returns one process of each namespace in the output of process-namespaces.sh, by inode. */
export const processesOf = (sections: readonly Section[]): ReadonlyMap<number, Owner> =>
  new Map(linesOf(sections, 'processes').flatMap(ownerOf));

const linesOf = (sections: readonly Section[], name: string): readonly string[] =>
  (sections.find((section) => section.kind === 'netns' && section.name === name)?.text ?? '')
    .split('\n')
    .filter((line) => line !== '');

function namedOf(
  line: string,
  device: number | undefined,
  owners: ReadonlyMap<number, Owner>,
): readonly CollectedNamespace[] {
  const [, digits, on, file = ''] = /^(\d+) (\d+) (.*)$/.exec(line) ?? [];
  if (digits === undefined || Number(on) !== device) {
    return [];
  }
  const inode = Number(digits);
  const owner = owners.get(inode);
  const name = file.slice(file.lastIndexOf('/') + 1);
  const kind = file.startsWith('/run/docker/') ? 'docker' : 'named';
  return [{ path: `/var${file}`, inode, kind, name, owner }];
}

function ownerOf(line: string): readonly (readonly [number, Owner])[] {
  const [, inode, pid, cgroup = '', process = ''] = /^(\d+) (\d+) (\S*) (.*)$/.exec(line) ?? [];
  if (inode === undefined || pid === undefined) {
    return [];
  }
  return [[Number(inode), { pid: Number(pid), process, ...containerOf(cgroup) }]];
}

/** Cgroup names of the runtimes: `…/docker-ID.scope`, `/docker/ID`, `cri-containerd-ID.scope`, `crio-ID.scope`, `libpod-ID.scope`, `/k8s.io/ID`. */
function containerOf(cgroup: string): Pick<Owner, 'runtime' | 'containerID'> {
  const [, prefix, containerID] =
    /(docker|cri-containerd|crio|libpod|k8s\.io|default|kubepods)[^/]{0,300}?[-/:]([0-9a-f]{64})/.exec(cgroup) ?? [];
  if (prefix === undefined || containerID === undefined) {
    return {};
  }
  const runtimes = { docker: 'docker', crio: 'cri-o', libpod: 'podman' } as const;
  const runtime = Object.entries(runtimes).find(([key]) => key === prefix)?.[1] ?? 'containerd';
  return { runtime, containerID };
}
