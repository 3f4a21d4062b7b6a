import { CNIError, isTimeout } from '../errors.ts';

/** Why an operation stopped without a result of the plugin. */
export type Interruption = 'cancelled' | 'timedOut' | 'unknown';

/** A {@link CNIError} that is not a failure of a plugin: the caller stopped the operation, or the connection was lost. */
export class InterruptedError extends CNIError {
  readonly interruption: Interruption;

  constructor(message: string, interruption: Interruption) {
    super(message);
    this.interruption = interruption;
  }
}

/** Returns the error of an operation that the caller's signal stopped `where`, e.g. "before plugin \"bridge\" ran". */
export function stoppedBy(signal: AbortSignal, where: string): InterruptedError {
  const timedOut = isTimeout(signal.reason);
  return new InterruptedError(`${timedOut ? 'timed out' : 'cancelled'} ${where}`, timedOut ? 'timedOut' : 'cancelled');
}

/** Returns what interrupted the operation with this error, searching its causes; undefined if it was not interrupted. */
export function interruptionOf(error: unknown): Interruption | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof InterruptedError) {
      return at.interruption;
    }
  }
  return undefined;
}
