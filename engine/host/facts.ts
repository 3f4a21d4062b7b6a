import { randomBytes } from 'node:crypto';
import { readFactSections, type CollectedCachedResult, type CollectedFacts } from './fact-sections.ts';
import { factScript } from './fact-script.ts';
import { HostError, type Host } from './host.ts';

/** Where to look. */
export interface FactPlaces {
  readonly pluginDirs: readonly string[];
  readonly confDir: string;
  /** Directory above libcni's `results`; without it cached results are not looked at. */
  readonly cacheDir?: string;
}

/**
 * What a host has: plugins with the versions that they answer, interfaces, addresses, routes, namespaces and whose they
 * are, configuration files, reservations of host-local, cached results, the sysctls, programs, modules and files that
 * plugins need, kernel and distribution. One round trip, and one for the cached results. Plugins are run with VERSION
 * only, and what could not be looked at is left out. Rejects with HostError.
 */
export async function collectFacts(
  host: Pick<Host, 'label' | 'run' | 'store'>,
  places: FactPlaces,
  signal?: AbortSignal,
): Promise<CollectedFacts> {
  const nonce = `cni-${randomBytes(12).toString('hex')}`;
  const argv = ['/bin/sh', '-c', factScript, 'sh', nonce, places.confDir, ...places.pluginDirs] as const;
  const outcome = await host.run({ argv, env: { LC_ALL: 'C' } }, signal === undefined ? {} : { signal });
  switch (outcome.kind) {
    case 'exited': {
      const facts = readFactSections(Buffer.from(outcome.stdout).toString(), nonce, host.label, places.pluginDirs);
      const cachedResults =
        places.cacheDir === undefined ? undefined : await collectCached(host, places.cacheDir, signal);
      return cachedResults === undefined ? facts : { ...facts, cachedResults };
    }
    case 'aborted':
      throw signal?.reason instanceof Error ? signal.reason : new Error(`Stopped in ${host.label}: ${outcome.reason}.`);
    case 'unknown':
      throw new HostError({ code: 'connectionLost', message: outcome.reason, cure: 'Try again.' });
  }
}

/** Undefined where the directory cannot be read; a file that is none of libcni's is left out. */
async function collectCached(
  host: Pick<Host, 'store'>,
  cacheDir: string,
  signal?: AbortSignal,
): Promise<readonly CollectedCachedResult[] | undefined> {
  try {
    const files = await host.store.list(`${cacheDir}/results`, signal);
    return files.flatMap(({ bytes }) => cachedResultOf(Buffer.from(bytes).toString()));
  } catch (error) {
    if (error instanceof HostError || signal?.aborted === true) throw error;
    return undefined;
  }
}

function cachedResultOf(text: string): readonly CollectedCachedResult[] {
  try {
    const { networkName, containerId, ifName, config }: Record<string, unknown> = JSON.parse(text);
    if (typeof networkName !== 'string' || typeof containerId !== 'string' || typeof ifName !== 'string') return [];
    const found = { network: networkName, containerID: containerId, ifName };
    return [typeof config === 'string' ? { ...found, config: Buffer.from(config, 'base64').toString() } : found];
  } catch {
    return []; // it is being written, or is none of libcni's
  }
}
