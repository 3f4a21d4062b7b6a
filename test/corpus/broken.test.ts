import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../unit/server/documents.ts';
import { ABSENT, corpusFiles, type CorpusFile } from './files.ts';

if (ABSENT !== undefined) console.log(`skipped: errors in broken files of the corpus, as ${ABSENT}`);

/** Why some files of corpus/broken are broken, and the errors that each should have: `R003@6 R019@1` is rule and line. */
interface Row {
  readonly why: string;
  readonly files: Readonly<Record<string, string>>;
}

const rows: readonly Row[] = JSON.parse(readFileSync(join(import.meta.dirname, 'broken-errors.json'), 'utf8'));
const reviewed = new Map(
  rows.flatMap(({ why, files }) => Object.entries(files).map(([id, due]) => [id, { why, due }])),
);

/** What is not JSON is told by one of these. */
const SYNTAX = /R00[1-7]@/;

/** Each rule that has an error in a file, at the first line that it has one on. */
function errorsIn({ text, loadedAs }: CorpusFile): string {
  const first = new Map<string, number>();
  for (const { rule, finding, severity } of findingsIn(text, loadedAs)) {
    if (severity !== 'error') continue;
    const line = text.slice(0, finding.span.offset).split('\n').length;
    first.set(rule.id, Math.min(line, first.get(rule.id) ?? line));
  }
  return [...first]
    .map(([rule, line]) => `${rule}@${line}`)
    .toSorted()
    .join(' ');
}

function isJSON(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const files = corpusFiles('broken');

describe.runIf(files.length > 0)('of the configurations that are broken', () => {
  it('at least nine in ten have just the errors that they should, in the right lines', () => {
    expect([...reviewed.keys()].toSorted()).toEqual(files.map(({ id }) => id));
    const misses = files.flatMap((file) => {
      const { due = '', why = '' } = reviewed.get(file.id) ?? {};
      const found = errorsIn(file);
      return due !== '' && found === due
        ? []
        : [`broken/${file.id}: ${found || 'no error'}, not ${due || 'one'} (${why})`];
    });
    const share = 1 - misses.length / files.length;
    console.log(
      `${(share * 100).toFixed(1)} % of ${files.length} broken files have the right errors; not so\n${misses.join('\n')}`,
    );
    expect(share).toBeGreaterThanOrEqual(0.9);
  });

  it('those that are no JSON are told so, and no others', () => {
    const wrong = files.filter((file) => SYNTAX.test(errorsIn(file)) === isJSON(file.text));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
