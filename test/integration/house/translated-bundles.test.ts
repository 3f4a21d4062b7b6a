import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildInto } from '../../../scripts/build.mjs';
import { generate } from '../../../scripts/generate.mjs';
import { allMessages } from '../../../scripts/text/messages.mjs';
import { forkServer } from '../server/language-client.ts';

/** What is shipped, with translations that only this test has. */
const place = mkdtempSync(join(tmpdir(), 'cni-translated-'));
const chinese = '译：';

beforeAll(async () => {
  generate();
  await buildInto(join(place, 'dist'), [
    'cnitool.js',
    'cnitool-program.js',
    'cnitool-language.js',
    'server.js',
    'l10n.js',
    'yaml.js',
  ]);
  const { messages } = await allMessages();
  const translations = Object.fromEntries([...messages.keys()].map((message) => [message, chinese + message]));
  mkdirSync(join(place, 'l10n'));
  writeFileSync(join(place, 'l10n/bundle.l10n.zh-cn.json'), JSON.stringify(translations));
  writeFileSync(join(place, 'a.conflist'), '{"cniVersion": "1.0.0", "name": "a", "plugins": [{"type": "bridge"},]}');
});
afterAll(() => rmSync(place, { recursive: true }));

/** Arguments, and variables of the environment. */
interface Case {
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { stdout, stderr } = spawnSync(process.execPath, [join(place, 'dist/cnitool.js'), ...args], {
    cwd: place,
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  });
  return stdout + stderr;
}

describe('cnitool', () => {
  const machineFormats = ['json', 'sarif', 'github', 'junit'];
  const inChinese: readonly Case[] = [
    { args: ['lint', 'a.conflist', '--lang', 'zh-cn'] },
    { args: ['--lang=zh_CN.UTF-8', 'lint', 'a.conflist'], env: { LANG: 'C' } },
    { args: ['lint', 'a.conflist'], env: { LANG: 'zh_CN.UTF-8' } },
    { args: ['lint', 'a.conflist', '--lang', 'xx'], env: { LANG: 'C', LC_ALL: 'zh_CN' } },
  ];
  const inEnglish: readonly Case[] = [
    { args: ['lint', 'a.conflist'] },
    { args: ['lint', 'a.conflist', '--lang', 'en'], env: { LANG: 'zh_CN.UTF-8' } },
    { args: ['lint', 'a.conflist'], env: { LC_ALL: 'C.UTF-8', LANG: 'zh_CN.UTF-8' } },
    ...machineFormats.map((format): Case => ({ args: ['lint', 'a.conflist', '--format', format, '--lang', 'zh-cn'] })),
  ];

  test.each(inChinese)('$args with $env reports in Chinese', ({ args, env }) => {
    expect(run(args, env)).toContain(chinese);
  });

  test.each(inEnglish)('$args with $env reports in English', ({ args, env }) => {
    const output = run(args, env);
    expect(output).toContain('R003');
    expect(output).not.toContain(chinese);
  });
});

/** What the language server shows for the key "name". */
async function hoverFor(locale: string | undefined): Promise<string> {
  const { connection, exited } = forkServer(join(place, 'dist/server.js'));
  const uri = 'file:///a.conflist';
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {}, locale });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'cni', version: 1, text: '{"name": "a"}' },
  });
  const position = { line: 0, character: 3 };
  const { contents } = await connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
    textDocument: { uri },
    position,
  });
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  await exited;
  return contents.value;
}

describe('the language server', () => {
  test('answers in the language of the editor', async () => {
    const english = await hoverFor('en');
    expect(english).toMatch(/^Name of /);
    expect(await hoverFor('zh-cn')).toBe(chinese + english);
    expect(await hoverFor('fr')).toBe(english);
    expect(await hoverFor(undefined)).toBe(english);
  });
});
