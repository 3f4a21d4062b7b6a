import { HostError, isHostError } from './host.ts';
import type { Shell, ShellLoss, ShellReply } from './shell.ts';
import type { ShellText } from './quote.ts';

/** How a script went, with what the pool did to it: `aborted` means that its process group was killed. */
export type ScriptOutcome =
  | ShellReply
  | ShellLoss
  | {
      readonly kind: 'aborted';
      readonly reason: 'cancelled' | 'timedOut';
      readonly stdout: Buffer;
      readonly stderr: Buffer;
    };

interface Waiter {
  grant(shell: Shell): void;
  refuse(error: unknown): void;
}

/**
 * How long a shell that is to kill another may take to be there, which a person may have to let in, and to answer, in ms.
 * When the host is let go of nobody waits for a person.
 */
const controlPatience = { open: 30_000, openAtEnd: 5000, answer: 5000 };

/** Tells a time-out (AbortSignal.timeout) from a cancel. */
function abortReason(signal: AbortSignal): 'cancelled' | 'timedOut' {
  return signal.reason instanceof Error && signal.reason.name === 'TimeoutError' ? 'timedOut' : 'cancelled';
}

/** Thrown inside the pool when the caller gave up before a shell was free. */
class GaveUp extends Error {}

function closed(): HostError {
  return new HostError({
    code: 'connectionLost',
    message: 'The connection to the host was closed.',
    cure: 'Try again.',
  });
}

/**
 * Shells of one host, opened as they are needed up to a limit; scripts beyond it wait in the order in which they came.
 * A kill goes through another shell of the same host, so that it works wherever the host is.
 */
export class ShellPool {
  private readonly open: (signal: AbortSignal | undefined) => Promise<Shell>;
  private readonly maxShells: () => number;
  private readonly keepAliveMs: number | undefined;
  private readonly idle: Shell[] = [];
  private readonly waiters: Waiter[] = [];
  private readonly all = new Set<Shell>();
  /** Ends the shells that are being opened. */
  private stopOpening = new AbortController();
  private opening = 0;
  /** The shell that is being opened while there is none. */
  private first: Promise<Shell> | undefined;
  private busy = 0;
  private disposed = false;

  /**
   * @param open starts a shell; its signal gives up
   * @param maxShells how many may be open at a time, as things are
   * @param keepAliveMs how long a shell may stand idle before it is spoken to; for ever without it
   */
  constructor(
    open: (signal: AbortSignal | undefined) => Promise<Shell>,
    maxShells: () => number,
    keepAliveMs: number | undefined,
  ) {
    this.open = open;
    this.maxShells = maxShells;
    this.keepAliveMs = keepAliveMs;
  }

  /** How many shells can be used, or are. */
  get size(): number {
    return [...this.all].filter((shell) => shell.usable).length;
  }

  /**
   * Lets go of the shells that stand idle, since what broke one connection has most likely broken theirs: the next
   * command opens a new one.
   */
  dropIdle(): void {
    for (const shell of this.idle.splice(0)) {
      shell.retire();
    }
  }

