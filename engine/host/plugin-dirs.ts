import { type Host, HostError } from './host.ts';

/** Where distributions and Kubernetes put CNI plugins, in the order in which they are looked for. */
const usualPluginDirs = ['/opt/cni/bin', '/usr/lib/cni', '/usr/libexec/cni'] as const;

/**
 * The directories to look for plugins in: those of a CNI_PATH where the caller gives one, else those of the usual ones
 * that the host has. At most one round trip. Rejects with HostError.
 */
export async function findPluginDirs(
  host: Host,
  cniPath: string | undefined,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const given = (cniPath ?? '').split(':').filter((dir) => dir !== '');
  if (given.length > 0) {
    return given;
  }
  const script = 'for d; do [ -d "$d" ] && echo "$d"; done; exit 0';
  const outcome = await host.run(
    { argv: ['/bin/sh', '-c', script, 'sh', ...usualPluginDirs] },
    signal === undefined ? {} : { signal },
  );
  switch (outcome.kind) {
    case 'exited':
      return Buffer.from(outcome.stdout)
        .toString()
        .split('\n')
        .filter((dir) => dir !== '');
    case 'aborted':
      throw signal?.reason instanceof Error ? signal.reason : new Error('Stopped.');
    case 'unknown':
      throw new HostError({ code: 'connectionLost', message: outcome.reason, cure: 'Try again.' });
  }
}
