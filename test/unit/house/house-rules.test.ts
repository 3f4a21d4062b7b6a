import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { houseFindings } from '../../../scripts/house-rules.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cni-workbench-house-'));
  for (const room of ['client', 'cli', 'server', 'engine', 'scripts', 'test']) {
    mkdirSync(join(root, room));
  }
});

afterEach(() => rmSync(root, { recursive: true }));

const cases: readonly [path: string, text: string, findings: string[]][] = [
  ['engine/quote.ts', 'export const quote = 1;\n', []],
  ['engine/quote-utils.ts', '', ['engine/quote-utils.ts: "quote-utils.ts" does not say what it contains']],
  ['client/helpers/a.ts', '', ['client/helpers/a.ts: "helpers" does not say what it contains']],
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
  [
    'cli/lint/a.ts',
    'process.stdout.write(name);\n',
    ['cli/lint/a.ts:1: only cli/output writes to stdout and stderr, which escapes control characters for terminals'],
  ],
  ['cli/output/a.ts', 'process.stdout.write(name);\n', []],
  [
    'test/unit/a.test.ts',
    "vi.mock('vscode');\n",
    ['test/unit/a.test.ts:1: unit tests share their modules; a test that replaces one is in a file *.isolated.test.ts'],
  ],
  ['test/unit/a.isolated.test.ts', "vi.mock('vscode');\n", []],
  [
    'client/a.ts',
    'void vscode.window.showErrorMessage(name);\n',
    ['client/a.ts:1: only client/editor/notify.ts shows messages, since it escapes links in names'],
  ],
  [
    'test/unit/a.test.ts',
    "import { execFileSync } from 'node:child_process';\nimport { build } from 'esbuild';\nvoid Shell.open(launch);\n",
    [1, 2, 3].map(
      (line) => `test/unit/a.test.ts:${line}: a test in test/unit starts no process; move it to test/integration`,
    ),
  ],
  [
    'language/a.ts',
    'export const MOST = 1;\nclass A {\n  private readonly b = 1;\n}\n',
    ['language/a.ts:1: constants are written in camel case', 'language/a.ts:3: private members begin with #'],
  ],
  [
    'test/a.ts',
    'const a = name as ShellText;\n',
    ['test/a.ts:1: only engine/host/shell/quote.ts makes shell text; use `quote` and the tag `sh`'],
  ],
  ['test/integration/a.test.ts', "import { execFileSync } from 'node:child_process';\n", []],
  ['engine/a.sh', ':\n'.repeat(400), []],
  ['engine/a.sh', ':\n'.repeat(401), ['engine/a.sh: more than 400 lines']],
  ['test/a.ts', '// oxlint-disable-next-line\n', ['test/a.ts:1: a lint comment hides a finding; fix it instead']],
];

// docs/security.md: S18
test.each(cases)('%s holding %j gives %j', (path, text, findings) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  expect(houseFindings(root)).toEqual(findings);
});

test('a folder has at most 25 source files', () => {
  mkdirSync(join(root, 'engine/host'));
  for (let index = 0; index < 25; index += 1) {
    writeFileSync(join(root, `engine/host/a${index}.ts`), '');
  }
  writeFileSync(join(root, 'engine/host/notes.md'), '');
  expect(houseFindings(root)).toEqual([]);
  writeFileSync(join(root, 'engine/host/a.sh'), '');
  expect(houseFindings(root)).toEqual(['engine/host: 26 files, but at most 25 are allowed']);
});
