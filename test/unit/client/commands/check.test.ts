import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { check } from '../../../../client/commands/check.ts';
import { deleteAttachment } from '../../../../client/commands/delete.ts';
import { cachedResultNodes } from '../../../../client/views/tree-nodes.ts';
import { TreeSelections } from '../../../../client/views/tree-selections.ts';
import { OperationFollower } from '../../../../client/operations/operation-follower.ts';
import { networkConfFromBytes, type OperationDocument } from '../../../../engine/libcni/index.ts';
import { activate, documentOf, editor, resetEditor } from '../../../stand-in/editor.ts';
import { NamespaceHost, servicesOn } from './run-services.ts';

beforeEach(resetEditor);

const textOf = (name: string, rest = ''): string =>
  `{"cniVersion":"1.0.0","name":"${name}",${rest}"plugins":[{"type":"${name}"}]}`;

/** A host to which each of these networks was added, once in each of the namespaces. */
async function stage(networks: readonly string[], namespaces: readonly string[] = ['ns1'], failing = '', rest = '') {
  const host = new NamespaceHost(failing);
  const selections = new TreeSelections();
  const sources = { ...servicesOn(host), selections };
  for (const network of networks) {
    for (const namespace of namespaces) {
      const list = networkConfFromBytes(new TextEncoder().encode(textOf(network, rest)));
      await sources.runner().add(list, `/var/run/netns/${namespace}`, 'eth0', {});
    }
  }
  host.ran.length = 0;
  const { attachments } = await sources.runner().cachedAttachments();
  const rows = cachedResultNodes({
    kind: 'ready',
    host: 'sandbox',
    namespaces: [],
    cache: { attachments, unreadable: [] },
  });
  return { host, sources, selections, rows };
}

/** Brings a configuration to the front. */
function show(text: string): void {
  activate(documentOf(vscode.Uri.parse('untitled:web.conflist'), text));
}

const texts = (): string[] => editor.messages.map(({ text }) => text);

test('the selected rows are checked, each with the configuration that ADD used', async () => {
  const { host, sources, selections, rows } = await stage(['web', 'db']);
  selections.add(() => rows);
  await check(sources)(rows[1]);
  expect(host.ran).toEqual(['CHECK db', 'CHECK web']);
  expect(texts()).toHaveLength(2);
  expect(texts()[0]).toContain('db');
});

test('for the active configuration, the attachment of its network is checked', async () => {
  const { host, sources } = await stage(['web', 'db']);
  show(textOf('web'));
  await check(sources)();
  expect([host.ran, editor.messages]).toMatchObject([['CHECK web'], [{ severity: 'info', buttons: ['Show Log'] }]]);
  expect(texts()[0]).not.toContain('has changed');
});

test.each([
  ['', 'untitled:web.conflist'],
  ['"x":1,', undefined],
])('the record of CHECK names the file of a configuration, unless it changed (%j)', async (rest, uri) => {
  const { sources } = await stage(['web']);
  const recorded: OperationDocument[] = [];
  const follower = new OperationFollower(sources.log, (document) => void recorded.push(document));
  show(textOf('web', rest));
  await check({ ...sources, follower })();
  expect(recorded.map(({ source }) => source)).toEqual([{ uri, path: uri && 'web.conflist', config: textOf('web') }]);
});

test('one of several attachments is selected, or none when the user cancels', async () => {
  const { host, sources } = await stage(['web'], ['ns1', 'ns2']);
  show(textOf('web'));
  await check(sources)();
  expect(host.ran).toEqual([]);
  const offered: unknown[] = [];
  editor.choose = (labels, items) => {
    offered.push(...items.map(({ description }) => description));
    return labels[0];
  };
  await check(sources)();
  expect([host.ran, offered]).toEqual([['CHECK web'], ['ns1 · 10.0.0.2/24', 'ns2 · 10.0.0.2/24']]);
});

test('a file that changed since ADD is reported, and the cached configuration is used', async () => {
  const { host, sources } = await stage(['web']);
  show(textOf('web', '"x":1,'));
  await check(sources)();
  expect(host.ran).toEqual(['CHECK web']);
  expect(texts()[0]).toContain('web.conflist has changed, so the cached configuration was used.');
});

test('without an active configuration, one of all attachments is selected', async () => {
  const { host, sources } = await stage(['web', 'db']);
  editor.choose = (labels) => labels.find((label) => label.startsWith('web'));
  await check(sources)();
  expect(host.ran).toEqual(['CHECK web']);
  editor.choose = () => undefined;
  await check(sources)();
  expect(host.ran).toHaveLength(1);
});

test.each([
  ['an editor', undefined, '"sandbox" has no attachments yet.'],
  ['an attachment', textOf('other'), '"other" has no attachments on "sandbox".'],
])('without %s there is nothing to check, and a button adds', async (_, text, message) => {
  const { sources } = await stage(text === undefined ? [] : ['web']);
  if (text !== undefined) {
    show(text);
  }
  editor.answer = () => 'Add to Namespace…';
  await check(sources)();
  await Promise.resolve();
  expect([texts(), editor.commands.at(-1)]).toEqual([[message], ['cni.addToNamespace']]);
});

test('nothing runs when the network disables CHECK, or the row is not an attachment', async () => {
  const { host, sources, rows } = await stage(['web'], ['ns1'], '', '"disableCheck":true,');
  await check(sources)(rows[0]);
  expect([host.ran, texts()]).toEqual([[], ['Network "web" disables CHECK with "disableCheck". Nothing was run.']]);
  await check(sources)({ kind: 'unreadable', id: 'x' });
  expect(editor.messages).toHaveLength(1);
});

test('a CHECK that fails names network, namespace and host', async () => {
  const { sources, rows } = await stage(['web'], ['ns1'], 'CHECK web');
  await check(sources)(rows[0]);
  expect(editor.messages).toMatchObject([{ severity: 'error', buttons: ['Explain', 'Inspect', 'Show Log'] }]);
  expect(texts()[0]).toMatch(/^Checking "web" in "ns1" on "sandbox" failed\./);
});

test('Delete from a file asks for confirmation, deletes, and refreshes the views', async () => {
  const { host, sources } = await stage(['web', 'db']);
  const invalidated: string[] = [];
  sources.knowledge.onDidInvalidate((name) => invalidated.push(name));
  show(textOf('web'));
  editor.answer = ({ isModal }) => (isModal ? 'Delete' : undefined);
  await deleteAttachment(sources)();
  expect([host.ran, invalidated]).toEqual([['DEL web'], ['sandbox']]);
  expect(editor.messages.at(-1)).toMatchObject({ severity: 'info', buttons: ['Show Log'] });
});
