import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { Settings } from '../../../../client/editor/settings.ts';
import { ConfigurationLenses } from '../../../../client/language/code-lenses.ts';
import type { Inventory } from '../../../../client/views/tree-nodes.ts';
import { configure, documentOf, editor, events, resetEditor, type OpenDocument } from '../../../stand-in/editor.ts';
import { node1 } from '../hosts/hosts.ts';
import { StagedSelection } from '../hosts/selected.ts';
import { attachment } from '../views/attachments.ts';

beforeEach(resetEditor);

const text = '\n{"cniVersion":"1.0.0","name":"myptp","plugins":[]}';
const document = documentOf(vscode.Uri.file('/ws/a.conflist'), text);
const ready: Inventory = {
  kind: 'ready',
  host: 'node1',
  namespaces: [],
  cache: { attachments: [attachment()], unreadable: [] },
};

/** The lenses over an inventory that a test changes. */
function stage(current: Inventory = { kind: 'unknown' }) {
  const changed = new vscode.EventEmitter<void>();
  const watched: boolean[] = [];
  const inventory = {
    current,
    onDidChange: changed.event,
    setWatched: (_: string, visible: boolean) => void watched.push(visible),
  };
  const hosts = new StagedSelection(node1, { kind: 'idle' });
  const lenses = new ConfigurationLenses(new Settings(), hosts, inventory);
  const refreshed: unknown[] = [];
  lenses.onDidChangeCodeLenses(() => refreshed.push(undefined));
  const lensesOf = async (of: OpenDocument = document): Promise<readonly vscode.CodeLens[]> => {
    editor.documents = [of];
    return lenses.provideCodeLenses(await vscode.workspace.openTextDocument(of.uri));
  };
  const titles = async (of?: OpenDocument): Promise<unknown[]> =>
    (await lensesOf(of)).map(({ command }) => command?.title);
  return { lenses, hosts, changed, watched, refreshed, lensesOf, titles };
}

test('code lenses are shown above a network, and more if it has an attachment', async () => {
  expect(await stage().titles()).toEqual(['Add to Namespace…', 'Test in Sandbox']);
  const { lensesOf, titles } = stage(ready);
  expect(await titles()).toEqual([
    'Add to Namespace…',
    'Check Attachment…',
    'Delete from Namespace…',
    'Test in Sandbox',
  ]);
  expect(await titles(documentOf(document.uri, text.replace('myptp', 'web')))).toHaveLength(2);
  const [lens] = await lensesOf();
  expect([lens?.range.start.line, lens?.command?.arguments]).toEqual([1, [document.uri]]);
});

test('a profile of the network has a code lens, as soon as it is saved', async () => {
  const { lensesOf, titles, refreshed } = stage();
  configure({ 'cni.profiles': { web: { network: 'myptp' }, other: { network: 'other' }, any: {} } });
  expect(await titles()).toEqual(['Add to Namespace…', 'Add with "web"…', 'Test in Sandbox']);
  expect((await lensesOf())[1]?.command?.arguments).toEqual([document.uri, undefined, 'web']);
  expect(refreshed).toHaveLength(1);
});

test('there are none without trust, or when the setting disables them', async () => {
  const { titles, refreshed } = stage();
  editor.isTrusted = false;
  expect(await titles()).toEqual([]);
  editor.isTrusted = true;
  events.trust.fire();
  configure({ 'cni.codeLens.enabled': false });
  expect([await titles(), refreshed.length]).toEqual([[], 2]);
  configure({ 'cni.rules': {} });
  expect(refreshed).toHaveLength(2);
});

test('attachments are read for a configuration that is visible from the start, unless code lenses are disabled', () => {
  editor.visibleTextEditors = [{ document }];
  const hosts = new StagedSelection(node1);
  const watched: boolean[] = [];
  const inventory = {
    current: ready,
    onDidChange: new vscode.EventEmitter<void>().event,
    setWatched: (_: string, visible: boolean) => void watched.push(visible),
  };
  const lenses = new ConfigurationLenses(new Settings(), hosts, inventory);
  configure({ 'cni.codeLens.enabled': false });
  expect(watched).toEqual([true, false]);
  lenses.dispose();
});

test('attachments are read while a configuration is visible and the host is connected', () => {
  const { lenses, hosts, changed, watched, refreshed } = stage();
  editor.visibleTextEditors = [{ document }];
  events.visible.fire([]);
  hosts.become({ kind: 'ready' });
  hosts.select(node1, { kind: 'connecting' });
  hosts.become({ kind: 'ready' });
  editor.visibleTextEditors = [{ document: documentOf(document.uri, text, 'json') }];
  events.visible.fire([]);
  expect(watched).toEqual([false, false, true, false, true, false]);
  changed.fire();
  expect(refreshed).toHaveLength(1);
  lenses.dispose();
  changed.fire();
  hosts.become({ kind: 'idle' });
  expect([refreshed.length, watched.length]).toEqual([1, 6]);
});
