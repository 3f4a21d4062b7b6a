import { isRecord } from '../../../engine/libcni/json/record.ts';
import type { Comparison } from '../../../language/index.ts';

/** Name of the tab of the page. */
export const compareDocumentName = 'Hosts.cni-compare.json';

/**
 * The document of the page: that of `cnitool compare --json`, and what only the page has. Thus a file with the output of
 * that command is such a document, too.
 */
export type CompareDocument = Comparison['document'] & {
  readonly summary?: string | undefined;
  /** The meaning of each check by its name. */
  readonly checks?: Readonly<Record<string, string>> | undefined;
  /** URI of the compared file. */
  readonly uri?: string | undefined;
};

/** Returns the text of a document. */
export function compareText(document: CompareDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Reads a document; undefined for another text. */
export function readCompare(text: string): CompareDocument | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isCompare(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isCompare = (value: unknown): value is CompareDocument =>
  isRecord(value) && Array.isArray(value['hosts']) && value['hosts'].every(isHost);

const isHost = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['host'] === 'string' &&
  isRecord(value['cells']) &&
  Object.values(value['cells']).every((cell) => isRecord(cell) && typeof cell['text'] === 'string');
