import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { type Frame, FrameReader } from './frame.ts';
import type { ShellProcess } from './login.ts';
import { prelude } from './prelude.ts';
import type { ShellText } from './quote.ts';
import { ShellStartError } from './shell-start-error.ts';

/** How to start a shell: the argv that a host consists of. */
export interface ShellLaunch {
  readonly argv: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  /** Start it in a session of its own, away from the terminal's signals. */
  readonly detached: boolean;
  /** What goes on until the shell is there; without it the argv is the shell itself. Rejects as Shell.open. */
  readonly logIn?: (child: ShellProcess, signal?: AbortSignal) => Promise<void>;
  /** How long a shell that has begun may take for its first answer, in ms. Default 10 s. */
  readonly patienceMs?: number;
}

/** How the shell itself saw a command. */
export interface ShellReply {
  readonly kind: 'done';
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly status: number;
  /** For plugins `ran:INDEX`, or why it was not started: `missing`, `denied:INDEX`, `format:INDEX`; INDEX is that of the candidate. */
  readonly how: string;
  /** What the shell itself had to say, such as "Killed". */
  readonly diagnostic: string;
}

/** A script whose end was not seen: it wrote too much, or the shell went away. */
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
 * One POSIX `sh`, spoken to over its own stdin, stdout and stderr, that stays open. It runs one script at a time.
 * A command never gets the shell's stdin, because shells read ahead on it.
 */
export class Shell {
  /** Process group of the shell and of all it starts, as seen on its host. */
  processGroup = 0;
  /** When it was started, in the kernel's words: with the group it tells it from all others, also of other PID namespaces. */
  born = '';
  /** A pipe can be had without a fork (Linux with /proc; not bash before 5.1). */
  quickStdin = false;
  /** The end of this shell is our doing, or expected. */
  endedByUs = false;
  /** How many scripts it was given. */
  runs = 0;
  private readonly child: ShellProcess;
  private pending: Pending | undefined;
  private early = '';
  private ended: string | undefined;
  private retired = false;
  private readonly endListeners = new Set<() => void>();
  private readonly exited: Promise<void>;

  private constructor(child: ShellProcess) {
    this.child = child;
    child.stdout.on('data', (chunk: Buffer) => this.onData('stdout', chunk));
    child.stderr.on('data', (chunk: Buffer) => this.onData('stderr', chunk));
    child.stdin.on('error', () => undefined);
    child.stdout.on('error', () => undefined);
    child.stderr.on('error', () => undefined);
    this.exited = new Promise((resolve) => {
      const end = (reason: string): void => {
        this.onEnd(reason);
        resolve();
      };
      child.once('error', (error) => end(error.message));
      // 'close' would wait for whoever else holds the streams; 'exit' may come before the last data.
      child.once('exit', (code, signal) => {
        setImmediate(() => setImmediate(() => end(signal === null ? `exit status ${code}` : `signal ${signal}`)));
      });
    });
  }

