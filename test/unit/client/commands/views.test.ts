import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { ignoreFinding } from '../../../../client/commands/ignore-finding.ts';
import { showRuntimes, showRuntimesPage } from '../../../../client/commands/show-runtimes.ts';
import { copyAddress, openCachedResult, refresh, showLog } from '../../../../client/commands/views.ts';
import { cachedResultNodes } from '../../../../client/views/tree-nodes.ts';
import { TreeSelections } from '../../../../client/views/tree-selections.ts';
import { networkConfFromBytes } from '../../../../engine/libcni/index.ts';
import { activate, documentOf, editor, resetEditor } from '../../../stand-in/editor.ts';
import { attachment } from '../views/attachments.ts';
import { NamespaceHost, servicesOn } from './run-services.ts';

beforeEach(resetEditor);

const rowsOf = (...addresses: readonly (readonly string[])[]) =>
  cachedResultNodes({
    kind: 'ready',
    host: 'sandbox',
    namespaces: [],
    cache: {
      attachments: addresses.map((some, index) => attachment({ addresses: some, cacheFile: `/r/${index}` })),
      unreadable: [],
    },
  });

test('a cached file opens as a page, with its bytes as they are', async () => {
  const sources = servicesOn(new NamespaceHost(''));
  const text = new TextEncoder().encode('{"cniVersion":"1.0.0","name":"web","plugins":[{"type":"bridge"}]}');
  await sources.runner().add(networkConfFromBytes(text), '/var/run/netns/ns1', 'eth0', {});
  const { attachments } = await sources.runner().cachedAttachments();
  const [row] = cachedResultNodes({
    kind: 'ready',
    host: 'sandbox',
    namespaces: [],
    cache: { attachments, unreadable: [] },
  });
  await openCachedResult(sources)(row);
  const [[command, uri, viewType] = []] = editor.commands;
  expect([command, viewType]).toEqual(['vscode.openWith', 'cni.result']);
  expect(uri).toMatchObject({ query: 'cache:sandbox', path: expect.stringMatching(/^\/web-.*\.cni-result\.json$/) });
  const stored = await sources.documents.readFile(vscode.Uri.parse(String(uri)));
  expect(new TextDecoder().decode(stored)).toMatch(/^\{"kind":"cniCacheV1"/);
  await openCachedResult(sources)({ kind: 'action' });
  expect(editor.commands).toHaveLength(1);
});

test('a file that no longer exists is reported, and the views are refreshed', async () => {
  const { runner, documents } = servicesOn(new NamespaceHost(''));
  const invalidated: string[] = [];
  const knowledge = { invalidate: (name: string) => invalidated.push(name) };
  await openCachedResult({ runner, documents, knowledge })({
    kind: 'unreadable',
    id: 'x',
    file: { cacheFile: '/cache/results/bad', reason: 'empty' },
  });
  expect(editor.messages).toMatchObject([{ severity: 'warning', text: '/cache/results/bad no longer exists.' }]);
  expect(invalidated).toEqual(['sandbox']);
});

test.each([
  ['the only address', [['10.0.0.2/24']], undefined, '10.0.0.2'],
  ['the one that is chosen', [['10.0.0.2/24', 'fd00::2/64']], 'fd00::2', 'fd00::2'],
  ['none where none is chosen', [['10.0.0.2/24', 'fd00::2/64']], undefined, ''],
  [
    'all of several attachments',
    [['10.0.0.2/24', 'fd00::2/64'], ['10.0.0.3/24']],
    undefined,
    '10.0.0.2\nfd00::2\n10.0.0.3',
  ],
])('%s is copied, without its prefix length', async (_, addresses, chosen, expected) => {
  const rows = rowsOf(...addresses);
  const selections = new TreeSelections();
  selections.add(() => rows);
  editor.choose = () => chosen;
  await copyAddress(selections)(rows[0]);
  expect(editor.clipboard).toBe(expected);
  expect(editor.statuses.length).toBe(expected === '' ? 0 : 1);
});

test('an attachment without an address is reported, and other rows are ignored', async () => {
  await copyAddress(new TreeSelections())(rowsOf([])[0]);
  await copyAddress(new TreeSelections())(undefined);
  expect(editor.messages.map(({ text }) => text)).toEqual(['"myptp" has no address.']);
  expect(editor.clipboard).toBe('');
});

test('the log opens at its end, or at the start of the last failure', async () => {
  const shown: string[] = [];
  const show = showLog({ show: (at) => Promise.resolve(void shown.push(at)) });
  await show();
  await show('failure');
  expect(shown).toEqual(['end', 'failure']);
  let refreshed = 0;
  await refresh({ refresh: () => Promise.resolve(void (refreshed += 1)) })();
  expect(refreshed).toBe(1);
});

test('a finding is ignored in the workspace of its file, else for the user', async () => {
  editor.workspaceFolder = '/ws';
  editor.inspected = { 'cni.ignoredFindings': { workspaceValue: { 'net.d/a.conflist': ['R002'] } } };
  await ignoreFinding()('file:///ws/net.d/a.conflist', 'R001');
  await ignoreFinding()('file:///ws/net.d/a.conflist', 'R002');
  await ignoreFinding()('file:///etc/cni/b.conflist', 'R001');
  await ignoreFinding()(undefined, 'R001');
  await ignoreFinding()('file:///etc/cni/b.conflist', undefined);
  const { Global, Workspace } = vscode.ConfigurationTarget;
  expect(editor.written).toEqual([
    ['cni.ignoredFindings', { 'net.d/a.conflist': ['R001', 'R002'] }, Workspace],
    ['cni.ignoredFindings', { 'net.d/a.conflist': ['R002'] }, Workspace],
    ['cni.ignoredFindings', { '/etc/cni/b.conflist': ['R001'] }, Global],
  ]);
});

test('what runtimes load is shown for a folder, a file, or the active configuration', async () => {
  const shown: string[] = [];
  const show = showRuntimes({ show: (uri) => Promise.resolve(void shown.push(uri.path)) });
  await show(vscode.Uri.file('/etc'));
  await show(vscode.Uri.file('/etc/passwd'));
  activate(documentOf(vscode.Uri.file('/ws/a.conflist'), '{}'));
  await show();
  activate(undefined);
  editor.answer = () => 'New Network Configuration';
  await show();
  expect(shown).toEqual(['/etc/any.conflist', '/etc/passwd', '/ws/a.conflist']);
  expect(editor.messages.map(({ text }) => text)).toEqual(['This workspace has no network configurations.']);
  expect(editor.commands.at(-1)).toEqual(['cni.newConfiguration']);
});

test('without a directory, a message says why there is no page', async () => {
  await showRuntimesPage({ showPage: () => Promise.resolve(true) })();
  expect(editor.messages).toEqual([]);
  editor.answer = () => 'Choose Configuration…';
  await showRuntimesPage({ showPage: () => Promise.resolve(false) })();
  await Promise.resolve();
  expect(editor.commands).toEqual([['cni.showRuntimes']]);
  expect(editor.messages[0]).toMatchObject({
    text: expect.stringContaining('Open a network configuration first'),
    buttons: ['Choose Configuration…'],
  });
});
