import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ShellHost } from '../../../../../engine/host/shell-host.ts';
import { isRoot } from '../../../../host/machine.ts';
import { useScratch } from '../scratch.ts';
import { LocalResultStore } from '../../../../../engine/host/files/local-store.ts';
import type { ResultStore } from '../../../../../engine/libcni/operation/store.ts';
import { type ShellKind, shellKinds } from './shell-host.ts';

const { at, open } = useScratch();

/** Every way to the cache: through each shell, and as root on the local host without one. */
const ways: readonly { readonly name: string; readonly store: () => ResultStore }[] = [
  ...shellKinds.map((kind) => ({ name: kind.name, store: () => open(kind).store })),
  { name: 'this machine itself', store: () => new LocalResultStore() },
];

const everyByte = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256));
const sizes = [0, 1, 4096, 4097, 200_000];

// docs/security.md: S15
test.for(ways)('on $name a cached result is written whole, with mode 600, in directories of mode 700', async (way) => {
  const store = way.store();
  for (const size of sizes) {
    const file = at('a', 'b', `f${size}`);
    const bytes = Buffer.alloc(size, everyByte);
    for (const content of [Buffer.from('older'), bytes]) {
      await store.write(file, content);
      expect(readFileSync(file).equals(content)).toBe(true);
    }
    expect(Buffer.from((await store.read(file)) ?? []).equals(bytes)).toBe(true);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  }
  expect((statSync(at('a')).mode & 0o777).toString(8)).toBe('700');
  expect(readdirSync(at('a/b')).toSorted()).toEqual(sizes.map((size) => `f${size}`).toSorted());
  const list = await store.list(at('a/b'));
  expect(list.map((file) => [path.basename(file.path), file.bytes.length])).toEqual(
    [...sizes].toSorted((a, b) => (`f${a}` < `f${b}` ? -1 : 1)).map((size) => [`f${size}`, size]),
  );
});

test.for(shellKinds)(
  'on $name a write that is cut short leaves no half of a file: not where there was none, nor instead of the older',
  async (kind) => {
    const limited = (trap: string): ShellHost => {
      const shell: ShellKind = {
        name: kind.name,
        argv: ['/bin/sh', '-c', `${trap} ulimit -f 2; exec "$0" "$@"`, ...kind.argv],
      };
      return open(shell);
    };
    writeFileSync(at('old'), 'older');
    for (const name of ['old', 'new']) {
      const file = at(name);
      // The write fails half-way, and then the shell dies half-way.
      const refused = limited("trap '' XFSZ;").store.write(file, Buffer.alloc(4000, 'x'));
      await expect(refused).rejects.toMatchObject({ name: 'FileError', path: file });
      expect(readdirSync(at())).toEqual(['old']);
      const died = limited('').store.write(file, Buffer.alloc(4000, 'x'));
      await expect(died).rejects.toMatchObject({ code: 'connectionLost' });
      const left = readdirSync(at()).filter((entry) => entry !== 'old');
      expect([left.length, left[0]?.endsWith('.tmp')]).toEqual([1, true]);
      expect(readFileSync(at('old'), 'utf8')).toBe('older');
      for (const store of [open(kind).store, new LocalResultStore()]) {
        expect((await store.list(at())).map((entry) => path.basename(entry.path))).toEqual(['old']);
      }
      rmSync(at(left[0] ?? ''));
    }
  },
);

test.for(shellKinds)('on $name a full disk is reported as one, and leaves nothing behind', async (kind, context) => {
  if (!isRoot) {
    return context.skip('mounting a small file system needs root');
  }
  const small = 'mount -t tmpfs -o size=16k none "$0" && exec "$@"';
  const full = open({
    name: kind.name,
    argv: ['/usr/bin/unshare', '--mount', '/bin/sh', '-c', small, at(), ...kind.argv],
  });
  const file = at('result');
  await expect(full.store.write(file, Buffer.alloc(50_000, 'x'))).rejects.toMatchObject({
    message: `write ${file}: no space left on device`,
    code: 'ENOSPC',
  });
  expect(await full.store.list(at())).toEqual([]);
  await full.store.write(file, Buffer.from('fits'));
});

test.for(ways)('on $name what is not there is no error, and removing it neither', async (way) => {
  const store = way.store();
  expect(await store.read(at('none'))).toBeUndefined();
  expect(await store.read(at('no/where'))).toBeUndefined();
  expect(await store.list(at('none'))).toEqual([]);
  expect(await store.list(at())).toEqual([]);
  await store.remove(at('none'));
  await store.write(at('some'), Buffer.from('x'));
  await store.remove(at('some'));
  expect(existsSync(at('some'))).toBe(false);
});

