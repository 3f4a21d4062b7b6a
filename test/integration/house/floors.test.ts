import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const house = mkdtempSync(join(tmpdir(), 'cni-workbench-floors-'));

/** The floors of docs/architecture.md: what a room may not import, and a part of the message that says so. */
const forbidden: readonly [room: string, statement: string, message: string][] = [
  ['engine/libcni', "import { readFile } from 'node:fs/promises'", 'all I/O through Exec'],
  ['engine/libcni', "import { spawn } from 'node:child_process'", 'Only engine/host starts processes'],
  ['engine/libcni', "import * as vscode from 'vscode'", 'Only client/ may import vscode'],
  ['engine/libcni', "import type { Host } from '../host/host.ts'", 'nothing of ours from outside'],
  ['engine/libcni/json', "import type { Host } from '../../host/host.ts'", 'nothing of ours from outside'],
  ['engine/libcni', "import { hasCode } from '../errors/workbench-error.ts'", 'nothing of ours from outside'],
  ['language', "import { hasCode } from '../engine/errors/workbench-error.ts'", 'only language/, schemas/'],
  ['engine/host', "import { CNIConfig } from '../libcni/operation/cni-config.ts'", 'types and contracts'],
  ['engine/host', "import type { Rule } from '../../language/rules/rule.ts'", "engine/libcni's contracts"],
  ['engine/host', "import * as vscode from 'vscode'", 'Only client/ may import vscode'],
  ['engine/host', "import { askHosts } from '../fleet/ask-hosts.ts'", "engine/libcni's contracts"],
  ['engine/arguments', "import { createHost } from '../host/index.ts'", 'only engine/libcni and engine/errors'],
  ['engine/explain', "import { createHost } from '../host/index.ts'", 'only engine/libcni'],
  ['engine/explain', "import { hasCode } from '../errors/workbench-error.ts'", 'only engine/libcni'],
  ['engine/explain', "import { readFile } from 'node:fs/promises'", 'only engine/libcni'],
  ['engine/fleet', "import { explain } from '../explain/index.ts'", 'only engine/host and engine/libcni'],
  ['engine/host', "import { explain } from '../explain/index.ts'", "engine/libcni's contracts"],
  ['engine/libcni', "import { explain } from '../explain/index.ts'", 'nothing of ours from outside'],
  ['language', "import { explain } from '../engine/explain/index.ts'", 'only language/, schemas/'],
  ['engine/errors', "import { createHost } from '../host/index.ts'", 'engine/errors imports nothing'],
  ['engine/fleet', "import { spawn } from 'node:child_process'", 'Only engine/host starts processes'],
  [
    'engine/fleet',
    "import type { Matrix } from '../../language/fleet/matrix.ts'",
    'only engine/host and engine/libcni',
  ],
  ['language', "import { askHosts } from '../engine/fleet/index.ts'", 'only language/, schemas/'],
  ['language/rules', "import type { Host } from '../../engine/host/host.ts'", 'only language/, schemas/'],
  ['language', "import { startServer } from '../server/connection.ts'", 'only language/, schemas/'],
  ['language', "import { exec } from 'node:child_process'", 'Only engine/host starts processes'],
  ['language/rules', "import * as vscode from 'vscode'", 'Only client/ may import vscode'],
  ['language/features', "import { LSPErrorCodes } from 'vscode-languageserver'", 'no transport'],
  ['protocol', "import { rules } from '../language/index.ts'", 'only types of language/'],
  ['protocol', "import type { Rule } from '../language/rules/rule.ts'", 'only what language/index.ts exports'],
  ['server', "import { check } from '../language/check.ts'", 'only what language/index.ts exports'],
  ['server', "import type { Rule } from '../language/rules/rule.ts'", 'only what language/index.ts exports'],
  ['cli', "import { check } from '../language/check.ts'", 'only what language/index.ts exports'],
  ['cli/lint', "import type { Rule } from '../../language/rules/rule.ts'", 'only what language/index.ts exports'],
  ['server', "import { askHosts } from '../engine/fleet/index.ts'", 'only protocol/, language/'],
  ['server', "import { createHost } from '../engine/host/index.ts'", 'only protocol/, language/'],
  ['server', "import { exec } from 'node:child_process'", 'Only engine/host starts processes'],
  ['cli', "import { spawnSync } from 'node:child_process'", 'Only engine/host starts processes'],
  ['cli', "import { activate } from '../client/extension.ts'", 'only cli/, language/ and engine/'],
  ['cli/lint', "import { startServer } from '../../server/connection.ts'", 'only cli/, language/ and engine/'],
  ['client', "import { run } from '../cli/main.ts'", 'protocol/, language/ and engine/'],
  ['client/views', "import { startServer } from '../../server/connection.ts'", 'protocol/, language/ and engine/'],
  ['client', "import { parse } from '../language/document/parse.ts'", 'the server is its own process'],
  ['client/language', "import { parse } from '../../language/document/parse.ts'", 'the server is its own process'],
  ['client/views', "import type { Rule } from '../../language/rules/rule.ts'", 'the server is its own process'],
  ['client/views', "import { rules } from '../../language/index.ts'", 'the server is its own process'],
  [
    'client/commands/pickers',
    "import { parse } from '../../../language/document/parse.ts'",
    'the server is its own process',
  ],
  ['client/webviews/pages', "import * as vscode from 'vscode'", 'no vscode'],
  ['client/webviews/pages/parts', "import { readFile } from 'node:fs/promises'", 'no Node'],
  [
    'client/webviews/pages/parts',
    "import { explain } from '../../../../engine/explain/index.ts'",
    'only libraries, other parts of pages',
  ],
  [
    'client/webviews/pages',
    "import { errorText } from '../../operations/explanation.ts'",
    'only libraries, other parts of pages',
  ],
  ['client/commands', "import { fork } from 'node:child_process'", 'Only engine/host starts processes'],
];

