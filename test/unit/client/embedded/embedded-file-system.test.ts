import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { EmbeddedFileSystem } from '../../../../client/embedded/embedded-file-system.ts';
import { embeddedUri } from '../../../../client/embedded/embedded-uri.ts';
import { close, documentOf, editor, events, open, resetEditor } from '../../../stand-in/editor.ts';
import { CarrierFile, definition, serverOf } from './carriers.ts';

beforeEach(resetEditor);

const lines = ['{', '  "cniVersion": "1.0.0",', '  "type": "ptp"', '}'];

/** The editor of a configuration inside a file. */
async function stage(text = definition('pier', ...lines), stored = new Map<string, unknown>()) {
  const file = new CarrierFile('/ws/net.yaml', text);
  file.applyEdits();
  const { embedded, server } = serverOf([file]);
  const memento = {
    keys: () => [...stored.keys()],
    get: (key: string, fallback?: unknown) => stored.get(key) ?? fallback,
    update: (key: string, value: unknown) => Promise.resolve(void stored.set(key, value)),
  };
  const files: EmbeddedFileSystem = Reflect.construct(EmbeddedFileSystem, [embedded, server, memento]);
  const changed: string[] = [];
  files.onDidChangeFile((all) => all.forEach(({ uri: one }) => changed.push(one.path)));
  const [first] = await embedded.of(await vscode.workspace.openTextDocument(file.uri));
  if (first === undefined) {
    throw new Error('nothing was found');
  }
  const uri = embeddedUri(file.uri, first);
  const read = async (): Promise<string> => new TextDecoder().decode(await files.readFile(uri));
  const write = (content: string): Promise<void> => files.writeFile(uri, new TextEncoder().encode(content));
  return { file, files, uri, changed, read, write };
}

test('the editor shows the configuration as a file that libcni would load', async () => {
  const { files, uri, read } = await stage();
  expect(uri.path).toBe('/ws/net.yaml/net.d/pier.conf');
  expect(await read()).toBe(`${lines.join('\n')}\n`);
  expect(await files.stat(uri)).toMatchObject({ type: vscode.FileType.File, size: 45 });
  const quoted = await stage(definition('quay', '').replace(/\|[^]*/, `'{"name":"","plugins":[]}'\n`));
  expect([quoted.uri.path, await quoted.read()]).toEqual([
    '/ws/net.yaml/net.d/quay.conflist',
    '{\n  "name": "",\n  "plugins": []\n}\n',
  ]);
});

test('saving writes the configuration back into its carrier, and saves that', async () => {
  const { file, files, uri, read, write } = await stage();
  await read();
  const { mtime } = await files.stat(uri);
  await write('{\n  "cniVersion": "1.0.0",\n  "type": "bridge"\n}\n');
  expect(file.getText()).toBe(definition('pier', ...lines).replace('ptp', 'bridge'));
  expect([file.isDirty, file.saves]).toEqual([false, 1]);
  await write('{ "type": "vlan" }');
  expect(file.getText()).toBe(definition('pier', '{ "type": "vlan" }'));
  expect((await files.stat(uri)).mtime).toBeLessThan(mtime);
});

test('a carrier with unsaved changes gets the configuration, but is not saved', async () => {
  const { file, read, write } = await stage();
  await read();
  file.type(`# a comment\n${file.getText()}`);
  await write('{}');
  expect([file.getText().includes('    {}\n'), file.isDirty, file.saves]).toEqual([true, true, 0]);
});

test('a configuration that changed in the carrier meanwhile is never overwritten', async () => {
  const { file, uri, changed, read, write } = await stage();
  open({ ...documentOf(uri, await read()), isDirty: true });
  file.type(file.getText().replace('ptp', 'vlan'));
  await new Promise((resolve) => setTimeout(resolve, 400));
  const conflict = /The configuration in net\.yaml changed in the meantime and was not overwritten/;
  await expect(write('{ "type": "bridge" }')).rejects.toThrow(conflict);
  await expect(write('{ "type": "bridge" }')).rejects.toThrow(conflict);
  expect([file.getText().includes('vlan'), changed]).toEqual([true, []]);
  // Another reader does not change what the editor shows, but "Revert File" does.
  const text = await read();
  await expect(write('{ "type": "bridge" }')).rejects.toThrow(conflict);
  expect(text).toContain('vlan');
  events.change.fire({ document: documentOf(uri, text) });
  await write('{ "type": "bridge" }');
  expect(file.getText()).toContain('bridge');
});

