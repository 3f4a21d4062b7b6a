import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { newConfiguration } from '../../../../client/commands/new-configuration.ts';
import { createLanguage } from '../../../../language/index.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';
import { hostSources } from './host-sources.ts';

let folder: string;

beforeEach(async () => {
  resetEditor();
  folder = await mkdtemp(join(tmpdir(), 'cni-workbench-new-'));
  editor.workspaceFolder = folder;
});

afterEach(() => rm(folder, { recursive: true }));

/** Rows to select by a part of their label, one after the other; the last one again and again. */
function choose(...rows: readonly string[]): void {
  const left = [...rows];
  editor.choose = (labels) => {
    const row = (left.length > 1 ? left.shift() : left[0]) ?? '';
    return labels.find((label) => label.includes(row));
  };
}

/** Types by the beginning of the prompt; any other box is accepted as it is. */
function type(texts: Readonly<Record<string, string | undefined>>): void {
  editor.type = (prompt) => {
    const key = Object.keys(texts).find((one) => prompt.startsWith(one));
    return key === undefined ? editor.inputs.at(-1)?.value : texts[key];
  };
}

/** Runs the command with a language that has these files. */
async function run(files: Readonly<Record<string, string>> = {}): Promise<void> {
  const documents = Object.entries(files).map(([name, text]) => {
    const id = name.endsWith('.yaml') ? 'yaml' : 'cni';
    return TextDocument.create(`file:///ws/${name}`, id, 1, text);
  });
  const language = createLanguage({ openDocuments: () => documents });
  const { hosts } = hostSources();
  const known = {
    kind: 'ready',
    contents: {
      facts: {
        host: 'here',
        interfaces: [
          { name: 'ens3', addresses: ['192.168.7.5/22'] },
          { name: 'cni0', kind: 'bridge', addresses: ['10.89.0.1/16'] },
        ],
        routes: [{ destination: 'default', device: 'ens3' }],
      },
    },
  };
  await Reflect.apply(newConfiguration, undefined, [
    {
      server: {
        ensureStarted: () => Promise.resolve(),
        request: (_: string, question: Parameters<typeof language.newNetwork>[0]) =>
          Promise.resolve(language.newNetwork(question)),
      },
      workspaceProblems: { sendNow: () => Promise.resolve() },
      hosts,
      knowledge: { of: () => known },
    },
  ])();
}

/** The network in the untitled file that was opened. */
function opened(): unknown {
  const document = editor.commands.find(([id]) => id === 'openTextDocument')?.[1];
  return typeof document === 'object' && document !== null && 'content' in document
    ? JSON.parse(String(document.content))
    : undefined;
}

const pool = (name: string, subnet: string): string =>
  JSON.stringify({
    cniVersion: '1.0.0',
    name,
    plugins: [{ type: 'bridge', bridge: 'cni1', ipam: { type: 'host-local', ranges: [[{ subnet }]] } }],
  });

test('the proposals alone give a complete network that uses nothing of the workspace and the host', async () => {
  choose('Bridge with port mappings', 'From a pool of each host', 'IPv4', 'New untitled file');
  type({});
  await run({ 'a.conflist': pool('mynet', '10.88.0.0/16') });
  expect(editor.inputs.map(({ value }) => value)).toEqual(['10.90.0.0/16', '', '', 'mynet2']);
  expect(editor.commands.map(([id]) => id)).toEqual(['openTextDocument', 'showTextDocument']);
  expect(editor.commands[0]?.[1]).toMatchObject({ language: 'cni' });
  expect(opened()).toMatchObject({
    name: 'mynet2',
    plugins: [{ bridge: 'cni2', ipam: { ranges: [[{ subnet: '10.90.0.0/16' }]] } }, { type: 'portmap' }],
  });
});

test('a definition is written to the folder, and never over another file', async () => {
  await writeFile(join(folder, 'lan.yaml'), 'mine');
  choose('Own MAC addresses', 'From a pool of each host', 'IPv4', 'Folder');
  type({ 'First and last': '192.168.5.10 - 192.168.5.99', 'Gateway.': '192.168.4.1', 'Name of': 'lan' });
  await run();
  expect(editor.inputs.map(({ value }) => value)).toEqual(['ens3', '192.168.4.0/22', '', '', 'mynet']);
  expect((await readdir(folder)).toSorted()).toEqual(['lan-2.yaml', 'lan.yaml']);
  const text = await readFile(join(folder, 'lan-2.yaml'), 'utf8');
  expect(text).toContain('"master": "ens3"');
  expect(text).toContain('"rangeStart": "192.168.5.10"');
});

test('for a host, the text is in an untitled file that is saved there', async () => {
  choose('Point-to-point', 'A fixed address', 'IPv4 and IPv6', 'Configuration directory');
  type({});
  await run();
  expect(editor.commands.at(-1)).toMatchObject(['cni.saveToHost', { scheme: 'untitled', path: '10-mynet.conflist' }]);
});

test('in Restricted Mode, no host is offered', async () => {
  editor.isTrusted = false;
  const offered: string[] = [];
  choose('Bridge with port mappings', 'From a pool of each host', 'IPv4', 'New untitled file');
  const { choose: before } = editor;
  editor.choose = (labels, items) => {
    offered.push(...labels);
    return before(labels, items);
  };
  type({});
  await run();
  expect(offered.filter((label) => label.includes('host…'))).toEqual([]);
  expect(offered.filter((label) => label.includes('Folder'))).toHaveLength(1);
});

test('Back returns to the previous question with its answer, and Escape ends', async () => {
  choose('Pod network of flannel', 'New untitled file');
  const backs = [3];
  editor.goBack = (_, step) => step === backs[0] && backs.shift() !== undefined;
  type({ 'Name of': 'cbr0' });
  await run();
  expect(editor.inputs.map(({ value }) => value)).toEqual(['mynet', 'cbr0']);
  expect(opened()).toMatchObject({ name: 'cbr0', plugins: [{ type: 'flannel' }, { type: 'portmap' }] });
  editor.commands.length = 0;
  type({ 'Name of': undefined });
  choose('Pod network of flannel');
  await run();
  expect(editor.commands).toEqual([]);
});
