import { checkNames, checkTexts } from './cell.ts';
import { matrixDocument, type MatrixDocument } from './document.ts';
import { compareHosts } from './matrix.ts';
import { summaryOf } from './summary.ts';
import { readSurveyed, type ComparedFile } from './survey.ts';

/** A comparison in each form that is displayed. */
export interface Comparison {
  readonly summary: string;
  /** The meaning of each check by its name, in a sentence. */
  readonly checks: Readonly<Record<string, string>>;
  readonly document: MatrixDocument;
}

/**
 * Compares hosts by their answers (survey.ts); parts of a different shape are ignored. Without a file, each host is
 * checked with its own networks.
 */
export function comparisonOf(file: ComparedFile | undefined, hosts: unknown): Comparison {
  const matrix = compareHosts(readSurveyed(hosts), file, checkNames);
  const checks = Object.fromEntries(checkNames.map((name) => [name, checkTexts[name]()]));
  return { summary: summaryOf(matrix), checks, document: matrixDocument(matrix) };
}
