import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { EditorFiles } from '../../../../client/operations/editor-files.ts';
import { documentOf, open, resetEditor } from '../../../stand-in/editor.ts';

let directory: string;

beforeEach(() => {
  resetEditor();
  directory = mkdtempSync(join(tmpdir(), 'cni-workbench-editor-files-'));
  writeFileSync(join(directory, 'a.conflist'), 'on disk');
  writeFileSync(join(directory, 'b.conf'), 'b');
  writeFileSync(join(directory, 'notes.txt'), 'no');
  mkdirSync(join(directory, 'c.conf'));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** The files around a document with this address, as the editor has them. */
async function filesOf(uri: vscode.Uri): Promise<EditorFiles> {
  open(documentOf(uri, 'in the editor'));
  return new EditorFiles(await vscode.workspace.openTextDocument(uri));
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test('the document has the text of its editor, and other files are read from disk', async () => {
  const files = await filesOf(vscode.Uri.file(join(directory, 'a.conflist')));
  expect(text(await files.readFile(join(directory, 'a.conflist')))).toBe('in the editor');
  expect(text(await files.readFile(join(directory, 'b.conf')))).toBe('b');
  const gone = join(directory, 'gone.conf');
  await expect(files.readFile(gone)).rejects.toMatchObject({ path: gone, code: 'FileNotFound' });
  const listed = await files.readDir(directory, ['.conf', '.conflist']);
  expect(listed.map(({ path, bytes }) => [path, text(bytes)])).toEqual([
    [join(directory, 'a.conflist'), 'in the editor'],
    [join(directory, 'b.conf'), 'b'],
  ]);
});

test('a missing directory is empty, and so is that of an untitled document', async () => {
  const files = await filesOf(vscode.Uri.file(join(directory, 'a.conflist')));
  expect(await files.readDir(join(directory, 'gone'), ['.conf'])).toEqual([]);
  const untitled = await filesOf(vscode.Uri.from({ scheme: 'untitled', path: join(directory, 'new.conf') }));
  expect(await untitled.readDir(directory, ['.conf'])).toEqual([]);
});

test('a directory that cannot be read is an error', async () => {
  const files = await filesOf(vscode.Uri.file(join(directory, 'a.conflist')));
  await expect(files.readDir(join(directory, 'b.conf'), ['.conf'])).rejects.toMatchObject({
    message: expect.stringContaining('ENOTDIR'),
  });
});
