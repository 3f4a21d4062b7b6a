import { beforeEach, expect, test } from 'vitest';
import { deleteAttachment } from '../../../../client/commands/delete.ts';
import { createNamespace, deleteNamespace } from '../../../../client/commands/namespaces.ts';
import { namespaceNodes } from '../../../../client/views/namespace-rows.ts';
import { TreeSelections } from '../../../../client/views/tree-selections.ts';
import { networkConfFromBytes } from '../../../../engine/libcni/index.ts';
import { editor, resetEditor, type Item } from '../../../stand-in/editor.ts';
import { NamespaceHost, servicesOn } from './run-services.ts';

beforeEach(resetEditor);

/** A host with two namespaces, of which `web` is added to the first. */
async function stage(failing = '') {
  const host = new NamespaceHost(failing);
  ['ns1', 'ns2'].forEach((name) => host.namespaces.add(name));
  const selections = new TreeSelections();
  const sources = { ...servicesOn(host), selections };
  const text = new TextEncoder().encode('{"cniVersion":"1.0.0","name":"web","plugins":[{"type":"bridge"}]}');
  await sources.runner().add(networkConfFromBytes(text), '/var/run/netns/ns1', 'eth0', {});
  const invalidated: string[] = [];
  sources.knowledge.onDidInvalidate((name) => invalidated.push(name));
  return { host, sources, selections, invalidated };
}

test('a namespace gets the next free name, or another one that it can have', async () => {
  const { host, sources, invalidated } = await stage();
  editor.type = () => 'ns7';
  await createNamespace(sources)();
  expect([...host.namespaces]).toEqual(['ns1', 'ns2', 'ns7']);
  const [input] = editor.inputs;
  expect([input?.value, input?.validateInput?.('ns1'), input?.validateInput?.('ns3')]).toEqual([
    'ns3',
    '"ns1" already exists.',
    undefined,
  ]);
  expect([invalidated, editor.progresses]).toEqual([['sandbox'], ['Reading namespaces of "sandbox"']]);
  editor.type = () => undefined;
  await createNamespace(sources)();
  expect(host.namespaces.size).toBe(3);
});

test('the list shows the networks of each namespace, and an empty one in the sandbox is deleted without confirmation', async () => {
  const { host, sources, invalidated } = await stage();
  const seen: (readonly Item[])[] = [];
  editor.choose = (_, items) => {
    seen.push(items);
    return 'ns2';
  };
  await deleteNamespace(sources)();
  expect(seen).toMatchObject([
    [
      { label: 'ns1', description: 'web (eth0)' },
      { label: 'ns2', description: 'empty' },
    ],
  ]);
  expect([editor.messages, [...host.namespaces], invalidated]).toEqual([[], ['ns1'], ['sandbox']]);
  editor.choose = () => undefined;
  await deleteNamespace(sources)();
  expect(host.namespaces.size).toBe(1);
});

test('a namespace with a network is deleted after a confirmation', async () => {
  const { host, sources } = await stage();
  editor.choose = () => 'ns1';
  await deleteNamespace(sources)();
  expect(editor.messages).toMatchObject([
    {
      text: 'Delete namespace "ns1" on "sandbox"?',
      detail: 'These attachments are deleted first: web (eth0).',
      buttons: ['Delete Attachments and Namespace'],
    },
  ]);
  expect(host.namespaces.size).toBe(2);
  editor.answer = () => 'Delete Attachments and Namespace';
  await deleteNamespace(sources)();
  expect([[...host.namespaces], host.ran]).toEqual([['ns2'], ['ADD bridge', 'DEL bridge']]);
});

test('several rows are deleted after one confirmation, and a namespace is kept when its DEL fails', async () => {
  const { host, sources, selections } = await stage('DEL bridge');
  const [namespaces, cache] = await Promise.all([
    sources.runner().listNamespaces(),
    sources.runner().cachedAttachments(),
  ]);
  const rows = namespaceNodes({ kind: 'ready', host: 'sandbox', namespaces, cache });
  selections.add(() => rows);
  editor.answer = ({ buttons }) => buttons.find((label) => label.startsWith('Delete'));
  await deleteNamespace(sources)(rows[0]);
  expect([...host.namespaces]).toEqual(['ns1']);
  expect(editor.messages.map(({ text, severity }) => [severity, text.split('.')[0]])).toEqual([
    ['warning', 'Delete 2 namespaces on "sandbox": ns1, ns2?'],
    ['error', 'Deleting "web" from "ns1" on "sandbox" failed'],
  ]);
  expect(editor.messages[0]?.detail).toBe('These attachments are deleted first: web (eth0) in ns1.');
});

test('a namespace that is selected in two groups is deleted once, and one of a container never', async () => {
  const { host, sources, selections } = await stage();
  const namespaces = (await sources.runner().listNamespaces()).slice(1);
  const cache = { attachments: [], unreadable: [] };
  const rows = namespaceNodes({ kind: 'ready', host: 'sandbox', namespaces, cache });
  const unnamed = rows.map((row) => ({ ...row, id: 'docker', isNamed: false }));
  const selected = selections.add(() => [...rows, ...rows.map((row) => ({ ...row, id: `group/${row.id}` }))]);
  await deleteNamespace(sources)(rows[0]);
  expect([editor.messages, [...host.namespaces]]).toEqual([[], ['ns1']]);
  selected.dispose();
  await deleteAttachment(sources)(unnamed[0]);
  expect(editor.messages).toMatchObject([{ text: 'Only its runtime can delete the namespace of a container.' }]);
});

test('two empty namespaces need a confirmation', async () => {
  const { host, sources, selections } = await stage();
  const namespaces = [...(await sources.runner().listNamespaces())].slice(1);
  const rows = namespaceNodes({
    kind: 'ready',
    host: 'sandbox',
    namespaces: [...namespaces, { name: 'ns3', path: '/var/run/netns/ns3' }],
    cache: { attachments: [], unreadable: [] },
  });
  selections.add(() => rows);
  await deleteNamespace(sources)(rows[0]);
  expect(editor.messages).toMatchObject([
    { detail: 'Processes in it continue to run in an unnamed namespace.', buttons: ['Delete Namespace'] },
  ]);
  expect(host.namespaces.size).toBe(2);
});
