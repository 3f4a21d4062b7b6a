import { beforeEach, expect, test, vi } from 'vitest';
import type { CommandId, CommandTable } from '../../../../client/commands/command-ids.ts';

const editor = vi.hoisted(() => {
  const registered = new Map<string, () => unknown>();
  return { registered, workspace: { isTrusted: false } };
});

vi.mock('vscode', async () => {
  const { vscode } = await import('../../../stand-in/inert-vscode.ts');
  const registerCommand = (id: string, run: () => unknown) => {
    editor.registered.set(id, run);
    return { dispose: () => undefined };
  };
  const commands = { registerCommand, executeCommand: () => undefined };
  const window = { showWarningMessage: () => Promise.resolve(undefined) };
  return { ...vscode, workspace: editor.workspace, commands, window };
});

const { commandIds, commandsThatRun } = await import('../../../../client/commands/command-ids.ts');
const { registerCommands } = await import('../../../../client/editor/register-commands.ts');

const ran: CommandId[] = [];
const log = { debug: () => undefined, error: () => undefined };

beforeEach(() => {
  ran.length = 0;
  const entries = commandIds.map((id) => [id, () => Promise.resolve(void ran.push(id))]);
  const table: CommandTable = Object.fromEntries(entries);
  registerCommands(() => table, commandsThatRun, log);
});

// docs/security.md: S2
test.each([false, true])(
  'with a workspace that is trusted: %s, commands that reach a host run if it is',
  (isTrusted) => {
    editor.workspace.isTrusted = isTrusted;
    for (const run of editor.registered.values()) {
      run();
    }
    expect(ran.filter((id) => commandsThatRun.has(id))).toEqual(
      isTrusted ? commandIds.filter((id) => commandsThatRun.has(id)) : [],
    );
    expect(ran.filter((id) => !commandsThatRun.has(id))).toEqual(commandIds.filter((id) => !commandsThatRun.has(id)));
  },
);
