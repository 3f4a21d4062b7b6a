import { CNIError } from './errors.ts';

/** Why an operation stopped without a plugin's verdict. */
export type Interruption = 'cancelled' | 'timedOut' | 'unknown';

/** A {@link CNIError} that is nobody's failure: the caller stopped the operation, or the host went away. */
export class InterruptedError extends CNIError {
  readonly interruption: Interruption;

  constructor(message: string, interruption: Interruption) {
    super(message);
    this.interruption = interruption;
  }
}

/** The error of an operation that the caller's signal stopped `where`, e.g. "before plugin \"bridge\" ran". */
export function stoppedBy(signal: AbortSignal, where: string): InterruptedError {
  const isTimeout = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
  return new InterruptedError(
    `${isTimeout ? 'timed out' : 'cancelled'} ${where}`,
    isTimeout ? 'timedOut' : 'cancelled',
  );
}

/** What stopped the operation that failed with `error`, looking through its causes; undefined when it failed by itself. */
export function interruptionOf(error: unknown): Interruption | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof InterruptedError) {
      return at.interruption;
    }
  }
  return undefined;
}
