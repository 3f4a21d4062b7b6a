import { describe, expect, test } from 'vitest';
import {
  configProblemOf,
  isNoConfigsFoundError,
  isNotFoundError,
} from '../../../../../engine/libcni/conf/conf-errors.ts';
import {
  confFromFile,
  loadConf,
  loadNetworkConf,
  networkConfFromFile,
} from '../../../../../engine/libcni/conf/conf-files.ts';
import { isCNIError } from '../../../../../engine/libcni/errors.ts';
import { FileError } from '../../../../../engine/libcni/operation/store.ts';
import { MemoryStore } from '../memory-store.ts';
import { rejectionOf } from '../message-of.ts';

const list = (name: string, type: string) => `{"name":"${name}","cniVersion":"1.0.0","plugins":[{"type":"${type}"}]}`;
const typesOf = (conf: { readonly plugins: readonly { readonly network: { readonly type: string } }[] }) =>
  conf.plugins.map((plugin) => plugin.network.type);

describe('loading by name', () => {
  test('loads the first list with that name in the order of file names', async () => {
    const files = new MemoryStore({
      '/d/20.conflist': list('n', 'second'),
      '/d/10.conflist': list('n', 'first'),
      '/d/00.conf': '{"name":"n","type":"single"}',
    });
    expect(typesOf(await loadNetworkConf(files, '/d', 'n'))).toEqual(['first']);
  });

  test('loads a single configuration from .conf or .json if no list matches', async () => {
    const files = new MemoryStore({
      '/d/10.conflist': list('other', 'a'),
      '/d/20.json': '{"name":"n","type":"json"}',
      '/d/30.conf': '{"name":"n","type":"conf"}',
    });
    expect(typesOf(await loadNetworkConf(files, '/d', 'n'))).toEqual(['json']);
  });

  test('adds the plugins in the directory of that name, in order', async () => {
    const files = new MemoryStore({
      '/d/n.conflist': list('n', 'inline'),
      '/d/n/20-b.conf': '{"type":"b"}',
      '/d/n/10-a.conf': '{"type":"a"}',
      '/d/n/30-c.json': '{"type":"c"}',
    });
    expect(typesOf(await loadNetworkConf(files, '/d', 'n'))).toEqual(['inline', 'a', 'b']);
  });

  test('adds none if the list has loadOnlyInlinedPlugins', async () => {
    const files = new MemoryStore({
      '/d/n.conflist': '{"name":"n","loadOnlyInlinedPlugins":true,"plugins":[{"type":"inline"}]}',
      '/d/n/10-a.conf': '{"type":"a"}',
    });
    expect(typesOf(await loadNetworkConf(files, '/d', 'n'))).toEqual(['inline']);
  });

  test('is stopped by a file before the match that is none', async () => {
    const files = new MemoryStore({ '/d/1.conflist': '{', '/d/2.conflist': list('n', 'a') });
    expect((await rejectionOf(loadNetworkConf(files, '/d', 'n'))).message).toBe(
      'error parsing configuration list: unexpected end of JSON input',
    );
  });

  test('is stopped by a list without any plugin, even of another name', async () => {
    const files = new MemoryStore({ '/d/1.conflist': '{"name":"other"}', '/d/2.conflist': list('n', 'a') });
    expect((await rejectionOf(loadNetworkConf(files, '/d', 'n'))).message).toBe('no plugin configs found');
  });
});

describe('what is not there', () => {
  test('an empty or missing directory has no configurations', async () => {
    const error = await rejectionOf(loadNetworkConf(new MemoryStore(), '/d', 'n'));
    expect(isNoConfigsFoundError(error) && error.dir).toBe('/d');
    expect(error.message).toBe('no net configurations found in /d');
  });

  test.each([
    ['lists only', { '/d/1.conflist': list('other', 'a') }],
    ['single ones only', { '/d/1.conf': '{"name":"other","type":"a"}' }],
  ])('with %s of other names the name is not found', async (_what, files) => {
    const error = await rejectionOf(loadNetworkConf(new MemoryStore(files), '/d', 'n"'));
    expect(isNotFoundError(error) && error.networkName).toBe('n"');
    expect(error.message).toBe('no net configuration with name "n"" in /d');
  });

  test('lists alone are nothing for the single form', async () => {
    const files = new MemoryStore({ '/d/1.conflist': list('n', 'a') });
    expect(isNoConfigsFoundError(await rejectionOf(loadConf(files, '/d', 'n')))).toBe(true);
  });
});

const denied = (path: string) => new FileError(path, 'EACCES', `open ${path}: permission denied`);

describe('what cannot be read', () => {
  test('a directory gives the bare error', async () => {
    const files = new MemoryStore();
    files.broken.set('/d', denied('/d'));
    expect((await rejectionOf(loadNetworkConf(files, '/d', 'n'))).message).toBe('open /d: permission denied');
  });

  test('a file is named', async () => {
    const files = new MemoryStore({ '/d/1.conf': '{}' });
    files.broken.set('/d/1.conf', denied('/d/1.conf'));
    const error = await rejectionOf(confFromFile(files, '/d/1.conf'));
    expect(isCNIError(error)).toBe(true);
    expect(error.message).toBe('error reading /d/1.conf: open /d/1.conf: permission denied');
  });

  test('a file in the directory matters only when its turn comes', async () => {
    const files = new MemoryStore({ '/d/1.conflist': list('n', 'a'), '/d/2.conflist': list('other', 'a') });
    files.broken.set('/d/2.conflist', denied('/d/2.conflist'));
    expect(typesOf(await loadNetworkConf(files, '/d', 'n'))).toEqual(['a']);
    const error = await rejectionOf(loadNetworkConf(files, '/d', 'other'));
    expect(error.message).toBe('error reading /d/2.conflist: open /d/2.conflist: permission denied');
    expect(configProblemOf(error)).toBeUndefined();
  });

  test('a directory of plugins is named', async () => {
    const files = new MemoryStore({ '/d/n.conflist': list('n', 'a') });
    files.broken.set('/d/n', denied('/d/n'));
    expect((await rejectionOf(networkConfFromFile(files, '/d/n.conflist'))).message).toBe(
      'failed to read plugin config files in /d/n: open /d/n: permission denied',
    );
  });
});

const problemOf = async (files: Readonly<Record<string, string>>) =>
  configProblemOf(await rejectionOf(loadNetworkConf(new MemoryStore(files), '/d', 'n')));

describe('the file that is wrong', () => {
  test('has line and column if it is not JSON, though libcni’s text has neither', async () => {
    expect(await problemOf({ '/d/1.conflist': '{\n  "name": "é😀" x\n}' })).toEqual({
      file: '/d/1.conflist',
      line: 2,
      column: 17,
    });
    expect(await problemOf({ '/d/1.conf': '{"a":' })).toEqual({ file: '/d/1.conf', line: 1, column: 6 });
  });

  test('is known without a place when it is JSON', async () => {
    expect(await problemOf({ '/d/1.json': '{}' })).toEqual({ file: '/d/1.json' });
    expect(await problemOf({ '/d/1.conflist': '{"name":"n"}' })).toEqual({ file: '/d/1.conflist' });
  });

  test('may be one of the separate plugins of a list', async () => {
    expect(await problemOf({ '/d/n.conflist': list('n', 'a'), '/d/n/x.conf': '{}' })).toEqual({ file: '/d/n/x.conf' });
  });

  test('is none when the network is not found', async () => {
    expect(await problemOf({})).toBeUndefined();
  });
});
