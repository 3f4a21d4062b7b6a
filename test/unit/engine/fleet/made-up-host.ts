import type { Command, CommandOutcome, Host, HostState } from '../../../../engine/host/host.ts';

/** What a made-up host does with a command. */
export type Answering = (command: Command, signal?: AbortSignal) => Promise<CommandOutcome>;

const nothing = { stderr: new Uint8Array(), startedAt: 0, durationMs: 0 };

/** A command that ended with this on stdout. */
export function exited(stdout: string, exitCode = 0, stderr = ''): CommandOutcome {
  return { kind: 'exited', exitCode, ...nothing, stdout: Buffer.from(stdout), stderr: Buffer.from(stderr) };
}

const refuse = (): never => {
  throw new Error('not for this test');
};

/** A host that has nothing but `run`. */
export function madeUpHost(run: Answering): Host {
  const state: HostState = { kind: 'ready' };
  return {
    spec: { kind: 'local' },
    label: 'the made-up host',
    state,
    onDidChangeState: () => ({ dispose: () => undefined }),
    connect: () => Promise.resolve(),
    run: (command, options) => run(command, options?.signal),
    exec: { execPlugin: refuse, findPlugin: refuse },
    store: { read: refuse, write: refuse, remove: refuse, list: refuse },
    configFiles: { readFile: refuse, readDir: refuse },
    terminal: refuse,
    dispose: () => Promise.resolve(),
  };
}
