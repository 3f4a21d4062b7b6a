import { describe, expect, test } from 'vitest';
import { CNIConfig } from '../../../../../engine/libcni/operation/cni-config.ts';
import { isCNIError } from '../../../../../engine/libcni/errors.ts';
import type { PluginCommand, PluginOutcome } from '../../../../../engine/libcni/plugin/exec.ts';
import type { Step } from '../../../../../engine/libcni/operation/operation.ts';
import { FileError } from '../../../../../engine/libcni/operation/store.ts';
import { engineWith, listOf, runtimeConf } from '../fixtures.ts';
import { MemoryStore } from '../memory-store.ts';
import { rejectionOf } from '../message-of.ts';
import { exited, RecordingExec } from '../recording-exec.ts';

const ip = (address: string) => `{"cniVersion":"1.0.0","ips":[{"address":"${address}"}]}`;
const list = listOf({
  name: 'net',
  cniVersion: '1.0.0',
  plugins: [
    { type: 'first', capabilities: { portMappings: true, mac: false } },
    { type: 'second', name: 'own' },
  ],
});
const cacheFile = '/var/lib/cni/results/net-c1-eth0';
const works = { first: () => exited(0, ip('10.0.0.2/24')), second: () => exited(0, ip('10.0.0.3/24')) };

describe('ADD', () => {
  test("gives each plugin the six variables, and the runtime's arguments for its capabilities", async () => {
    const { cni, exec } = engineWith(works);
    const rt = runtimeConf({
      args: [
        ['K', 'V'],
        ['A', ''],
      ],
      capabilityArgs: { portMappings: [{ hostPort: 80 }], mac: 'x', other: 1 },
    });
    await cni.addNetworkList(list, rt);
    expect(exec.commands[0]?.env).toEqual({
      CNI_COMMAND: 'ADD',
      CNI_CONTAINERID: 'c1',
      CNI_NETNS: '/run/netns/x',
      CNI_ARGS: 'K=V;A=',
      CNI_IFNAME: 'eth0',
      CNI_PATH: '/a:/b',
    });
    expect(exec.stdin(0)).toBe(
      '{"capabilities":{"mac":false,"portMappings":true},"cniVersion":"1.0.0","name":"net","runtimeConfig":{"portMappings":[{"hostPort":80}]},"type":"first"}',
    );
  });

  test('hands the result of one plugin to the next, returns the last, and caches it', async () => {
    const { cni, exec, store } = engineWith(works);
    const result = await cni.addNetworkList(list, runtimeConf());
    expect(exec.stdin(1)).toBe(
      '{"cniVersion":"1.0.0","name":"net","prevResult":{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/24"}]},"type":"second"}',
    );
    expect(result.json).toBe(ip('10.0.0.3/24'));
    expect(store.text(cacheFile)).toBe(
      `{"kind":"cniCacheV1","containerId":"c1","config":"${Buffer.from(list.bytes).toString('base64')}",` +
        `"ifName":"eth0","networkName":"net","netns":"/run/netns/x","result":${ip('10.0.0.3/24')}}`,
    );
  });

  test('treats a result without a version as one of the configuration’s', async () => {
    const { cni } = engineWith({
      first: () => exited(0, '{"ips":[{"address":"10.0.0.2/24"}]}'),
      second: () => exited(0, 'null'),
    });
    expect((await cni.addNetworkList(list, runtimeConf())).json).toBe('{"cniVersion":"1.0.0"}');
  });
});

