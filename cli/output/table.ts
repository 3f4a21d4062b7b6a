import { lineText } from '../../engine/text/edges.ts';
import { columnsOf, padColumns } from './columns.ts';

/** Returns rows as lines with aligned columns, two spaces apart. Unprintable characters are written as \u{…}. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(lineText));
  const widths = (cells[0] ?? []).map((_cell, column) => Math.max(...cells.map((row) => columnsOf(row[column] ?? ''))));
  return cells
    .map((row) =>
      row
        .map((cell, column) => padColumns(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
