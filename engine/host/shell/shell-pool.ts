import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { isTimeout } from '../../libcni/errors.ts';
import { connectionLost, type HostError } from '../host.ts';
import { keepAlive } from './keep-alive.ts';
import { LeaseQueue } from './lease-queue.ts';
import { killShell } from './reaper.ts';
import type { Shell, ShellLoss, ShellReply } from './shell.ts';
import type { ShellText } from './quote.ts';

/** Outcome of a script. `aborted`: the pool killed its process group. */
export type ScriptOutcome =
  | ShellReply
  | ShellLoss
  | {
      readonly kind: 'aborted';
      readonly reason: AbortReason;
      readonly stdout: Buffer;
      readonly stderr: Buffer;
    };

type AbortReason = 'cancelled' | 'timedOut';

/** Limits of a script. */
export interface ScriptLimits {
  /** Bytes of each stream. */
  readonly limit: number;
  /** Time limit from the moment that a shell is available, in ms; undefined for no limit. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Runs a script, which may depend on the shell. The default limits are those of the host for internal scripts;
 * `timeoutMs: undefined` means no time limit.
 */
export type RunScript = (
  script: (shell: Shell) => ShellText,
  signal?: AbortSignal,
  limits?: Partial<ScriptLimits>,
) => Promise<ScriptOutcome>;

/** Distinguishes a time limit (AbortSignal.timeout) from a cancellation. */
function abortReason(signal: AbortSignal): AbortReason {
  return isTimeout(signal.reason) ? 'timedOut' : 'cancelled';
}

function neverRun(reason: AbortReason): ScriptOutcome {
  return { kind: 'aborted', reason, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
}

function closed(): HostError {
  return new WorkbenchError(connectionLost(l10n.t('The connection to the host was closed.')));
}

/** Shells of one host, opened as needed up to a limit. Runs scripts, and kills them on abort. */
export class ShellPool {
  readonly #queue: LeaseQueue<Shell>;

  /**
   * @param open starts a shell; its signal cancels this
   * @param maxShells returns how many shells may be open now
   * @param keepAliveMs how long a shell may be idle before a probe; undefined for no probes
   */
  constructor(open: (signal: AbortSignal) => Promise<Shell>, maxShells: () => number, keepAliveMs: number | undefined) {
    const openKept = async (signal: AbortSignal): Promise<Shell> => {
      const shell = await open(signal);
      if (keepAliveMs !== undefined) {
        keepAlive(shell, this.#queue, keepAliveMs);
      }
      return shell;
    };
    this.#queue = new LeaseQueue(openKept, maxShells);
  }

  /** Number of shells that are usable or in use. */
  get size(): number {
    return this.#queue.size;
  }

  /**
   * Ends the idle shells after a lost connection, because theirs are probably lost as well. The next command opens a new one.
   */
  dropIdle(): void {
    this.#queue.retireIdle();
  }

  /** Opens a first shell if there is none. Rejects as `open` does, and with the signal's reason. */
  async warm(signal?: AbortSignal): Promise<void> {
    if (this.size === 0) {
      try {
        this.#queue.release(await this.#queue.acquire(signal));
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
    }
  }

  /**
   * Runs one script. Rejects only if no shell can be opened (as `open` does). Kills the process group of the script on abort,
   * and when a limit is exceeded.
   */
  async run(
    script: (shell: Shell) => ShellText,
    { limit, timeoutMs }: ScriptLimits,
    signal?: AbortSignal,
  ): Promise<ScriptOutcome> {
    let shell: Shell;
    try {
      shell = await this.#queue.acquire(signal);
    } catch (error) {
      if (signal?.aborted === true) {
        return neverRun(abortReason(signal));
      }
      throw error;
    }
    try {
      // The signal may have fired while a shell was being opened.
      return signal?.aborted === true
        ? neverRun(abortReason(signal))
        : await this.#runOn(shell, script(shell), { limit, timeoutMs }, signal);
    } finally {
      this.#queue.release(shell);
    }
  }

  /** Kills running scripts, then ends every shell. */
  async dispose(): Promise<void> {
    this.#queue.drain(closed());
    await Promise.all(this.#queue.busyItems.map((shell) => killShell(shell, this.#queue)));
    await Promise.all(this.#queue.items.map((shell) => shell.close()));
  }

  /** Kills everything without waiting, for the end of this process. */
  killNow(): void {
    this.#queue.abandonOpening(closed());
    for (const shell of this.#queue.items) {
      shell.killNow();
    }
  }

  async #runOn(
    shell: Shell,
    text: ShellText,
    { limit, timeoutMs }: ScriptLimits,
    signal: AbortSignal | undefined,
  ): Promise<ScriptOutcome> {
    let killed: { readonly reason: AbortReason; readonly isDead: Promise<boolean> } | undefined;
    const kill = (reason: AbortReason): void => {
      killed ??= { reason, isDead: killShell(shell, this.#queue) };
    };
    const onAbort = (): void => kill(signal === undefined ? 'cancelled' : abortReason(signal));
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => kill('timedOut'), timeoutMs);
    const outcome = await shell.run(text, { limit });
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    if (outcome.kind === 'outputLimit') {
      await killShell(shell, this.#queue);
    }
    const isDead = await killed?.isDead;
    return outcome.kind === 'lost' && isDead === true && killed !== undefined
      ? { kind: 'aborted', reason: killed.reason, stdout: outcome.stdout, stderr: outcome.stderr }
      : outcome;
  }
}
