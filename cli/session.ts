import { createHost, type Host } from '../engine/host/index.ts';
import { CNIConfig, type Operation, runOperation } from '../engine/libcni/index.ts';
import type { CommonOptions } from './arguments.ts';
import type { CliProcess } from './cli-process.ts';
import { hostOfRequest, type RequestedHost } from './hosts.ts';

/** A host and the engine on it, for one command. */
export interface Session {
  readonly host: Host;
  readonly cni: CNIConfig;
  /** What the arguments and the hosts file say of the host. */
  readonly requested: RequestedHost;
}

/**
 * Does `body` with the host of the options, and ends the host. `ownPluginDirs` take the place of the host's and of CNI_PATH.
 * Rejects with ExplainedError where a hosts file has no such host.
 */
export async function withSession<T>(
  cli: CliProcess,
  options: CommonOptions,
  body: (session: Session) => Promise<T>,
  ownPluginDirs?: readonly string[],
): Promise<T> {
  const requested = hostOfRequest(options.host);
  const { spec, name } = requested;
  const cacheDir = options.cacheDir ?? requested.cacheDir;
  const pluginDirs = ownPluginDirs ?? requested.pluginPath ?? pathOf(cli.env['CNI_PATH'] ?? '');
  const host = createHost(spec, {
    env: cli.env,
    ...(name !== undefined && { name }),
    pluginDirs: pluginDirs.filter((dir) => dir !== ''),
    ...(cli.askpass !== undefined && { askpass: cli.askpass }),
  });
  try {
    const cni = new CNIConfig({
      pluginDirs,
      exec: host.exec,
      store: host.store,
      ...(cacheDir !== undefined && { cacheDir }),
    });
    return await body({ host, cni, requested });
  } finally {
    await host.dispose();
  }
}

/** CNI_PATH as cnitool splits it: an empty part is the working directory. */
const pathOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

/** An observer of operations that passes on what a plugin that went well wrote to stderr, once (libcni: RawExec.ExecPlugin). */
export function stderrFollower(cli: CliProcess): (operation: Operation) => void {
  const told = new Set<unknown>();
  return ({ steps }) => {
    for (const { outcome } of steps) {
      if (outcome?.kind === 'exited' && outcome.exitCode === 0 && !told.has(outcome)) {
        told.add(outcome);
        cli.stderr(outcome.stderr);
      }
    }
  };
}

/** The operation of a command that failed before any plugin could run, such as for a configuration that is not there. */
export async function failedBeforehand(verb: Operation['verb'], network: string, error: unknown): Promise<Operation> {
  const { operation } = await runOperation({ verb, network }, () => Promise.reject(error));
  return operation;
}