describe('an ADD that fails', () => {
  test('stops at the first failure, keeps its code, caches nothing', async () => {
    const { cni, exec, store } = engineWith({
      ...works,
      second: () => exited(1, '{"code":11,"msg":"busy","details":"later"}'),
    });
    const error = await rejectionOf(cni.addNetworkList(list, runtimeConf()));
    expect(error.message).toBe('plugin type="second" name="own" failed (add): busy; later');
    expect(isCNIError(error) && [error.code, error.msg, error.details]).toEqual([11, 'busy', 'later']);
    expect(exec.calls).toEqual(['ADD first', 'ADD second']);
    expect(store.files.size).toBe(0);
  });

  test('rejects invalid names before it runs anything, but after the search for the plugin', async () => {
    const { cni, exec } = engineWith({ first: works.first });
    const message = async (parts: Parameters<typeof runtimeConf>[0]) =>
      (await rejectionOf(cni.addNetworkList(list, runtimeConf(parts)))).message;
    expect(await message({ containerID: '' })).toBe('plugin type="first" failed (add): missing containerID');
    expect(await message({ ifName: 'a/b' })).toBe(
      'plugin type="first" failed (add): interface name contains / or : or whitespace characters',
    );
    const none = engineWith({});
    expect((await rejectionOf(none.cni.addNetworkList(list, runtimeConf({ containerID: '' })))).message).toBe(
      'plugin type="first" failed (add): failed to find plugin "first" in path [/a /b]',
    );
    expect(exec.commands).toEqual([]);
  });

  test.each([
    ['', 'no plugin name provided'],
    ['../x', 'invalid plugin name: ../x'],
  ])('refuses the plugin type %j', async (type, reason) => {
    const { cni } = engineWith({});
    const [plugin] = list.plugins;
    const strange = {
      ...list,
      plugins: plugin === undefined ? [] : [{ ...plugin, network: { ...plugin.network, type } }],
    };
    expect((await rejectionOf(cni.addNetworkList(strange, runtimeConf()))).message).toContain(reason);
  });

  test('without directories has nowhere to look', async () => {
    const cni = new CNIConfig({ pluginDirs: [], exec: new RecordingExec({}), store: new MemoryStore() });
    expect((await rejectionOf(cni.addNetworkList(list, runtimeConf()))).message).toBe(
      'plugin type="first" failed (add): no paths provided',
    );
  });

  test('reports that the result cannot be cached', async () => {
    const store = new MemoryStore();
    store.broken.set(cacheFile, new FileError(cacheFile, 'EACCES', `open ${cacheFile}: permission denied`));
    const { cni } = engineWith(works, store);
    expect((await rejectionOf(cni.addNetworkList(list, runtimeConf()))).message).toBe(
      `failed to set network "net" cached result: open ${cacheFile}: permission denied`,
    );
  });
});

describe('CHECK', () => {
  test('runs the chain in order, each plugin given the cached result in the list’s version', async () => {
    const { cni, exec } = engineWith(works);
    await cni.addNetworkList(list, runtimeConf());
    await cni.checkNetworkList({ ...list, cniVersion: '0.4.0' }, runtimeConf());
    expect(exec.calls.slice(2)).toEqual(['CHECK first', 'CHECK second']);
    for (const index of [2, 3]) {
      expect(exec.stdin(index)).toContain(
        '"prevResult":{"cniVersion":"0.4.0","ips":[{"version":"4","address":"10.0.0.3/24"}],"dns":{}}',
      );
    }
  });

  test('without a cached result gives none', async () => {
    const { cni, exec } = engineWith(works);
    await cni.checkNetworkList(list, runtimeConf());
    expect(exec.stdin(0)).not.toContain('prevResult');
  });

  test('is for 0.4.0 and later, and off with disableCheck', async () => {
    const { cni, exec } = engineWith(works);
    expect((await rejectionOf(cni.checkNetworkList({ ...list, cniVersion: '0.3.1' }, runtimeConf()))).message).toBe(
      'configuration version "0.3.1" does not support the CHECK command',
    );
    await cni.checkNetworkList({ ...list, disableCheck: true }, runtimeConf());
    expect(exec.commands).toEqual([]);
  });

  test('reports that the cached result is invalid', async () => {
    const { cni } = engineWith(works, new MemoryStore({ [cacheFile]: '{"cniVersion":"7.0.0"}' }));
    expect((await rejectionOf(cni.checkNetworkList(list, runtimeConf()))).message).toBe(
      'failed to get network "net" cached result: unsupported CNI result version "7.0.0"',
    );
  });
});

