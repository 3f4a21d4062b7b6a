import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { bundleServer, startServer } from '../../integration/server/language-client.ts';

const uri = 'file:///etc/cni/net.d/10-mynet.conflist';
const textDocument = { uri };
const initialize = { processId: process.pid, rootUri: null, capabilities: { textDocument: { diagnostic: {} } } };
const codes = { notInitialized: -32002, invalidRequest: -32600 };

let bundle: Awaited<ReturnType<typeof bundleServer>>;
beforeAll(async () => {
  bundle = await bundleServer();
});
afterAll(() => bundle.remove());

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [bundle.path, ...args], { encoding: 'utf8', input: '', timeout: 20_000 });

describe('a request', () => {
  test('before initialize is answered with ServerNotInitialized', async () => {
    const { connection, exited } = startServer(bundle.path);
    const early = { code: codes.notInitialized };
    await expect(connection.sendRequest('textDocument/hover', { textDocument })).rejects.toMatchObject(early);
    await expect(connection.sendRequest('cni/runtimes', { textDocument })).rejects.toMatchObject(early);
    await expect(connection.sendRequest('shutdown')).rejects.toMatchObject(early);
    await connection.sendRequest('initialize', initialize);
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await exited).toBe(0);
  });

  test('after shutdown, and a second initialize, are answered with InvalidRequest', async () => {
    const { connection, exited } = startServer(bundle.path);
    const invalid = { code: codes.invalidRequest };
    await connection.sendRequest('initialize', initialize);
    await expect(connection.sendRequest('initialize', initialize)).rejects.toMatchObject(invalid);
    await connection.sendRequest('shutdown');
    await expect(connection.sendRequest('textDocument/diagnostic', { textDocument })).rejects.toMatchObject(invalid);
    await expect(connection.sendRequest('shutdown')).rejects.toMatchObject(invalid);
    await expect(connection.sendRequest('initialize', initialize)).rejects.toMatchObject(invalid);
    await connection.sendNotification('exit');
    expect(await exited).toBe(0);
  });
});

describe('a notification before initialize', () => {
  test('has no effect', async () => {
    const { connection, exited } = startServer(bundle.path);
    const opened = { textDocument: { uri, languageId: 'cni', version: 1, text: '{"cniVersion":"1.0.0",' } };
    await connection.sendNotification('textDocument/didOpen', opened);
    await connection.sendRequest('initialize', initialize);
    const before = await connection.sendRequest('textDocument/diagnostic', { textDocument });
    expect(before).toMatchObject({ items: [] });
    await connection.sendNotification('textDocument/didOpen', opened);
    const after: { items: unknown[] } = await connection.sendRequest('textDocument/diagnostic', { textDocument });
    expect(after.items.length).toBeGreaterThan(0);
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await exited).toBe(0);
  });

  test('ends the server with 1 when it is exit', async () => {
    const { connection, exited } = startServer(bundle.path);
    await connection.sendNotification('exit');
    expect(await exited).toBe(1);
  });
});

test('exit without shutdown ends the server with 1', async () => {
  const { connection, exited } = startServer(bundle.path);
  await connection.sendRequest('initialize', initialize);
  await connection.sendNotification('exit');
  expect(await exited).toBe(1);
});

describe('the command line', () => {
  test('--version prints the version', () => {
    const { status, stdout, stderr } = run('--version');
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `cni-language-server ${manifest.version}\n`,
      stderr: '',
    });
  });

  test('--help names every channel', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    expect(['--stdio', '--node-ipc', '--socket', '--pipe'].filter((one) => !stdout.includes(one))).toEqual([]);
  });

  test('an unknown argument is refused', () => {
    const { status, stdout, stderr } = run('--stdoi');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('unknown argument "--stdoi"');
  });

  test.each([[['--stdio', '--clientProcessId', String(process.pid)]], [['--stdio', '--clientProcessId=1']], [[]]])(
    '%j starts a server',
    async (args) => {
      const { connection, exited } = startServer(bundle.path, args);
      await connection.sendRequest('initialize', initialize);
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      expect(await exited).toBe(0);
    },
  );
});
