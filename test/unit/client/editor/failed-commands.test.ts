import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { commandIds, type CommandId, type CommandTable } from '../../../../client/commands/command-ids.ts';
import { registerCommands } from '../../../../client/editor/register-commands.ts';
import { WorkbenchError } from '../../../../engine/errors/workbench-error.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';

beforeEach(resetEditor);

const done = (): Promise<void> => Promise.resolve();

/** Runs one command, which does this; every other does nothing. */
async function run(id: CommandId, work: (...args: readonly unknown[]) => Promise<void>, ...args: readonly unknown[]) {
  const lines: string[] = [];
  const entries = commandIds.map((one) => [one, one === id ? work : done]);
  const table: CommandTable = Object.fromEntries(entries);
  const log = { debug: (line: string) => lines.push(`debug ${line}`), error: (line: string) => lines.push(line) };
  const registered = registerCommands(() => table, new Set(['cni.check']), log);
  await editor.registered.get(id)?.(...args);
  return { lines, registered };
}

test('a command gets its arguments, and its time is logged', async () => {
  const got: unknown[] = [];
  const { lines, registered } = await run('cni.check', (...args) => Promise.resolve(void got.push(...args)), 1, 'a');
  expect([got, lines, editor.messages]).toEqual([
    [1, 'a'],
    [expect.stringMatching(/^debug cni\.check took \d+ ms$/)],
    [],
  ]);
  registered.dispose();
  expect(editor.registered.size).toBe(0);
});

test('a command that the user cancels is not an error', async () => {
  const { lines } = await run('cni.check', () => Promise.reject(new vscode.CancellationError()));
  expect([lines, editor.messages]).toEqual([['debug cni.check was canceled'], []]);
});

test.each([
  [
    'a host that cannot be used',
    new WorkbenchError({ code: 'unreachable', message: 'Nobody answers.', remedy: 'Start it.' }),
    'Nobody answers.',
    ['Try Again', 'Edit Host…', 'Select Host…', 'Show Log'],
  ],
  [
    'an error with a remedy',
    new WorkbenchError({ code: 'exists', message: 'There is one.', remedy: 'Choose another name.' }),
    'There is one.',
    ['Try Again', 'Show Log'],
  ],
  ['another error', new Error('Oops.'), 'Oops.', ['Show Log']],
])('%s is reported with buttons for its remedy', async (_, error, text, buttons) => {
  const { lines } = await run('cni.check', () => Promise.reject(error));
  expect(editor.messages).toMatchObject([{ severity: 'error', text, buttons }]);
  expect(lines).toEqual([expect.stringMatching(/^cni\.check: /)]);
});

test.each([
  ['Edit Host…', 'cni.editHosts'],
  ['Select Host…', 'cni.selectHost'],
  ['Show Log', 'cni.showLog'],
])('%s runs its command', async (button, command) => {
  const error = new WorkbenchError({ code: 'unreachable', message: 'Nobody answers.', remedy: 'Start it.' });
  editor.answer = () => button;
  await run('cni.check', () => Promise.reject(error));
  await Promise.resolve();
  expect(editor.commands.map(([id]) => id)).toEqual([command]);
});

test('Try Again runs the command with the same arguments', async () => {
  const error = new WorkbenchError({ code: 'unreachable', message: 'Nobody answers.', remedy: 'Start it.' });
  editor.answer = () => 'Try Again';
  await run('cni.check', () => Promise.reject(error), 'row');
  await Promise.resolve();
  expect(editor.commands).toEqual([['cni.check', 'row']]);
});

test('without trust a command that runs plugins does not, and a button leads to trust', async () => {
  editor.isTrusted = false;
  editor.answer = () => 'Manage Workspace Trust';
  const ran: string[] = [];
  await run('cni.check', () => Promise.resolve(void ran.push('check')));
  await run('cni.showLog', () => Promise.resolve(void ran.push('log')));
  expect([ran, editor.messages.length]).toEqual([['log'], 1]);
  expect(editor.commands).toContainEqual(['workbench.trust.manage']);
});

test('only commands that show results of plugins set the context key', async () => {
  await run('cni.check', done);
  expect(editor.commands).toEqual([]);
  await run('cni.showLog', done);
  expect(editor.commands).toEqual([['setContext', 'cni.hasInspected', true]]);
});
