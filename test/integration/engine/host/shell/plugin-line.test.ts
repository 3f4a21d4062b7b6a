import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pluginLine } from '../../../../../engine/host/index.ts';

let directory: string;
let pluginPath: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cni-workbench-line-'));
  pluginPath = join(directory, "it's a plugin $(id)");
  writeFileSync(pluginPath, '#!/bin/sh\nenv | grep "^CNI_\\|^OTHER" | sort\ncat\n');
  chmodSync(pluginPath, 0o755);
});

afterAll(() => rmSync(directory, { recursive: true }));

const PATH = process.env['PATH'] ?? '';
const env = { CNI_COMMAND: 'ADD', CNI_ARGS: 'A=$(touch owned);B=\'x\' "y"', OTHER: 'not given', PATH };

// docs/security.md: S4
test.each([
  ['JSON', '{"name": "it\'s `a`", "x": "%s \\\\ é"}\n'],
  ['nothing', ''],
  ['NUL and a hyphen', '-n\0%'],
])('a copied line gives the plugin the same variables and stdin: %s', (_, stdin) => {
  const line = pluginLine({ pluginPath, env, stdin: new TextEncoder().encode(stdin) });
  const output = execFileSync('sh', ['-c', line], { cwd: directory, env: { PATH }, encoding: 'utf8' });
  expect(output).toBe(`CNI_ARGS=${env.CNI_ARGS}\nCNI_COMMAND=ADD\n${stdin}`);
});

test('a copied line gives the plugin bytes that are not UTF-8', () => {
  const stdin = Uint8Array.of(0x22, 0xff, 0x00, 0x27, 0x22);
  const line = pluginLine({ pluginPath, env: {}, stdin });
  expect(new Uint8Array(execFileSync('sh', ['-c', line], { env: { PATH } }))).toEqual(stdin);
});
