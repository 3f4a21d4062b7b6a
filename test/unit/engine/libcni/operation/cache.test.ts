import { describe, expect, test } from 'vitest';
import { ResultCache } from '../../../../../engine/libcni/operation/cache.ts';
import { encodeUTF8 } from '../../../../../engine/libcni/json/utf8.ts';
import { createFromBytes } from '../../../../../engine/libcni/result/result.ts';
import { FileError } from '../../../../../engine/libcni/operation/store.ts';
import { runtimeConf, textOf } from '../fixtures.ts';
import { MemoryStore } from '../memory-store.ts';
import { rejectionOf } from '../message-of.ts';

const path = '/c/results/net-c1-eth0';

function cacheOver(files: Readonly<Record<string, string>> = {}) {
  const store = new MemoryStore(files);
  return { cache: new ResultCache(store, '/c/'), store };
}

describe('the file of an attachment', () => {
  test('has libcni’s keys in libcni’s order, the arguments only when there are some, the result sorted', async () => {
    const { cache, store } = cacheOver();
    const result = createFromBytes(
      encodeUTF8('{"cniVersion":"0.4.0","ips":[{"version":"4","address":"10.0.0.2/24"}]}'),
    );
    const rt = runtimeConf({ netNS: '<', args: [['K', '']], capabilityArgs: { z: 1, a: [1e21] } });
    await cache.add(result, encodeUTF8('{}'), 'net', rt);
    expect(store.text(path)).toBe(
      '{"kind":"cniCacheV1","containerId":"c1","config":"e30=","ifName":"eth0","networkName":"net","netns":"\\u003c",' +
        '"cniArgs":[["K",""]],"capabilityArgs":{"a":[1e+21],"z":1},' +
        '"result":{"cniVersion":"0.4.0","dns":{},"ips":[{"address":"10.0.0.2/24","version":"4"}]}}',
    );
    await cache.add(result, new Uint8Array(), 'net', runtimeConf({ netNS: '' }));
    expect(store.text(path)).toMatch(
      /^\{"kind":"cniCacheV1","containerId":"c1","config":"","ifName":"eth0","networkName":"net","result":/,
    );
  });

  test('needs all three parts of its name', async () => {
    const { cache } = cacheOver();
    const error = await rejectionOf(cache.result('', '1.0.0', { containerID: 'a"', ifName: '' }, undefined));
    expect(error.message).toBe(
      'cache file path requires network name (""), container ID ("a\\""), and interface name ("")',
    );
  });

  test('is removed in silence, whatever hinders it', async () => {
    const { cache, store } = cacheOver({ [path]: '' });
    await cache.remove('net', runtimeConf({ ifName: '' }));
    store.broken.set(path, new FileError(path, 'EACCES', 'no'));
    await cache.remove('net', runtimeConf());
    expect(store.files.size).toBe(1);
    store.broken.clear();
    await cache.remove('net', runtimeConf());
    expect(store.files.size).toBe(0);
  });
});

const resultOf = (files: Readonly<Record<string, string>>, version = '1.0.0') =>
  cacheOver(files).cache.result('net', version, runtimeConf(), undefined);

describe('the cached result', () => {
  test('comes in the wanted version', async () => {
    const file =
      '{"kind":"cniCacheV1","result":{"cniVersion":"0.4.0","ips":[{"version":"4","address":"10.0.0.2/24"}]}}';
    expect((await resultOf({ [path]: file }))?.json).toBe('{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/24"}]}');
  });

  test('is undefined without a file, or with one that cannot be read', async () => {
    expect(await resultOf({})).toBeUndefined();
    const { cache, store } = cacheOver();
    store.broken.set(path, new FileError(path, 'EACCES', 'no'));
    expect(await cache.result('net', '1.0.0', runtimeConf(), undefined)).toBeUndefined();
  });

  test.each([
    ['the bare result', '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/24"}]}'],
    ['a file of a strange kind', '{"kind":"x","cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/24"}]}'],
    ['one whose keys have the wrong type', '{"kind":1,"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/24"}]}'],
  ])('of the legacy form: %s', async (_what, file) => {
    expect((await resultOf({ [path]: file }))?.json).toBe('{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/24"}]}');
  });

  test('that cannot be converted is reported', async () => {
    const file = '{"kind":"cniCacheV1","result":{"cniVersion":"1.0.0"}}';
    expect((await rejectionOf(resultOf({ [path]: file }, '0.2.0'))).message).toBe(
      'failed to convert cached result to config version "0.2.0": cannot convert: no valid IP addresses',
    );
  });
});

const configOf = (file: string, rt = runtimeConf()) => cacheOver({ [path]: file }).cache.config('net', rt, undefined);

describe('the cached configuration', () => {
  test('comes with the cached arguments', async () => {
    const cached = await configOf(
      '{"kind":"cniCacheV1","config":"e30=","cniArgs":[["A","b"]],"capabilityArgs":{"mac":"x"}}',
    );
    expect(cached && textOf(cached.config)).toBe('{}');
    expect(cached?.rt).toEqual(runtimeConf({ args: [['A', 'b']], capabilityArgs: { mac: 'x' } }));
  });

  test('keeps the runtime’s own CNI_ARGS when there are none, but not its capability arguments', async () => {
    const rt = runtimeConf({ args: [['K', 'v']], capabilityArgs: { mac: 'x' } });
    expect((await configOf('{"kind":"cniCacheV1"}', rt))?.rt).toEqual({ ...rt, capabilityArgs: {} });
  });

  test.each([
    ['{"kind":"old"}', 'read cached network "net" config has wrong kind: old'],
    ['{', 'failed to unmarshal cached network "net" config: unexpected end of JSON input'],
    ['{"config":"*"}', 'failed to unmarshal cached network "net" config: illegal base64 data at input byte 0'],
    [
      '{"cniArgs":{}}',
      'failed to unmarshal cached network "net" config: json: cannot unmarshal object into Go struct field cachedInfo.cniArgs of type [][2]string',
    ],
  ])('%s is refused', async (file, message) => {
    expect((await rejectionOf(configOf(file))).message).toBe(message);
  });
});

const entry = (containerId: string, ifName: string, networkName = 'net') =>
  JSON.stringify({ kind: 'cniCacheV1', containerId, ifName, networkName, netns: '/ns', config: 'e30=' });

describe('the cached attachments', () => {
  test('come by file name, without what is none', async () => {
    const { cache } = cacheOver({
      '/c/results/net-b-eth0': entry('b', 'eth0'),
      '/c/results/net-a-eth0': entry('a', 'eth0'),
      '/c/results/net-c-eth0': '{"cniVersion":"1.0.0"}',
      '/c/results/net-d-eth0': 'garbage',
      '/c/results/net-e-': entry('e', ''),
      '/c/results/-f-eth0': entry('f', 'eth0', ''),
    });
    const all = await cache.attachments('', undefined);
    expect(all.map(({ containerID }) => containerID)).toEqual(['a', 'b']);
    expect(all[0]).toMatchObject({ network: 'net', ifName: 'eth0', netNS: '/ns', cacheFile: '/c/results/net-a-eth0' });
  });

  test('of one container are chosen by the file’s name and by what it holds', async () => {
    const { cache } = cacheOver({
      '/c/results/net-a-eth0': entry('a', 'eth0'),
      '/c/results/net-a-b-eth0': entry('b', 'eth0'),
      '/c/results/misnamed': entry('a', 'eth1'),
    });
    expect((await cache.attachments('a', undefined)).map(({ ifName }) => ifName)).toEqual(['eth0']);
    expect(await cache.attachments('b', undefined)).toHaveLength(1);
  });

  test('that cannot be listed are reported with the reason', async () => {
    const { cache, store } = cacheOver();
    store.broken.set('/c/results', new FileError('/c/results', 'EACCES', 'open /c/results: permission denied'));
    expect((await rejectionOf(cache.attachments('', undefined))).message).toBe('open /c/results: permission denied');
  });
});
