import { checkTexts, type Cell } from './cell.ts';
import type { Matrix, MatrixRow } from './matrix.ts';

/** A sign before the words, so that a table can be read without colours. */
const signs: Readonly<Record<Cell['state'], string>> = { good: '✓', note: '·', finding: '✗', unknown: '?' };

/** A cell in a few words with its sign. */
export function cellText({ state, text }: Cell): string {
  return state === 'note' ? text : `${signs[state]} ${text}`;
}

/** What there is to say of a row besides its cells: what is wrong, why, and what to do; each once. */
export function remarksOf({
  cells,
}: MatrixRow): readonly { readonly check: string; readonly reason: string; readonly cure?: string }[] {
  const seen = new Set<string>();
  return cells.flatMap(({ check, cell }) => {
    if (!('reasons' in cell)) return [];
    const { cure } = cell;
    return cell.reasons.flatMap((reason, index) => {
      if (seen.has(reason)) return [];
      seen.add(reason);
      return [{ check, reason, ...(cure === undefined || index < cell.reasons.length - 1 ? {} : { cure }) }];
    });
  });
}

/** The matrix in a sentence. */
export function summaryOf({ rows, findings, unreached }: Matrix): string {
  const hosts = `${rows.length} ${rows.length === 1 ? 'host' : 'hosts'}`;
  const found = findings === 0 ? 'no findings' : `${findings} ${findings === 1 ? 'finding' : 'findings'}`;
  return `${hosts}: ${found}${unreached === 0 ? '' : `, ${unreached} not reached`}.`;
}

const escaped = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>|#]/g, (char) => `\\${char}`).replaceAll(/\s*\n\s*/g, ' ');

/** The matrix as a Markdown page: the table, then a section for each host of which there is more to say. */
export function matrixPage(matrix: Matrix): string {
  const { file, checks, rows } = matrix;
  const head = `| Host | ${checks.join(' | ')} |\n|---|${checks.map(() => '---|').join('')}\n`;
  const table = rows.map(({ host, cells }) => {
    const columns = cells
      .map(({ cell }) => escaped(cellText(cell)))
      .map((text) => (text.startsWith('✗') ? `**${text}**` : text));
    return `| ${escaped(host)} | ${columns.join(' | ')} |\n`;
  });
  const sections = rows.flatMap((row) => {
    const remarks = remarksOf(row).map(
      ({ check, reason, cure }) =>
        `- **${check}**: ${escaped(reason)}${cure === undefined ? '' : ` — *${escaped(cure)}*`}\n`,
    );
    return remarks.length === 0 ? [] : [`## ${escaped(row.host)}\n\n${remarks.join('')}`];
  });
  const legend = checks.map((check) => `- **${check}**: ${checkTexts[check]}\n`).join('');
  const title = file === undefined ? 'Hosts, each with its own networks' : `Hosts for ${escaped(file)}`;
  return `# ${title}\n\n${summaryOf(matrix)}\n\n${head}${table.join('')}\n${sections.join('\n')}\n## The checks\n\n${legend}`;
}
