import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import type { FromPage, ToPage } from '../../../../client/webviews/messages.ts';
import { type PageKind, registerPage } from '../../../../client/webviews/page-editor.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';
import { EventEmitter } from '../../../stand-in/classes.ts';

interface Model {
  readonly words: readonly string[];
}

let directory: string;
let uri: vscode.Uri;
const errors: string[] = [];
const acted: string[] = [];

const kind: PageKind<Model, string> = {
  read: async ({ text }) =>
    text === '' ? { kind: 'problem', message: 'It is empty.' } : { kind: 'model', model: { words: text.split(' ') } },
  act: async (action, { text }) => {
    if (action === 'fail') {
      throw new Error('It failed.');
    }
    acted.push(`${action} on ${text}`);
  },
};

beforeEach(async () => {
  resetEditor();
  errors.length = 0;
  acted.length = 0;
  directory = await mkdtemp(join(tmpdir(), 'cni-workbench-page-'));
  uri = vscode.Uri.file(join(directory, 'a.json'));
  await writeFile(uri.fsPath, 'one two');
});

afterEach(() => rm(directory, { recursive: true }));

/** A tab of the editor, as far as pages use it. */
function tab() {
  const received = new EventEmitter<FromPage<string>>();
  const disposed = new EventEmitter<void>();
  const sent: ToPage<Model>[] = [];
  const webview = {
    options: {},
    html: '',
    cspSource: 'https://csp.example',
    asWebviewUri: (script: vscode.Uri) => vscode.Uri.parse(`https://webview.example${script.path}`),
    postMessage: (message: ToPage<Model>) => Promise.resolve(sent.push(message) > 0),
    onDidReceiveMessage: received.event,
  };
  return { webview, onDidDispose: disposed.event, received, disposed, sent };
}

async function opened() {
  registerPage('compare', () => kind, vscode.Uri.file('/extension'), { error: (message) => errors.push(message) });
  const panel = tab();
  const provider = editor.customEditors.get('cni.compare');
  if (provider === undefined || !('resolveCustomEditor' in provider)) {
    throw new Error('no provider');
  }
  const resolve: unknown = provider.resolveCustomEditor;
  if (typeof resolve === 'function') {
    await Reflect.apply(resolve, provider, [{ uri }, panel]);
  }
  return panel;
}

// docs/security.md: S21
test('a page loads only its script, from the folder of pages', async () => {
  const { webview } = await opened();
  expect(webview.options).toEqual({
    enableScripts: true,
    localResourceRoots: [vscode.Uri.file('/extension/dist/webviews')],
  });
  expect(webview.html).toContain(
    '<script type="module" src="https://webview.example/extension/dist/webviews/compare.js">',
  );
  expect(webview.html).toContain('script-src https://csp.example;');
});

test('a page gets the document when it is ready, and again when it changes', async () => {
  const { received, sent } = await opened();
  expect(sent).toEqual([]);
  received.fire({ kind: 'ready' });
  await vi.waitFor(() => expect(sent).toEqual([{ kind: 'model', model: { words: ['one', 'two'] }, texts: {} }]));
  await writeFile(uri.fsPath, 'three');
  const [watcher] = editor.watchers;
  watcher?.changed.fire(vscode.Uri.file(join(directory, 'other.json')));
  watcher?.changed.fire(uri);
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]).toMatchObject({ model: { words: ['three'] } });
  expect(sent[1]).not.toHaveProperty('texts');
});

test('a document that cannot be shown or read is a problem, not an empty page', async () => {
  const { received, sent } = await opened();
  await writeFile(uri.fsPath, '');
  received.fire({ kind: 'ready' });
  await vi.waitFor(() => expect(sent).toEqual([{ kind: 'problem', message: 'It is empty.', texts: {} }]));
  await rm(uri.fsPath);
  received.fire({ kind: 'ready' });
  await vi.waitFor(() =>
    expect(sent[1]).toMatchObject({ kind: 'problem', message: expect.stringContaining('a.json') }),
  );
});

test('an action gets the current text, and a failure is logged and reported', async () => {
  const { received } = await opened();
  received.fire({ kind: 'act', action: 'run' });
  await vi.waitFor(() => expect(acted).toEqual(['run on one two']));
  received.fire({ kind: 'act', action: 'fail' });
  await vi.waitFor(() => expect(editor.messages).toMatchObject([{ severity: 'error', text: 'It failed.' }]));
  expect(errors).toEqual([expect.stringContaining('It failed.')]);
});

test('a closed page stops watching its document', async () => {
  const { disposed, received, sent } = await opened();
  disposed.fire();
  expect(editor.watchers.map(({ isDisposed }) => isDisposed)).toEqual([true]);
  received.fire({ kind: 'ready' });
  await Promise.resolve();
  expect(sent).toEqual([]);
});
