/** What one contender did, in the unit of its row. */
export interface Contender {
  readonly name: string;
  readonly value: number;
}

/** One line of the table of benchmarks. */
export interface Row {
  readonly what: string;
  /** Of all values of the row: `ms`, `MB`, `kB`, or what is counted. */
  readonly unit: string;
  readonly ours: number;
  /** What ours is compared with in the same run; undefined where there is none. */
  readonly peer: Contender | undefined;
  /** `ours` as a part of the peer's; undefined without a peer. */
  readonly ratio: number | undefined;
  readonly budget: string;
  /** Whether the budget holds, on this machine and under its load of now. */
  readonly holds: boolean;
  /** Everything else that was measured, by name. */
  readonly details: object;
}

/** A row for what cannot be measured here. */
export interface Absent {
  readonly what: string;
  readonly skipped: string;
}

/** One benchmark: measures, and gives its rows. */
export type Bench = () => Promise<readonly (Row | Absent)[]>;

/** A number with so many digits behind its point. */
export const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** What a limit asks of a row: one of its numbers, and the most that it may be. */
export interface Limit {
  readonly name: string;
  readonly value: number;
  readonly most: number;
}

/** A row whose budget is one limit or several, all of which must hold. */
export function row(
  what: string,
  unit: string,
  { ours, peer, details = {} }: { readonly ours: number; readonly peer?: Contender; readonly details?: object },
  limits: readonly Limit[],
): Row {
  return {
    what,
    unit,
    ours: round(ours),
    peer: peer && { ...peer, value: round(peer.value) },
    ratio: peer && round(ours / peer.value),
    budget: limits.map(({ name, most }) => `${name} ≤ ${most}`).join(', '),
    holds: limits.every(({ value, most }) => value <= most),
    details,
  };
}

const cellsOf = (one: Row | Absent): readonly string[] => {
  if ('skipped' in one) {
    return [one.what, '-', '-', '-', '-', `skipped: ${one.skipped}`];
  }
  const { what, unit, ours, peer, ratio, budget, holds } = one;
  const theirs = peer === undefined ? '-' : `${peer.value} (${peer.name})`;
  return [what, `${ours} ${unit}`, theirs, ratio === undefined ? '-' : String(ratio), budget, holds ? 'yes' : 'NO'];
};

/** The rows as a table for people. */
export function textTable(rows: readonly (Row | Absent)[]): string {
  const lines = [['what', 'ours', 'peer', 'ratio', 'budget', 'holds'], ...rows.map(cellsOf)];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
