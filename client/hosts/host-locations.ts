import type { HostSpec, NamedHost } from '../../engine/host/host.ts';

/** Directories on a host. */
export interface HostPlaces {
  /** The directories of CNI_PATH; empty to search the usual ones. */
  readonly pluginPath: readonly string[];
  /** Directory above libcni's `results`. */
  readonly cacheDir: string;
  /** Directory with the host's own network configurations; without it, the first known one that has some. */
  readonly confDir?: string | undefined;
  /** The host is the machine that the extension runs on, so its environment applies. */
  readonly isThisMachine: boolean;
}

/** True when plugins run on the machine that the extension runs on. */
export function isThisMachine({ kind }: HostSpec): boolean {
  return kind === 'local' || kind === 'sandbox';
}

/** False for the sandbox: its files are those of this machine, read-only, or end with it. */
export function keepsFiles({ spec }: { readonly spec: HostSpec }): boolean {
  return spec.kind !== 'sandbox';
}

/** Returns CNI_PATH of the environment, which only applies to this machine. */
export function cniPathOf({ isThisMachine: here }: Pick<HostPlaces, 'isThisMachine'>): string | undefined {
  return here ? process.env['CNI_PATH'] : undefined;
}

/** Returns the directories in the settings of a host; else those of this machine's settings if it is this machine, else the usual ones. */
export function placesOn(
  host: NamedHost,
  settings: { readonly pluginPath: readonly string[]; readonly cacheDir: string },
): HostPlaces {
  const here = isThisMachine(host.spec);
  return {
    pluginPath: host.pluginPath ?? (here ? settings.pluginPath : []),
    // The sandbox can only write to its own directories.
    cacheDir: host.cacheDir ?? (host.spec.kind === 'local' ? settings.cacheDir : '/var/lib/cni'),
    confDir: host.confDir,
    isThisMachine: here,
  };
}
