import { describe, expect, it } from 'vitest';
import { check } from '../../server/service/check.ts';
import { neighbourOf } from '../../server/service/directory/neighbour.ts';
import { fixAll } from '../../server/service/features/refactor/fix-all.ts';
import type { Fix } from '../../server/service/rules/rule.ts';
import { findingsIn, modelOf } from '../unit/server/documents.ts';
import { facts } from '../unit/server/features/surrounding-files.ts';
import { ABSENT, corpusFiles } from './files.ts';

if (ABSENT !== undefined) console.log(`skipped: quick fixes over the corpus, as ${ABSENT}`);

/** What stands beside a file: itself, once before it in other words, once behind it. */
const beside = (text: string): Record<string, string> => ({
  '05-before.conflist': text.replaceAll('"macvlan"', '"ipvlan"'),
  '99-behind.conflist': text,
});

/** Whether a fix does anything, and its changes lie in the text, none over another. */
function isSound({ changes = [], rename }: Fix, text: string): boolean {
  const ordered = changes.toSorted((a, b) => a.offset - b.offset);
  let end = 0;
  for (const { offset, length } of ordered) {
    if (offset < end || length < 0 || offset + length > text.length) return false;
    end = offset + length;
  }
  return changes.length > 0 || rename !== undefined;
}

describe.runIf(ABSENT === undefined)('quick fixes of', () => {
  it.each(['strict', 'broken', 'template', 'stdin', 'fragment'] as const)('%s can all be applied', (folder) => {
    let count = 0;
    const unsound: string[] = [];
    for (const { id, text, loadedAs } of corpusFiles(folder)) {
      for (const { rule, finding } of findingsIn(text, loadedAs, { files: beside(text), hostFacts: facts })) {
        const fixes = finding.fixes?.() ?? [];
        count += fixes.length;
        unsound.push(...fixes.filter((fix) => !isSound(fix, text)).map(({ title }) => `${id} ${rule.id} ${title}`));
      }
    }
    expect(unsound).toEqual([]);
    expect(count).toBeGreaterThan(100);
  });

  it('all kinds, one after the other, come to an end', () => {
    for (const { text } of corpusFiles('strict')) {
      const neighbours = Object.entries(beside(text)).map(([name, other]) => neighbourOf(modelOf(other, name)));
      const model = modelOf(text, '10-x.conf');
      const fixed = fixAll(
        model,
        (one) => check(one, { neighbours }),
        () => true,
      );
      expect(fixed?.rename ?? '10-x.conflist').toMatch(/^10-x\.conf(?:list)?$/);
    }
  });
});
