import { expect, test } from 'vitest';
import type { ConfigFiles, StoredFile } from '../../../../engine/libcni/index.ts';
import {
  isSameConfiguration,
  loadCachedConfiguration,
  loadConfiguration,
} from '../../../../client/operations/configuration-text.ts';

const single = '{"cniVersion":"0.4.0","name":"myptp","type":"ptp"}';
const list = '{"cniVersion":"1.0.0","name":"web","plugins":[{"type":"bridge"},{"type":"portmap"}]}';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

class OneFile implements ConfigFiles {
  readonly #text: string;
  readonly #beside: Readonly<Record<string, string>>;

  constructor(text: string, beside: Readonly<Record<string, string>> = {}) {
    this.#text = text;
    this.#beside = beside;
  }

  readFile(): Promise<Uint8Array> {
    return Promise.resolve(encode(this.#text));
  }

  readDir(dir: string): Promise<readonly StoredFile[]> {
    const files = Object.entries(this.#beside).filter(([path]) => path.startsWith(`${dir}/`));
    return Promise.resolve(files.map(([path, text]) => ({ path, bytes: encode(text) })));
  }
}

test.each([
  ['/net.d/web.conflist', list, 2],
  ['/net.d/10-myptp.conf', single, 1],
  ['/net.d/10-myptp.json', single, 1],
  ['Untitled-1', list, 2],
  ['Untitled-1', single, 1],
])('%s is loaded as libcni would load it', async (path, text, plugins) => {
  expect((await loadConfiguration(new OneFile(text), path)).plugins).toHaveLength(plugins);
});

test('a list gets the plugins of the directory that is named like its network', async () => {
  const files = new OneFile(list, { '/net.d/web/10-tuning.conf': '{"type":"tuning"}' });
  const { plugins } = await loadConfiguration(files, '/net.d/web.conflist');
  expect(plugins.map(({ network }) => network.type)).toEqual(['bridge', 'portmap', 'tuning']);
});

test.each([
  ['/net.d/10-myptp.conflist', single, 'no plugin configs found'],
  ['/net.d/web.conf', list, /missing 'type'/],
  ['/net.d/web.conflist', '{"name": }', /invalid character/],
  ['Untitled-1', '{"name": }', /invalid character/],
])('%s is rejected with the error of libcni', async (path, text, reason) => {
  await expect(loadConfiguration(new OneFile(text), path)).rejects.toThrow(reason);
});

test('a cache file may hold a list or a single configuration', () => {
  expect(loadCachedConfiguration(encode(list)).name).toBe('web');
  expect(loadCachedConfiguration(encode(single)).name).toBe('myptp');
});

test('a cached list without plugins is rejected, because DEL of it would do nothing', () => {
  expect(() => loadCachedConfiguration(encode('{"cniVersion":"1.0.0","name":"web"}'))).toThrow(/has no plugins/);
});

test('configurations are compared without white space', () => {
  expect(isSameConfiguration(encode('{"a": 1}'), encode('{\n"a":1}'))).toBe(true);
  expect(isSameConfiguration(encode('{"a": 1}'), encode('{"a": 2}'))).toBe(false);
  expect(isSameConfiguration(encode('{"a'), encode('{"a'))).toBe(true);
});
