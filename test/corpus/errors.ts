import { findingsIn } from '../unit/language/documents.ts';
import type { CorpusFile } from './files.ts';

/** The rules that report invalid JSON. */
export const SYNTAX = /R00[1-7]@/;

/** Returns each rule that has an error in a file, at the first line that it has one on: `R003@6 R019@1`. */
export function errorsIn({ text, loadedAs }: CorpusFile): string {
  const first = new Map<string, number>();
  for (const { rule, finding, severity } of findingsIn(text, loadedAs)) {
    if (severity !== 'error') {
      continue;
    }
    const line = text.slice(0, finding.span.offset).split('\n').length;
    first.set(rule.id, Math.min(line, first.get(rule.id) ?? line));
  }
  return [...first]
    .map(([rule, line]) => `${rule}@${line}`)
    .toSorted()
    .join(' ');
}

/** Returns whether a text is JSON. */
export function isJSON(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
