import { expect, test } from 'vitest';
import { loadCachedConfiguration } from '../../../../client/operations/configuration-text.ts';
import { NetworkRunner } from '../../../../client/operations/network-runner.ts';
import type { Host, HostState, TerminalCommand } from '../../../../engine/host/host.ts';
import {
  networkConfFromBytes,
  type Exec,
  type PluginCommand,
  type PluginOutcome,
  type ResultStore,
  type StoredFile,
} from '../../../../engine/libcni/index.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const netNS = '/var/run/netns/ns1';

/** A host whose plugins answer ADD with an address, fail where `failing` says so, and whose files are a map. */
class FakeHost implements Host, Exec, ResultStore {
  readonly spec = { kind: 'sandbox' } as const;
  readonly label = 'the sandbox';
  readonly state: HostState = { kind: 'ready' };
  readonly ran: PluginCommand[] = [];
  readonly files = new Map<string, Uint8Array>();
  readonly #failing: string;

  constructor(failing = '') {
    this.#failing = failing;
  }

  get exec(): Exec {
    return this;
  }

  get store(): ResultStore {
    return this;
  }

  get configFiles(): never {
    throw new Error('no configuration file of the host is needed');
  }

  onDidChangeState(): { dispose(): void } {
    return { dispose: () => undefined };
  }

  connect(): Promise<void> {
    return Promise.resolve();
  }

  run(): Promise<never> {
    return Promise.reject(new Error('no command is needed'));
  }

  terminal(file: string): Promise<TerminalCommand> {
    return Promise.resolve({ argv: ['/bin/sh', file] });
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  findPlugin(type: string): Promise<string> {
    return Promise.resolve(`/plugins/${type}`);
  }

  execPlugin(command: PluginCommand): Promise<PluginOutcome> {
    this.ran.push(command);
    const fails = this.#failing === `${command.env['CNI_COMMAND'] ?? ''} ${command.type}`;
    const answer = fails
      ? '{"cniVersion":"1.0.0","code":100,"msg":"no room"}'
      : '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/24"}]}';
    return Promise.resolve({
      kind: 'exited',
      exitCode: fails ? 1 : 0,
      pluginPath: `/plugins/${command.type}`,
      stdout: encode(answer),
      stderr: encode(''),
      startedAt: 0,
      durationMs: 1,
    });
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.files.get(path));
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    this.files.set(path, bytes);
    return Promise.resolve();
  }

  remove(path: string): Promise<void> {
    this.files.delete(path);
    return Promise.resolve();
  }

  list(dir: string): Promise<readonly StoredFile[]> {
    const files = [...this.files].filter(([path]) => path.startsWith(`${dir}/`));
    return Promise.resolve(files.map(([path, bytes]) => ({ path, bytes })));
  }
}

function runnerOf(host: Host): NetworkRunner {
  return new NetworkRunner('sandbox', host, {
    pluginPath: ['/plugins'],
    cacheDir: '/cache',
    confDir: '/net.d',
    isThisMachine: true,
  });
}

const list = networkConfFromBytes(
  encode('{"cniVersion":"1.0.0","name":"web","plugins":[{"type":"bridge"},{"type":"portmap"}]}'),
);
const commands = (host: FakeHost): string[] => host.ran.map(({ type, env }) => `${env['CNI_COMMAND'] ?? ''} ${type}`);

test('ADD writes the cache file that CHECK and DEL use', async () => {
  const host = new FakeHost();
  const runner = runnerOf(host);
  const { result } = await runner.add(list, netNS, 'eth0', {});
  expect(result?.cniVersion).toBe('1.0.0');
  const { attachments } = await runner.cachedAttachments();
  expect(attachments).toMatchObject([{ network: 'web', ifName: 'eth0', netNS, addresses: ['10.0.0.2/24'] }]);
  for (const attachment of attachments) {
    const cached = loadCachedConfiguration(attachment.config);
    expect(await runner.check(cached, attachment, {})).toMatchObject({ verb: 'CHECK', state: 'ok' });
    expect(await runner.del(cached, attachment, {})).toMatchObject({ verb: 'DEL', state: 'ok' });
  }
  expect(commands(host)).toEqual([
    'ADD bridge',
    'ADD portmap',
    'CHECK bridge',
    'CHECK portmap',
    'DEL portmap',
    'DEL bridge',
  ]);
  expect((await runner.cachedAttachments()).attachments).toEqual([]);
});

test("plugins get cnitool's container ID and the directories of the settings", async () => {
  const host = new FakeHost();
  await runnerOf(host).add(list, netNS, 'net1', {});
  expect(host.ran[0]?.env).toMatchObject({
    CNI_CONTAINERID: 'cnitool-b9598ebe9464bd619c7c',
    CNI_IFNAME: 'net1',
    CNI_NETNS: netNS,
    CNI_PATH: '/plugins',
  });
  expect([...host.files.keys()]).toEqual(['/cache/results/web-cnitool-b9598ebe9464bd619c7c-net1']);
});

test('a failed ADD is rolled back, and the updates report both operations', async () => {
  const host = new FakeHost('ADD portmap');
  const seen = new Set<string>();
  const report = await runnerOf(host).add(list, netNS, 'eth0', {
    onUpdate: ({ verb, state }) => seen.add(`${verb} ${state}`),
  });
  expect(report.add).toMatchObject({ state: 'failed', error: { code: 100, msg: 'no room' } });
  expect(report.rollback).toMatchObject({ verb: 'DEL', state: 'ok' });
  expect(commands(host)).toEqual(['ADD bridge', 'ADD portmap', 'DEL portmap', 'DEL bridge']);
  expect([...seen]).toEqual(expect.arrayContaining(['ADD running', 'ADD failed', 'DEL running', 'DEL ok']));
});

test('a failed CHECK does not reject', async () => {
  const host = new FakeHost('CHECK bridge');
  const runner = runnerOf(host);
  await runner.add(list, netNS, 'eth0', {});
  const { attachments } = await runner.cachedAttachments();
  for (const attachment of attachments) {
    expect(await runner.check(list, attachment, {})).toMatchObject({ state: 'failed', error: { msg: 'no room' } });
  }
  expect(attachments).toHaveLength(1);
});
