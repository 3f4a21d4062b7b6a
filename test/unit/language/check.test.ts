import { describe, expect, it } from 'vitest';
import { rules } from '../../../language/check.ts';
import { toDiagnostics } from '../../../language/features/diagnostics.ts';
import { largestText } from '../../../language/document/text-limit.ts';
import { findingsIn, modelOf } from './documents.ts';

const list = (plugins: readonly object[]): string => JSON.stringify({ cniVersion: '1.0.0', name: 'net', plugins });

const repeated = (count: number) => list(Array.from({ length: count + 1 }, () => ({ type: 'bridge', bridge: 'br0' })));

describe('many findings of one rule', () => {
  it.each([
    [100, ''],
    [101, ' (1 more like this)'],
    [2000, ' (1900 more like this)'],
  ])('%i are reported up to the hundredth, which counts the rest', (count, rest) => {
    const found = findingsIn(repeated(count)).filter(({ rule }) => rule.id === 'R056');
    expect(found).toHaveLength(100);
    expect(found.at(-1)?.finding.message.endsWith(rest)).toBe(true);
    expect(found.filter(({ finding }) => finding.message.includes('more like this'))).toHaveLength(rest === '' ? 0 : 1);
    const offsets = found.map(({ finding }) => finding.span.offset);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  });
});

describe('a text above the limit', () => {
  const text = `{"cniVersion":"1.0.0","plugins":[{"type":"brigde"}],"x":"${'ü'.repeat(largestText / 2)}"}`;

  it('has no findings, and a notice in the editor', () => {
    const model = modelOf(text);
    expect(findingsIn(text)).toEqual([]);
    expect(toDiagnostics(model, [])).toMatchObject([
      { severity: 3, message: 'Not analyzed because of its size (513 kB; the limit is 512 kB).' },
    ]);
  });

  it('is analyzed again below it', () => {
    expect(findingsIn(text.replace('üü', ' '.repeat(2)).replace(/ü{40}/, '')).length).toBeGreaterThan(0);
  });
});

it('a rule stands in one place', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});
