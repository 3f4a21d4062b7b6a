import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { commandIds } from '../../../client/commands/command-ids.ts';
import { contextKeyDefaults } from '../../../client/editor/context-keys.ts';
import { activate } from '../../../client/extension.ts';
import { andList } from '../../../engine/text/listing.ts';
import { configure, documentOf, editor, events, open, resetEditor, reveal } from '../../stand-in/editor.ts';
import type { ExtensionHost } from './extension-host.ts';

/** The hosts that were made, in place of real ones, and whether the language client was asked for. */
const world = vi.hoisted(() => ({ hosts: new Array<ExtensionHost>(), clients: 0 }));

vi.mock('../../../engine/host/create-host.ts', async () => {
  const { ExtensionHost: Made } = await import('./extension-host.ts');
  return {
    createHost: () => {
      const host = new Made();
      world.hosts.push(host);
      return host;
    },
  };
});

vi.mock('../../../client/language/language-client.ts', () => ({
  createLanguageClient: () => {
    world.clients += 1;
    return { start: () => Promise.resolve(), isRunning: () => false, dispose: () => Promise.resolve() };
  },
}));

const subscriptions: { dispose(): unknown }[] = [];

beforeEach(() => {
  resetEditor();
  Object.assign(world, { hosts: [], clients: 0 });
});

afterEach(() => {
  for (const one of subscriptions.splice(0)) {
    one.dispose();
  }
});

/** Opens a window; `stored` outlives it. */
function openWindow(stored = new Map<string, unknown>()): Map<string, unknown> {
  const context = {
    subscriptions,
    asAbsolutePath: (path: string) => `/extension/${path}`,
    logUri: vscode.Uri.file('/dev/null/log'),
    storageUri: vscode.Uri.file('/dev/null/storage'),
    globalStorageUri: vscode.Uri.file('/dev/null/global-storage'),
    workspaceState: {
      keys: () => [...stored.keys()],
      get: (key: string) => stored.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void stored.set(key, value)),
    },
  };
  Reflect.apply(activate, undefined, [context]);
  return stored;
}

const run = async (id: string, ...args: readonly unknown[]): Promise<unknown> => editor.registered.get(id)?.(...args);
/** The values that context keys have by now. */
const contexts = (): Record<string, unknown> =>
  Object.fromEntries(editor.commands.flatMap(([id, key, value]) => (id === 'setContext' ? [[key, value]] : [])));

test('every command is registered, every context key set, and nothing started', () => {
  openWindow();
  expect([...editor.registered.keys()]).toEqual([...commandIds]);
  expect(contexts()).toEqual(contextKeyDefaults);
  expect([world.hosts, world.clients]).toEqual([[], 0]);
  expect(editor.statuses).toMatchObject([{ id: 'cni.host', isShown: false }, { id: 'cni.version' }]);
});

test('the engine has the translations of the editor from the start', () => {
  Object.assign(vscode.l10n, { bundle: { '{0} and {1}': '{0}和{1}' } });
  openWindow();
  expect(andList(['a', 'b'])).toBe('a和b');
  Object.assign(vscode.l10n, { bundle: undefined });
  openWindow();
  expect(andList(['a', 'b'])).toBe('a and b');
});

test('a configuration that is opened starts the server once, and shows the host', async () => {
  openWindow();
  open(documentOf(vscode.Uri.file('/ws/a.json'), '{}', 'json'));
  expect(contexts()['cni.hasConfiguration']).toBe(false);
  open(documentOf(vscode.Uri.parse('untitled:a.conflist'), '{}'));
  open(documentOf(vscode.Uri.parse('untitled:b.conflist'), '{}'));
  await expect.poll(() => world.clients).toBe(1);
  expect([contexts()['cni.hasConfiguration'], editor.statuses[0]]).toMatchObject([true, { isShown: true }]);
});

test('a document that becomes a carrier while it is typed starts the server; other YAML does not', async () => {
  openWindow();
  const other = documentOf(vscode.Uri.file('/ws/a.yaml'), 'kind: Deployment\n', 'yaml');
  open(other);
  events.change.fire({ document: other });
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(world.clients).toBe(0);
  const text = 'apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\n';
  events.change.fire({ document: documentOf(other.uri, text, 'yaml') });
  await expect.poll(() => world.clients).toBe(1);
  expect([contexts()['cni.hasConfiguration'], editor.statuses[0]]).toMatchObject([false, { isShown: false }]);
});

