import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadNetworkConf } from '../../../../engine/libcni/conf/conf-files.ts';
import type { ConfigFiles } from '../../../../engine/libcni/operation/store.ts';
import { runtimeViews } from '../../../../language/runtimes/all.ts';
import { byteOrder } from '../../../../language/runtimes/load-file.ts';
import type { DirectoryFile } from '../../../../language/runtimes/view.ts';

const directory = '/etc/cni/net.d';
const list = (name: string): string => JSON.stringify({ cniVersion: '1.0.0', name, plugins: [{ type: 'loopback' }] });
const single = (name: string): string => JSON.stringify({ cniVersion: '0.4.0', name, type: 'loopback' });
const broken = '{"cniVersion":"1.0.0","name":"x","plugins":[]}';

function filesOf(texts: Readonly<Record<string, string>>): DirectoryFile[] {
  return Object.entries(texts).map(([name, text]) => ({ name, text }));
}

function view(runtime: string, texts: Readonly<Record<string, string>>) {
  const found = runtimeViews(filesOf(texts), directory).find((one) => one.runtime.startsWith(runtime));
  if (found === undefined) {
    throw new Error(`no runtime ${runtime}`);
  }
  return found;
}

function outcomes(runtime: string, texts: Readonly<Record<string, string>>): string[] {
  return view(runtime, texts).files.map(({ file, outcome }) => `${file}: ${outcome}`);
}

describe('files', () => {
  it('are in byte order: 10- before 2-, upper case before lower case', () => {
    const names = ['a.conf', '2-a.conf', '10-a.conf', 'B.conf', '\u{1F600}.conf', '\uFFFD.conf'];
    expect(names.toSorted(byteOrder)).toEqual([
      '10-a.conf',
      '2-a.conf',
      'B.conf',
      'a.conf',
      '\uFFFD.conf',
      '\u{1F600}.conf',
    ]);
  });
});

describe('containerd', () => {
  it('takes the first file and reaches no other', () => {
    const texts = { '20-flannel.conflist': list('cbr0'), '10-containerd-net.conflist': list('net') };
    expect(outcomes('containerd', texts)).toEqual([
      '10-containerd-net.conflist: default',
      '20-flannel.conflist: unreached',
    ]);
  });

  it('does not try the next file if the first one is invalid, and quotes the error of containerd', () => {
    const { files, verdict } = view('containerd', { '10-a.conflist': broken, '20-b.conflist': list('b') });
    expect(files.map(({ outcome }) => outcome)).toEqual(['breaks', 'unreached']);
    expect(files[0]?.report).toBe(
      'cni config load failed: failed to load CNI config list file /etc/cni/net.d/10-a.conflist: ' +
        'error parsing configuration list: no plugins in list: invalid cni config: failed to load cni config',
    );
    expect(verdict).toContain('until 10-a.conflist is fixed');
  });
});

describe('CRI-O', () => {
  it('skips what is invalid and ignores a second file of the same name', () => {
    const texts = { '10-a.conflist': broken, '20-b.conf': single('b'), '30-b.conflist': list('b'), 'c.txt': '' };
    expect(outcomes('CRI-O', texts)).toEqual([
      '10-a.conflist: skipped',
      '20-b.conf: default',
      '30-b.conflist: ignored',
      'c.txt: unread',
    ]);
    expect(view('CRI-O', texts).files[2]?.report).toBe(
      'Ignored CNI network b (type=loopback) at /etc/cni/net.d/30-b.conflist because already exists',
    );
  });

  it('names a network without name as its file', () => {
    expect(view('CRI-O', { '10-a.conf': '{"type":"loopback"}' }).files[0]?.network).toBe('10-a.conf');
  });
});

