import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { showHostChanges } from '../../../../client/commands/show-host-changes.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';

const folder = mkdtempSync(join(tmpdir(), 'cni-workbench-changes-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Documents that were stored, by name. */
const stored = new Map<string, string>();
beforeEach(() => {
  resetEditor();
  stored.clear();
});

const documents = {
  put: (name: string, _key: string, text: string): vscode.Uri => {
    stored.set(name, text);
    return vscode.Uri.parse(`cni-result:/${name}`);
  },
};

/** Runs the command on a document of an operation with more members. */
async function show(members: object): Promise<void> {
  const file = join(folder, 'a.cni-operation.json');
  const operation = { verb: 'ADD', network: 'web', startedAt: '2026-11-30T00:00:00.000Z', durationMs: 1, state: 'ok' };
  writeFileSync(file, JSON.stringify({ ...operation, steps: [], ...members }));
  await showHostChanges({ documents })(vscode.Uri.file(file));
}

test('the changes of an operation open in the diff editor', async () => {
  await show({ changes: [{ area: 'sysctl', where: 'net.ipv4.ip_forward', kind: 'changed', before: '0', after: '1' }] });
  expect(editor.commands.map(([id, left, right, title]) => [id, String(left), String(right), title])).toEqual([
    ['vscode.diff', 'cni-result:/web%20before.txt', 'cni-result:/web%20after.txt', 'ADD of "web": Host before ↔ after'],
  ]);
  expect(Object.fromEntries(stored)).toEqual({
    'web before.txt': 'On the host:\n  sysctl net.ipv4.ip_forward = 0\n',
    'web after.txt': 'On the host:\n  sysctl net.ipv4.ip_forward = 1\n',
  });
});

test('an operation without recorded changes leads to the setting', async () => {
  editor.answer = () => 'Open Settings';
  await show({});
  expect(editor.messages[0]?.text).toContain('were not recorded');
  await Promise.resolve();
  expect(editor.commands).toEqual([['workbench.action.openSettings', 'cni.recordHostChanges']]);
});

test('a document of something else is an error, and nothing happens without a document', async () => {
  await show({ verb: 'EAT' });
  expect(editor.messages).toMatchObject([{ severity: 'error' }]);
  await showHostChanges({ documents })();
  expect(editor.commands).toEqual([]);
});
