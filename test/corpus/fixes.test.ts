import { describe, expect, it } from 'vitest';
import type { Fix } from '../../language/rules/rule.ts';
import { findingsIn } from '../unit/language/documents.ts';
import { facts } from '../unit/language/features/surrounding-files.ts';
import { corpora, PLAIN_FOLDERS } from './files.ts';

/** The neighbors of a file: itself, once with a preceding and once with a following name. */
const beside = (text: string): Record<string, string> => ({
  '05-before.conflist': text.replaceAll('"macvlan"', '"ipvlan"'),
  '99-behind.conflist': text,
});

/** Whether a fix has an effect, and its changes are within the text and do not overlap. */
function isSound({ changes = [], rename }: Fix, text: string): boolean {
  const ordered = changes.toSorted((a, b) => a.offset - b.offset);
  let end = 0;
  for (const { offset, length } of ordered) {
    if (offset < end || length < 0 || offset + length > text.length) {
      return false;
    }
    end = offset + length;
  }
  return changes.length > 0 || rename !== undefined;
}

describe.each(corpora)('quick fixes in the $name corpus:', ({ files }) => {
  it.each(PLAIN_FOLDERS)('those of %s can all be applied', (folder) => {
    let count = 0;
    const unsound: string[] = [];
    for (const { id, text, loadedAs } of files(folder)) {
      for (const { rule, finding } of findingsIn(text, loadedAs, { files: beside(text), hostFacts: facts })) {
        const fixes = finding.fixes?.() ?? [];
        count += fixes.length;
        unsound.push(...fixes.filter((fix) => !isSound(fix, text)).map(({ title }) => `${id} ${rule.id} ${title}`));
      }
    }
    expect(unsound).toEqual([]);
    expect(count).toBeGreaterThan(100);
  });
});
