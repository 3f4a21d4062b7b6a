import { beforeEach, expect, test } from 'vitest';
import { deleteAttachment } from '../../../../client/commands/delete.ts';
import { namespaceNodes } from '../../../../client/views/namespace-rows.ts';
import { type TreeNode } from '../../../../client/views/tree-nodes.ts';
import { TreeSelections } from '../../../../client/views/tree-selections.ts';
import { networkConfFromBytes } from '../../../../engine/libcni/index.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';
import { NamespaceHost, servicesOn } from './run-services.ts';

const networks = ['web', 'db', 'log'];

beforeEach(() => {
  resetEditor();
  editor.answer = ({ buttons }) => buttons.find((label) => label.startsWith('Delete'));
});

/** A host with each of the networks in a namespace of its own, and the rows of its tree. */
async function prepare(failing = '') {
  const host = new NamespaceHost(failing);
  const services = servicesOn(host);
  for (const network of networks) {
    host.namespaces.add(`ns-${network}`);
    const text = JSON.stringify({ cniVersion: '1.0.0', name: network, plugins: [{ type: network }] });
    const list = networkConfFromBytes(new TextEncoder().encode(text));
    await services.runner().add(list, `/var/run/netns/ns-${network}`, 'eth0', {});
  }
  const [namespaces, cache] = await Promise.all([
    services.runner().listNamespaces(),
    services.runner().cachedAttachments(),
  ]);
  const rows = namespaceNodes({ kind: 'ready', host: 'sandbox', namespaces, cache });
  const left = async (): Promise<string[]> => {
    const { attachments } = await services.runner().cachedAttachments();
    return attachments.map(({ network }) => network);
  };
  return { host, services, rows, left };
}

const childOf = (row: TreeNode | undefined): TreeNode | undefined =>
  row?.kind === 'namespace' ? row.children[0] : undefined;

function rowsOf(rows: readonly (TreeNode | undefined)[]): TreeNode[] {
  return rows.filter((row) => row !== undefined);
}

test('several selected attachments are deleted after one confirmation', async () => {
  const { services, rows, left } = await prepare();
  const chosen = rowsOf([childOf(rows[0]), childOf(rows[1])]);
  const selections = new TreeSelections();
  selections.add(() => chosen);
  await deleteAttachment({ ...services, selections })(chosen[1]);
  const questions = editor.messages.filter(({ isModal }) => isModal);
  expect(questions.map(({ text }) => text)).toEqual(['Delete 2 attachments on "sandbox"?']);
  expect(await left()).toHaveLength(1);
});

test('a failed DEL does not stop the others', async () => {
  const { services, rows, left } = await prepare('DEL db');
  const chosen = rowsOf(rows.map(childOf));
  const selections = new TreeSelections();
  selections.add(() => chosen);
  await deleteAttachment({ ...services, selections })(chosen[0]);
  expect(await left()).toEqual(['db']);
});

test('on rows of namespaces, the key deletes the namespaces and their attachments', async () => {
  const { host, services, rows, left } = await prepare();
  const chosen = rowsOf([rows[0], rows[2], childOf(rows[1])]);
  const selections = new TreeSelections();
  selections.add(() => chosen);
  await deleteAttachment({ ...services, selections })(rows[0]);
  expect(host.namespaces.size).toBe(1);
  expect(await left()).toHaveLength(1);
  expect(editor.messages.filter(({ isModal }) => isModal)).toHaveLength(1);
});

test('nothing is deleted without confirmation, or when the key is pressed in an empty tree', async () => {
  const { services, rows, left } = await prepare();
  editor.answer = () => undefined;
  const selections = new TreeSelections();
  await deleteAttachment({ ...services, selections })(childOf(rows[0]));
  await deleteAttachment({ ...services, selections })(null);
  expect(await left()).toHaveLength(3);
});
