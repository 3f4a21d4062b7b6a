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

/** What stopped the operation that failed with `error`, looking through its causes; undefined when it failed by itself. */
export function interruptionOf(error: unknown): Interruption | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof InterruptedError) {
      return at.interruption;
    }
  }
  return undefined;
}
