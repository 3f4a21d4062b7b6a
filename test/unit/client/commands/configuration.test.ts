import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { loadDocument, pickDocument, targetDocument } from '../../../../client/commands/pickers/configuration.ts';
import { activate, documentOf, editor, open, resetEditor } from '../../../stand-in/editor.ts';

beforeEach(resetEditor);

const text = '{"cniVersion":"1.0.0","name":"web","plugins":[{"type":"bridge"}]}';

const fixOf = (title: string, more: object): object => Object.assign(new vscode.CodeAction(title), more);

/** The document at this address, which is open. */
async function opened(address: string, content = text, languageId = 'cni'): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.parse(address);
  open(documentOf(uri, content, languageId));
  return vscode.workspace.openTextDocument(uri);
}

test('a command applies to the file that it was called on, else to the active configuration', async () => {
  await opened('file:///ws/b.json', text, 'json');
  expect((await targetDocument(vscode.Uri.parse('file:///ws/b.json')))?.uri.path).toBe('/ws/b.json');
  expect(await targetDocument(undefined)).toBeUndefined();
  activate(documentOf(vscode.Uri.file('/ws/b.json'), text, 'json'));
  expect(await targetDocument(undefined)).toBeUndefined();
  activate(documentOf(vscode.Uri.file('/ws/c.conflist'), text, 'json'));
  expect((await targetDocument(undefined))?.uri.path).toBe('/ws/c.conflist');
  activate(documentOf(vscode.Uri.file('/ws/d.conf'), text));
  expect((await targetDocument(undefined))?.uri.path).toBe('/ws/d.conf');
});

test('configurations that are open or in the workspace are offered once, with their networks', async () => {
  editor.workspaceFolder = '/ws';
  await opened('file:///ws/net.d/b.conflist');
  await opened('file:///ws/other.json', '{}', 'json');
  editor.found = [vscode.Uri.file('/ws/net.d/b.conflist'), vscode.Uri.file('/ws/gone.conflist')];
  const offered: unknown[] = [];
  editor.choose = (_, items) => {
    offered.push(...items);
    return 'b.conflist';
  };
  expect((await pickDocument('Which?'))?.uri.path).toBe('/ws/net.d/b.conflist');
  expect(offered).toMatchObject([
    { label: 'b.conflist', description: 'web · net.d' },
    { label: 'gone.conflist', description: '' },
  ]);
  editor.choose = () => undefined;
  expect(await pickDocument('Which?')).toBeUndefined();
});

test('a configuration is loaded with the text of its editor', async () => {
  const loaded = await loadDocument(await opened('untitled:web.conflist'));
  expect([loaded?.fileName, loaded?.list.name, loaded?.unsaved]).toEqual(['web.conflist', 'web', true]);
});

test('a configuration that libcni rejects is shown at the problem, with the preferred fix', async () => {
  const document = await opened('untitled:web.conflist', '{');
  const start = new vscode.Position(4, 2);
  const range = new vscode.Range(start, start);
  editor.diagnostics = [
    { severity: vscode.DiagnosticSeverity.Warning, message: 'no', range },
    { severity: vscode.DiagnosticSeverity.Error, message: 'A brace is missing', range },
  ];
  editor.run = (id) =>
    id === 'vscode.executeCodeActionProvider'
      ? [
          { title: 'a command', command: 'x' },
          fixOf('without an edit', {}),
          fixOf('Add a brace', { edit: 'one' }),
          fixOf('Add two braces', { edit: 'two', isPreferred: true }),
        ]
      : undefined;
  editor.answer = ({ buttons }) => buttons[0];
  expect(await loadDocument(document)).toBeUndefined();
  expect(editor.messages).toMatchObject([
    { severity: 'error', buttons: ['Add two braces', 'Go to Line', 'Show Problems'] },
  ]);
  expect(editor.messages[0]?.text).toMatch(/^libcni rejects web\.conflist: /);
  await Promise.resolve();
  expect(editor.commands).toContainEqual(['applyEdit', 'two']);
  expect(editor.commands).toContainEqual(['showTextDocument', document, { selection: range }]);
});

test('Go to Line shows the line again', async () => {
  const document = await opened('untitled:web.conflist', '{');
  const start = new vscode.Position(4, 2);
  editor.diagnostics = [
    { severity: vscode.DiagnosticSeverity.Error, message: 'x', range: new vscode.Range(start, start) },
  ];
  editor.run = () => [];
  editor.answer = () => 'Go to Line';
  await loadDocument(document);
  await Promise.resolve();
  const shown = editor.commands.filter(([id]) => id === 'showTextDocument');
  expect(shown).toEqual(
    [1, 2].map(() => ['showTextDocument', document, { selection: new vscode.Range(start, start) }]),
  );
});

test('without a preferred fix the first is offered; without fixes, none', async () => {
  const document = await opened('untitled:web.conflist', '{');
  const range = new vscode.Range(new vscode.Position(0, 0), new vscode.Position(0, 1));
  editor.diagnostics = [{ severity: vscode.DiagnosticSeverity.Error, message: 'x', range }];
  editor.run = () => [Object.assign(new vscode.CodeAction('Fix it'), { edit: 'one' })];
  await loadDocument(document);
  editor.run = () => [];
  await loadDocument(document);
  editor.diagnostics = [];
  await loadDocument(document);
  expect(editor.messages.map(({ buttons }) => buttons)).toEqual([
    ['Fix it', 'Go to Line', 'Show Problems'],
    ['Go to Line', 'Show Problems'],
    [],
  ]);
});
