import type { Exec } from '../libcni/exec.ts';
import type { ConfigFiles, ResultStore } from '../libcni/store.ts';
import { defaultOutputLimit } from './frame.ts';
import { type Command, type CommandOutcome, type Host, HostError, type HostSpec, type HostState } from './host.ts';
import type { Launcher } from './launcher.ts';
import { commandScript } from './command-script.ts';
import { onProcessExit } from './process-exit.ts';
import { ShellConfigFiles, ShellResultStore } from './shell-files.ts';
import { signalOf } from './signals.ts';
import { ShellExec } from './shell-exec.ts';
import { type ScriptOutcome, ShellPool } from './shell-pool.ts';
import { ShellStartError } from './shell-start-error.ts';
import { Shell } from './shell.ts';
import type { ShellText } from './quote.ts';

/** Settings of a {@link ShellHost}; see HostOptions. */
export interface ShellHostOptions {
  readonly maxShells?: number;
  readonly outputLimit?: number;
  readonly env: NodeJS.ProcessEnv;
  /** Where cached results are, when there is a shorter way to them than the shell. */
  readonly store?: ResultStore;
}

/** Runs a script of ours on some host. The shell is given so that the script can suit it; `limit` in bytes, where the host's own is too little. */
export type RunScript = (
  script: (shell: Shell) => ShellText,
  signal?: AbortSignal,
  limit?: number,
) => Promise<ScriptOutcome>;

/** A host that is reached through shells which its launcher starts. */
export class ShellHost implements Host {
  readonly spec: HostSpec;
  readonly label: string;
  readonly exec: Exec;
  readonly store: ResultStore;
  readonly configFiles: ConfigFiles;
  private readonly launcher: Launcher;
  private readonly pool: ShellPool;
  private readonly outputLimit: number;
  private readonly env: NodeJS.ProcessEnv;
  private readonly listeners = new Set<(state: HostState) => void>();
  private current: HostState = { kind: 'idle' };
  private disposed = false;
  private readonly exit: { dispose(): void };

  constructor(spec: HostSpec, launcher: Launcher, options: ShellHostOptions) {
    this.spec = spec;
    this.launcher = launcher;
    this.label = launcher.label;
    this.env = options.env;
    this.outputLimit = options.outputLimit ?? defaultOutputLimit;
    const { maxShells = 4 } = options;
    const most = (): number => (launcher.isCostly?.() === true ? 1 : maxShells);
    this.pool = new ShellPool((from) => this.openShell(from), most, launcher.keepAliveMs);
    const runScript: RunScript = (script, signal, limit) => this.runScript(script, signal, limit);
    this.exec = new ShellExec(runScript, {
      label: () => this.label,
      removes: options.store === undefined,
      outputLimit: this.outputLimit,
    });
    this.store = options.store ?? new ShellResultStore(runScript);
    this.configFiles = new ShellConfigFiles(runScript);
    this.exit = onProcessExit(() => {
      this.pool.killNow();
      launcher.killNow();
    });
  }

  get state(): HostState {
    return this.current;
  }

  onDidChangeState(listener: (state: HostState) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  async connect(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await this.pool.warm(signal);
  }

  async run(command: Command, options: { readonly signal?: AbortSignal } = {}): Promise<CommandOutcome> {
    const startedAt = Date.now();
    const began = performance.now();
    const outcome = await this.runScript((shell) => commandScript(command, shell.quickStdin), options.signal);
    const times = { startedAt, durationMs: performance.now() - began };
    const { stdout, stderr } = outcome;
    switch (outcome.kind) {
      case 'done':
        return {
          kind: 'exited',
          exitCode: outcome.status,
          stdout,
          stderr: signalOf(outcome.status, outcome.diagnostic, outcome.stderr)?.stderr ?? stderr,
          ...times,
        };
      case 'lost':
        return {
          kind: 'unknown',
          reason: `The connection to ${this.label} was lost while the command ran (${outcome.reason}).`,
        };
      case 'outputLimit':
        return { kind: 'aborted', reason: 'outputLimit', stdout, stderr, ...times };
      case 'aborted':
        return { kind: 'aborted', reason: outcome.reason, stdout, stderr, ...times };
    }
  }

  /** Runs shell text of this room; for its own files and for what is built on hosts here. */
  runScript(
    script: (shell: Shell) => ShellText,
    signal?: AbortSignal,
    limit = this.outputLimit,
  ): Promise<ScriptOutcome> {
    return this.pool.run(script, limit, signal);
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    try {
      await this.pool.dispose();
      await this.launcher.dispose();
    } finally {
      // Until here: an editor whose window closes ends in the midst of this.
      this.exit.dispose();
    }
    this.setState({ kind: 'idle' });
    this.listeners.clear();
  }

  private async openShell(signal: AbortSignal | undefined): Promise<Shell> {
    const first = this.pool.size === 0;
    if (first) {
      this.setState({ kind: 'connecting' });
    }
    try {
      const shell = await this.startShell(signal);
      shell.onDidEnd(() => this.onShellEnd(shell));
      this.setState({ kind: 'ready' });
      return shell;
    } catch (error) {
      if (error instanceof HostError) {
        this.setState({ kind: 'failed', problem: error.problem });
      } else if (first) {
        this.setState({ kind: 'idle' });
      }
      throw error;
    }
  }

  private async startShell(signal: AbortSignal | undefined): Promise<Shell> {
    if (this.disposed) {
      throw new HostError({
        code: 'connectionLost',
        message: `The connection to ${this.label} was closed.`,
        cure: 'Try again.',
      });
    }
    const launch = await this.launcher.prepare(this.env);
    try {
      return await Shell.open(launch, signal);
    } catch (error) {
      if (error instanceof ShellStartError) {
        throw new HostError(this.launcher.explain(error), { cause: error });
      }
      throw error;
    }
  }

  /** A shell that we did not end took the connection with it, when no other is at work. */
  private onShellEnd(shell: Shell): void {
    if (shell.endedByUs || this.disposed) {
      return;
    }
    this.pool.dropIdle();
    if (this.pool.size === 0) {
      this.setState({
        kind: 'failed',
        problem: {
          code: 'connectionLost',
          message: `The connection to ${this.label} was lost.`,
          cure: 'The next command connects again; check what the interrupted one left behind.',
        },
      });
    }
  }

  private setState(state: HostState): void {
    const isLate = this.disposed && state.kind !== 'idle';
    if (isLate || (state.kind === this.current.kind && state.kind !== 'failed')) {
      return;
    }
    this.current = state;
    for (const listener of this.listeners) {
      listener(state);
    }
  }
}
