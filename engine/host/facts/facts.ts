import { randomBytes } from 'node:crypto';
import { readFactSections, type CollectedFacts } from './fact-sections.ts';
import { facts as program } from '../../../generated/shell-programs.js';
import { knownDirectories } from '../../libcni/known-directories.ts';
import type { Host } from '../host.ts';
import { runToEnd } from '../run-to-end.ts';

/** The directories to examine. */
export interface FactPlaces {
  readonly pluginDirs: readonly string[];
  /** Without it, the first known directory that has configurations. */
  readonly confDir?: string | undefined;
}

/**
 * Collects the facts of a host: plugins with their supported versions, interfaces, addresses, routes, namespaces with their
 * owners, configuration files, reservations of host-local, the sysctls, programs, modules and files that plugins need,
 * kernel and distribution. One round trip. Plugins run with VERSION only, and what cannot be read is listed. Rejects with
 * HostError.
 */
export async function collectFacts(
  host: Pick<Host, 'label' | 'run'>,
  places: FactPlaces,
  signal?: AbortSignal,
): Promise<CollectedFacts> {
  const nonce = `cni-${randomBytes(12).toString('hex')}`;
  const confDirs = places.confDir ?? knownDirectories.map(({ configurations }) => configurations).join('\n');
  const argv = ['/bin/sh', '-c', program, 'sh', nonce, confDirs, ...places.pluginDirs] as const;
  const { stdout } = await runToEnd(host, { argv, env: { LC_ALL: 'C' } }, { signal });
  return readFactSections(stdout.toString(), nonce, host.label, places.pluginDirs);
}
