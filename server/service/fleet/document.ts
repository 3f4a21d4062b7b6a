import type { Cell } from './cell.ts';
import type { Matrix } from './matrix.ts';

/** A matrix as JSON: what programs read of it. Times are in milliseconds. */
export interface MatrixDocument {
  readonly file?: string;
  readonly findings: number;
  readonly unreached: number;
  readonly hosts: readonly {
    readonly host: string;
    readonly group?: string;
    /** ok, failed, unknown, timedOut, cancelled */
    readonly state: string;
    readonly durationMs: number;
    /** By the name of the check. */
    readonly cells: Readonly<Record<string, Cell>>;
  }[];
}

/** The matrix as a JSON value. */
export function matrixDocument({ file, findings, unreached, rows }: Matrix): MatrixDocument {
  return {
    ...(file === undefined ? {} : { file }),
    findings,
    unreached,
    hosts: rows.map(({ host, group, state, durationMs, cells }) => ({
      host,
      ...(group === undefined ? {} : { group }),
      state,
      durationMs: Math.round(durationMs),
      cells: Object.fromEntries(cells.map(({ check, cell }) => [check, cell])),
    })),
  };
}
