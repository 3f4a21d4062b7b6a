import { createHost, type Host } from '../engine/host/index.ts';
import { CNIConfig, type Operation, runOperation } from '../engine/libcni/index.ts';
import type { CommonOptions } from './arguments.ts';
import type { CliProcess } from './cli-process.ts';
import { hostOfRequest } from './hosts.ts';
import { netDirOf } from './network-source.ts';

/** A host and the engine on it, for one command. */
export interface Session {
  readonly host: Host;
  readonly cni: CNIConfig;
  /** CNI_PATH, split as cnitool splits it: an empty part is the working directory; or what the hosts file says. */
  readonly pluginDirs: readonly string[];
  /** The directory of the host for network configurations. */
  readonly confDir: string;
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
  const { spec, name, pluginPath, confDir = netDirOf(cli), cacheDir } = hostOfRequest(options.host);
  const pluginDirs = ownPluginDirs ?? pluginPath ?? pathOf(cli.env['CNI_PATH'] ?? '');
  const host = createHost(spec, {
    env: cli.env,
    ...(name !== undefined && { name }),
    pluginDirs: pluginDirs.filter((dir) => dir !== ''),
    ...(cli.askpass !== undefined && { askpass: cli.askpass }),
  });
  try {
    const cache = options.cacheDir ?? cacheDir;
    const cni = new CNIConfig({
      pluginDirs,
      exec: host.exec,
      store: host.store,
      ...(cache !== undefined && { cacheDir: cache }),
    });
    return await body({ host, cni, pluginDirs, confDir });
  } finally {
    await host.dispose();
  }
}

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
