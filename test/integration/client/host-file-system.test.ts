import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { HostFileEditors } from '../../../client/host-files/host-file-editors.ts';
import { hostFilePath } from '../../../client/host-files/host-file-path.ts';
import { HostFileSystem } from '../../../client/host-files/host-file-system.ts';
import { documentOf, editor, resetEditor } from '../../stand-in/editor.ts';
import { node, useHosts } from './host-stage.ts';

const { at, stage } = useHosts();

beforeEach(resetEditor);

/** The files of hosts, with `a.conflist` in a directory of node1. */
async function files(isConnected = true) {
  const { connections, catalog, hosts } = stage();
  mkdirSync(at('net.d'));
  writeFileSync(at('net.d', 'a.conflist'), 'first');
  const system = new HostFileSystem(catalog, connections);
  if (isConnected) {
    await connections.hostOf(node).connect();
  }
  const heard: string[] = [];
  system.onDidChangeFile((events) => heard.push(...events.map(({ type, uri }) => `${type} ${uri.path}`)));
  const written: string[] = [];
  system.onDidWrite((name) => written.push(name));
  const uriOf = (name: string, host = 'node1'): vscode.Uri =>
    vscode.Uri.from({ scheme: 'cni-host', path: hostFilePath(host, at('net.d', name)) });
  return { system, connections, catalog, hosts, heard, written, uriOf };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const over = { create: false, overwrite: true };

test('files and directories of a host have the types and errors of the editor', async () => {
  const { system, uriOf } = await files();
  expect(new TextDecoder().decode(await system.readFile(uriOf('a.conflist')))).toBe('first');
  utimesSync(at('net.d', 'a.conflist'), 1000, 1000);
  const { File, Directory, SymbolicLink, Unknown } = vscode.FileType;
  expect(await system.stat(uriOf('a.conflist'))).toEqual({ type: File, ctime: 0, mtime: 1_000_000, size: 5 });
  symlinkSync(at('net.d'), at('net.d', 'link'));
  symlinkSync('/nowhere', at('net.d', 'lost'));
  const entries = await system.readDirectory(uriOf(''));
  expect(new Map(entries)).toEqual(
    new Map([
      ['a.conflist', File],
      ['link', Directory | SymbolicLink],
      ['lost', Unknown | SymbolicLink],
    ]),
  );
  await expect(system.readFile(uriOf('gone'))).rejects.toMatchObject({ code: 'FileNotFound' });
  await expect(system.readFile(uriOf('link'))).rejects.toMatchObject({ code: 'FileIsADirectory' });
  await expect(system.readDirectory(uriOf('a.conflist'))).rejects.toMatchObject({ code: 'FileNotADirectory' });
});

test('files of the sandbox are read-only', async () => {
  const { system, connections, catalog, uriOf } = await files();
  await connections.hostOf(catalog.find('sandbox') ?? node).connect();
  expect(await system.stat(uriOf('a.conflist', 'sandbox'))).toMatchObject({
    permissions: vscode.FilePermission.Readonly,
  });
});

test('saving keeps the mode and fires events', async () => {
  const { system, heard, written, uriOf } = await files();
  chmodSync(at('net.d', 'a.conflist'), 0o600);
  await system.readFile(uriOf('a.conflist'));
  await system.writeFile(uriOf('a.conflist'), bytes('second'), over);
  expect(readFileSync(at('net.d', 'a.conflist'), 'utf8')).toBe('second');
  expect(statSync(at('net.d', 'a.conflist')).mode & 0o777).toBe(0o600);
  expect([heard, written]).toEqual([[`1 ${uriOf('a.conflist').path}`], ['node1']]);
  await system.writeFile(uriOf('a.conflist'), bytes('third'), over);
  await expect(system.writeFile(uriOf('gone'), bytes('x'), over)).rejects.toMatchObject({ code: 'FileNotFound' });
  await expect(
    system.writeFile(uriOf('a.conflist'), bytes('x'), { create: true, overwrite: false }),
  ).rejects.toMatchObject({ code: 'FileExists' });
});

test('a file that changed on the host is overwritten only by saving again', async () => {
  const { system, uriOf } = await files();
  await system.readFile(uriOf('a.conflist'));
  writeFileSync(at('net.d', 'a.conflist'), 'other');
  await system.stat(uriOf('a.conflist'));
  await expect(system.writeFile(uriOf('a.conflist'), bytes('mine'), over)).rejects.toMatchObject({
    code: 'Unavailable',
    message: expect.stringContaining('Compare the two versions, or save again to overwrite the file.'),
  });
  expect(readFileSync(at('net.d', 'a.conflist'), 'utf8')).toBe('other');
  await system.writeFile(uriOf('a.conflist'), bytes('mine'), over);
  expect(readFileSync(at('net.d', 'a.conflist'), 'utf8')).toBe('mine');
});

test('a change that the editor detects and asks about is not rejected again', async () => {
  const { system, uriOf } = await files();
  await system.readFile(uriOf('a.conflist'));
  writeFileSync(at('net.d', 'a.conflist'), 'a longer text');
  utimesSync(at('net.d', 'a.conflist'), 4_000_000_000, 4_000_000_000);
  await system.stat(uriOf('a.conflist'));
  await system.writeFile(uriOf('a.conflist'), bytes('mine'), over);
  expect(readFileSync(at('net.d', 'a.conflist'), 'utf8')).toBe('mine');
});

test('files and directories are created, moved and deleted on one host', async () => {
  const { system, heard, uriOf } = await files();
  await system.createDirectory(uriOf('sub'));
  await system.rename(uriOf('a.conflist'), uriOf('sub/b.conflist'), { overwrite: false });
  expect([existsSync(at('net.d', 'a.conflist')), existsSync(at('net.d', 'sub', 'b.conflist'))]).toEqual([false, true]);
  await expect(system.delete(uriOf('sub'), { recursive: false })).rejects.toMatchObject({ code: 'Unavailable' });
  await system.delete(uriOf('sub'), { recursive: true });
  expect(existsSync(at('net.d', 'sub'))).toBe(false);
  const { Created, Deleted } = vscode.FileChangeType;
  expect(heard.map((line) => Number(line[0]))).toEqual([Created, Deleted, Created, Deleted]);
  await expect(system.rename(uriOf('x'), uriOf('x', 'other'), { overwrite: false })).rejects.toMatchObject({
    message: 'Files cannot be moved from one host to another.',
  });
});

test('reading does not connect to a host, and a message offers to connect if an editor shows the file', async () => {
  const { system, connections, uriOf } = await files(false);
  const editors = new HostFileEditors(system, connections);
  const uri = uriOf('a.conflist');
  await expect(system.readFile(uri)).rejects.toMatchObject({ code: 'Unavailable' });
  expect(editor.messages).toEqual([]);
  editor.tabs = [{ label: 'a.conflist', input: new vscode.TabInputText(uri) }];
  await expect(system.stat(uri)).rejects.toThrow('"node1" is not connected');
  await expect(system.stat(uri)).rejects.toThrow('"node1" is not connected');
  expect(editor.messages).toMatchObject([
    { severity: 'warning', text: expect.stringContaining('is on host "node1"'), buttons: ['Connect'] },
  ]);
  expect(connections.stateOf('node1').kind).toBe('idle');
  editor.tabs = [
    { label: 'a.conflist', input: new vscode.TabInputText(uri), isActive: true, group: { viewColumn: 1 } },
    { label: 'b.conflist', input: new vscode.TabInputText(uriOf('b.conflist')), isActive: false, group: {} },
  ];
  await connections.hostOf(node).connect();
  expect(editor.commands).toEqual([['showTextDocument', uri, expect.objectContaining({ preserveFocus: true })]]);
  editors.dispose();
});

test('an open file is read again when its host is connected again', async () => {
  const { connections, heard, uriOf } = await files(false);
  editor.documents = [documentOf(uriOf('a.conflist'), ''), documentOf(uriOf('a.conflist', 'other'), '')];
  await connections.hostOf(node).connect();
  expect(heard).toEqual([`1 ${uriOf('a.conflist').path}`]);
});

test('saving connects; without trust, or for an unknown host, nothing is written', async () => {
  const { system, connections, uriOf } = await files(false);
  editor.isTrusted = false;
  const refused = system.writeFile(uriOf('a.conflist'), bytes('x'), over);
  await expect(refused).rejects.toMatchObject({ code: 'NoPermissions' });
  editor.isTrusted = true;
  await expect(system.writeFile(uriOf('a.conflist', 'gone'), bytes('x'), over)).rejects.toMatchObject({
    message: 'The setting cni.hosts has no host "gone".',
  });
  expect(connections.stateOf('node1').kind).toBe('idle');
  await system.writeFile(uriOf('a.conflist'), bytes('saved'), over);
  expect([connections.stateOf('node1').kind, readFileSync(at('net.d', 'a.conflist'), 'utf8')]).toEqual([
    'ready',
    'saved',
  ]);
});
