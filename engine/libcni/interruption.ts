/** Why an operation stopped without a plugin's verdict. */
export type Interruption = 'cancelled' | 'timedOut' | 'unknown';
/** What stopped the operation that failed with `error`, or undefined when it failed by itself. */
export declare function interruptionOf(error: unknown): Interruption | undefined;
