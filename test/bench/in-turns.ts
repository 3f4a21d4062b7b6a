/** One of those that are compared: what it does once, in ms, and how long it took each time. */
export interface Timed {
  readonly once: () => Promise<number>;
  readonly times: number[];
}

/** One of those that are compared, that has not run yet. */
export const contender = (once: () => Promise<number>): Timed => ({ once, times: [] });

/** Lets each work in turns; the first turn is left out, for it finds nothing in the file cache. */
export async function inTurns(contenders: readonly Timed[], rounds: number): Promise<void> {
  for (let turn = -1; turn < rounds; turn++) {
    for (const { once, times } of contenders) {
      const time = await once();
      if (turn >= 0) {
        times.push(time);
      }
    }
  }
}
