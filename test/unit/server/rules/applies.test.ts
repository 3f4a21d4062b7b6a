import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ruleParts } from '../../../../server/service/check.ts';
import { corpusFiles } from '../../../corpus/files.ts';
import { modelOf } from '../documents.ts';

/** `file rule` of each rule or part of one that would find something in a text, and says that there is nothing for it. */
function withheld(text: string, file: string): string[] {
  const model = modelOf(text, file);
  return ruleParts
    .filter((rule) => rule.applies?.(model, {}) === false && [...rule.check(model, {})].length > 0)
    .map(({ id }) => `${file} ${id}`);
}

describe('a rule that does not apply has nothing to find', () => {
  it('in the samples of the pages', () => {
    const pages = fileURLToPath(new URL('../../../../docs/rules/', import.meta.url));
    const samples = readdirSync(pages).flatMap((page) =>
      [...readFileSync(`${pages}${page}`, 'utf8').matchAll(/`([^`]+)`\n\n```json\n([\s\S]*?)```/g)].map(
        ([, file = '', text = '']) => ({ file, text }),
      ),
    );
    expect(samples.length).toBeGreaterThan(300);
    expect(samples.flatMap(({ file, text }) => withheld(text, file))).toEqual([]);
  });

  it('in configurations that people wrote', () => {
    const files = (['strict', 'broken', 'template', 'stdin', 'fragment'] as const).flatMap(corpusFiles);
    expect(files.flatMap(({ text, loadedAs }) => withheld(text, loadedAs))).toEqual([]);
  });
});
