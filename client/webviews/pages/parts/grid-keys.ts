/** A cell of a table, by its row and column, both from 0. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

const steps: Readonly<Record<string, (place: Place, lastColumn: number) => Place>> = {
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, lastColumn) => ({ row, column: lastColumn }),
};

/** Returns the cell that a key leads to, inside the table; undefined for other keys. */
export function placeOfKey(key: string, from: Place, rows: number, columns: number): Place | undefined {
  const place = steps[key]?.(from, columns - 1);
  return place && placeInside(place, rows, columns);
}

/** Returns the nearest cell that is inside the table. */
export const placeInside = ({ row, column }: Place, rows: number, columns: number): Place => ({
  row: Math.max(0, Math.min(row, rows - 1)),
  column: Math.max(0, Math.min(column, columns - 1)),
});
