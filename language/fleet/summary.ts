import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import type { Cell } from './cell.ts';
import type { Matrix, MatrixRow } from './matrix.ts';

/** A sign before each text, so that a table is readable without colors. */
const signs: Readonly<Record<Cell['state'], string>> = { good: '✓', note: '·', finding: '✗', unknown: '?' };

/** Returns a cell as a short text with its sign. */
export function cellText({ state, text }: Cell): string {
  return state === 'note' ? text : `${signs[state]} ${text}`;
}

/** Returns the reasons and remedies of a row, each reason once. */
export function remarksOf({
  cells,
}: MatrixRow): readonly { readonly check: string; readonly reason: string; readonly remedy?: string | undefined }[] {
  const seen = new Set<string>();
  return cells.flatMap(({ check, cell }) => {
    if (!('reasons' in cell)) {
      return [];
    }
    const { remedy } = cell;
    return cell.reasons.flatMap((reason, index) => {
      if (seen.has(reason)) {
        return [];
      }
      seen.add(reason);
      return [{ check, reason, remedy: index < cell.reasons.length - 1 ? undefined : remedy }];
    });
  });
}

/** Summarizes a matrix in a few words. */
export function summaryOf({ rows, findings, unreached }: Matrix): string {
  const { length } = rows;
  return sentences(
    length === 1 ? l10n.t('1 host compared.') : l10n.t('{0} hosts compared.', length),
    findingsText(findings),
    unreached === 0 ? undefined : unreachedText(unreached),
  );
}

function findingsText(count: number): string {
  switch (count) {
    case 0:
      return l10n.t('No findings.');
    case 1:
      return l10n.t('1 finding.');
    default:
      return l10n.t('{0} findings.', count);
  }
}

function unreachedText(count: number): string {
  return count === 1 ? l10n.t('1 host not reached.') : l10n.t('{0} hosts not reached.', count);
}