test.for(ways)("on $name failures are worded as Go's", async (way) => {
  const store = way.store();
  writeFileSync(at('file'), 'x');
  mkdirSync(at('folder'));
  await expect(store.read(at('folder'))).rejects.toThrow(`read ${at('folder')}: is a directory`);
  await expect(store.read(at('file/below'))).rejects.toThrow(`open ${at('file/below')}: not a directory`);
  await expect(store.write(at('file/below'), Buffer.from('x'))).rejects.toThrow(/^mkdir .*\/file: not a directory$/);
  await expect(store.write('/proc/none/x', Buffer.from('x'))).rejects.toMatchObject({ name: 'FileError' });
  await expect(store.list(at('file'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test.for(shellKinds)(
  'on $name configuration files are listed by extension and name, links followed, directories left out',
  async (kind) => {
    const { configFiles } = open(kind);
    const names = [
      'b.conf',
      'a.conflist',
      'é.conf',
      'Z.conf',
      '.conf',
      '-n.conf',
      '$(touch x).conf',
      "it's.conf",
      'a.json',
      'readme',
      'x.conf.bak',
      'new\nline.conf',
      'back\\slash.conf',
    ];
    for (const name of names) {
      writeFileSync(at(name), name);
    }
    mkdirSync(at('dir.conf/deeper.conf'), { recursive: true });
    symlinkSync('b.conf', at('link.conf'));
    symlinkSync('/', at('root.conf'));
    symlinkSync('nowhere', at('broken.conf'));
    const long = `${'x'.repeat(200)}.conf`;
    writeFileSync(at(long), 'long');
    const list = await configFiles.readDir(at(), ['.conf', '.json']);
    expect(
      list.map((file) => [path.basename(file.path), Buffer.from(file.bytes).toString(), file.problem?.code]),
    ).toEqual([
      ['$(touch x).conf', '$(touch x).conf', undefined],
      ['-n.conf', '-n.conf', undefined],
      ['.conf', '.conf', undefined],
      ['Z.conf', 'Z.conf', undefined],
      ['a.json', 'a.json', undefined],
      ['b.conf', 'b.conf', undefined],
      ['back\\slash.conf', 'back\\slash.conf', undefined],
      ['broken.conf', '', 'ENOENT'],
      ["it's.conf", "it's.conf", undefined],
      ['link.conf', 'b.conf', undefined],
      ['new\nline.conf', 'new\nline.conf', undefined],
      [long, 'long', undefined],
      ['é.conf', 'é.conf', undefined],
    ]);
  },
);

test.for(shellKinds)(
  "on $name a configuration file that is missing is an error in Go's words, a missing directory is empty",
  async (kind) => {
    const { configFiles } = open(kind);
    const file = at('none');
    await expect(configFiles.readFile(file)).rejects.toMatchObject({
      code: 'ENOENT',
      path: file,
      message: `open ${file}: no such file or directory`,
    });
    expect(await configFiles.readDir(file, ['.conf'])).toEqual([]);
  },
);

test('a file that may not be read is listed with its problem', async (context) => {
  if (isRoot) {
    return context.skip('root may read everything');
  }
  writeFileSync(at('secret.conf'), 'x');
  chmodSync(at('secret.conf'), 0);
  const dash = shellKinds[0];
  if (dash === undefined) {
    return context.skip('no shell');
  }
  const [file] = await open(dash).configFiles.readDir(at(), ['.conf']);
  expect(file?.problem?.message).toBe(`open ${at('secret.conf')}: permission denied`);
});

test.for(ways.filter(({ name }) => ['dash', 'this machine itself'].includes(name)))(
  'on $name 10,000 cached results come at once, in the order of their names',
  async (way) => {
    const script =
      'i=0; while [ $i -lt 10000 ]; do i=$((i+1)); printf "{\\"n\\":$i}" >"$0/net-cnitool-0123456789abcdef0123-veth$i"; done';
    expect(spawnSync('/bin/sh', ['-c', script, at()]).status).toBe(0);
    const store = way.store();
    await store.read(at('none'));
    const began = performance.now();
    const list = await store.list(at());
    console.log(`10,000 cached results on ${way.name}: ${(performance.now() - began).toFixed(0)} ms`);
    expect(list).toHaveLength(10_000);
    const names = list.map((file) => path.basename(file.path));
    expect(names).toEqual(names.toSorted());
    expect(list.every((file) => file.path.endsWith(`veth${JSON.parse(Buffer.from(file.bytes).toString()).n}`))).toBe(
      true,
    );
  },
);