/** The answer of a host that removes the cached result after a plugin, in the same round trip. */
const removes = ({ thenRemove }: PluginCommand): PluginOutcome =>
  ({ ...exited(0), ...(thenRemove !== undefined && { removed: true }) }) as const;

describe('DEL', () => {
  test('runs the chain from its end with the cached result, which then goes', async () => {
    const { cni, exec, store } = engineWith(works);
    await cni.addNetworkList(list, runtimeConf());
    await cni.delNetworkList(list, runtimeConf());
    expect(exec.calls.slice(2)).toEqual(['DEL second', 'DEL first']);
    expect(exec.stdin(3)).toContain('"prevResult":{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.3/24"}]}');
    expect(store.files.size).toBe(0);
  });

  test('leaves the cached result to the run of the last plugin, where the host sees to it', async () => {
    const { cni, exec, store } = engineWith({ first: removes, second: removes });
    store.files.set(cacheFile, new TextEncoder().encode(ip('10.0.0.3/24')));
    await cni.delNetworkList(list, runtimeConf());
    expect(exec.commands.map(({ type, thenRemove }) => [type, thenRemove])).toEqual([
      ['second', undefined],
      ['first', cacheFile],
    ]);
    expect(store.files.has(cacheFile)).toBe(true);
  });

  test('of a list below 0.4.0 gives no result', async () => {
    const { cni, exec } = engineWith(works);
    await cni.addNetworkList(list, runtimeConf());
    await cni.delNetworkList({ ...list, cniVersion: '0.3.1' }, runtimeConf());
    expect(exec.stdin(2)).not.toContain('prevResult');
  });

  test('goes on where the cached result cannot be understood; the single form does not', async () => {
    const store = new MemoryStore({ [cacheFile]: 'garbage' });
    const { cni, exec } = engineWith(works, store);
    const [plugin] = list.plugins;
    const single = plugin && { ...plugin, network: { ...plugin.network, name: 'net', cniVersion: '1.0.0' } };
    expect(single && (await rejectionOf(cni.delNetwork(single, runtimeConf()))).message).toBe(
      `failed to get network "net" cached result: decoding version from network config: invalid character 'g' looking for beginning of value`,
    );
    await cni.delNetworkList(list, runtimeConf());
    expect(exec.calls).toEqual(['DEL second', 'DEL first']);
    expect(store.files.size).toBe(0);
  });

  test('that fails keeps the cached result', async () => {
    const { cni, store } = engineWith({ ...works, second: () => exited(3) });
    store.files.set(cacheFile, new TextEncoder().encode(`{"cniVersion":"1.0.0"}`));
    expect((await rejectionOf(cni.delNetworkList(list, runtimeConf()))).message).toBe(
      'plugin type="second" name="own" failed (delete): netplugin failed with no error message: exit status 3',
    );
    expect(store.files.has(cacheFile)).toBe(true);
  });
});

describe('the single form', () => {
  test('adds, checks and deletes one plugin under its own name and version', async () => {
    const { cni, exec, store } = engineWith(works);
    const [single] = listOf({ name: 'x', plugins: [{ type: 'first', name: 'net', cniVersion: '1.0.0' }] }).plugins;
    if (single === undefined) {
      throw new Error('the list has a plugin');
    }
    await cni.addNetwork(single, runtimeConf());
    expect((await cni.getNetworkCachedResult(single, runtimeConf()))?.json).toBe(ip('10.0.0.2/24'));
    expect((await cni.getNetworkCachedConfig(single, runtimeConf()))?.config).toEqual(single.bytes);
    await cni.checkNetwork(single, runtimeConf());
    await cni.delNetwork(single, runtimeConf());
    expect(exec.calls).toEqual(['ADD first', 'CHECK first', 'DEL first']);
    expect(store.files.size).toBe(0);
  });
});

