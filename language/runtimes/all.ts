import { containerd } from './containerd.ts';
import { criO } from './cri-o.ts';
import { libcni } from './libcni.ts';
import { nerdctl } from './nerdctl.ts';
import { nomad } from './nomad.ts';
import { podman } from './podman.ts';
import type { DirectoryFile, RuntimeView } from './view.ts';

const runtimes = [libcni, containerd, criO, nerdctl, podman, nomad];

/**
 * Returns how each runtime reads a directory of configuration files: which file wins, which are skipped or break the
 * loading, and what the runtime reports. Only a host knows which plugins are missing, so that is not included.
 */
export function runtimeViews(files: readonly DirectoryFile[], directory: string): readonly RuntimeView[] {
  return runtimes.map((one) => ({ runtime: one.name, reads: one.reads(), ...one.view(files, directory) }));
}

/** A directory as each runtime reads it. */
export interface DirectoryReading {
  /** Path of the directory, for display. */
  readonly directory: string;
  readonly runtimes: readonly RuntimeView[];
}

/** Reads a directory as each runtime does. */
export function readDirectory(files: readonly DirectoryFile[], directory: string): DirectoryReading {
  return { directory, runtimes: runtimeViews(files, directory) };
}
