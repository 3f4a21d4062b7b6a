import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { Settings } from '../../../../client/editor/settings.ts';
import { CarrierContext } from '../../../../client/language/carrier-context.ts';
import { EmbeddedLenses } from '../../../../client/language/embedded-lenses.ts';
import { activate, configure, editor, events, resetEditor } from '../../../stand-in/editor.ts';
import { CarrierFile, definition, serverOf } from '../embedded/carriers.ts';

beforeEach(resetEditor);

const text = ['pier', 'quay'].map((name) => definition(name, '{ "type": "ptp" }')).join('---\n');

async function stage() {
  const file = new CarrierFile('/ws/net.yaml', text);
  const { embedded, server, asked } = serverOf([file]);
  const lenses = new EmbeddedLenses(new Settings(), embedded, server);
  const document = await vscode.workspace.openTextDocument(file.uri);
  const lensesOf = (): Promise<vscode.CodeLens[]> => lenses.provideCodeLenses(document);
  return { file, embedded, asked, lenses, lensesOf };
}

test('code lenses are shown above each configuration, with its place', async () => {
  const { lensesOf, file, embedded } = await stage();
  let found = 0;
  embedded.onDidFind(() => (found += 1));
  const lenses = await lensesOf();
  const titles = ['Add to Namespace…', 'Test in Sandbox', 'Edit as JSON'];
  expect(lenses.map(({ command }) => command?.title)).toEqual([...titles, ...titles]);
  expect(lenses[3]?.range.start.line).toBe(14);
  expect(lenses[3]?.command?.arguments).toEqual([file.uri, { where: 'spec.config', name: 'quay', index: 0 }]);
  expect(found).toBe(1);
});

test('without trust only Edit as JSON is shown, and with the setting off none, without a request', async () => {
  const { lenses, lensesOf, asked } = await stage();
  let refreshed = 0;
  lenses.onDidChangeCodeLenses(() => (refreshed += 1));
  editor.isTrusted = false;
  events.trust.fire();
  expect((await lensesOf()).map(({ command }) => command?.title)).toEqual(['Edit as JSON', 'Edit as JSON']);
  configure({ 'cni.codeLens.enabled': false });
  expect(await lensesOf()).toEqual([]);
  configure({ 'cni.rules': {} });
  expect([refreshed, asked]).toEqual([2, ['cni/embedded']]);
  lenses.dispose();
});

test('the context key follows the active editor and its text', async () => {
  const { file } = await stage();
  const served = {
    isCarrier: (document: vscode.TextDocument) => document.getText().includes('kind: NetworkAttachmentDefinition'),
    onDidChange: new vscode.EventEmitter<void>().event,
  };
  const values: unknown[] = [];
  const context = new CarrierContext(served, (key, value) => void values.push([key, value]));
  activate(file);
  activate(file);
  file.type('');
  activate(undefined);
  expect(values).toEqual([
    ['cni.inCarrier', true],
    ['cni.inCarrier', false],
  ]);
  context.dispose();
});
