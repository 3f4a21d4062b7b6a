import type { HostSpec, NamedHost } from '../engine/host/host.ts';

/** Where things are on a host. */
export interface HostPlaces {
  /** CNI_PATH, split; empty where the host is to find the plugins itself. */
  readonly pluginPath: readonly string[];
  /** Directory above libcni's `results`. */
  readonly cacheDir: string;
  /** Directory with the host's own network configurations. */
  readonly confDir: string;
  /** The paths are of the machine that the editor's extensions run on, and its environment counts. */
  readonly isThisMachine: boolean;
}

/** True where plugins run on the machine that the extension runs on. */
export function isThisMachine({ kind }: HostSpec): boolean {
  return kind === 'local' || kind === 'sandbox';
}

/** CNI_PATH of this machine, which says nothing about another. */
export function cniPathOf({ isThisMachine: here }: Pick<HostPlaces, 'isThisMachine'>): string | undefined {
  return here ? process.env['CNI_PATH'] : undefined;
}

/** What a host says of itself; where it says nothing, the settings of this machine where it is this machine, else the usual places. */
export function placesOn(
  host: NamedHost,
  settings: { readonly pluginPath: readonly string[]; readonly cacheDir: string },
): HostPlaces {
  const here = isThisMachine(host.spec);
  return {
    pluginPath: host.pluginPath ?? (here ? settings.pluginPath : []),
    cacheDir: host.cacheDir ?? (here ? settings.cacheDir : '/var/lib/cni'),
    confDir: host.confDir ?? '/etc/cni/net.d',
    isThisMachine: here,
  };
}
