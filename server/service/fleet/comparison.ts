import { checkNames } from './cell.ts';
import { matrixDocument, type MatrixDocument } from './document.ts';
import { compareHosts } from './matrix.ts';
import { matrixPage, summaryOf } from './page.ts';
import { readSurveyed } from './survey.ts';

/** What a client sends with `cni/compareHosts`: what hosts answered, and the file that they are compared for. */
export interface ComparisonParams {
  /** Name without directory, and text; missing where each host is looked at with its own networks. */
  readonly file?: { readonly name: string; readonly text: string };
  /** The answers of the hosts (survey.ts). */
  readonly hosts: unknown;
}

/** A comparison in the forms that it is shown in. */
export interface Comparison {
  readonly summary: string;
  readonly markdown: string;
  readonly document: MatrixDocument;
}

/** The comparison of hosts that were asked. */
export function comparisonOf({ file, hosts }: ComparisonParams): Comparison {
  const matrix = compareHosts(readSurveyed(hosts), file, checkNames);
  return { summary: summaryOf(matrix), markdown: matrixPage(matrix), document: matrixDocument(matrix) };
}
