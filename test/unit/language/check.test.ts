import { describe, expect, it } from 'vitest';
import { check, rules } from '../../../language/check.ts';
import { toDiagnostics } from '../../../language/features/diagnostics.ts';
import { largestText } from '../../../language/document/text-limit.ts';
import { createLanguage } from '../../../language/index.ts';
import { inventoryOf } from '../../../language/document/inventory.ts';
import { fixAll } from '../../../language/features/refactor/fix-all.ts';
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

/** A list with one of these keys or texts many times. */
const hostile: readonly (readonly [string, string, string])[] = [
  ['comments', list([]).replace('"plugins"', `${'/**/'.repeat(80_000)}"plugins"`), list([])],
  ['comments on lines', `{\n${'  // x\n'.repeat(60_000)}"name":"a"}`, '{\n"name":"a"}'],
  ['trailing commas', `{"name":[${'[1,],'.repeat(80_000)}1]}`, `{"name":[${'[1],'.repeat(80_000)}1]}`],
  ['typographic quotes', `{${'“a”:1,\n'.repeat(40_000)}"name":"a"}`, `{${'"a":1,\n'.repeat(40_000)}"name":"a"}`],
];

describe('a text of nearly the limit with the same mistake everywhere', () => {
  it.each(hostile)('is read and fixed: %s', (_, text, fixed) => {
    const found = findingsIn(text);
    const changes = found.flatMap(({ finding }) => finding.fixes?.().flatMap((fix) => fix.changes ?? []) ?? []);
    expect(changes.length).toBeLessThan(2_000_000);
    const change = fixAll(modelOf(text), (model) => check(model, {}));
    const [before, after] = [text.slice(0, change?.offset), text.slice((change?.offset ?? 0) + (change?.length ?? 0))];
    expect(before + (change?.text ?? '') + after === fixed).toBe(true);
  });

  it.each([
    [
      'plugins',
      list(
        Array.from({ length: 6000 }, (__, index) => ({
          type: 'bridge',
          ipam: { type: 'host-local', subnet: `10.${index}` },
        })),
      ),
    ],
    ['keys', list([{ type: 'bridge' }]).replace('"type"', '"mtu":1,'.repeat(50_000) + '"type"')],
  ])('has actions for the whole text: %s', (_, text) => {
    const { document } = modelOf(text);
    const range = { start: document.positionAt(0), end: document.positionAt(text.length) };
    const language = createLanguage({ openDocuments: () => [document] });
    const request = {
      canRename: true,
      canCreate: true,
      showsDisabled: false,
      only: undefined,
      isAutomatic: false,
      canIgnore: false,
    };
    expect(language.codeActions(document, range, request).length).toBeGreaterThan(99);
  });

  it('is read: addresses that whereabouts excludes', () => {
    const exclude = Array.from({ length: 30_000 }, (__, index) => `10.${index >> 8}.${index & 255}.0/24`);
    const ipam = { type: 'whereabouts', range: '10.0.0.0/8', exclude };
    expect(findingsIn(list([{ type: 'macvlan', ipam }])).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

it('delegated plugins share what is computed over the whole document', () => {
  const model = modelOf(list([]));
  expect(inventoryOf({ ...model })).toBe(inventoryOf(model));
});

it('a rule stands in one place', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});
