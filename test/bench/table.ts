/** One line of the table of benchmarks. */
export interface Row {
  readonly what: string;
  /** What was measured, by contender or case; the unit is in `what`. */
  readonly measured: object;
  readonly budget: string;
  /** Whether the budget holds, on this machine and in its mood of today. */
  readonly holds: boolean;
}

/** A row for what cannot be measured here. */
export interface Absent {
  readonly what: string;
  readonly skipped: string;
}

/** One benchmark: measures, and gives its rows. */
export type Bench = () => Promise<readonly (Row | Absent)[]>;

export const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