describe('nerdctl', () => {
  it('breaks on a single plugin configuration, which it reads as a list', () => {
    const texts = { '10-a.conflist': list('a'), '20-b.conf': '{"type":"loopback"}', 'default/c.conflist': list('c') };
    expect(outcomes('nerdctl', texts)).toEqual([
      '10-a.conflist: unreached',
      '20-b.conf: breaks',
      'default/c.conflist: unreached',
    ]);
    expect(view('nerdctl', texts).files[1]?.report).toBe('error parsing configuration list: no name');
  });

  it('uses the last file of a name', () => {
    expect(outcomes('nerdctl', { 'a.conflist': list('bridge'), 'b.conflist': list('bridge') })).toEqual([
      'a.conflist: ignored',
      'b.conflist: default',
    ]);
  });
});

describe('Podman', () => {
  it('reads lists only, and has the one called podman as default', () => {
    const texts = { '10-a.conf': single('a'), '87-podman.conflist': list('podman'), '90-x.conflist': list('p q') };
    expect(outcomes('Podman', texts)).toEqual([
      '10-a.conf: unread',
      '87-podman.conflist: default',
      '90-x.conflist: skipped',
    ]);
  });
});

describe('Nomad', () => {
  it('stops at the first file that does not load', () => {
    const texts = { '10-a.conflist': list('a'), '20-b.json': list('b'), '30-c.conflist': list('c') };
    expect(outcomes('Nomad', texts)).toEqual([
      '10-a.conflist: loaded',
      '20-b.json: breaks',
      '30-c.conflist: unreached',
    ]);
    expect(view('Nomad', texts).files[1]?.report).toBe(
      "failed to load CNI config file /etc/cni/net.d/20-b.json: error parsing configuration: missing 'type'",
    );
  });
});

describe('libcni', () => {
  it('looks through the lists before the single files', () => {
    const texts = { '10-a.conf': single('a'), '20-a.conflist': list('a'), '30-b.json': single('b') };
    expect(outcomes('libcni', texts)).toEqual(['10-a.conf: ignored', '20-a.conflist: loaded', '30-b.json: loaded']);
  });

  it('adds plugins of the directory that is called as the network', () => {
    const texts = { '10-a.conflist': '{"cniVersion":"1.0.0","name":"a"}', 'a/1.conf': '{"type":"loopback"}' };
    expect(outcomes('libcni', texts)).toEqual(['10-a.conflist: loaded']);
    expect(outcomes('libcni', { ...texts, 'a/2.conf': '{' })).toEqual(['10-a.conflist: breaks']);
  });

  it('finds exactly the networks that our loadNetworkConf, which agrees with Go, finds in the same directory', async () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const text = fc.oneof(names.map(list), names.map(single), fc.constant(broken), fc.constant('{'));
    const file = fc.tuple(
      fc.constantFrom('1', '2', '3', 'a/4'),
      fc.constantFrom('.conf', '.conflist', '.json', '.txt'),
      text,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(file, { maxLength: 6 }), async (made) => {
        const texts = Object.fromEntries(made.map(([stem, extension, content]) => [stem + extension, content]));
        const seen = view('libcni', texts).files.filter(({ outcome }) => outcome === 'loaded');
        for (const name of ['a', 'b', 'c']) {
          const found = await loadNetworkConf(memory(texts), directory, name).then(
            ({ plugins }) => plugins.length,
            () => undefined,
          );
          expect(seen.some(({ network }) => network === name)).toBe(found !== undefined);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function memory(texts: Readonly<Record<string, string>>): ConfigFiles {
  const paths = new Map(Object.entries(texts).map(([name, text]) => [`${directory}/${name}`, text]));
  return {
    readFile: (path) => Promise.resolve(new TextEncoder().encode(paths.get(path))),
    readDir: (dir, extensions) =>
      Promise.resolve(
        [...paths]
          .filter(
            ([path]) => path.slice(0, path.lastIndexOf('/')) === dir && extensions.some((end) => path.endsWith(end)),
          )
          .map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }))
          .toSorted((a, b) => byteOrder(a.path, b.path)),
      ),
  };
}

it('what each runtime reports about an empty directory is the result', () => {
  const verdicts = runtimeViews([], directory).map(({ verdict }) => verdict);
  expect(verdicts.join(' ')).toContain('no net configurations found in /etc/cni/net.d');
});
