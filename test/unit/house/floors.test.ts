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
  ['engine/host', "import { CNIConfig } from '../libcni/cni-config.ts'", 'types and contracts'],
  ['engine/host', "import type { Rule } from '../../server/service/rules/rule.ts'", "engine/libcni's contracts"],
  ['engine/host', "import * as vscode from 'vscode'", 'Only client/ may import vscode'],
  ['engine/host', "import { askHosts } from '../fleet/ask-hosts.ts'", "engine/libcni's contracts"],
  ['engine/fleet', "import { spawn } from 'node:child_process'", 'Only engine/host starts processes'],
  [
    'engine/fleet',
    "import type { Matrix } from '../../server/service/fleet/matrix.ts'",
    'only engine/host and engine/libcni',
  ],
  ['server', "import { askHosts } from '../engine/fleet/index.ts'", 'only server/ and engine/libcni'],
  ['server', "import { createHost } from '../engine/host/index.ts'", 'only server/ and engine/libcni'],
  ['server/service', "import type { Host } from '../../engine/host/host.ts'", 'only server/ and engine/libcni'],
  ['server', "import { exec } from 'node:child_process'", 'Only engine/host starts processes'],
  ['server/service', "import * as vscode from 'vscode'", 'Only client/ may import vscode'],
  ['cli', "import { spawnSync } from 'node:child_process'", 'Only engine/host starts processes'],
  ['cli', "import { activate } from '../client/extension.ts'", 'only cli/, server/ and engine/'],
  ['client', "import { run } from '../cli/main.ts'", 'server/ types and engine/'],
  ['client', "import { parse } from '../server/service/parse.ts'", 'the server is its own process'],
  ['client/commands', "import { fork } from 'node:child_process'", 'Only engine/host starts processes'],
];

const allowed: readonly [room: string, statement: string][] = [
  ['engine/libcni', "import { createHash } from 'node:crypto'"],
  ['engine/host', "import { spawn } from 'node:child_process'"],
  ['engine/host', "import type { Exec } from '../libcni/exec.ts'"],
  ['engine/host', "import { FileError } from '../libcni/store.ts'"],
  ['engine/fleet', "import { createHost } from '../host/index.ts'"],
  ['server', "import { parseVersion } from '../engine/libcni/index.ts'"],
  ['cli', "import { createHost } from '../engine/host/index.ts'"],
  ['client', "import { createHost } from '../engine/host/index.ts'"],
  ['client', "import type { Rule } from '../server/service/rules/rule.ts'"],
  ['client', "import * as vscode from 'vscode'"],
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
    if (error instanceof Error && 'stdout' in error) return String(error.stdout);
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
