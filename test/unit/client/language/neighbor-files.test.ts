import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { NeighborFiles } from '../../../../client/language/neighbor-files.ts';
import { close, documentOf, editor, open, resetEditor } from '../../../stand-in/editor.ts';

let directory: string;

beforeEach(async () => {
  resetEditor();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  directory = join(await mkdtemp(join(tmpdir(), 'cni-workbench-neighbors-')), 'net.d');
  await mkdir(join(directory, 'mynet'), { recursive: true });
  await writeFile(join(directory, 'b.conflist'), 'b');
  await writeFile(join(directory, 'mynet', 'c.conf'), 'c');
  await writeFile(join(directory, 'large.conf'), 'x'.repeat(300_000));
  await writeFile(join(directory, 'notes.txt'), 'no');
});

afterEach(async () => {
  vi.useRealTimers();
  await rm(join(directory, '..'), { recursive: true });
});

const fileOf = (name: string): vscode.Uri => vscode.Uri.file(join(directory, name));

/** What the server was sent: the address, and the names of the files. */
function stage() {
  const started = new vscode.EventEmitter<void>();
  const sent: { readonly uri: string; readonly files: readonly string[] }[] = [];
  const lines: string[] = [];
  const neighbors = new NeighborFiles(
    {
      onDidStart: started.event,
      notify: (_, { uri, files }) => {
        sent.push({ uri, files: files.map((file) => file.uri.slice(file.uri.lastIndexOf('/') + 1)) });
        return Promise.resolve();
      },
    },
    { debug: (line) => lines.push(line) },
  );
  return { neighbors, started, sent, lines };
}

/** The time in which files rest, and the reading after it. */
async function rest(sent: readonly unknown[], count: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(201);
  await vi.waitUntil(() => sent.length >= count, { timeout: 5000 });
  expect(sent).toHaveLength(count);
}

test('the neighboring files of an open configuration are sent after a delay', async () => {
  const { sent } = stage();
  const document = documentOf(fileOf('a.conflist'), '{}');
  open(document);
  await vi.advanceTimersByTimeAsync(199);
  expect(sent).toEqual([]);
  await rest(sent, 1);
  expect(sent).toEqual([{ uri: document.uri.toString(), files: ['b.conflist', 'c.conf'] }]);
  expect(editor.watchers).toMatchObject([{ base: vscode.Uri.file(directory).toString(), isDisposed: false }]);
});

test('documents of other languages or schemes have no neighbors', async () => {
  const { neighbors, sent } = stage();
  open(documentOf(fileOf('a.json'), '{}', 'json'));
  open(documentOf(vscode.Uri.parse('untitled:a.conflist'), '{}'));
  await neighbors.send(vscode.Uri.parse('git:/ws/a.conflist'));
  await vi.advanceTimersByTimeAsync(1000);
  expect([editor.watchers.length, sent]).toEqual([0, []]);
});

test('a directory is watched once, and each change on disk sends it again', async () => {
  const { neighbors, sent } = stage();
  open(documentOf(fileOf('a.conflist'), '{}'));
  open(documentOf(fileOf('b.conflist'), '{}'));
  expect(editor.watchers).toHaveLength(1);
  await rest(sent, 1);
  const heard: number[] = [];
  neighbors.onDidSend(() => heard.push(sent.length));
  for (const change of ['created', 'changed', 'deleted'] as const) {
    const count = sent.length + 1;
    editor.watchers[0]?.[change].fire();
    editor.watchers[0]?.[change].fire();
    await rest(sent, count);
  }
  await vi.waitUntil(() => heard.length === 3);
});

test('when the last configuration of a directory closes, the server forgets the directory', async () => {
  const { sent } = stage();
  const [a, b] = [documentOf(fileOf('a.conflist'), '{}'), documentOf(fileOf('b.conflist'), '{}')];
  open(a);
  open(b);
  await rest(sent, 1);
  close(a);
  expect([sent.length, editor.watchers[0]?.isDisposed]).toEqual([1, false]);
  close(b);
  expect(editor.watchers[0]?.isDisposed).toBe(true);
  expect(sent.at(-1)).toEqual({ uri: `${vscode.Uri.file(directory).toString()}/`, files: [] });
});

test('a directory that is kept is sent and watched until another is', async () => {
  const { neighbors, sent, started } = stage();
  await neighbors.keep(fileOf('any.conflist'));
  expect(sent.map(({ files }) => files)).toEqual([['b.conflist', 'c.conf']]);
  open(documentOf(vscode.Uri.file('/nowhere/x.conflist'), '{}'));
  await neighbors.keep(fileOf('mynet/any.conf'));
  expect(editor.watchers.map(({ isDisposed }) => isDisposed)).toEqual([true, false, false]);
  const count = sent.length;
  started.fire();
  await vi.waitUntil(() => sent.length === count + 2);
});

test('a server that starts is sent every directory once, and a directory that cannot be read is empty', async () => {
  editor.documents = [
    documentOf(fileOf('a.conflist'), '{}'),
    documentOf(fileOf('b.conflist'), '{}'),
    documentOf(vscode.Uri.file('/nowhere/x.conflist'), '{}'),
  ];
  const { sent, started, lines } = stage();
  expect(editor.watchers).toHaveLength(2);
  started.fire();
  await vi.waitUntil(() => sent.length === 2);
  expect(sent.find(({ uri }) => uri.includes('nowhere'))?.files).toEqual([]);
  expect(lines.some((line) => line.includes('nowhere'))).toBe(true);
});

test('after dispose nothing is watched or sent', async () => {
  const { neighbors, sent } = stage();
  open(documentOf(fileOf('a.conflist'), '{}'));
  neighbors.dispose();
  await vi.advanceTimersByTimeAsync(1000);
  expect([sent, editor.watchers[0]?.isDisposed]).toEqual([[], true]);
});
