import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { houseFindings } from '../../../scripts/house-rules.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cni-workbench-house-'));
  for (const room of ['client', 'cli', 'server', 'engine', 'scripts', 'test']) mkdirSync(join(root, room));
});

afterEach(() => rmSync(root, { recursive: true }));

const cases: readonly [path: string, text: string, findings: string[]][] = [
  ['engine/quote.ts', 'export const quote = 1;\n', []],
  ['engine/quote-utils.ts', '', ['engine/quote-utils.ts: "quote-utils.ts" does not say what it holds']],
  ['client/helpers/a.ts', '', ['client/helpers/a.ts: "helpers" does not say what it holds']],
  [
    'server/a.ts',
    'const a = 1;\nexport let b = a;\n',
    ['server/a.ts:2: `export let` is module state; pass the value instead'],
  ],
  [
    'cli/a.ts',
    'const a = x as unknown as Y;\n',
    ['cli/a.ts:1: `as unknown as` hides a wrong type; narrow the value instead'],
  ],
  ['test/a.ts', '// oxlint-disable-next-line\n', ['test/a.ts:1: a lint comment hides a finding; mend it instead']],
];

test.each(cases)('%s holding %j gives %j', (path, text, findings) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  expect(houseFindings(root)).toEqual(findings);
});
