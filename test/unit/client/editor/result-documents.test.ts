import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { ResultDocuments } from '../../../../client/editor/result-documents.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';

let directory: string;
const warnings: string[] = [];

beforeEach(async () => {
  resetEditor();
  warnings.length = 0;
  directory = await mkdtemp(join(tmpdir(), 'cni-workbench-results-'));
});

afterEach(() => rm(directory, { recursive: true }));

/** The documents of a window. Another one on the same directory is the window after a reload. */
function documentsOf(where = directory): ResultDocuments {
  return new ResultDocuments(vscode.Uri.file(where), { warn: (message) => warnings.push(message) });
}

async function textOf(documents: ResultDocuments, uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await documents.readFile(uri));
}

test('a result is readable while the window is open, even without an editor', async () => {
  const documents = documentsOf();
  const uri = documents.put('a.json', 'result:1', '{}');
  expect(await textOf(documents, uri)).toBe('{}');
  expect((await documents.stat(uri)).size).toBe(2);
  expect(uri.toString()).toBe('cni-result:/a.json?result%3A1');
});

test('a result is readable after the window is reloaded, and a missing one is reported', async () => {
  const first = documentsOf();
  const uri = first.put('Hosts.md', 'key', '# Hosts');
  await first.saved;
  const second = documentsOf();
  expect(await textOf(second, uri)).toBe('# Hosts');
  expect((await second.stat(uri)).size).toBe(7);
  const other = uri.with({ query: 'other' });
  await expect(second.readFile(other)).rejects.toMatchObject({ code: 'FileNotFound', message: other.toString() });
  await expect(second.stat(other)).rejects.toMatchObject({ code: 'FileNotFound' });
});

test('storing a result again changes its modification time, even within a millisecond', async () => {
  const documents = documentsOf();
  const changed: string[] = [];
  documents.onDidChangeFile((events) => changed.push(...events.map(({ uri }) => uri.path)));
  const times: number[] = [];
  for (const text of ['1', '2', '3']) {
    times.push((await documents.stat(documents.put('a.json', 'k', text))).mtime);
  }
  expect(new Set(times).size).toBe(3);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(changed).toEqual(['/a.json', '/a.json', '/a.json']);
});

test('the oldest of more than a hundred is removed, unless a tab shows it', async () => {
  const documents = documentsOf();
  const [inTab, oldest] = ['in tab', 'oldest'].map((key) => documents.put('r.json', key, key));
  await documents.saved;
  for (const name of await readdir(directory)) {
    await utimes(join(directory, name), 1, 1);
  }
  editor.tabs = [{ label: 'r.json', input: new vscode.TabInputText(inTab ?? vscode.Uri.file('/')) }];
  const later = Array.from({ length: 99 }, (_, index) => documents.put('r.json', `later ${index}`, 'x'));
  await documents.saved;
  expect(await readdir(directory)).toHaveLength(100);
  const reloaded = documentsOf();
  expect(await textOf(reloaded, inTab ?? vscode.Uri.file('/'))).toBe('in tab');
  await expect(reloaded.readFile(oldest ?? vscode.Uri.file('/'))).rejects.toMatchObject({ code: 'FileNotFound' });
  expect(await textOf(reloaded, later[98] ?? vscode.Uri.file('/'))).toBe('x');
});

test('results that cannot be stored stay readable in this window, and the reason is logged', async () => {
  const documents = documentsOf('/dev/null/results');
  const uri = documents.put('a.json', 'k', 'text');
  await documents.saved;
  expect(await textOf(documents, uri)).toBe('text');
  expect(warnings).toEqual([expect.stringMatching(/a\.json.*could not be stored: .*ENOTDIR/)]);
});

test('no command of the editor changes a result', () => {
  const documents = documentsOf();
  const uri = documents.put('a.json', 'k', 'text');
  for (const change of ['createDirectory', 'writeFile', 'delete', 'rename'] as const) {
    expect(() => documents[change](uri)).toThrow(expect.objectContaining({ code: 'NoPermissions' }));
  }
});

test('a page opens next to an editor, and in a new tab if a page leads to it', async () => {
  const documents = documentsOf();
  editor.tabs = [{ label: 'web.conflist', input: undefined, isActive: true }];
  await documents.showPage('Hosts.md', 'k', '# Hosts');
  const input = new vscode.TabInputCustom(vscode.Uri.parse('cni-result:/Hosts.md?k'), 'cni.page');
  editor.tabs = [{ label: 'Hosts.md', input, isActive: true }];
  await documents.showPage('bridge.md', 'k', '# bridge');
  await documents.show('bridge.json', 'k', '{}');
  const { Active, Beside } = vscode.ViewColumn;
  expect(editor.commands).toMatchObject([
    ['vscode.openWith', { path: '/Hosts.md' }, 'cni.page', { preview: true, preserveFocus: true, viewColumn: Beside }],
    [
      'vscode.openWith',
      { path: '/bridge.md' },
      'cni.page',
      { preview: false, preserveFocus: false, viewColumn: Active },
    ],
    ['showTextDocument', {}, { preview: false, preserveFocus: false, viewColumn: Active }],
  ]);
  await documents.saved;
});
