import { createHost, type Host } from '../../engine/host/index.ts';
import { CNIConfig, type Operation, runOperation } from '../../engine/libcni/index.ts';
import type { CommonOptions } from '../command-line/arguments.ts';
import type { CliProcess } from '../output/cli-process.ts';
import { hostOfRequest, type RequestedHost } from './hosts.ts';

/** A host and the engine on it, for one command. */
export interface Session {
  readonly host: Host;
  readonly cni: CNIConfig;
  /** The host in the arguments and the hosts file. */
  readonly requested: RequestedHost;
}

/**
 * Runs `body` with the host of the options, then disposes of the host. `ownPluginDirs` replaces the directories of the host
 * and CNI_PATH. Rejects with WorkbenchError if the hosts file does not have the host.
 */
export async function withSession<T>(
  cli: CliProcess,
  options: CommonOptions,
  body: (session: Session) => Promise<T>,
  ownPluginDirs?: readonly string[],
): Promise<T> {
  const requested = await hostOfRequest(options.host, cli.signal);
  const { spec, name } = requested;
  const cacheDir = options.cacheDir ?? requested.cacheDir;
  const pluginDirs = ownPluginDirs ?? requested.pluginPath ?? pathOf(cli.env['CNI_PATH'] ?? '');
  const host = createHost(spec, {
    env: cli.env,
    name,
    pluginDirs: pluginDirs.filter((dir) => dir !== ''),
    timeLimits: () => options.timeLimits,
    // A sandbox ends with the command, and these results do not.
    keepsResults: cacheDir !== undefined,
    report: (message) => cli.stderr(`note: ${message}\n`),
    askpass: cli.askpass,
  });
  try {
    const cni = new CNIConfig({
      pluginDirs,
      exec: host.exec,
      store: host.store,
      cacheDir,
    });
    return await body({ host, cni, requested });
  } finally {
    await host.dispose();
  }
}

/** Splits CNI_PATH as cnitool does: an empty part is the working directory. */
export const pathOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

/** Returns an observer that forwards the stderr of each successful plugin once (libcni: RawExec.ExecPlugin). */
export function stderrFollower(cli: CliProcess): (operation: Operation) => void {
  const forwarded = new Set<unknown>();
  return ({ steps }) => {
    for (const { outcome } of steps) {
      if (outcome?.kind === 'exited' && outcome.exitCode === 0 && !forwarded.has(outcome)) {
        forwarded.add(outcome);
        cli.stderr(outcome.stderr);
      }
    }
  };
}

/** Returns the operation of a command that failed before any plugin ran, for example because a configuration is missing. */
export async function failedBeforehand(verb: Operation['verb'], network: string, error: unknown): Promise<Operation> {
  const { operation } = await runOperation({ verb, network }, () => Promise.reject(error));
  return operation;
}
