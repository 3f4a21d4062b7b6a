import { describe, expect, it } from 'vitest';
import { findingsIn } from '../unit/language/documents.ts';
import { corpora } from './files.ts';

describe.each(corpora)('the rules go through all of the $name corpus:', ({ files }) => {
  it.each(['sound', 'broken', 'template', 'stdin', 'fragment', 'embedded'] as const)('%s', (folder) => {
    expect(files(folder).length).toBeGreaterThan(35);
    const outside = files(folder).filter(({ text, loadedAs }) =>
      findingsIn(text, loadedAs).some(
        ({ finding: { span } }) => span.offset < 0 || span.offset + span.length > text.length,
      ),
    );
    expect(outside.map(({ id }) => id)).toEqual([]);
  });
});
