/**
 * Adds and deletes an attachment in the sandbox many times, as the commands of the extension do: with a recorded history,
 * changes of the host, the document of each result and the pages of the inspector. Prints what memory is in use after some of
 * them, as JSON. Argument: the directory of the plugins.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Following } from '../../../client/operations/network-runner.ts';
import type { HistoryEntry } from '../../../client/operations/operation-history.ts';
import type { Memory } from './operations.ts';

const standIn = new URL('../../stand-in/vscode.ts', import.meta.url).href;
registerHooks({
  resolve: (name, context, next) => (name === 'vscode' ? { url: standIn, shortCircuit: true } : next(name, context)),
});

const vscode = await import('vscode');
const { ResultDocuments } = await import('../../../client/editor/result-documents.ts');
const { NetworkRunner } = await import('../../../client/operations/network-runner.ts');
const { OperationFollower } = await import('../../../client/operations/operation-follower.ts');
const { OperationHistory } = await import('../../../client/operations/operation-history.ts');
const { operationPage } = await import('../../../client/webviews/operation/operation-page.ts');
const { resultPage } = await import('../../../client/webviews/result/result-page.ts');
const { ChangeRecorder, createHost } = await import('../../../engine/host/index.ts');
const { networkConfFromBytes, operationDocument } = await import('../../../engine/libcni/index.ts');
const { resetEditor } = await import('../../stand-in/editor.ts');

const [pluginDir = ''] = process.argv.slice(2);
const counts = [10, 30, 50];
const ipam = { type: 'host-local', subnet: '10.77.0.0/16' };
const plugins = [
  { type: 'bridge', bridge: 'cni7', isGateway: true, ipam },
  { type: 'portmap', capabilities: { portMappings: true } },
];
const list = networkConfFromBytes(
  new TextEncoder().encode(JSON.stringify({ cniVersion: '1.0.0', name: 'web', plugins })),
);

const fail = (message: string): never => {
  throw new Error(message);
};
const folder = mkdtempSync(join(tmpdir(), 'cni-bench-'));
const host = createHost({ kind: 'sandbox' }, { pluginDirs: [pluginDir] });
const changes = new ChangeRecorder((error) => fail(String(error)));
const places = { pluginPath: [pluginDir], cacheDir: '/var/lib/cni', isThisMachine: false };
const runner = new NetworkRunner('sandbox', host, places, changes);
const documents = new ResultDocuments(vscode.Uri.file(folder), { warn: fail });
const stored = new Map<string, readonly HistoryEntry[]>();
const memento = {
  get: (key: string) => stored.get(key),
  update: (key: string, entries: readonly HistoryEntry[]) => Promise.resolve(void stored.set(key, entries)),
};
const history = new OperationHistory(memento, documents);
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const follower = new OperationFollower(log, (document) => history.record(document));
const sources = { documents, history, catalog: { find: () => undefined }, onDidShow: () => undefined };
const pages = [operationPage(sources), resultPage(sources)] as const;

/** Reads a document as its page does when the editor shows it. */
async function show(page: (typeof pages)[number], uri: string): Promise<void> {
  const content = {
    uri: vscode.Uri.parse(uri),
    text: new TextDecoder().decode(await documents.readFile(vscode.Uri.parse(uri))),
  };
  const { kind } = await page.read(content);
  if (kind !== 'model') {
    fail(`${uri} cannot be shown`);
  }
}

const follow = <T>(body: (following: Required<Following>) => Promise<T>): Promise<T> =>
  follower.follow({ title: 'A title', host: runner.name, pluginCount: plugins.length }, body);

/** ADD and DEL of an attachment with a new container ID, and what the user sees of them. */
async function addAndDelete(number: number): Promise<void> {
  const capabilityArgs = { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] };
  const chosen = { containerID: `container-${number}`, capabilityArgs };
  const { add, result = fail('ADD failed') } = await follow((following) =>
    runner.add(list, '/var/run/netns/ns1', 'eth0', following, chosen),
  );
  const document = operationDocument(add, { host: runner.name, capabilityArgs, result });
  const shown = documents.put('web.cni-result.json', `result:${chosen.containerID}`, JSON.stringify(document));
  await show(pages[1], shown.toString());
  const { attachments } = await runner.cachedAttachments();
  const { state } = await follow((following) => runner.del(list, attachments[0] ?? fail('no attachment'), following));
  for (const { uri } of history.entries.slice(0, 2)) {
    await show(pages[0], uri);
  }
  await documents.saved;
  resetEditor();
  if (state !== 'ok') {
    fail('DEL failed');
  }
}

async function memoryInUse(operations: number): Promise<Memory> {
  await delay(50);
  setFlagsFromString('--expose-gc');
  for (let turn = 0; turn < 3; turn += 1) {
    Reflect.apply(runInNewContext('gc'), undefined, []);
    await delay(10);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { operations, heapMB: heapUsed / 1e6, buffersMB: arrayBuffers / 1e6 };
}

const measured: Memory[] = [];
try {
  await runner.createNamespace('ns1');
  for (let number = 1; number <= Math.max(...counts); number += 1) {
    await addAndDelete(number);
    if (counts.includes(number)) {
      measured.push(await memoryInUse(number));
    }
  }
  process.stdout.write(JSON.stringify(measured));
} finally {
  await host.dispose();
  rmSync(folder, { recursive: true, force: true });
}
