/** Times of one contender, in ms. */
export interface Samples {
  readonly add: number[];
  readonly del: number[];
}

/** The middle and the slow end of some times, in ms. */
export interface Summary {
  readonly p50: number;
  readonly p95: number;
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000;

/** p50 and p95 of some times, rounded to a microsecond. */
export function summarize(times: readonly number[]): Summary {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: round(quantile(sorted, 0.5)), p95: round(quantile(sorted, 0.95)) };
}

/** `ours` as a part of `theirs`, by the middle. */
export function ratio(ours: Summary, theirs: Summary): number {
  return Math.round((ours.p50 / theirs.p50) * 1000) / 1000;
}
