import { randomBytes } from 'node:crypto';
import { readFactSections, type CollectedFacts } from './fact-sections.ts';
import { factScript } from './fact-script.ts';
import { HostError, type Host } from './host.ts';

/** Where to look. */
export interface FactPlaces {
  readonly pluginDirs: readonly string[];
  readonly confDir: string;
}

/**
 * What a host has: plugins with the versions that they answer, interfaces, addresses, routes, configuration files,
 * reservations of host-local, the sysctls, programs, modules and files that plugins need. One round trip. Plugins are
 * run with VERSION only, and what could not be looked at is left out. Rejects with HostError.
 */
export async function collectFacts(host: Host, places: FactPlaces, signal?: AbortSignal): Promise<CollectedFacts> {
  const nonce = `cni-${randomBytes(12).toString('hex')}`;
  const argv = ['/bin/sh', '-c', factScript, 'sh', nonce, places.confDir, ...places.pluginDirs] as const;
  const outcome = await host.run({ argv, env: { LC_ALL: 'C' } }, signal === undefined ? {} : { signal });
  switch (outcome.kind) {
    case 'exited':
      return readFactSections(Buffer.from(outcome.stdout).toString(), nonce, host.label, places.pluginDirs);
    case 'aborted':
      throw signal?.reason instanceof Error ? signal.reason : new Error(`Stopped in ${host.label}: ${outcome.reason}.`);
    case 'unknown':
      throw new HostError({ code: 'connectionLost', message: outcome.reason, cure: 'Try again.' });
  }
}
