import * as l10n from '@vscode/l10n';
import { cellText, remarksOf, summaryOf, type Matrix } from '../../language/index.ts';
import { table } from '../output/table.ts';

/** Returns a matrix as text for a terminal: the table, the remarks on single hosts, and the summary. */
export function textOf(matrix: Matrix): string {
  const head = [l10n.t('HOST'), ...matrix.checks.map((check) => check.toUpperCase())];
  const rows = matrix.rows.map(({ host, cells }) => [host, ...cells.map(({ cell }) => cellText(cell))]);
  const remarks = matrix.rows.flatMap((row) => {
    const lines = remarksOf(row).map(
      ({ check, reason, remedy }) => `  ${check}: ${reason}\n${remedy === undefined ? '' : `    hint: ${remedy}\n`}`,
    );
    return lines.length === 0 ? [] : [`\n${row.host}\n${lines.join('')}`];
  });
  return `${table([head, ...rows])}${remarks.join('')}\n${summaryOf(matrix)}\n`;
}
