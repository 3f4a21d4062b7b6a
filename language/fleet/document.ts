import type { Cell } from './cell.ts';
import { rulePage } from '../rules/rule.ts';
import type { Matrix } from './matrix.ts';

/** A matrix as JSON, for programs. Times are in milliseconds. */
export interface MatrixDocument {
  readonly file?: string | undefined;
  readonly findings: number;
  readonly unreached: number;
  readonly hosts: readonly {
    readonly host: string;
    readonly group?: string | undefined;
    /** ok, failed, unknown, timedOut, cancelled */
    readonly state: string;
    readonly durationMs: number;
    /** By the name of the check. */
    readonly cells: Readonly<Record<string, CellDocument>>;
  }[];
}

/** A cell, whose remedy has another key in JSON for compatibility. */
interface CellDocument {
  readonly state: Cell['state'];
  readonly text: string;
  readonly reasons?: readonly string[] | undefined;
  readonly cure?: string | undefined;
  /** The rules that found it, each with its page. */
  readonly rules?: readonly { readonly rule: string; readonly link: string }[] | undefined;
}

/** Converts a matrix to a JSON value. */
export function matrixDocument({ file, findings, unreached, rows }: Matrix): MatrixDocument {
  return {
    file,
    findings,
    unreached,
    hosts: rows.map(({ host, group, state, durationMs, cells }) => ({
      host,
      group,
      state,
      durationMs: Math.round(durationMs),
      cells: Object.fromEntries(cells.map(({ check, cell }) => [check, cellDocument(cell)])),
    })),
  };
}

function cellDocument(cell: Cell): CellDocument {
  if (!('reasons' in cell)) {
    return cell;
  }
  const { remedy: cure, rules = [], ...rest } = cell;
  return { ...rest, cure, ...(rules.length > 0 && { rules: rules.map((rule) => ({ rule, link: rulePage(rule) })) }) };
}
