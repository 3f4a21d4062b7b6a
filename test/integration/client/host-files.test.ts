import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { compareWithHost, openHostFile, saveToHost } from '../../../client/commands/host-files.ts';
import type { HostNode } from '../../../client/views/host-node.ts';
import type { NamedHost } from '../../../engine/host/host.ts';
import { activate, documentOf, editor, open, resetEditor } from '../../stand-in/editor.ts';
import { sandbox, useHosts } from './host-stage.ts';

const { at, stage } = useHosts();

beforeEach(resetEditor);

const text = '{"cniVersion":"1.0.0","name":"web","plugins":[{"type":"bridge"}]}';

/** Commands on node1, whose configuration directory has these files. */
function commands(...names: readonly string[]) {
  const confDir = at('net.d');
  mkdirSync(confDir);
  for (const name of names) {
    writeFileSync(at('net.d', name), text);
  }
  const { connections, catalog, hosts } = stage();
  const [invalidated, lines]: [string[], string[]] = [[], []];
  const sources = {
    connections,
    catalog,
    hosts,
    placesOf: () => ({ pluginPath: [], cacheDir: '/var/lib/cni', confDir, isThisMachine: false }),
    knowledge: { invalidate: (name: string) => void invalidated.push(name) },
    log: { info: (line: string) => void lines.push(line) },
  };
  return { sources, hosts, invalidated, lines };
}

/** The address of a file of node1. */
const addressOf = (name: string): string =>
  vscode.Uri.from({ scheme: 'cni-host', path: `/node1${at('net.d', name)}` }).toString();
const row = (name: string): HostNode => {
  const base = { id: name, host: 'node1', label: name, description: '', tooltip: '', icon: 'file-code' };
  return { ...base, kind: 'hostFile', path: at('net.d', name) };
};
const own = () => documentOf(vscode.Uri.parse('untitled:web.conflist'), text);

test('a file of the host is opened from its row, or selected by name and network', async () => {
  const { sources } = commands('10-a.conflist', '9-b.conf', 'notes.txt');
  await openHostFile(sources)(row('10-a.conflist'));
  const offered: unknown[] = [];
  editor.choose = (_, items) => {
    offered.push(...items);
    return '9-b.conf';
  };
  await openHostFile(sources)();
  expect(editor.commands.map(([id, uri]) => [id, String(uri)])).toEqual([
    ['showTextDocument', addressOf('10-a.conflist')],
    ['showTextDocument', addressOf('9-b.conf')],
  ]);
  expect(offered).toMatchObject([
    { label: '9-b.conf', description: 'web' },
    { label: '10-a.conflist', description: 'web' },
  ]);
  editor.choose = () => undefined;
  await openHostFile(sources)();
  expect(editor.commands).toHaveLength(2);
});

test('an empty directory is reported, and a button leads to the settings of the host', async () => {
  const { sources, hosts } = commands();
  editor.answer = () => 'Edit Host…';
  await openHostFile(sources)();
  await Promise.resolve();
  expect(editor.commands).toEqual([['cni.editHosts']]);
  hosts.selected = sandbox;
  await openHostFile(sources)();
  expect(editor.messages.splice(1)).toMatchObject([{ buttons: [] }]);
  expect(editor.messages.map(({ text: said }) => said)).toEqual([
    `"node1" has no network configuration in ${at('net.d')}.`,
  ]);
});

test('the text of the editor is compared with the file of the same name, else with the selected one', async () => {
  const { sources } = commands('a.conflist', 'web.conflist');
  activate(own());
  await compareWithHost(sources)();
  await compareWithHost(sources)(row('a.conflist'));
  activate(documentOf(vscode.Uri.parse('untitled:new.conflist'), text));
  editor.choose = () => 'a.conflist';
  await compareWithHost(sources)();
  expect(editor.commands.map(([id, left, right, title]) => [id, String(left), String(right), title])).toEqual([
    ['vscode.diff', addressOf('web.conflist'), 'untitled:web.conflist', 'web.conflist (node1) ↔ web.conflist'],
    ['vscode.diff', addressOf('a.conflist'), 'untitled:web.conflist', 'a.conflist (node1) ↔ web.conflist'],
    ['vscode.diff', addressOf('a.conflist'), 'untitled:new.conflist', 'a.conflist (node1) ↔ new.conflist'],
  ]);
  activate(undefined);
  await compareWithHost(sources)();
  expect(editor.commands).toHaveLength(3);
});

test('a new file is saved after a confirmation that names host and path', async () => {
  const { sources, invalidated, lines } = commands();
  const path = at('net.d', 'web.conflist');
  activate(own());
  editor.type = () => path;
  await saveToHost(sources)();
  expect(editor.messages).toMatchObject([{ text: `Save ${path} on "node1"?`, buttons: ['Save'] }]);
  expect(existsSync(path)).toBe(false);
  editor.answer = ({ isModal }) => (isModal ? 'Save' : 'Open');
  await saveToHost(sources)();
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(editor.messages.at(-1)).toMatchObject({
    severity: 'info',
    text: `Saved ${path} on "node1".`,
    buttons: ['Open'],
  });
  expect([invalidated, lines]).toEqual([['node1'], [`Saved untitled:web.conflist to ${path} on "node1"`]]);
  await Promise.resolve();
  expect(editor.commands.map(([, uri]) => String(uri))).toEqual([addressOf('web.conflist')]);
});

