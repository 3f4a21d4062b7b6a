import { beforeEach, expect, test, vi } from 'vitest';
import { Settings } from '../../../../client/editor/settings.ts';
import { LanguageServer } from '../../../../client/language/language-server.ts';
import { ServedDocuments } from '../../../../client/language/served-documents.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';

/** The clients that were made, in place of real ones, and what goes wrong with them. */
const world = vi.hoisted(() => ({ calls: new Array<unknown>(), startFails: false, callFails: false, runs: true }));

vi.mock('../../../../client/language/language-client.ts', () => ({
  createLanguageClient: ({ name, modulePath, compiled }: { name: string; modulePath: string; compiled: string }) => {
    const call = async (...all: readonly unknown[]): Promise<unknown> => {
      if (world.callFails) {
        throw new Error('closed');
      }
      world.calls.push(all);
      return 'answer';
    };
    world.calls.push(`made ${name} ${modulePath} ${compiled}`);
    return {
      start: async () => {
        if (world.startFails) {
          throw new Error('no room');
        }
        world.calls.push('start');
      },
      dispose: async () => void world.calls.push('dispose'),
      isRunning: () => world.runs,
      sendNotification: call,
      sendRequest: call,
    };
  },
}));

const served = new ServedDocuments(new Settings());
const lines: string[] = [];
const log = { warn: (line: string) => lines.push(line), error: (line: string) => lines.push(line) };

beforeEach(() => {
  resetEditor();
  lines.length = 0;
  Object.assign(world, { calls: [], startFails: false, callFails: false, runs: true });
});

test('the server starts once, however often it is requested, and restarts on request', async () => {
  const server = new LanguageServer({ modulePath: '/dist/server.js', compiled: '/compiled' }, served, log);
  let started = 0;
  server.onDidStart(() => (started += 1));
  await Promise.all([server.ensureStarted(), server.ensureStarted()]);
  const made = 'made CNI Language Server /dist/server.js /compiled';
  expect([world.calls, started]).toEqual([[made, 'start'], 1]);
  await server.restart();
  expect([world.calls.slice(2), started]).toEqual([['dispose', made, 'start'], 2]);
  await server.ensureStarted();
  expect(world.calls).toHaveLength(5);
  server.dispose();
  await expect.poll(() => world.calls.at(-1)).toBe('dispose');
});

test('notifications and requests need a running server, and failures are logged', async () => {
  const server = new LanguageServer({ modulePath: '/dist/server.js', compiled: '/compiled' }, served, log);
  await server.notify('cni/hostFacts', null);
  const params = { textDocument: { uri: 'file:///a' } };
  expect(await server.request('cni/runtimes', params)).toBeUndefined();
  await server.ensureStarted();
  await server.notify('cni/hostFacts', null);
  expect(await server.request('cni/runtimes', params)).toBe('answer');
  expect(world.calls.slice(2)).toEqual([
    ['cni/hostFacts', null],
    ['cni/runtimes', params],
  ]);
  world.callFails = true;
  await server.notify('cni/hostFacts', null);
  expect(await server.request('cni/runtimes', params)).toBeUndefined();
  expect(lines).toEqual(
    ['cni/hostFacts', 'cni/runtimes'].map((method) => `The language server did not accept ${method}: Error: closed`),
  );
  world.runs = false;
  await server.notify('cni/hostFacts', null);
  expect(lines).toHaveLength(2);
});

test('a server that does not start is reported, and can be restarted', async () => {
  world.startFails = true;
  editor.answer = () => 'Restart Language Server';
  const server = new LanguageServer({ modulePath: '/dist/server.js', compiled: '/compiled' }, served, log);
  await server.ensureStarted();
  await Promise.resolve();
  expect(editor.commands).toEqual([['cni.restartServer']]);
  expect(editor.messages).toMatchObject([{ severity: 'error', buttons: ['Restart Language Server', 'Show Log'] }]);
  expect(lines[0]).toContain('no room');
  world.startFails = false;
  await server.restart();
  expect(world.calls.at(-1)).toBe('start');
  expect(editor.messages).toHaveLength(1);
});