test('a visible view reads the sandbox, and again after an operation', async () => {
  openWindow();
  reveal('cni.namespaces', true);
  await expect.poll(() => contexts()['cni.hostState']).toBe('ready');
  expect([contexts()['cni.hasConnection'], contexts()['cni.hasNamespaces'], world.hosts.length]).toEqual([
    true,
    false,
    1,
  ]);
  editor.type = () => 'ns1';
  await run('cni.createNamespace');
  await expect.poll(() => contexts()['cni.hasNamespaces']).toBe(true);
});

test("the lost contents of the previous window's sandbox are reported and can be recreated", async () => {
  const stored = openWindow();
  editor.type = () => 'ns1';
  await run('cni.createNamespace');
  await expect.poll(() => stored.get('cni.sandboxContents')).toEqual({ namespaces: ['ns1'], attachments: [] });
  const answers = ['Add Again'];
  editor.answer = () => answers.shift();
  openWindow(stored);
  await expect
    .poll(() => editor.messages.map(({ text }) => text))
    .toEqual(['The sandbox ended with the window. Lost namespaces: ns1.', 'Recreated in the sandbox: ns1.']);
  expect([...(world.hosts[1]?.namespaces ?? [])]).toEqual(['ns1']);
});

test('without trust, the report waits', async () => {
  editor.isTrusted = false;
  openWindow(new Map([['cni.sandboxContents', { namespaces: ['ns1'], attachments: [] }]]));
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(editor.messages).toEqual([]);
  editor.isTrusted = true;
  events.trust.fire();
  await expect.poll(() => editor.messages.length).toBe(1);
});

test('a sandbox that fails is reported with its contents; one that the user ends is not', async () => {
  const stored = openWindow();
  editor.type = () => 'ns1';
  await run('cni.createNamespace');
  await expect.poll(() => stored.get('cni.sandboxContents')).toBeDefined();
  world.hosts[0]?.become({ kind: 'failed', problem: { code: 'noShell', message: 'It ended.', remedy: 'Try again.' } });
  await expect
    .poll(() => editor.messages.map(({ text }) => text))
    .toEqual(['The sandbox ended unexpectedly. Lost namespaces: ns1.']);
  expect(editor.channels[0]?.lines).toContain('[warning] Host sandbox: It ended. Try again.');
  await run('cni.createNamespace');
  await expect.poll(() => stored.get('cni.sandboxContents')).toBeDefined();
  editor.answer = () => 'End Sandbox';
  await run('cni.disconnectHost', 'sandbox');
  await expect.poll(() => stored.get('cni.sandboxContents')).toBeUndefined();
  expect(editor.messages).toHaveLength(2);
});

test('a host that is removed from the settings is disconnected', async () => {
  configure({ 'cni.hosts': [{ name: 'node1', kind: 'ssh', destination: 'node1' }] });
  openWindow();
  await run('cni.connectHost', 'node1');
  expect(contexts()['cni.hasConnection']).toBe(true);
  configure({ 'cni.hosts': [] });
  await expect.poll(() => contexts()['cni.hasConnection']).toBe(false);
  expect(world.hosts[0]?.disposals).toBe(1);
});

test('commands that reach a host need a trusted workspace', async () => {
  openWindow();
  editor.isTrusted = false;
  await run('cni.createNamespace');
  expect([world.hosts, editor.messages]).toMatchObject([[], [{ buttons: ['Manage Workspace Trust'] }]]);
});

test('showing a result sets the context key', () => {
  openWindow();
  events.active.fire({ document: documentOf(vscode.Uri.file('/ws/a.json'), '') });
  expect(contexts()['cni.hasInspected']).toBe(false);
  events.active.fire({ document: documentOf(vscode.Uri.parse('cni-result:/a.json'), '') });
  expect(contexts()['cni.hasInspected']).toBe(true);
});
