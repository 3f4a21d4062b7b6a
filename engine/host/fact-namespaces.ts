import type { Section } from './sections.ts';

/** A network namespace of a host, other than the one that its shell is in. */
export interface CollectedNamespace {
  /** As a plugin would get it in CNI_NETNS. */
  readonly path: string;
  /** Number of the namespace's inode: the same for every path of one namespace. */
  readonly inode: number;
  /** Where it is known by name: `ip netns`, Docker's own directory; else only by a process in it. */
  readonly kind: 'named' | 'docker' | 'process';
  readonly name?: string;
  /** Whose it is, as far as a process in it tells. */
  readonly owner?: {
    readonly pid: number;
    /** The process' name, such as `pause`. */
    readonly process: string;
    readonly runtime?: 'docker' | 'containerd' | 'cri-o' | 'podman';
    readonly containerID?: string;
  };
}

/**
 * For scripts with `section`: network namespaces by inode, with their names, and with one process of each. The processes
 * take two forks, however many there are.
 */
export const namespaceScript = `
namespaces() {
  section netns own; stat -L -c '%i %d' /proc/self/ns/net
  section netns named; stat -L -c '%i %d %n' /run/netns/* /run/docker/netns/* 2>/dev/null
  section netns processes
  stat -L -c '%i %n' /proc/[0-9]*/ns/net 2>/dev/null | sort -k1,1n -u | while read -r i f; do
    p=\${f#/proc/}; p=\${p%%/*}; comm=; cgroup=
    read -r comm 2>/dev/null <"/proc/$p/comm"
    while read -r line; do cgroup=$line; case $line in 0::*|*:pids:*) break ;; esac; done 2>/dev/null <"/proc/$p/cgroup"
    printf '%s %s %s %s\\n' "$i" "$p" "$cgroup" "$comm"
  done
}`;

type Owner = NonNullable<CollectedNamespace['owner']>;

/** What {@link namespaceScript} found, named ones first; undefined where the host could not tell. */
export function namespacesOf(sections: readonly Section[]): readonly CollectedNamespace[] | undefined {
  const part = (name: string): readonly string[] =>
    (sections.find((section) => section.kind === 'netns' && section.name === name)?.text ?? '')
      .split('\n')
      .filter((line) => line !== '');
  const [own, device] = (part('own')[0] ?? '').split(' ').map(Number);
  if (own === undefined || !(own > 0)) return undefined;
  const owners = new Map(part('processes').flatMap(ownerOf));
  // A file that nothing is mounted on, as one that a crash left behind, lies on another file system.
  const named = part('named').flatMap((line) => namedOf(line, device, owners));
  const known = new Set([own, ...named.map(({ inode }) => inode)]);
  const others = [...owners].flatMap(([inode, owner]): CollectedNamespace[] =>
    known.has(inode) ? [] : [{ path: `/proc/${owner.pid}/ns/net`, inode, kind: 'process', owner }],
  );
  return [...named.filter(({ inode }) => inode !== own), ...others];
}

function namedOf(
  line: string,
  device: number | undefined,
  owners: ReadonlyMap<number, Owner>,
): readonly CollectedNamespace[] {
  const [, digits, on, file = ''] = /^(\d+) (\d+) (.*)$/.exec(line) ?? [];
  if (digits === undefined || Number(on) !== device) return [];
  const inode = Number(digits);
  const owner = owners.get(inode);
  const name = file.slice(file.lastIndexOf('/') + 1);
  const kind = file.startsWith('/run/docker/') ? 'docker' : 'named';
  return [{ path: `/var${file}`, inode, kind, name, ...(owner === undefined ? {} : { owner }) }];
}

function ownerOf(line: string): readonly (readonly [number, Owner])[] {
  const [, inode, pid, cgroup = '', process = ''] = /^(\d+) (\d+) (\S*) (.*)$/.exec(line) ?? [];
  if (inode === undefined || pid === undefined) return [];
  return [[Number(inode), { pid: Number(pid), process, ...containerOf(cgroup) }]];
}

/** Cgroup names of the runtimes: `…/docker-ID.scope`, `/docker/ID`, `cri-containerd-ID.scope`, `crio-ID.scope`, `libpod-ID.scope`, `/k8s.io/ID`. */
function containerOf(cgroup: string): Pick<Owner, 'runtime' | 'containerID'> {
  const [, prefix, containerID] =
    /(docker|cri-containerd|crio|libpod|k8s\.io|default|kubepods)[^/]*?[-/:]([0-9a-f]{64})/.exec(cgroup) ?? [];
  if (prefix === undefined || containerID === undefined) return {};
  const runtimes = { docker: 'docker', crio: 'cri-o', libpod: 'podman' } as const;
  const runtime = Object.entries(runtimes).find(([key]) => key === prefix)?.[1] ?? 'containerd';
  return { runtime, containerID };
}
