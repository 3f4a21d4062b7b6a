import { type KnownDirectories, knownDirectories } from '../../engine/libcni/known-directories.ts';

/** A known configuration directory, with its path on its host. */
interface KnownDirectory extends Pick<KnownDirectories, 'distribution'> {
  readonly directory: string;
}

/** The ends of paths of known directories. MicroK8s also has a directory for each revision instead of `current`. */
const known = knownDirectories.map(({ distribution, configurations }) => ({
  distribution,
  pattern: new RegExp(`${configurations.replaceAll('.', '\\.').replace('/current/', '/[^/]+/')}$`),
}));

/**
 * Returns the known configuration directory at the end of a path, also if it is below another folder such as a repository;
 * undefined for any other directory.
 */
export function knownDirectoryOf(path: string): KnownDirectory | undefined {
  for (const { distribution, pattern } of known) {
    const directory = pattern.exec(path)?.[0];
    if (directory !== undefined) {
      return distribution === undefined ? { directory } : { distribution, directory };
    }
  }
  return undefined;
}

/** Returns the absolute path of {@link knownDirectoryOf} on its host. */
export function configurationDirectoryOf(path: string): string | undefined {
  return knownDirectoryOf(path)?.directory;
}
