import { createHost, type Host } from '../engine/host/index.ts';
import { CNIConfig, type Operation, runOperation } from '../engine/libcni/index.ts';
import type { CommonOptions } from './arguments.ts';
import type { CliProcess } from './cli-process.ts';

/** A host and the engine on it, for one command. */
export interface Session {
  readonly host: Host;
  readonly cni: CNIConfig;
  /** CNI_PATH, split as cnitool splits it: an empty part is the working directory. */
  readonly pluginDirs: readonly string[];
}

/** Does `body` with the host of the options, and ends the host. `pluginDirs` take the place of CNI_PATH. */
export async function withSession<T>(
  cli: CliProcess,
  options: CommonOptions,
  body: (session: Session) => Promise<T>,
  pluginDirs: readonly string[] = pathOf(cli.env['CNI_PATH'] ?? ''),
): Promise<T> {
  const host = createHost(options.host, {
    env: cli.env,
    pluginDirs: pluginDirs.filter((dir) => dir !== ''),
    ...(cli.askpass !== undefined && { askpass: cli.askpass }),
  });
  try {
    const cni = new CNIConfig({
      pluginDirs,
      exec: host.exec,
      store: host.store,
      ...(options.cacheDir !== undefined && { cacheDir: options.cacheDir }),
    });
    return await body({ host, cni, pluginDirs });
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
