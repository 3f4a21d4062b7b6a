import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { ServedDocuments } from '../../../../client/language/served-documents.ts';
import { WorkspaceCarriers } from '../../../../client/language/workspace-carriers.ts';
import { Settings } from '../../../../client/editor/settings.ts';
import { close, configure, documentOf, editor, open, resetEditor } from '../../../stand-in/editor.ts';

let directory: string;

const definition = 'kind: NetworkAttachmentDefinition\nspec:\n  config: \'{ "cniVersion": "0.4.0", "type": "ptp" }\'\n';
const pod = 'kind: Pod\nmetadata:\n  annotations:\n    k8s.v1.cni.cncf.io/networks: quay\n';

beforeEach(async () => {
  resetEditor();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  directory = await mkdtemp(join(tmpdir(), 'cni-workbench-carriers-'));
  await mkdir(join(directory, 'node_modules'));
  await write('net.yaml', definition);
  await write('pod.yml', pod);
  await write('other.yaml', 'kind: Service\n');
  await write('notes.tpl.txt', definition);
  await write('node_modules/net.yaml', definition);
  editor.found = ['net.yaml', 'pod.yml', 'other.yaml', 'notes.tpl.txt', 'node_modules/net.yaml'].map(fileOf);
});

afterEach(async () => {
  vi.useRealTimers();
  await rm(directory, { recursive: true });
});

const fileOf = (name: string): vscode.Uri => vscode.Uri.file(join(directory, name));
const write = (name: string, text: string): Promise<void> => writeFile(join(directory, name), text);

/** What the server was sent: the names of the files, and whether they are all. */
function stage() {
  const started = new vscode.EventEmitter<void>();
  const sent: { readonly files: readonly string[]; readonly isComplete: boolean }[] = [];
  const settings = new Settings();
  const carriers = new WorkspaceCarriers({
    server: {
      onDidStart: started.event,
      notify: (_, { files, isComplete }) => {
        sent.push({ files: files.map(({ uri }) => uri.slice(uri.lastIndexOf('/') + 1)), isComplete });
        return Promise.resolve();
      },
    },
    served: new ServedDocuments(settings),
    settings,
    log: { debug: () => undefined },
  });
  return { carriers, started, sent };
}

/** Waits for the delay and for the reading after it. */
async function rest(sent: readonly unknown[], count: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(201);
  await vi.waitUntil(() => sent.length >= count, { timeout: 5000 });
  expect(sent).toHaveLength(count);
}

const openPod = () => {
  const document = documentOf(fileOf('pod.yml'), pod, 'yaml');
  open(document);
  return document;
};

test('nothing is searched for until a carrier is open', async () => {
  const { sent } = stage();
  open(documentOf(fileOf('other.yaml'), 'kind: Service\n', 'yaml'));
  await vi.advanceTimersByTimeAsync(1000);
  expect([editor.watchers, sent]).toEqual([[], []]);
  openPod();
  await rest(sent, 1);
  expect(sent).toEqual([{ files: ['net.yaml', 'pod.yml'], isComplete: true }]);
  expect(editor.watchers).toMatchObject([{ isDisposed: false }]);
});

test('each change on disk is sent, and read alone', async () => {
  const { sent } = stage();
  openPod();
  await rest(sent, 1);
  await write('more.yaml', definition);
  editor.watchers[0]?.created.fire(fileOf('more.yaml'));
  await rest(sent, 2);
  expect(sent.at(-1)?.files).toEqual(['more.yaml', 'net.yaml', 'pod.yml']);
  await write('net.yaml', 'kind: Service\n');
  editor.watchers[0]?.changed.fire(fileOf('net.yaml'));
  await rm(join(directory, 'more.yaml'));
  editor.watchers[0]?.deleted.fire(fileOf('more.yaml'));
  await rest(sent, 3);
  expect(sent.at(-1)).toEqual({ files: ['pod.yml'], isComplete: true });
});

test('a file above the limit, or more files than are read, make the workspace incomplete', async () => {
  await write('large.yaml', `${definition}# ${'x'.repeat(1024 * 1024)}\n`);
  editor.found = [...editor.found, fileOf('large.yaml')];
  const { carriers, sent } = stage();
  openPod();
  await rest(sent, 1);
  expect(sent).toEqual([{ files: ['net.yaml', 'pod.yml'], isComplete: false }]);
  carriers.dispose();
  editor.found = Array.from({ length: 2001 }, () => fileOf('net.yaml'));
  const again = stage();
  await rest(again.sent, 1);
  expect(again.sent).toEqual([{ files: ['net.yaml'], isComplete: false }]);
});

test('a server that starts gets the files again, and after the last carrier closes it forgets them', async () => {
  const { started, sent } = stage();
  const document = openPod();
  await rest(sent, 1);
  started.fire();
  expect(sent).toHaveLength(2);
  close(document);
  expect(sent.at(-1)).toEqual({ files: [], isComplete: false });
  expect(editor.watchers).toMatchObject([{ isDisposed: true }]);
});

test('carriers that the settings disable are not sent', async () => {
  const { sent } = stage();
  openPod();
  await rest(sent, 1);
  configure({ 'cni.embedded.carriers': { networkAttachmentDefinition: false } });
  await rest(sent, 3);
  expect(sent.slice(1)).toEqual([
    { files: [], isComplete: false },
    { files: ['pod.yml'], isComplete: true },
  ]);
});
