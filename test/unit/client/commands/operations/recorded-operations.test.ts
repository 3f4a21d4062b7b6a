import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { exportOperation } from '../../../../../client/commands/operations/export-operation.ts';
import {
  clearOperations,
  copyOperation,
  inspectOperation,
} from '../../../../../client/commands/operations/inspect-operation.ts';
import { runAgain } from '../../../../../client/commands/operations/run-again.ts';
import type { HistoryEntry } from '../../../../../client/operations/operation-history.ts';
import { operationNodes } from '../../../../../client/views/operation-nodes.ts';
import { TreeSelections } from '../../../../../client/views/tree-selections.ts';
import type { OperationDocument } from '../../../../../engine/libcni/index.ts';
import { editor, resetEditor } from '../../../../stand-in/editor.ts';
import { failedAdd } from '../../webviews/operation/failed-add.ts';
import { NamespaceHost, servicesOn } from '../run-services.ts';

let directory: string;
let uri: vscode.Uri;
const entries: HistoryEntry[] = [];
const removed: HistoryEntry[] = [];
const history = {
  entries,
  find: ({ startedAt }: { readonly startedAt: number }) =>
    entries.find((entry) => Date.parse(entry.startedAt) === startedAt),
  remove: (some: readonly HistoryEntry[]) => void removed.push(...some),
};

async function record(document: OperationDocument): Promise<HistoryEntry> {
  await writeFile(uri.fsPath, JSON.stringify(document));
  const { verb, network, startedAt, durationMs, state } = document;
  const entry = { uri: uri.toString(), verb, network, startedAt, durationMs, state, host: 'sandbox' };
  entries.splice(0, entries.length, entry);
  return entry;
}

beforeEach(async () => {
  resetEditor();
  entries.length = 0;
  removed.length = 0;
  directory = await mkdtemp(join(tmpdir(), 'cni-workbench-operations-'));
  uri = vscode.Uri.file(join(directory, 'a.cni-operation.json'));
});

afterEach(() => rm(directory, { recursive: true }));

test('Inspect opens the operation of a row, a notification, or the newest', async () => {
  const inspect = inspectOperation({ history });
  await inspect();
  expect(editor.messages.map(({ text }) => text)).toEqual(['No operation ran yet.']);
  const entry = await record(failedAdd());
  const [row] = operationNodes([entry], String, 'en');
  await inspect(row);
  await inspect({ verb: 'ADD', startedAt: Date.parse(entry.startedAt) });
  await inspect();
  expect(editor.commands.map(([id, target, view]) => [id, String(target), view])).toEqual(
    [1, 2, 3].map(() => ['vscode.openWith', uri.toString(), 'cni.operation']),
  );
});

test('Export writes masked secrets to a file that only its owner can read, even over another', async () => {
  const secret = { ...failedAdd(), capabilityArgs: { password: 'hunter2' } };
  await record(secret);
  const file = join(directory, 'out.json');
  await writeFile(file, 'old', { mode: 0o644 });
  editor.saveDialog = vscode.Uri.file(file);
  await exportOperation({ history })(uri);
  const text = await readFile(file, 'utf8');
  expect(text).toContain('"password": "***"');
  expect(text).not.toMatch(/hunter2|"HOME"/);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(editor.messages.map(({ text: message }) => message)).toEqual([expect.stringContaining('Exported to')]);
});

test('Copy as Shell has one line for each plugin that ran', async () => {
  await record(failedAdd());
  await copyOperation({ history })(uri);
  const lines = editor.clipboard.trimEnd().split('\n');
  expect(lines.map((line) => line.slice(line.lastIndexOf("'/")))).toEqual([
    "'/opt/cni/bin/bridge'",
    "'/opt/cni/bin/portmap'",
    "'/opt/cni/bin/tuning'",
  ]);
});

test('Clear forgets the selected rows, or all', async () => {
  const entry = await record(failedAdd());
  const [row] = operationNodes([entry], String, 'en');
  const clear = clearOperations({ history }, new TreeSelections());
  await clear(row);
  await clear();
  expect(removed).toEqual([entry, entry]);
});

test('Run Again names the plugins, and runs nothing before it is confirmed', async () => {
  await record(failedAdd());
  const host = new NamespaceHost('');
  const { runner, follower } = servicesOn(host);
  let runners = 0;
  const trialRunner = () => {
    runners += 1;
    return runner();
  };
  await runAgain({ history, follower, trialRunner })(uri);
  await runAgain({ history, follower, trialRunner })(uri, 2);
  expect(editor.messages).toMatchObject([
    { isModal: true, text: 'Run ADD of "web" again in a new sandbox?', buttons: ['Run'] },
    { isModal: true, text: 'Run ADD of "web" again in a new sandbox, from tuning?', buttons: ['Run', 'Edit Input…'] },
  ]);
  expect(editor.messages[0]?.detail).toContain('bridge, host-local, portmap, tuning');
  expect(runners).toBe(0);
});

test('the input of a step is edited in an editor, and its button runs the step with it', async () => {
  await record(failedAdd());
  const { runner, follower } = servicesOn(new NamespaceHost(''));
  editor.answer = ({ isModal }) => (isModal ? 'Edit Input…' : 'Run in Sandbox');
  await runAgain({ history, follower, trialRunner: runner })(uri, 2);
  expect(editor.messages.at(-1)?.text).toBe('Edit the input of tuning, then run it.');
  const [, shown] = editor.commands.find(([id]) => id === 'showTextDocument') ?? [];
  expect(shown).toMatchObject({ languageId: 'json', isUntitled: true });
  await expect.poll(() => editor.commands.at(-1)?.slice(0, 3)).toEqual(['cni.runAgain', uri, 2]);
});

test('Run Again rejects a recording with masked values', async () => {
  const [step, ...rest] = failedAdd().steps;
  await record(failedAdd({ steps: step === undefined ? [] : [{ ...step, stdin: '{"password":"***"}' }, ...rest] }));
  const { runner, follower } = servicesOn(new NamespaceHost(''));
  await expect(runAgain({ history, follower, trialRunner: runner })(uri)).rejects.toMatchObject({
    code: 'replayMasked',
  });
});
