import * as l10n from '@vscode/l10n';
import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import type { HostProblem } from '../host.ts';
import { type Frame, FrameReader } from './frame.ts';
import { limits } from '../limits.ts';
import { prelude } from '../../../generated/shell-programs.js';
import { sh, type ShellText } from './quote.ts';
import { type ShellProcess, spawnWithPipes } from './spawn-with-pipes.ts';
import type { StartFailure } from './start-failure.ts';

/** How to start a shell. */
export interface ShellLaunch {
  readonly argv: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  /** Start it in a separate session, without the terminal's signals. */
  readonly detached: boolean;
  /** Logs in until the shell is available; without it the argv is the shell itself. */
  readonly logIn?: (child: ShellProcess, signal?: AbortSignal) => Promise<StartFailure | undefined>;
  /** Functions for the scripts of this host, which are sent with the prelude. */
  readonly functions?: ShellText;
  /** Time limit for the first answer of a started shell, in ms. Default 10 s. */
  readonly patienceMs?: number;
}

/** Report of the shell on a command. */
export interface ShellReply {
  readonly kind: 'done';
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly status: number;
  /** For plugins `ran:INDEX`, or why it was not started: `missing`, `denied:INDEX`, `format:INDEX`, with the index of the candidate. */
  readonly how: string;
  /** Output of the shell itself, such as "Killed". */
  readonly diagnostic: string;
}

/** A script without an end: it exceeded the output limit, or the shell was lost. */
export interface ShellLoss {
  readonly kind: 'outputLimit' | 'lost';
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly reason: string;
}

interface Pending {
  readonly stdout: FrameReader;
  readonly stderr: FrameReader;
  settle(outcome: ShellReply | ShellLoss): void;
}

/**
 * A POSIX `sh` that stays open and runs one script at a time, through its stdin, stdout and stderr. No command gets the shell's
 * stdin, because shells read ahead.
 */
export class Shell {
  /** Process group of the shell and its children, as seen on its host. */
  processGroup = 0;
  /** Start time from the kernel, which with the group identifies the shell, even among PID namespaces. */
  born = '';
  /** Whether a pipe needs no fork (Linux with /proc; not bash before 5.1). */
  quickStdin = false;
  /** Whether the end of this shell is intended. */
  endedByUs = false;
  /** Number of scripts so far. */
  runs = 0;
  readonly #child: ShellProcess;
  #pending: Pending | undefined;
  /** Length of the output since the last script. */
  #unasked = 0;
  #ended: string | undefined;
  #retired = false;
  readonly #endListeners = new Set<() => void>();
  readonly #exited: Promise<void>;

  private constructor(child: ShellProcess) {
    this.#child = child;
    child.stdout.on('data', (chunk: Buffer) => this.#onData('stdout', chunk));
    child.stderr.on('data', (chunk: Buffer) => this.#onData('stderr', chunk));
    child.stdin.on('error', () => undefined);
    child.stdout.on('error', () => undefined);
    child.stderr.on('error', () => undefined);
    this.#exited = new Promise((resolve) => {
      const end = (reason: string): void => {
        this.#onEnd(reason);
        resolve();
      };
      child.once('error', (error) => end(error.message));
      // 'close' would wait for other holders of the streams; 'exit' may come before the last data.
      child.once('exit', (code, signal) => {
        setImmediate(() =>
          setImmediate(() =>
            end(signal === null ? l10n.t('exit status {0}', code ?? '?') : l10n.t('signal {0}', signal)),
          ),
        );
      });
    });
  }

  /**
   * Starts a shell and waits for its first answer. Kills it when the signal fires or the time limit is exceeded. Rejects with
   * the HostError from `explain`, and with the signal's reason.
   */
  static async open(
    launch: ShellLaunch,
    explain: (failure: StartFailure) => HostProblem,
    signal?: AbortSignal,
  ): Promise<Shell> {
    const [program, ...args] = launch.argv;
    const { env, detached, functions = sh``, patienceMs = 10_000 } = launch;
    const child = spawnWithPipes(program, args, { env, detached, windowsHide: true });
    let errno: string | undefined;
    child.once('error', (error: NodeJS.ErrnoException) => (errno = error.code));
    const kill = (): void => killGroup(child);
    signal?.addEventListener('abort', kill, { once: true });
    try {
      const refused = await launch.logIn?.(child, signal);
      if (refused !== undefined) {
        throw new WorkbenchError(explain(refused));
      }
      if (child.exitCode !== null || child.signalCode !== null) {
        const how = l10n.t('it ended while a shell that it had started was still running');
        throw new WorkbenchError(explain({ kind: 'noShell', how, printed: '' }));
      }
      const shell = new Shell(child);
      const failure = await shell.#greet(sh`${prelude}${functions}`, patienceMs);
      signal?.throwIfAborted();
      if (failure !== undefined) {
        throw new WorkbenchError(explain({ ...failure, errno }));
      }
      return shell;
    } catch (error) {
      child.stdin.destroy();
      kill();
      throw signal?.aborted === true ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', kill);
    }
  }