describe('VERSION', () => {
  const info = '{"cniVersion":"1.1.0","supportedVersions":["0.4.0","1.0.0"]}';

  test('is run with dummies for plugins that need them', async () => {
    const { cni, exec } = engineWith({ first: () => exited(0, info) });
    expect((await cni.getVersionInfo('first')).supportedVersions).toEqual(['0.4.0', '1.0.0']);
    expect(exec.stdin(0)).toBe('{"cniVersion":"1.1.0"}');
    expect(exec.commands[0]?.env).toEqual({
      CNI_COMMAND: 'VERSION',
      CNI_CONTAINERID: '',
      CNI_NETNS: 'dummy',
      CNI_ARGS: '',
      CNI_IFNAME: 'dummy',
      CNI_PATH: 'dummy',
    });
  });

  test('of a plugin that does not know it is 0.1.0', async () => {
    const { cni } = engineWith({ first: () => exited(1, '{"code":100,"msg":"unknown CNI_COMMAND: VERSION"}') });
    expect((await cni.getVersionInfo('first')).supportedVersions).toEqual(['0.1.0']);
  });

  test('validates a list: every plugin there, its version supported; gives the capabilities', async () => {
    const { cni } = engineWith({ first: () => exited(0, info), second: () => exited(0, info) });
    expect(await cni.validateNetworkList(list)).toEqual(['portMappings']);
    expect((await rejectionOf(cni.validateNetworkList({ ...list, cniVersion: '' }))).message).toBe(
      '[plugin first does not support config version "0.1.0" plugin second does not support config version "0.1.0"]',
    );
    const half = engineWith({ first: () => exited(0, info) });
    expect((await rejectionOf(half.cni.validateNetworkList(list))).message).toBe(
      '[failed to find plugin "second" in path [/a /b]]',
    );
  });
});

describe('STATUS', () => {
  test('asks each plugin from 1.1.0 on, without an attachment', async () => {
    const { cni, exec } = engineWith({ first: () => exited(0), second: () => exited(0) });
    await cni.getStatusNetworkList(list);
    expect(exec.commands).toEqual([]);
    await cni.getStatusNetworkList({ ...list, cniVersion: '1.1.0' });
    expect(exec.calls).toEqual(['STATUS first', 'STATUS second']);
    expect(exec.stdin(1)).toBe('{"cniVersion":"1.1.0","name":"net","type":"second"}');
    expect(exec.commands[0]?.env).toMatchObject({ CNI_CONTAINERID: '', CNI_NETNS: '', CNI_IFNAME: '' });
  });

  test('gives the error of the first plugin that is not ready as it is', async () => {
    const { cni, exec } = engineWith({
      first: () => exited(1, '{"code":50,"msg":"no uplink"}'),
      second: () => exited(0),
    });
    const error = await rejectionOf(cni.getStatusNetworkList({ ...list, cniVersion: '1.1.0' }));
    expect(isCNIError(error) && [error.code, error.message]).toEqual([50, 'no uplink']);
    expect(exec.calls).toEqual(['STATUS first']);
  });
});

describe('the observer', () => {
  test('sees each step begin and end, a bad result being its failure', async () => {
    const seen: Step[] = [];
    const { cni } = engineWith({ ...works, second: () => exited(0, 'no result') });
    const error = await rejectionOf(
      cni.withObserver({ onStep: (step) => seen.push(step) }).addNetworkList(list, runtimeConf()),
    );
    expect(
      seen.map(({ index, pluginType, outcome, error: problem }) => [
        index,
        pluginType,
        outcome?.kind,
        problem?.message,
      ]),
    ).toEqual([
      [0, 'first', undefined, undefined],
      [0, 'first', 'exited', undefined],
      [1, 'second', undefined, undefined],
      [1, 'second', 'exited', "failed to unmarshal raw result: invalid character 'o' in literal null (expecting 'u')"],
    ]);
    expect(error.message).toContain('failed (add): failed to unmarshal raw result');
  });
});
