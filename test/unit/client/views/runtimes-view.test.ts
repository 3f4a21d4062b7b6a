import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { RuntimesView } from '../../../../client/views/runtimes-view.ts';
import type { DirectoryReading } from '../../../../language/index.ts';
import { runtimeViews } from '../../../../language/runtimes/all.ts';
import { readRuntimes } from '../../../../client/webviews/runtimes/runtimes-document.ts';
import { TabInputCustom } from '../../../stand-in/classes.ts';
import { activate, documentOf, editor, events, resetEditor, reveal } from '../../../stand-in/editor.ts';
import { treeOf } from './trees.ts';

const directory = '/ws/net.d';
const text = '{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"loopback"}]}';
const reading: DirectoryReading = {
  directory,
  runtimes: runtimeViews([{ name: 'a.conflist', text }], directory),
};
const document = documentOf(vscode.Uri.file(`${directory}/a.conflist`), text);
const pageUri = vscode.Uri.parse('cni-result:/Runtimes.cni-runtimes.json');

beforeEach(() => {
  resetEditor();
  vi.useFakeTimers();
  editor.workspaceFolder = '/ws';
});

afterEach(() => vi.useRealTimers());

/** The view, with a server that answers when a test says so. */
function stage(isServerThere = true) {
  const asked: { readonly uri: string; answer(): void }[] = [];
  const calls: string[] = [];
  const sent = new vscode.EventEmitter<void>();
  const view = new RuntimesView({
    server: {
      ensureStarted: () => Promise.resolve(void calls.push('start')),
      request: (_, { textDocument: { uri } }) =>
        new Promise((resolve) => asked.push({ uri, answer: () => resolve(isServerThere ? reading : undefined) })),
    },
    neighbors: { onDidSend: sent.event, keep: (uri) => Promise.resolve(void calls.push(`keep ${uri.path}`)) },
    documents: {
      put: (name, key, page) => {
        calls.push(`put ${name} ${key}`);
        expect(readRuntimes(page)).toEqual({ ...reading, uri: key });
        return pageUri;
      },
    },
  });
  return { view, asked, calls, sent };
}

test('the directory of the active configuration is read while the view is visible, and its rows open the files', async () => {
  const { view, asked } = stage();
  activate(document);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toEqual([]);
  reveal('cni.runtimes', true);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.map(({ uri }) => uri)).toEqual([document.uri.toString()]);
  expect(view.getChildren()).toEqual([]);
  asked[0]?.answer();
  await vi.advanceTimersByTimeAsync(1);
  const [runtime] = view.getChildren();
  expect([runtime?.label, treeOf('cni.runtimes').description]).toEqual(['libcni (cnitool)', 'net.d']);
  const [file] = view.getChildren(runtime);
  const uri = vscode.Uri.file(`${directory}/a.conflist`);
  expect(file === undefined ? undefined : view.getTreeItem(file).command).toMatchObject({
    command: 'vscode.open',
    arguments: [expect.objectContaining({ path: uri.path })],
  });
  expect(runtime === undefined ? undefined : view.getTreeItem(runtime)).toMatchObject({ collapsibleState: 1 });
  expect(view.getChildren(file)).toEqual([]);
  expect(editor.commands).toContainEqual(['setContext', 'cni.hasDirectory', true]);
});

test('the directory is read again after typing, and other editors change nothing', async () => {
  const { asked } = stage();
  treeOf('cni.runtimes').visible = true;
  activate(document);
  await vi.advanceTimersByTimeAsync(1);
  events.change.fire({ document });
  await vi.advanceTimersByTimeAsync(300);
  events.change.fire({ document });
  await vi.advanceTimersByTimeAsync(399);
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2);
  expect(asked).toHaveLength(2);
  events.change.fire({ document: documentOf(document.uri, '', 'json') });
  activate(documentOf(vscode.Uri.parse('untitled:x.conflist'), ''));
  activate(documentOf(vscode.Uri.file('/ws/x.json'), '', 'json'));
  activate(undefined);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toHaveLength(2);
});

test('an answer about a previous directory is not shown', async () => {
  const { view, asked } = stage();
  treeOf('cni.runtimes').visible = true;
  activate(document);
  await vi.advanceTimersByTimeAsync(1);
  activate(documentOf(vscode.Uri.file('/ws/other/b.conflist'), text));
  asked[0]?.answer();
  await vi.advanceTimersByTimeAsync(1);
  expect([view.getChildren(), asked.length]).toEqual([[], 2]);
});

test('a requested directory is watched, read and focused', async () => {
  const { view, asked, calls } = stage();
  const shown = view.show(vscode.Uri.file('/etc/cni/net.d/any.conflist'));
  await vi.waitUntil(() => asked.length === 1);
  asked[0]?.answer();
  await shown;
  expect(calls).toEqual(['start', 'keep /etc/cni/net.d/any.conflist']);
  expect(editor.commands).toContainEqual(['cni.runtimes.focus']);
  expect(view.getChildren().length).toBeGreaterThan(0);
});

test('the page is shown if there is content, and stays up to date while it is open', async () => {
  const { view, asked, calls, sent } = stage();
  expect(await view.showPage()).toBe(false);
  activate(document);
  const shown = view.showPage();
  asked[0]?.answer();
  expect(await shown).toBe(true);
  const put = `put Runtimes.cni-runtimes.json file://${directory}`;
  expect(calls).toEqual([put]);
  expect(editor.commands.at(-1)).toMatchObject(['vscode.openWith', pageUri, 'cni.runtimes', { preserveFocus: false }]);
  editor.tabs = [{ label: 'Runtimes', input: new TabInputCustom(pageUri, 'cni.runtimes') }];
  sent.fire();
  await vi.advanceTimersByTimeAsync(1);
  asked[1]?.answer();
  await vi.advanceTimersByTimeAsync(1);
  expect(calls).toEqual([put, put]);
});

test('without an answer of the server, there is no page', async () => {
  const { view, asked } = stage(false);
  activate(document);
  const shown = view.showPage();
  asked[0]?.answer();
  expect(await shown).toBe(false);
});

test('a disposed view reads nothing', async () => {
  const { view, asked } = stage();
  treeOf('cni.runtimes').visible = true;
  activate(document);
  view.dispose();
  await vi.advanceTimersByTimeAsync(1000);
  activate(document);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([]);
});