  /**
   * Starts a shell and waits for its first answer. The signal kills it; so does too long a silence.
   * @throws ShellStartError, what its log-in rejects with, and the signal's reason
   */
  static async open(launch: ShellLaunch, signal?: AbortSignal): Promise<Shell> {
    const [program, ...args] = launch.argv;
    const { env, detached, patienceMs = 10_000 } = launch;
    const child = spawn(program, args, { env, detached, windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'] });
    let errno: string | undefined;
    child.once('error', (error: NodeJS.ErrnoException) => (errno = error.code));
    const kill = (): void => killGroup(child);
    signal?.addEventListener('abort', kill, { once: true });
    try {
      await launch.logIn?.(child, signal);
      const shell = new Shell(child);
      await shell.greet(patienceMs, () => errno);
      signal?.throwIfAborted();
      return shell;
    } catch (error) {
      child.stdin.destroy();
      kill();
      throw signal?.aborted === true ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', kill);
    }
  }

  /** Sends what every script builds on, and learns what the shell can do. */
  private async greet(patienceMs: number, errno: () => string | undefined): Promise<void> {
    let silence: string | undefined;
    const timer = setTimeout(() => {
      // All of the answer but what belongs on stderr.
      const isMixed = this.pending?.stdout.end !== undefined;
      silence = isMixed
        ? 'its stderr does not come apart from its stdout, as through a terminal'
        : 'it does not answer';
      this.killNow();
    }, patienceMs);
    const hello = await this.run('cni_birth $$; cni_how=$$:$cni_quick:$cni_x; cni_end 0', { header: prelude });
    clearTimeout(timer);
    if (hello.kind !== 'done') {
      throw new ShellStartError(silence ?? hello.reason, hello.stderr.toString(), errno());
    }
    const [processGroup, quick, born = ''] = hello.how.split(':');
    this.processGroup = Number(processGroup);
    this.quickStdin = quick === '1';
    this.born = born;
  }

  /** True while the shell can take a script. */
  get usable(): boolean {
    return this.ended === undefined && !this.retired;
  }

  /** Told once, when the shell is gone. */
  onDidEnd(listener: () => void): void {
    this.endListeners.add(listener);
  }

  /**
   * Runs a script whose last command is `cni_end STATUS`; `header` is shell text to run before the frame begins.
   * Resolves, never rejects: a shell that goes away is an outcome.
   */
  run(
    script: ShellText,
    options: { readonly limit?: number; readonly header?: ShellText } = {},
  ): Promise<ShellReply | ShellLoss> {
    this.runs += 1;
    const nonce = randomBytes(16).toString('hex');
    const limit = options.limit ?? 64 * 1024 * 1024;
    if (this.ended !== undefined) {
      return Promise.resolve({ kind: 'lost', stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), reason: this.ended });
    }
    const outcome = new Promise<ShellReply | ShellLoss>((settle) => {
      this.pending = { stdout: new FrameReader(nonce, limit), stderr: new FrameReader(nonce, limit), settle };
    });
    this.child.stdin.write(`${options.header ?? ''}cni_begin ${nonce}\n${script}\n`, 'latin1');
    return outcome;
  }

  /** Ends the shell kindly: it reads its end of file when it is idle. What a command left in the background stays. */
  retire(): void {
    this.retired = true;
    this.endedByUs = true;
    this.child.stdin.end();
    this.child.unref();
    for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr]) {
      unrefStream(stream);
    }
  }

  /** Ends the shell and waits for it, at most `graceMs`; then kills it. */
  async close(graceMs = 1000): Promise<void> {
    this.retired = true;
    this.endedByUs = true;
    this.child.stdin.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), graceMs);
    await this.exited;
    clearTimeout(timer);
    this.child.stdout.destroy();
    this.child.stderr.destroy();
  }

  /** Kills the group from this side, at once and without waiting: for the end of our own process. */
  killNow(): void {
    if (this.ended === undefined) {
      killGroup(this.child);
    }
  }

  /** Resolves when the shell's process has ended. */
  whenEnded(): Promise<void> {
    return this.exited;
  }

  private onData(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    const pending = this.pending;
    if (pending === undefined) {
      this.early += this.early.length < 4096 && stream === 'stderr' ? chunk.toString() : '';
      return;
    }
    pending[stream].push(chunk);
    const out = pending.stdout.end;
    const err = pending.stderr.end;
    if (pending.stdout.overLimit || pending.stderr.overLimit) {
      this.settle({
        kind: 'outputLimit',
        stdout: pending.stdout.partial,
        stderr: pending.stderr.partial,
        reason: 'output limit',
      });
    } else if (out !== undefined && err !== undefined) {
      this.settle(this.toReply(out, err));
    }
  }

  private toReply(out: Frame, err: Frame): ShellReply {
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

  private settle(outcome: ShellReply | ShellLoss): void {
    const pending = this.pending;
    this.pending = undefined;
    pending?.settle(outcome);
  }

  private onEnd(reason: string): void {
    this.ended = reason;
    const pending = this.pending;
    if (pending !== undefined) {
      this.settle({ kind: 'lost', stdout: pending.stdout.partial, stderr: pending.stderr.partial, reason });
    }
    // What it started may outlive it and hold the other ends; what is retired may go on writing.
    if (!this.retired) {
      for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr]) stream.destroy();
    }
    for (const listener of this.endListeners) {
      listener();
    }
  }
}

/** Kills a process with all of its group, from this side; without a group of its own it alone. */
function killGroup(child: ShellProcess): void {
  try {
    process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** Lets Node end while this stream is open: a left-over child may hold its other end for long. */
function unrefStream(stream: Readable | Writable): void {
  if ('unref' in stream && typeof stream.unref === 'function') {
    stream.unref();
  }
}
