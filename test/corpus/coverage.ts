import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from './shapes/cells.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, 'tables', `${name}.json`), 'utf8');

/** Cells that no configuration of ours fills, and why. */
export interface LeftOut {
  readonly why: string;
  readonly cells: readonly string[];
}

const rows: Readonly<Record<string, readonly string[]>> = JSON.parse(read('coverage'));
const without: readonly LeftOut[] = JSON.parse(read('coverage-left-out'));

/**
 * The cells that the own corpus must fill: the shapes of each plugin type. `(unknown)` is a type that only its owner
 * knows, `(placeholder)` one that is filled in later, `(none)` stands for no type, `(list)` for a list as a whole and
 * `(text)` for the text as text.
 */
export const table: Table = new Map(Object.entries(rows).map(([type, shapes]) => [type, new Set(shapes)]));

/** Shapes that occur in practice and that the own corpus omits. */
export const leftOut: readonly LeftOut[] = without;
