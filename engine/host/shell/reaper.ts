import { quote, sh } from './quote.ts';
import type { Shell } from './shell.ts';

/** How long each step of a kill may take, in ms. */
const patience = {
  /** Until another shell is there, which a person may have to let in. */
  open: 30_000,
  /** The same when the host is released: that waits for no person. */
  openAtEnd: 5000,
  answer: 5000,
  /** Until a killed shell is seen to have ended. */
  end: 2000,
};

/** The shell to kill. */
type Victim = Pick<Shell, 'processGroup' | 'born' | 'endedByUs' | 'killNow' | 'whenEnded'>;

/** Lends another shell of the same host, which kills. */
export interface SpareShells<Spare> {
  /** The host is being released. */
  readonly isDrained: boolean;
  /** Rejects when no other shell can be had; the signal gives up. */
  borrow(signal: AbortSignal): Promise<Spare>;
  giveBack(spare: Spare): void;
}

/**
 * Kills a shell with all that it runs, through another shell; from this side when there is none. So a kill works wherever
 * the host is. Resolves to false if what the shell ran may go on, on a host that cannot be reached any more.
 */
export async function killShell<Spare extends Pick<Shell, 'run' | 'killNow'>>(
  victim: Victim,
  spares: SpareShells<Spare>,
): Promise<boolean> {
  victim.endedByUs = true;
  const isDead = await killThroughAnother(victim, spares).catch(() => false);
  if (!isDead) {
    victim.killNow();
  }
  const timer = setTimeout(() => victim.killNow(), patience.end);
  await victim.whenEnded();
  clearTimeout(timer);
  return isDead;
}

/**
 * Resolves to false when the other shell does not answer either: the connection is frozen, and that shell is ended, too.
 * Also when it does not see the shell to kill: each shell of the host then has separate PID numbers.
 */
async function killThroughAnother<Spare extends Pick<Shell, 'run' | 'killNow'>>(
  victim: Victim,
  spares: SpareShells<Spare>,
): Promise<boolean> {
  const spare = await borrowInTime(spares);
  const timer = setTimeout(() => spare.killNow(), patience.answer);
  const reply = await spare.run(sh`cni_kill ${victim.processGroup} ${quote(victim.born)}`);
  clearTimeout(timer);
  spares.giveBack(spare);
  return reply.kind === 'done' && reply.status === 0;
}

async function borrowInTime<Spare>(spares: SpareShells<Spare>): Promise<Spare> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), spares.isDrained ? patience.openAtEnd : patience.open);
  timer.unref();
  try {
    return await spares.borrow(giveUp.signal);
  } finally {
    clearTimeout(timer);
  }
}
