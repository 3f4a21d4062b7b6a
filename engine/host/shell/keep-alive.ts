import { sh } from './quote.ts';
import type { Shell } from './shell.ts';

/** A shell as it is kept alive. */
type Kept = Pick<Shell, 'runs' | 'run' | 'killNow' | 'onDidEnd'>;

/** Says whether a shell is idle, by lending it. */
export interface IdleShells<Idle> {
  /** False if the shell is in use or lost. */
  acquireIdle(shell: Idle): boolean;
  release(shell: Idle): void;
}

/**
 * Sends an empty script to a shell that has been idle for `everyMs`, again and again until it ends. A shell that does not
 * answer for as long has lost its connection and is killed.
 */
export function keepAlive<Idle extends Kept>(shell: Idle, idle: IdleShells<Idle>, everyMs: number): void {
  let seen = shell.runs;
  const timer = setInterval(() => {
    if (shell.runs === seen && idle.acquireIdle(shell)) {
      void probe(shell, everyMs).then(() => idle.release(shell));
    }
    seen = shell.runs;
  }, everyMs);
  timer.unref();
  shell.onDidEnd(() => clearInterval(timer));
}

async function probe(shell: Kept, patienceMs: number): Promise<void> {
  const timer = setTimeout(() => shell.killNow(), patienceMs);
  await shell.run(sh`cni_end 0`);
  clearTimeout(timer);
}
