import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleServer, startServer } from './language-client.ts';

const directory = 'file:///ws/net.d';
const network = (name: string): string =>
  JSON.stringify({ cniVersion: '1.0.0', name, plugins: [{ type: 'loopback' }] });
/** A network whose only problem is its name. */
const misnamed = network('a/b');
const file = (name: string, text: string, languageId = 'cni') => ({ uri: `${directory}/${name}`, text, languageId });

let bundle: Awaited<ReturnType<typeof bundleServer>>;
beforeAll(async () => {
  bundle = await bundleServer();
});
afterAll(() => bundle.remove());

const wait = { timeout: 5000 };

/** A server, and the codes that it published, by file name. */
async function start(capabilities: object = { textDocument: { diagnostic: {} } }) {
  const { connection, exited } = startServer(bundle.path);
  const shown = new Map<string, readonly string[]>();
  let count = 0;
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: { code: string }[] }) => {
      count += 1;
      const name = uri.slice(uri.lastIndexOf('/') + 1);
      shown.set(
        name,
        diagnostics.map(({ code }) => code),
      );
      if (diagnostics.length === 0) {
        shown.delete(name);
      }
    },
  );
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    found: () => Object.fromEntries(shown),
    count: () => count,
    send: (files: readonly object[], removed: readonly string[] = []) =>
      connection.sendNotification('cni/workspaceFiles', {
        files,
        removed: removed.map((name) => `${directory}/${name}`),
      }),
    stop: async () => {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      expect(await exited).toBe(0);
    },
  };
}

test('files that are not open have their problems, with their neighbors, until they are removed', async () => {
  const { send, found, stop } = await start();
  await send([file('10-a.conflist', network('a')), file('20-b.conflist', misnamed)]);
  await expect.poll(found, wait).toEqual({ '20-b.conflist': ['R023', 'R160'] });
  await send([file('20-b.conflist', network('a'))]);
  await expect.poll(found, wait).toEqual({ '10-a.conflist': ['R158'], '20-b.conflist': ['R158', 'R160'] });
  await send([], ['20-b.conflist']);
  await expect.poll(found, wait).toEqual({});
  await stop();
});

test('a file that contains a configuration has the problems of both', async () => {
  const { send, found, stop } = await start();
  const config = 'kind: NetworkAttachmentDefinition\nmetadata:\n  name: a\nspec:\n  config: \'{"type":"brige"}\'\n';
  await send([file('net.yaml', config, '')]);
  await expect.poll(found, wait).toEqual({ 'net.yaml': ['R039', 'R075'] });
  await send([file('net.yaml', 'kind: Service\n', '')]);
  await expect.poll(found, wait).toEqual({});
  await stop();
});

test('the diagnostics of an open document replace those of its file, which return when it is closed', async () => {
  const { connection, send, found, stop } = await start();
  await send([file('10-a.conflist', misnamed)]);
  await expect.poll(found, wait).toEqual({ '10-a.conflist': ['R023'] });
  const textDocument = { uri: `${directory}/10-a.conflist` };
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { ...textDocument, languageId: 'cni', version: 1, text: network('a') },
  });
  expect(await connection.sendRequest('textDocument/diagnostic', { textDocument })).toMatchObject({ items: [] });
  await expect.poll(found, wait).toEqual({});
  await send([file('10-a.conflist', network(''))]);
  await connection.sendRequest('textDocument/diagnostic', { textDocument });
  await expect.poll(found, wait).toEqual({});
  await connection.sendNotification('textDocument/didClose', { textDocument });
  await expect.poll(found, wait).toEqual({ '10-a.conflist': ['R021'] });
  await stop();
});

test('facts of a host change the problems of all files, and what is unchanged is not sent again', async () => {
  const { connection, send, found, count, stop } = await start();
  await send([file('10-a.conflist', network('a')), file('20-b.conflist', misnamed)]);
  await expect.poll(found, wait).toEqual({ '20-b.conflist': ['R023', 'R160'] });
  const before = count();
  await connection.sendNotification('cni/carriers', { files: [], isComplete: true });
  await connection.sendNotification('cni/hostFacts', { host: 'here', plugins: [], pluginDirs: ['/opt/cni/bin'] });
  await expect.poll(found, wait).toEqual({ '10-a.conflist': ['R171'], '20-b.conflist': ['R023', 'R160', 'R171'] });
  expect(count() - before).toBe(2);
  await stop();
});

test('an editor that is sent diagnostics has those of the open document, then those of the file', async () => {
  const { connection, send, found, stop } = await start({});
  await send([file('10-a.conflist', misnamed)]);
  await expect.poll(found, wait).toEqual({ '10-a.conflist': ['R023'] });
  const textDocument = { uri: `${directory}/10-a.conflist` };
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { ...textDocument, languageId: 'cni', version: 1, text: network('') },
  });
  await expect.poll(found, wait).toEqual({ '10-a.conflist': ['R021'] });
  await connection.sendNotification('textDocument/didClose', { textDocument });
  await expect.poll(found, wait).toEqual({ '10-a.conflist': ['R023'] });
  await stop();
});

test('data of another shape is ignored', async () => {
  const { connection, send, found, stop } = await start();
  for (const wrong of [null, [], { files: [{}], removed: [] }, { files: [], removed: [1] }, { files: 1, removed: 1 }]) {
    await connection.sendNotification('cni/workspaceFiles', wrong);
  }
  await send([file('10-a.conflist', misnamed)]);
  await expect.poll(found, wait).toEqual({ '10-a.conflist': ['R023'] });
  await stop();
});
