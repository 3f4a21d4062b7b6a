import { expect, test } from 'vitest';
import { CNIError } from '../../../engine/libcni/index.ts';
import { runCli } from '../../../cli/command-line/cnitool.ts';
import { rollbackNote } from '../../../cli/networks/rollback-note.ts';
import { table } from '../../../cli/output/table.ts';
import { allVerbs } from '../../../cli/command-line/verbs.ts';
import { MadeUpProcess } from './made-up-process.ts';

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const cli = new MadeUpProcess(args);
  const code = await runCli(cli);
  return { code, out: cli.out, err: cli.err };
}

test('--help names every verb, option and variable', async () => {
  const { code, out, err } = await run('--help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const words = [...allVerbs, '--host', '--cache-dir', '--json', 'CNI_PATH', 'NETCONFPATH', 'CNI_IFNAME', 'CAP_ARGS'];
  expect(words.filter((word) => !out.includes(word))).toEqual([]);
});

test.each(allVerbs)(
  '%s --help says how it is called and what it does, in lines of at most 100 letters',
  async (verb) => {
    const { code, out } = await run(verb, '--help');
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(String.raw`^cnitool ${verb}\b`));
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect(out).not.toMatch(/ $|\n{3}/m);
  },
);

test('wrong arguments are reported on stderr, followed by the usage', async () => {
  const { code, out, err } = await run('frob', 'n', '/x');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^There is no verb "frob".*\ncnitool: Add, check, remove, gc or status network interfaces/);
  expect(await run()).toMatchObject({ code: 1, err: expect.stringMatching(/^cnitool: Add/) });
  expect(await run('frob')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^cnitool: Add[^]*\nThere is no verb "frob"/),
  });
});

test.each([
  ['add', ['CNI_PATH', 'NETCONFPATH', 'CNI_IFNAME', 'CNI_ARGS', 'CAP_ARGS']],
  ['gc', ['CNI_PATH', 'NETCONFPATH', 'CNI_ARGS', 'CAP_ARGS']],
  ['show', ['NETCONFPATH']],
  ['version', ['CNI_PATH']],
  ['attachments', []],
] as const)('%s --help has the variables that it reads', async (verb, variables) => {
  const { out } = await run(verb, '--help');
  const [, told = ''] = out.split('\nEnvironment:\n');
  expect(told.match(/^ +[A-Z_]+/gm)?.map((name) => name.trim()) ?? []).toEqual(variables);
});

test('--version is that of the program', async () => {
  expect(await run('--version')).toEqual({ code: 0, out: 'cnitool 1.2.3\n', err: '' });
});

test('a table has columns as wide as their cells and no blanks at the ends of lines', () => {
  expect(
    table([
      ['A', 'B', 'C'],
      ['long', '', ''],
      ['x', 'y\n', 'z'],
    ]),
  ).toBe('A     B       C\nlong\nx     y\\u{a}  z\n');
});

test('a character of Chinese takes two columns of a table', () => {
  expect(
    table([
      ['插件', '结论', 'x'],
      ['é', '：', 'y'],
      ['𠮷', 'abcde', 'z'],
    ]),
  ).toBe('插件  结论   x\né     ：     y\n𠮷    abcde  z\n');
});

test('a rollback is reported, or why there was none', () => {
  const del = { verb: 'DEL', network: 'n', startedAt: 0, durationMs: 0, state: 'ok', steps: [] } as const;
  const step = { verb: 'DEL', index: 0, pluginType: 'a', env: {}, stdin: new Uint8Array() } as const;
  expect(rollbackNote({ ...del, steps: [step, { ...step, pluginType: 'b' }] }, undefined)).toBe(
    'note: Rolled back: DEL of a, b succeeded.\n',
  );
  const failed = { ...step, pluginType: 'c', error: new CNIError('no') };
  const rollback = {
    ...del,
    state: 'failed',
    steps: [failed, step],
    error: new CNIError('c failed\nand more'),
  } as const;
  expect(rollbackNote(rollback, undefined)).toBe(
    'note: The rollback failed: c failed; and more. DEL of c failed. DEL of a succeeded. Run "del" to try again.\n',
  );
  expect(rollbackNote(undefined, 'nothingRan')).toMatch(/No plugin ran/);
  expect(rollbackNote(undefined, 'alreadyAttached')).toMatch(/existed before/);
  expect(rollbackNote(undefined, undefined)).toBe('');
});