  /** Opens a first shell when there is none. Rejects as `open` does, and with the signal's reason. */
  async warm(signal?: AbortSignal): Promise<void> {
    if (this.size === 0) {
      try {
        this.release(await this.acquire(signal));
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
    }
  }

  /**
   * Runs one script. Rejects only when no shell can be opened (as `open` does).
   * On abort, and when the output passes `limit`, the process group of the script is killed.
   */
  async run(script: (shell: Shell) => ShellText, limit: number, signal?: AbortSignal): Promise<ScriptOutcome> {
    const nothing = Buffer.alloc(0);
    let shell: Shell;
    try {
      shell = await this.acquire(signal);
    } catch (error) {
      if (signal?.aborted === true) {
        return { kind: 'aborted', reason: abortReason(signal), stdout: nothing, stderr: nothing };
      }
      throw error;
    }
    if (signal?.aborted === true) {
      // It fired while a shell was being opened.
      this.release(shell);
      return { kind: 'aborted', reason: abortReason(signal), stdout: nothing, stderr: nothing };
    }
    let text: ShellText;
    try {
      text = script(shell);
    } catch (error) {
      this.release(shell);
      throw error;
    }
    let killed: Promise<boolean> | undefined;
    const onAbort = (): void => {
      killed = this.kill(shell);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    const outcome = await shell.run(text, { limit });
    signal?.removeEventListener('abort', onAbort);
    if (outcome.kind === 'outputLimit') {
      killed = this.kill(shell);
    }
    const isDead = await killed;
    this.release(shell);
    if (outcome.kind === 'lost' && isDead === true && signal !== undefined) {
      return { kind: 'aborted', reason: abortReason(signal), stdout: outcome.stdout, stderr: outcome.stderr };
    }
    return outcome;
  }

  /** Ends every shell; what still runs is killed first. */
  async dispose(): Promise<void> {
    this.disposed = true;
    for (const waiter of this.waiters.splice(0)) {
      waiter.refuse(closed());
    }
    this.giveUpOpening();
    const running = [...this.all].filter((shell) => !this.idle.includes(shell));
    await Promise.all(running.map((shell) => this.kill(shell)));
    await Promise.all([...this.all].map((shell) => shell.close()));
    this.all.clear();
  }

  /** Kills everything without waiting, from a process that is about to end. */
  killNow(): void {
    this.giveUpOpening();
    for (const shell of this.all) {
      shell.killNow();
    }
  }

  /**
   * Kills a shell with all it runs, through another shell; from this side when none can be had. False: what it ran may
   * go on, on a host that is not reached any more.
   */
  private async kill(shell: Shell): Promise<boolean> {
    shell.endedByUs = true;
    const isDead = await this.killThroughAnother(shell).catch(() => false);
    if (!isDead) {
      shell.killNow();
    }
    const timer = setTimeout(() => shell.killNow(), 2000);
    await shell.whenEnded();
    clearTimeout(timer);
    return isDead;
  }

  /**
   * False when the other one does not answer either: the connection is frozen, and that shell is ended, too. False as well
   * when it does not see the one to be killed: each shell of the host has PID numbers of its own.
   */
  private async killThroughAnother(shell: Shell): Promise<boolean> {
    const { open, openAtEnd } = controlPatience;
    const control = this.idle.pop() ?? (await this.openShell(AbortSignal.timeout(this.disposed ? openAtEnd : open)));
    const timer = setTimeout(() => control.killNow(), controlPatience.answer);
    const reply = await control.run(`cni_kill ${shell.processGroup} '${shell.born}'`);
    clearTimeout(timer);
    this.keep(control);
    return reply.kind === 'done' && reply.status === 0;
  }

  private giveUpOpening(): void {
    this.stopOpening.abort(closed());
    // A kill may need another shell after that.
    this.stopOpening = new AbortController();
  }

  private async acquire(signal?: AbortSignal): Promise<Shell> {
    if (this.disposed) {
      throw closed();
    }
    if (signal?.aborted === true) {
      throw new GaveUp('Aborted before it began.');
    }
    const shell = this.idle.pop();
    if (shell !== undefined) {
      this.busy += 1;
      return shell;
    }
    if (this.size === 0 && this.first !== undefined) {
      await this.awaitFirst(this.first, signal);
      return this.acquire(signal);
    }
    return this.busy + this.opening < this.maxShells() ? this.openFor(signal) : this.wait(signal);
  }

  private async openFor(signal?: AbortSignal): Promise<Shell> {
    this.opening += 1;
    const opening = this.openShell(signal);
    if (this.size === 0) this.first = opening;
    try {
      const opened = await opening;
      this.opening -= 1;
      this.busy += 1;
      return opened;
    } catch (error) {
      this.opening -= 1;
      this.onFailedOpening(error);
      throw error;
    } finally {
      if (this.first === opening) this.first = undefined;
    }
  }

  /** Whoever waits would wait for ever when nothing is under way any more: they get the host's refusal, or a try of their own. */
  private onFailedOpening(error: unknown): void {
    if (this.busy + this.opening > 0 || this.disposed) {
      return;
    }
    if (isHostError(error)) {
      for (const waiter of this.waiters.splice(0)) {
        waiter.refuse(error);
      }
    } else {
      this.openForWaiters();
    }
  }

  /** One more shell, for whoever is first in the queue when it is there. */
  private openForWaiters(): void {
    if (this.waiters.length > 0) {
      // What it fails with is told to those who wait.
      this.openFor().then(
        (shell) => this.release(shell),
        () => undefined,
      );
    }
  }

  /**
   * The first shell tells what the host is like: whether it lets us in at all, and how many shells are to be had. Rejects
   * when the host cannot be used; that another caller gave up is no reason.
   */
  private async awaitFirst(first: Promise<Shell>, signal?: AbortSignal): Promise<void> {
    const gaveUp = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new GaveUp('Aborted while waiting.')), { once: true });
    });
    try {
      await Promise.race([first, gaveUp]);
    } catch (error) {
      if (error instanceof GaveUp || isHostError(error)) throw error;
    }
  }

  private wait(signal?: AbortSignal): Promise<Shell> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        grant: (shell) => {
          signal?.removeEventListener('abort', giveUp);
          resolve(shell);
        },
        refuse: (error) => {
          signal?.removeEventListener('abort', giveUp);
          reject(error);
        },
      };
      const giveUp = (): void => {
        // It is in the queue until it is granted a shell or refused.
        this.waiters.splice(this.waiters.indexOf(waiter), 1);
        reject(new GaveUp('Aborted while waiting.'));
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.waiters.push(waiter);
    });
  }

  private release(shell: Shell): void {
    this.busy -= 1;
    if (!shell.usable) {
      this.openForWaiters();
      return;
    }
    const waiter = this.waiters.shift();
    if (waiter === undefined) {
      this.keep(shell);
    } else {
      this.busy += 1;
      waiter.grant(shell);
    }
  }

  private keep(shell: Shell): void {
    if (!shell.usable) {
      return;
    }
    if (this.disposed || this.idle.length + this.busy >= this.maxShells()) {
      shell.retire();
    } else {
      this.idle.push(shell);
    }
  }

  /** Speaks to a shell that stands idle. One that does not answer has lost its connection: it is ended. */
  private keepAlive(shell: Shell, everyMs: number): void {
    let seen = shell.runs;
    const timer = setInterval(() => {
      if (shell.runs === seen) void this.speakTo(shell, everyMs);
      seen = shell.runs;
    }, everyMs);
    timer.unref();
    shell.onDidEnd(() => clearInterval(timer));
  }

  private async speakTo(shell: Shell, patienceMs: number): Promise<void> {
    const at = this.idle.indexOf(shell);
    if (at === -1) {
      return;
    }
    this.idle.splice(at, 1);
    this.busy += 1;
    const timer = setTimeout(() => shell.killNow(), patienceMs);
    await shell.run('cni_end 0');
    clearTimeout(timer);
    this.release(shell);
  }

  private async openShell(signal?: AbortSignal): Promise<Shell> {
    const { signal: stop } = this.stopOpening;
    const shell = await this.open(signal === undefined ? stop : AbortSignal.any([signal, stop]));
    this.all.add(shell);
    if (this.keepAliveMs !== undefined) {
      this.keepAlive(shell, this.keepAliveMs);
    }
    shell.onDidEnd(() => {
      this.all.delete(shell);
      const at = this.idle.indexOf(shell);
      if (at !== -1) {
        this.idle.splice(at, 1);
      }
    });
    return shell;
  }
}
