import { beforeEach, expect, test } from 'vitest';
import { testConnectionBetween } from '../../../../../client/commands/inside/test-connection.ts';
import { connectionPage } from '../../../../../client/inside/connection-page.ts';
import { namespaceNodes } from '../../../../../client/views/namespace-rows.ts';
import { TreeSelections } from '../../../../../client/views/tree-selections.ts';
import { editor, resetEditor } from '../../../../stand-in/editor.ts';
import { NamespaceHost, servicesOn } from '../run-services.ts';

beforeEach(resetEditor);

const ends = { source: 'ns1', target: 'ns2', host: 'sandbox', port: undefined };

async function stage() {
  const host = new NamespaceHost('');
  ['ns1', 'ns2'].forEach((name) => host.namespaces.add(name));
  const services = servicesOn(host);
  const selections = new TreeSelections();
  const sources = { ...services, selections, documents: { showPage: () => Promise.resolve() } };
  const namespaces = await services.runner().listNamespaces();
  const rows = namespaceNodes({
    kind: 'ready',
    host: 'sandbox',
    namespaces,
    cache: { attachments: [], unreadable: [] },
  });
  return { sources, selections, rows };
}

test('two selected rows are both ends, and only the port is prompted for', async () => {
  const { sources, selections, rows } = await stage();
  selections.add(() => rows);
  editor.type = () => '80';
  await expect(testConnectionBetween(sources)(rows[0])).rejects.toMatchObject({ code: 'badAnswer' });
  expect(editor.inputs[0]?.title).toBe('Test connection to "ns2"');
  expect(['', '1', '65535', '0', '65536', 'http'].map((text) => editor.inputs[0]?.validateInput?.(text))).toEqual([
    undefined,
    undefined,
    undefined,
    ...Array.from({ length: 3 }, () => 'A port is a number from 1 to 65535.'),
  ]);
  expect(editor.notifications[0]?.title).toBe('Testing the connection from "ns1" to "ns2"');
});

test('a namespace is not tested with itself, and a canceled prompt tests nothing', async () => {
  const { sources, rows } = await stage();
  editor.choose = () => 'ns1';
  await testConnectionBetween(sources)(rows[0]);
  expect(editor.messages.map(({ text }) => text)).toEqual(['A connection needs two different namespaces.']);
  editor.choose = () => undefined;
  await testConnectionBetween(sources)(rows[0]);
  expect(editor.notifications).toEqual([]);
});

test('the page has the cause, the remedy and what was seen', () => {
  const problem = { code: 'noAddress', message: '"ns2" has no address.', remedy: 'Add it to a network.' } as const;
  const page = connectionPage(
    { observation: undefined, diagnosis: { kind: 'failed', problem, isCertain: false } },
    ends,
  );
  expect(page).toContain('# "ns1" to "ns2" on "sandbox"');
  expect(page).toContain('**The cause is not certain. "ns2" has no address.**\n\nAdd it to a network.');
  expect(page).not.toContain('What was seen');
});