const allowed: readonly [room: string, statement: string][] = [
  ['engine/libcni', "import { createHash } from 'node:crypto'"],
  ['engine/host', "import { spawn } from 'node:child_process'"],
  ['engine/host', "import type { Exec } from '../libcni/plugin/exec.ts'"],
  ['engine/host', "import { FileError } from '../libcni/operation/store.ts'"],
  ['engine/host', "import { WorkbenchError } from '../errors/workbench-error.ts'"],
  ['engine/arguments', "import { parseCNIArgs } from '../libcni/index.ts'"],
  ['engine/explain', "import { isNotFoundError } from '../libcni/index.ts'"],
  ['cli', "import { explain } from '../engine/explain/index.ts'"],
  ['client/operations', "import { explain } from '../../engine/explain/index.ts'"],
  ['engine/fleet', "import { createHost } from '../host/index.ts'"],
  ['language', "import { parseVersion } from '../engine/libcni/index.ts'"],
  ['language/features', "import type { Hover } from 'vscode-languageserver-types'"],
  ['protocol', "import type { Surveyed } from '../language/index.ts'"],
  ['server', "import { createLanguage } from '../language/index.ts'"],
  ['cli/lint', "import { createLanguage } from '../../language/index.ts'"],
  ['cli', "import { createHost } from '../engine/host/index.ts'"],
  ['client', "import { createHost } from '../engine/host/index.ts'"],
  ['client/views', "import { CodeLenses } from '../language/code-lenses.ts'"],
  ['client/views', "import type { RuntimeView } from '../../language/index.ts'"],
  ['client/language', "import { isOursByContent } from '../../language/workspace/association.ts'"],
  ['client', "import * as vscode from 'vscode'"],
  ['client/webviews/pages', "import { html } from 'lit'"],
  ['client/webviews/pages/parts', "import type { ToPage } from '../../messages.ts'"],
];

const cases = [...forbidden, ...allowed];
const fileOf = (index: number, room: string) => join(room, `case-${index}.ts`);
const findings = new Map<string, string>();

function nameOf(statement: string): string {
  return /import (?:type )?(?:\* as |\{ )(\w+)/.exec(statement)?.[1] ?? '';
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

/** What oxlint prints with our configuration for the copied house, findings and all. */
function lint(): string {
  const argv = ['--format=json', '--disable-nested-config'];
  try {
    return execFileSync(join(root, 'node_modules', '.bin', 'oxlint'), argv, { cwd: house, encoding: 'utf8' });
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) {
      return String(error.stdout);
    }
    throw error;
  }
}

beforeAll(() => {
  cpSync(join(root, '.oxlintrc.json'), join(house, '.oxlintrc.json'));
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  for (const [index, [room, statement]] of cases.entries()) {
    write(
      fileOf(index, room),
      `${statement};\nconsole.log(${statement.includes('type {') ? '' : nameOf(statement)});\n`,
    );
  }
  write('engine/libcni/one.ts', "import { two } from './two.ts';\nexport const one = (): number => two();\n");
  write('engine/libcni/two.ts', "import { one } from './one.ts';\nexport const two = (): number => one();\n");
  write(
    'engine/libcni/three.ts',
    "import { four } from './four.ts';\nexport interface Three {}\nexport const three = (): number => four();\n",
  );
  write(
    'engine/libcni/four.ts',
    "import type { Three } from './three.ts';\nexport const four = (_one?: Three): number => 4;\n",
  );
  const report: { diagnostics: { filename: string; code: string; message: string; help?: string }[] } =
    JSON.parse(lint());
  for (const { filename, code, message, help } of report.diagnostics) {
    findings.set(filename, `${findings.get(filename) ?? ''}${code}: ${message} ${help ?? ''}\n`);
  }
});

afterAll(() => rmSync(house, { recursive: true }));

/** What the import rule says of a case's file. */
function refusals(index: number, room: string): string {
  const found = findings.get(fileOf(index, room)) ?? '';
  return found
    .split('\n')
    .filter((line) => line.includes('restricted-imports'))
    .join('\n');
}

// docs/security.md: S1
test.each(forbidden.map((entry, index) => [...entry, index] as const))('%s: %s; → "%s"', (room, _, message, index) => {
  expect(refusals(index, room)).toContain(message);
});

test.each(allowed.map((entry, index) => [...entry, forbidden.length + index] as const))(
  '%s: %s; is allowed',
  (room, _, index) => {
    expect(refusals(index, room)).toBe('');
  },
);

test('a cycle of two files is found', () => {
  expect(findings.get('engine/libcni/one.ts')).toContain('import(no-cycle)');
});

test('a cycle that is closed by a type only is found', () => {
  expect(findings.get('engine/libcni/three.ts')).toContain('import(no-cycle)');
});
