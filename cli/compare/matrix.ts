import type { Matrix } from '../../server/service/fleet/matrix.ts';
import { cellText, remarksOf, summaryOf } from '../../server/service/fleet/page.ts';
import { table } from '../table.ts';

// The language's part of `compare`; a bundle of its own (scripts/build.mjs), for most verbs do without the language.
export { compareHosts } from '../../server/service/fleet/matrix.ts';
export { matrixDocument } from '../../server/service/fleet/document.ts';

/** A matrix for people at a terminal: the table, what there is to say of single hosts, and the sum. */
export function textOf(matrix: Matrix): string {
  const head = ['HOST', ...matrix.checks.map((check) => check.toUpperCase())];
  const rows = matrix.rows.map(({ host, cells }) => [host, ...cells.map(({ cell }) => cellText(cell))]);
  const remarks = matrix.rows.flatMap((row) => {
    const lines = remarksOf(row).map(
      ({ check, reason, cure }) => `  ${check}: ${reason}\n${cure === undefined ? '' : `    hint: ${cure}\n`}`,
    );
    return lines.length === 0 ? [] : [`\n${row.host}\n${lines.join('')}`];
  });
  return `${table([head, ...rows])}${remarks.join('')}\n${summaryOf(matrix)}\n`;
}