test('a configuration that took the place of another one is never overwritten', async () => {
  const { file, uri, read, write } = await stage();
  open({ ...documentOf(uri, await read()), isDirty: true });
  const both = `${definition('pier', '{ "type": "vlan" }')}---\n${file.getText()}`;
  file.type(both);
  await expect(write('{ "type": "bridge" }')).rejects.toThrow(/changed in the meantime/);
  await expect(write('{ "type": "bridge" }')).rejects.toThrow(/changed in the meantime/);
  expect(file.getText()).toBe(both);
});

const inNamespace = (namespace: string, type = 'ptp'): string =>
  definition('pier', `{ "cniVersion": "1.0.0", "type": "${type}" }`).replace(
    'spec:',
    `  namespace: ${namespace}\nspec:`,
  );

test('definitions of one name in two namespaces are distinct in any order', async () => {
  const { file, read, write } = await stage(inNamespace('red'));
  await read();
  file.type(`${inNamespace('blue')}---\n${inNamespace('red')}`);
  await write('{ "cniVersion": "1.0.0", "type": "bridge" }');
  expect(file.getText()).toBe(`${inNamespace('blue')}---\n${inNamespace('red', 'bridge')}`);
  expect(await read()).toContain('bridge');
});

test('a configuration whose object was renamed is saved again and again', async () => {
  const { file, files, uri, read, write } = await stage();
  await read();
  file.type(file.getText().replace('pier', 'quay'));
  await write('{ "type": "bridge" }');
  await files.stat(uri);
  await write('{ "type": "vlan" }');
  expect(file.getText()).toBe(definition('quay', '{ "type": "vlan" }'));
  expect(await read()).toContain('vlan');
});

test('a text that is not a configuration any more is saved without a failure', async () => {
  const config = '{ "cniVersion": "1.0.0", "type": "ptp" }';
  const { file, files, uri, read, write } = await stage(
    `kind: ConfigMap\nmetadata:\n  name: cni\ndata:\n  a.json: |\n    ${config}\n`,
  );
  await read();
  await write('{}');
  expect(file.getText()).toContain('    {}\n');
  expect(await files.stat(uri)).toMatchObject({ size: 2 });
});

test('an editor without changes follows its carrier', async () => {
  const { file, files, uri, changed, read } = await stage();
  open(documentOf(uri, await read()));
  const { mtime } = await files.stat(uri);
  file.type(`# a comment\n${file.getText()}`);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(changed).toEqual([]);
  file.type(file.getText().replace('ptp', 'vlan'));
  await expect.poll(() => changed).toEqual([uri.path]);
  expect((await files.stat(uri)).mtime).toBeLessThan(mtime);
});

test('closing and opening shows the text of the carrier', async () => {
  const { file, uri, read, write } = await stage();
  const document = documentOf(uri, await read());
  open(document);
  file.type(file.getText().replace('ptp', 'vlan'));
  close(document);
  expect(await read()).toContain('vlan');
  await write('{ "type": "bridge" }');
  expect(file.getText()).toContain('bridge');
});

test('changes that the editor restores in a new window are saved only over the text that they were made from', async () => {
  const stored = new Map<string, unknown>();
  const first = await stage(undefined, stored);
  await first.read();
  resetEditor();
  const restored = await stage(undefined, stored);
  open({ ...documentOf(restored.uri, '{ "type": "bridge" }'), isDirty: true });
  await restored.write('{ "type": "bridge" }');
  expect(restored.file.getText()).toContain('bridge');
  resetEditor();
  const other = await stage(definition('pier', ...lines).replace('ptp', 'vlan'), stored);
  open({ ...documentOf(other.uri, '{ "type": "bridge" }'), isDirty: true });
  await expect(other.write('{ "type": "bridge" }')).rejects.toThrow(/changed in the meantime/);
  expect(other.file.getText()).toContain('vlan');
});

test('what cannot be saved has a reason', async () => {
  const { file, files, read, write } = await stage();
  await expect(write('{}')).rejects.toThrow(/changed in the meantime/);
  await read();
  editor.applyEdit = () => false;
  await expect(write('{}')).rejects.toThrow('net.yaml could not be changed.');
  file.type('kind: Pod\n');
  await expect(write('{}')).rejects.toThrow('net.yaml no longer contains this configuration.');
  await expect(read()).rejects.toThrow('net.yaml no longer contains this configuration.');
  await expect(files.readFile(vscode.Uri.parse('cni-embedded:/x'))).rejects.toThrow('/x');
  const plain = await stage(definition('quay', '').replace(/\|[^]*/, 'ptp\n'));
  await plain.read();
  await expect(plain.write('vlan')).rejects.toThrow('net.yaml was not changed. Text without quotes');
});