  /** Sends the prelude of all scripts, and finds out what the shell supports. */
  async #greet(header: ShellText, patienceMs: number): Promise<StartFailure | undefined> {
    let silence: string | undefined;
    const timer = setTimeout(() => {
      // The answer is complete except for its stderr.
      const isMixed = this.#pending?.stdout.end !== undefined;
      silence = isMixed ? l10n.t('its stderr and stdout are mixed, as in a terminal') : l10n.t('it does not answer');
      this.killNow();
    }, patienceMs);
    const hello = await this.run(sh`cni_hello`, { header });
    clearTimeout(timer);
    if (hello.kind !== 'done') {
      const kind = silence === undefined && hello.kind === 'lost' ? 'ended' : 'noShell';
      return { kind, how: silence ?? hello.reason, printed: hello.stderr.toString() };
    }
    // Digits only: they become part of the script that kills this shell.
    const [, processGroup, quick, born = ''] = /^(\d{1,10}):([01]):(\d{0,20})$/.exec(hello.how) ?? [];
    if (processGroup === undefined) {
      return {
        kind: 'noShell',
        how: l10n.t('its answer is not that of a POSIX shell'),
        printed: hello.stderr.toString(),
      };
    }
    this.processGroup = Number(processGroup);
    this.quickStdin = quick === '1';
    this.born = born;
    return undefined;
  }

  /** True while the shell accepts scripts. */
  get usable(): boolean {
    return this.#ended === undefined && !this.#retired;
  }

  /** Calls the listener once, when the shell has ended. */
  onDidEnd(listener: () => void): void {
    this.#endListeners.add(listener);
  }

  /**
   * Runs a script whose last command is `cni_end STATUS`; `header` is shell text to run before the frame begins.
   * Never rejects: a lost shell is an outcome.
   */
  run(
    script: ShellText,
    options: { readonly limit?: number; readonly header?: ShellText } = {},
  ): Promise<ShellReply | ShellLoss> {
    this.runs += 1;
    this.#unasked = 0;
    const nonce = randomBytes(16).toString('hex');
    const limit = options.limit ?? limits.control;
    if (this.#ended !== undefined) {
      return Promise.resolve({ kind: 'lost', stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), reason: this.#ended });
    }
    const outcome = new Promise<ShellReply | ShellLoss>((settle) => {
      this.#pending = { stdout: new FrameReader(nonce, limit), stderr: new FrameReader(nonce, limit), settle };
    });
    this.#child.stdin.write(`${options.header ?? ''}cni_begin ${nonce}\n${script}\n`, 'latin1');
    return outcome;
  }

  /** Ends the shell when it is idle, by the end of its stdin. Background processes of commands stay. */
  retire(): void {
    this.#retired = true;
    this.endedByUs = true;
    this.#child.stdin.end();
    this.#child.unref();
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      unrefStream(stream);
    }
  }

  /** Ends the shell and waits for it, at most `graceMs`; then kills it. */
  async close(graceMs = 1000): Promise<void> {
    this.#retired = true;
    this.endedByUs = true;
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), graceMs);
    await this.#exited;
    clearTimeout(timer);
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
  }

  /** Kills the local process group immediately, without waiting, for the end of this process. */
  killNow(): void {
    if (this.#ended === undefined) {
      killGroup(this.#child);
    }
  }

  /** Resolves when the shell's process has ended. */
  whenEnded(): Promise<void> {
    return this.#exited;
  }

  #onData(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    const pending = this.#pending;
    if (pending === undefined) {
      this.#unasked += chunk.length;
      // A retired shell shares its streams with background processes.
      if (this.#unasked > limits.unasked && !this.#retired) {
        this.killNow();
      }
      return;
    }
    pending[stream].push(chunk);
    const out = pending.stdout.end;
    const err = pending.stderr.end;
    if (pending.stdout.overLimit || pending.stderr.overLimit) {
      this.#settle({
        kind: 'outputLimit',
        stdout: pending.stdout.partial,
        stderr: pending.stderr.partial,
        reason: 'output limit',
      });
    } else if (out !== undefined && err !== undefined) {
      this.#settle(this.#toReply(out, err));
    }
  }

  #toReply(out: Frame, err: Frame): ShellReply {
    const [status = '', left, how = '', ...diagnostic] = out.trailer.split(' ');
    if (left === '1') {
      this.retire();
    }
    return {
      kind: 'done',
      stdout: out.payload,
      stderr: err.payload,
      status: Number(status),
      how,
      diagnostic: diagnostic.join(' ').trim(),
    };
  }

  #settle(outcome: ShellReply | ShellLoss): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.settle(outcome);
  }

  #onEnd(reason: string): void {
    this.#ended = reason;
    const pending = this.#pending;
    if (pending !== undefined) {
      this.#settle({ kind: 'lost', stdout: pending.stdout.partial, stderr: pending.stderr.partial, reason });
    }
    // Its children may outlive it and hold the other ends. Those of a retired shell may continue to write.
    if (!this.#retired) {
      for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
        stream.destroy();
      }
    }
    for (const listener of this.#endListeners) {
      listener();
    }
  }
}

/** Kills a local process with its group, or without a separate group only the process. */
function killGroup(child: ShellProcess): void {
  try {
    process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** Lets Node end while this stream is open, because a background process may hold its other end. */
function unrefStream(stream: Readable | Writable): void {
  if ('unref' in stream && typeof stream.unref === 'function') {
    stream.unref();
  }
}
