import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../errors/workbench-error.ts';
import type { Exec } from '../libcni/plugin/exec.ts';
import type { ConfigFiles, ResultStore } from '../libcni/operation/store.ts';
import {
  type Command,
  type CommandOutcome,
  connectionLost,
  type Host,
  isHostError,
  type HostSpec,
  type HostState,
  type TerminalCommand,
} from './host.ts';
import type { Launcher } from './launchers/launcher.ts';
import { limits } from './limits.ts';
import { commandScript } from './shell/command-script.ts';
import { onProcessExit } from './shell/process-exit.ts';
import { ShellConfigFiles, ShellResultStore } from './files/shell-files.ts';
import { signalOf } from './shell/signals.ts';
import { ShellExec } from './shell/shell-exec.ts';
import { type RunScript, type ScriptLimits, type ScriptOutcome, ShellPool } from './shell/shell-pool.ts';
import { Shell } from './shell/shell.ts';
import type { ShellText } from './shell/quote.ts';
import { defaultTimeLimits, type TimeLimits } from './time-limits.ts';

/** Settings of a {@link ShellHost}; see HostOptions. */
export interface ShellHostOptions {
  readonly maxShells?: number;
  readonly outputLimit?: number;
  readonly timeLimits?: () => TimeLimits;
  readonly env: NodeJS.ProcessEnv;
  /** The storage of cached results, if there is a shorter way than the shell. */
  readonly store?: ResultStore | undefined;
}

/** A host that is reached through the shells of its launcher. */
export class ShellHost implements Host {
  readonly spec: HostSpec;
  readonly label: string;
  readonly exec: Exec;
  readonly store: ResultStore;
  readonly configFiles: ConfigFiles;
  readonly #launcher: Launcher;
  readonly #pool: ShellPool;
  readonly #outputLimit: number;
  readonly #timeLimits: () => TimeLimits;
  readonly #env: NodeJS.ProcessEnv;
  readonly #listeners = new Set<(state: HostState) => void>();
  #current: HostState = { kind: 'idle' };
  #disposed = false;
  readonly #exit: { dispose(): void };

  constructor(spec: HostSpec, launcher: Launcher, options: ShellHostOptions) {
    this.spec = spec;
    this.#launcher = launcher;
    this.label = launcher.label;
    this.#env = options.env;
    this.#outputLimit = options.outputLimit ?? limits.output;
    const { maxShells = 4 } = options;
    const most = (): number => (launcher.isCostly?.() === true ? 1 : maxShells);
    this.#pool = new ShellPool((from) => this.#openShell(from), most, launcher.keepAliveMs);
    this.#timeLimits = options.timeLimits ?? (() => defaultTimeLimits);
    const runScript: RunScript = (script, signal, wanted) => this.runScript(script, signal, wanted);
    const label = (): string => this.label;
    this.exec = this.#readied(
      new ShellExec(runScript, {
        label,
        removes: options.store === undefined,
        records: launcher.recordsCalls === true,
        outputLimit: this.#outputLimit,
        pluginTimeoutMs: () => this.#timeLimits().pluginMs,
      }),
    );
    this.store = options.store ?? new ShellResultStore({ run: runScript, label });
    this.configFiles = new ShellConfigFiles({ run: runScript, label });
    this.#exit = onProcessExit(() => {
      this.#pool.killNow();
      launcher.killNow();
    });
  }

  get state(): HostState {
    return this.#current;
  }

  onDidChangeState(listener: (state: HostState) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  async connect(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await this.#pool.warm(signal);
  }

  async run(
    command: Command,
    { signal, timeoutMs }: NonNullable<Parameters<Host['run']>[1]> = {},
  ): Promise<CommandOutcome> {
    const startedAt = Date.now();
    const began = performance.now();
    const outcome = await this.runScript(
      (shell) => commandScript(command, shell.quickStdin),
      signal,
      timeoutMs === undefined ? {} : { timeoutMs },
    );
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
          reason: l10n.t(
            'The connection to {0} was lost while a command was running ({1}).',
            this.label,
            outcome.reason,
          ),
        };
      case 'outputLimit':
        return { kind: 'aborted', reason: 'outputLimit', stdout, stderr, ...times };
      case 'aborted':
        return { kind: 'aborted', reason: outcome.reason, stdout, stderr, ...times };
    }
  }

  terminal(file: string): Promise<TerminalCommand> {
    return this.#launcher.terminal(file, this.#env);
  }

  /** Runs internal shell text for the files and facts of this host. */
  runScript(
    script: (shell: Shell) => ShellText,
    signal?: AbortSignal,
    wanted: Partial<ScriptLimits> = {},
  ): Promise<ScriptOutcome> {
    return this.#pool.run(
      script,
      { limit: this.#outputLimit, timeoutMs: this.#timeLimits().scriptMs, ...wanted },
      signal,
    );
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    try {
      await this.#pool.dispose();
      await this.#launcher.dispose();
    } finally {
      // This comes last, because an editor may end during this when its window closes.
      this.#exit.dispose();
    }
    this.#setState({ kind: 'idle' });
    this.#listeners.clear();
  }

  /** Runs plugins after the launcher has prepared for them. */
  #readied(exec: Exec): Exec {
    const launcher = this.#launcher;
    const env = this.#env;
    if (launcher.beforePlugin === undefined) {
      return exec;
    }
    return {
      execPlugin: async (command, signal) => {
        await launcher.beforePlugin?.(command, (own, options = {}) => this.run(own, { ...options, signal }), env);
        return exec.execPlugin(command, signal);
      },
      findPlugin: (type, pluginDirs, signal) => exec.findPlugin(type, pluginDirs, signal),
    };
  }

  async #openShell(signal: AbortSignal | undefined): Promise<Shell> {
    const first = this.#pool.size === 0;
    if (first) {
      this.#setState({ kind: 'connecting' });
    }
    try {
      const shell = await this.#startShell(signal);
      shell.onDidEnd(() => this.#onShellEnd(shell));
      this.#setState({ kind: 'ready' });
      return shell;
    } catch (error) {
      if (isHostError(error)) {
        this.#setState({ kind: 'failed', problem: error.problem });
      } else if (first) {
        this.#setState({ kind: 'idle' });
      }
      throw error;
    }
  }

  async #startShell(signal: AbortSignal | undefined): Promise<Shell> {
    if (this.#disposed) {
      throw new WorkbenchError(connectionLost(l10n.t('The connection to {0} was closed.', this.label)));
    }
    const launch = await this.#launcher.prepare(this.#env);
    return Shell.open(launch, (failure) => this.#launcher.explain(failure), signal);
  }

  /** Handles the end of a shell that this host did not end: the connection is lost if no other shell works. */
  #onShellEnd(shell: Shell): void {
    if (shell.endedByUs || this.#disposed) {
      return;
    }
    this.#pool.dropIdle();
    if (this.#pool.size === 0) {
      this.#setState({
        kind: 'failed',
        problem: connectionLost(
          l10n.t('The connection to {0} was lost.', this.label),
          l10n.t('The next command connects again. Check what the interrupted command has changed.'),
        ),
      });
    }
  }

  #setState(state: HostState): void {
    const isLate = this.#disposed && state.kind !== 'idle';
    if (isLate || (state.kind === this.#current.kind && state.kind !== 'failed')) {
      return;
    }
    this.#current = state;
    for (const listener of this.#listeners) {
      listener(state);
    }
  }
}
