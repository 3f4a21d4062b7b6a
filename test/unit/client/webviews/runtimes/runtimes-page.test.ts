import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { runtimesText } from '../../../../../client/webviews/runtimes/runtimes-document.ts';
import { runtimesModel, runtimesPage } from '../../../../../client/webviews/runtimes/runtimes-page.ts';
import { readDirectory } from '../../../../../language/runtimes/all.ts';
import { documentOf, editor, resetEditor } from '../../../../stand-in/editor.ts';

beforeEach(resetEditor);

const directory = '/etc/cni/net.d';
const list = (name: string): string =>
  `{\n  "cniVersion": "1.0.0",\n  "name": "${name}",\n  "plugins": [{ "type": "loopback" }]\n}\n`;
const reading = readDirectory(
  [
    { name: '10-a|b.conflist', text: list('a') },
    { name: '20-b.conflist', text: '{\n  "name": "b",' },
  ],
  directory,
);
const document = { ...reading, uri: `file://${directory}` };
const uri = vscode.Uri.parse('cni-result:/Runtimes.cni-runtimes.json');

const at = (line: number) => new vscode.Range(new vscode.Position(line, 0), new vscode.Position(line, 0));

test('there is a row for each file, a column for each runtime, and a reason in each cell', () => {
  const { runtimes, rows } = runtimesModel(document);
  expect(runtimes.map(({ name }) => name)).toEqual([
    'libcni (cnitool)',
    'containerd (CRI)',
    'CRI-O',
    'nerdctl',
    'Podman 4 (CNI backend)',
    'Nomad',
  ]);
  expect(rows.map(({ file }) => file)).toEqual(['10-a|b.conflist', '20-b.conflist']);
  expect(rows.map(({ cells }) => cells.length)).toEqual([6, 6]);
  const crio = rows.map(({ cells }) => cells[2]);
  expect(crio).toMatchObject([
    { mark: '★', tone: 'good', text: 'default', network: 'a' },
    { mark: '✕', tone: 'bad', text: 'skipped', report: { title: 'CRI-O reports:' } },
  ]);
  expect(rows.flatMap(({ cells }) => cells).filter(({ why }) => why === '')).toEqual([]);
  expect(runtimes.filter(({ verdict, reads }) => verdict === '' || reads === '')).toEqual([]);
});

test('a directory without files has no rows', () => {
  const { rows, empty } = runtimesModel({ ...readDirectory([], directory), uri: document.uri });
  expect([rows, empty]).toEqual([[], '/etc/cni/net.d has no files.']);
});

test('another text is a problem, and does nothing', async () => {
  for (const text of ['', '{', '[]', '{"uri":"x","directory":"y","runtimes":[{}]}']) {
    expect(await runtimesPage.read({ uri, text })).toMatchObject({ kind: 'problem' });
    await runtimesPage.act({ file: 'a' }, { uri, text });
  }
  expect(editor.commands).toEqual([]);
});

test('a link opens the file at the name of the network, or at the first error', async () => {
  const text = runtimesText(document);
  expect(await runtimesPage.read({ uri, text })).toEqual({ kind: 'model', model: runtimesModel(document) });
  editor.documents = [
    documentOf(vscode.Uri.file(`${directory}/10-a|b.conflist`), list('a')),
    documentOf(vscode.Uri.file(`${directory}/20-b.conflist`), '{\n  "name": "b",'),
  ];
  editor.diagnostics = [4, 1].map((line) => ({ severity: 0, range: at(line) }));
  await runtimesPage.act({ file: '10-a|b.conflist' }, { uri, text });
  await runtimesPage.act({ file: '20-b.conflist', runtime: 'CRI-O' }, { uri, text });
  await runtimesPage.act({ file: 'nowhere' }, { uri, text });
  expect(editor.commands).toEqual(
    editor.documents.map((opened, index) => [
      'showTextDocument',
      opened,
      { selection: at([2, 1][index] ?? 0), viewColumn: vscode.ViewColumn.One },
    ]),
  );
});
