import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { Settings } from '../../../../client/editor/settings.ts';
import { ServedDocuments } from '../../../../client/language/served-documents.ts';
import { WorkspaceProblems } from '../../../../client/workspace/workspace-problems.ts';
import { configure, documentOf, editor, events, open, resetEditor } from '../../../stand-in/editor.ts';

const list = '{ "cniVersion": "1.0.0", "name": "a", "plugins": [{ "type": "bridge" }] }\n';
const definition = 'kind: NetworkAttachmentDefinition\nspec:\n  config: \'{ "cniVersion": "0.4.0", "type": "ptp" }\'\n';

let folder: string;
let problems: WorkspaceProblems | undefined;

beforeEach(async () => {
  resetEditor();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  folder = await mkdtemp(join(tmpdir(), 'cni-workbench-problems-'));
  editor.workspaceFolder = folder;
});

afterEach(async () => {
  problems?.dispose();
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

const fileOf = (name: string): vscode.Uri => vscode.Uri.file(join(folder, name));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const names = new Set([...editor.found.map(({ path }) => path.slice(folder.length + 1)), ...Object.keys(files)]);
  editor.found = [...names].map(fileOf);
}

/** What the server was sent: `+file` with its language, `-file`; and how often it was started. */
function stage() {
  const started = new vscode.EventEmitter<void>();
  const sent: string[] = [];
  const stored = new Map<string, unknown>();
  const starts: true[] = [];
  const settings = new Settings();
  problems = new WorkspaceProblems({
    server: {
      onDidStart: started.event,
      ensureStarted: async () => void starts.push(true),
      notify: async (_, { files, removed }) => {
        sent.push(...files.map(({ uri, languageId }) => `+${basename(uri)} ${languageId}`.trim()));
        sent.push(...removed.map((uri) => `-${basename(uri)}`));
      },
    },
    served: new ServedDocuments(settings),
    settings,
    log: { info: () => undefined, debug: () => undefined },
    memento: {
      get: (key: string) => stored.get(key),
      update: async (key: string, value: unknown) => void stored.set(key, value),
    },
  });
  const next = async (): Promise<string[]> => {
    await vi.advanceTimersByTimeAsync(1501);
    await vi.waitUntil(() => sent.length > 0, { timeout: 1000 }).catch(() => undefined);
    await settled();
    return sent.splice(0);
  };
  return { started, starts, next };
}

/** Waits for the reading that is under way. */
const settled = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));

test('a folder without a configuration starts nothing, until one is opened', async () => {
  await write({ 'package.json': '{}', 'deploy.yaml': 'kind: Service\n', 'lists/a.conflist': list });
  const { next, starts } = stage();
  expect([await next(), starts, editor.watchers]).toEqual([[], [], []]);
  open(documentOf(fileOf('other/b.conflist'), list));
  expect(await next()).toEqual(['+a.conflist cni']);
  expect(starts).not.toEqual([]);
});

test('a configuration in a net.d directory is enough, and everything that contains some is sent', async () => {
  await write({
    'etc/cni/net.d/10-a.conflist': list,
    'etc/cni/net.d/20-b.conf': '{ "type": "bridge" }',
    'package.json': '{ "name": "x", "plugins": {} }',
    'by-content.json': list,
    'net.yaml': definition,
    'service.yaml': 'kind: Service\n',
    'page.md': `\`\`\`json\n${list}\`\`\`\n`,
    'install.sh': `cat <<EOF\n${list}EOF\n`,
  });
  const { next } = stage();
  expect(await next()).toEqual(['+10-a.conflist cni', '+20-b.conf cni', '+by-content.json cni', '+net.yaml']);
});

test('excluded files are not sent', async () => {
  await write({
    '.gitignore': 'out/\n',
    'net.d/10-a.conflist': list,
    'out/net.d/10-b.conflist': list,
    'vendor/net.d/10-c.conflist': list,
  });
  configure({ 'search.exclude': { '**/vendor': true } });
  const { next } = stage();
  expect(await next()).toEqual(['+10-a.conflist cni']);
  configure({ 'search.exclude': {}, 'search.useIgnoreFiles': false });
  expect(await next()).toEqual(['+10-a.conflist cni', '+10-b.conflist cni', '+10-c.conflist cni']);
  configure({ 'search.useIgnoreFiles': true });
  expect(await next()).toEqual(['+10-a.conflist cni', '+10-c.conflist cni', '-10-b.conflist']);
});

test('changes on disk are sent, also the deletion of a folder, and a started server gets all again', async () => {
  await write({ 'net.d/10-a.conflist': list, 'deploy/net.yaml': definition, 'deploy/other.yaml': 'kind: Service\n' });
  const { next, started } = stage();
  expect(await next()).toEqual(['+10-a.conflist cni', '+net.yaml']);
  const [files, , deletions] = editor.watchers;
  await write({ 'deploy/net.yaml': 'kind: Service\n', 'deploy/other.yaml': definition });
  files?.changed.fire(fileOf('deploy/net.yaml'));
  files?.changed.fire(fileOf('deploy/other.yaml'));
  expect(await next()).toEqual(['+other.yaml', '-net.yaml']);
  await write({ 'net.d/20-b.conflist': list });
  files?.created.fire(fileOf('net.d/20-b.conflist'));
  expect(await next()).toEqual(['+10-a.conflist cni', '+20-b.conflist cni', '+other.yaml']);
  editor.found = editor.found.filter(({ path }) => !path.includes('/net.d/'));
  deletions?.deleted.fire(fileOf('net.d'));
  expect(await next()).toEqual(['-10-a.conflist', '-20-b.conflist']);
  started.fire();
  expect(await next()).toEqual(['+other.yaml']);
});

test('typing postpones the search', async () => {
  await write({ 'net.d/10-a.conflist': list });
  const { next, starts } = stage();
  await vi.advanceTimersByTimeAsync(1000);
  events.change.fire({ document: documentOf(fileOf('notes.txt'), 'x', 'plaintext') });
  await vi.advanceTimersByTimeAsync(1000);
  await settled();
  expect(starts).toEqual([]);
  expect(await next()).toEqual(['+10-a.conflist cni']);
});

test('the setting removes everything, and limits the files, which is said once', async () => {
  await write({ 'net.d/10-a.conflist': list, 'net.d/20-b.conflist': list, 'net.d/30-c.conflist': list });
  configure({ 'cni.workspaceProblems.maxFiles': 2 });
  editor.answer = () => 'Change Limit';
  const { next } = stage();
  expect(await next()).toEqual(['+10-a.conflist cni', '+20-b.conflist cni']);
  configure({ 'cni.workspaceProblems.maxFiles': 1 });
  expect(await next()).toEqual(['+10-a.conflist cni', '-20-b.conflist']);
  expect(editor.messages.map(({ text }) => text)).toEqual([
    'This workspace has more network configurations. Problems shows those of 2 files.',
  ]);
  expect(editor.commands).toContainEqual(['workbench.action.openSettings', 'cni.workspaceProblems.maxFiles']);
  configure({ 'cni.workspaceProblems.enabled': false });
  expect(await next()).toEqual(['-10-a.conflist']);
  expect(editor.watchers.every(({ isDisposed }) => isDisposed)).toBe(true);
});
