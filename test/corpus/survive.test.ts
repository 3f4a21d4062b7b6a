import { describe, expect, it } from 'vitest';
import { findingsIn } from '../unit/server/documents.ts';
import { ABSENT, corpusFiles } from './files.ts';

if (ABSENT !== undefined) console.log(`skipped: rules over all folders of the corpus, as ${ABSENT}`);

describe.runIf(ABSENT === undefined)('the rules go through all of', () => {
  it.each(['strict', 'broken', 'template', 'stdin', 'fragment', 'nad'] as const)('%s', (folder) => {
    const files = corpusFiles(folder);
    expect(files.length).toBeGreaterThan(50);
    const outside = files.filter(({ text, loadedAs }) =>
      findingsIn(text, loadedAs).some(
        ({ finding: { span } }) => span.offset < 0 || span.offset + span.length > text.length,
      ),
    );
    expect(outside.map(({ id }) => id)).toEqual([]);
  });
});
