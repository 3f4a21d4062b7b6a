import { describe, expect, it } from 'vitest';
import { rulesIn } from '../documents.ts';
import { parse, skipBlank, trailingCommas } from '../../../../language/document/parse.ts';

const kinds = (text: string): string[] => parse(text).problems.map(({ kind }) => kind);

describe('parse', () => {
  it('finds nothing to complain of in JSON', () => {
    expect(parse('{"a": [1, -2.5e3, "\\u00e4", null, true]}').problems).toEqual([]);
  });

  it('distinguishes comments, trailing data and a byte order mark from other mistakes', () => {
    expect(kinds('{ // x\n}')).toEqual(['comment']);
    expect(kinds('{"a": 1 # x "y" {\n# z\n}')).toEqual(['comment', 'comment']);
    expect(kinds('{} {}')).toEqual(['trailing-data']);
    expect(kinds('\uFEFF{}')).toContain('byte-order-mark');
    expect(kinds('{"a" 1}')).toEqual(['syntax']);
  });

  it('has a tree of what could be read', () => {
    expect(parse('{"a": 1, "b": [2, ').root?.children).toHaveLength(2);
  });

  it('keeps problems inside of the text', () => {
    for (const text of ['{', '{"a', '"', '[1,', '\uFEFF', '/*']) {
      for (const { offset, length } of parse(text).problems) {
        expect(offset + length).toBeLessThanOrEqual(text.length);
      }
    }
  });
});

it('deep nesting is reported and does not fail', () => {
  expect(rulesIn('['.repeat(200_000))).toContain('R001');
});

describe('trailing commas', () => {
  it.each([
    ['{"a": 1,}', [7]],
    ['[1, 2 , ]', [6]],
    ['[[1,],]', [3, 5]],
    ['{"a": 1, /* x */ }', [7]],
    ['{"a": 1 // x\n,\n}', [13]],
    ['{"a": 1, # x\n}', [7]],
    ['{"a": "b,}"}', []],
    ['{"a": "b,# c"}', []],
    ['[1, 2]', []],
    ['{,}', []],
  ])('of %s stand at %j', (text, offsets) => {
    const found = [...trailingCommas(parse(text))].map(({ offset }) => offset);
    expect(found.toSorted((a, b) => a - b)).toEqual(offsets);
  });
});

describe('skipBlank', () => {
  it('goes over white space and comments', () => {
    expect(skipBlank('  // a\n /* b */ x', 0)).toBe(16);
    expect(skipBlank('x', 0)).toBe(0);
    expect(skipBlank('/', 0)).toBe(0);
    expect(skipBlank('', 0)).toBe(0);
  });
});