test('the path is that of the file on the host, or its name in the configuration directory', async () => {
  const { sources } = commands();
  for (const address of [
    'untitled:web.conflist',
    'untitled:web',
    'cni-host:/node1/etc/cni/a.conf',
    'cni-host:/other/x.conf',
  ]) {
    activate(documentOf(vscode.Uri.parse(address), text));
    await saveToHost(sources)();
  }
  expect(editor.inputs.map(({ value }) => value)).toEqual([
    at('net.d', 'web.conflist'),
    at('net.d', 'web.conflist'),
    '/etc/cni/a.conf',
    at('net.d', 'x.conf'),
  ]);
  const [input] = editor.inputs;
  expect(
    ['a.conf', '/etc/', '/etc/a.txt', '/etc/a.json', '/a.conf'].map((path) => input?.validateInput?.(path)),
  ).toEqual([
    'Enter the absolute path of a file.',
    'Enter the absolute path of a file.',
    'Runtimes only read files with the extension .conflist, .conf or .json.',
    undefined,
    undefined,
  ]);
  expect(editor.messages).toEqual([]);
});

test('the path is in the directory where the host has its configurations, whichever that is', async () => {
  const { sources } = commands();
  const usualPlaces = { pluginPath: [], cacheDir: '/var/lib/cni', isThisMachine: false };
  const file = { path: '', bytes: new TextEncoder().encode(text) };
  const offered = async (...directories: readonly string[]): Promise<string | undefined> => {
    const readDir = (directory: string) => Promise.resolve(directories.includes(directory) ? [file] : []);
    const configFiles = { readDir, readFile: () => Promise.resolve(file.bytes) };
    const hostOf = (named: NamedHost) => ({ ...sources.connections.hostOf(named), configFiles });
    const connections = { hostOf, stateOf: () => ({ kind: 'ready' as const }) };
    activate(own());
    await saveToHost({ ...sources, connections, placesOf: () => usualPlaces })();
    return editor.inputs.at(-1)?.value;
  };
  const usual = '/etc/cni/net.d';
  const ofK3s = '/var/lib/rancher/k3s/agent/etc/cni/net.d';
  expect(await offered(ofK3s, usual)).toBe(`${ofK3s}/web.conflist`);
  expect(await offered('/var/snap/microk8s/current/args/cni-network')).toBe(
    '/var/snap/microk8s/current/args/cni-network/web.conflist',
  );
  expect(await offered(usual)).toBe(`${usual}/web.conflist`);
  expect(await offered()).toBe(`${usual}/web.conflist`);
});

test('an existing file is overwritten, unless it changed while the confirmation was open', async () => {
  const { sources, invalidated } = commands('web.conflist');
  const path = at('net.d', 'web.conflist');
  activate(documentOf(vscode.Uri.parse('untitled:web.conflist'), 'mine'));
  editor.type = () => path;
  editor.answer = ({ isModal }) => {
    if (isModal) {
      writeFileSync(path, 'of another program');
    }
    return isModal ? 'Overwrite' : 'Compare';
  };
  await saveToHost(sources)();
  await Promise.resolve();
  expect(editor.commands.map(([id, left]) => [id, String(left)])).toEqual([['vscode.diff', addressOf('web.conflist')]]);
  expect(editor.messages.map(({ text: said, severity }) => [severity, said])).toEqual([
    ['warning', `Overwrite ${path} on "node1"?`],
    ['error', `${path} changed on "node1" in the meantime. Nothing was written.`],
  ]);
  expect([readFileSync(path, 'utf8'), invalidated]).toEqual(['of another program', []]);
  editor.answer = ({ isModal }) => (isModal ? 'Overwrite' : undefined);
  await saveToHost(sources)();
  expect(readFileSync(path, 'utf8')).toBe('mine');
});

test('a file that was created while the confirmation was open is kept, and a failed write is reported', async () => {
  const { sources } = commands();
  const path = at('net.d', 'web.conflist');
  activate(own());
  editor.type = () => path;
  editor.answer = ({ isModal }) => {
    if (isModal) {
      writeFileSync(path, 'of another program');
    }
    return isModal ? 'Save' : undefined;
  };
  await saveToHost(sources)();
  expect(readFileSync(path, 'utf8')).toBe('of another program');
  editor.type = () => '/dev/null/web.conflist';
  editor.answer = () => 'Save';
  await expect(saveToHost(sources)()).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test('the sandbox cannot keep files, so another host is selected', async () => {
  const { sources, hosts } = commands();
  hosts.selected = sandbox;
  open(own());
  activate(own());
  const offered: string[] = [];
  editor.choose = (labels) => {
    offered.push(...labels);
    return undefined;
  };
  await saveToHost(sources)();
  expect(offered).toEqual(['$(remote) node1', '$(remote) other', '', '$(add) Add Host…']);
  expect(editor.inputs).toEqual([]);
});
