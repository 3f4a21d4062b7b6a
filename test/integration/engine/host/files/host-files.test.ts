import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { expect, test } from 'vitest';
import type { Command, CommandOutcome, Host } from '../../../../../engine/host/host.ts';
import { HostFiles } from '../../../../../engine/host/files/host-files.ts';
import { isRoot } from '../../../../host/machine.ts';
import { useScratch } from '../scratch.ts';
import { type ShellKind, shellKinds } from '../shell/shell-host.ts';

const either = { create: true, overwrite: true };

const { at, open } = useScratch();
const permissions = (file: string): string => (statSync(file).mode & 0o7777).toString(8);

test.for(shellKinds)(
  'on $name what is written is read again, byte for byte, whatever its size and name',
  async (kind) => {
    const files = new HostFiles(open(kind));
    const everyByte = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256));
    for (const size of [0, 1, 4096, 4097, 200_000]) {
      const file = at(`-n "${size}'\n`);
      const bytes = Buffer.alloc(size, everyByte);
      const written = await files.write(file, bytes, either);
      expect(readFileSync(file).equals(bytes)).toBe(true);
      const read = await files.read(file);
      expect(Buffer.from(read.bytes).equals(bytes)).toBe(true);
      expect(read.stat).toEqual(written);
      expect(written).toMatchObject({ kind: 'file', isLink: false, size, mode: 0o644 });
      expect(written.modifiedAt).toBe(Math.floor(statSync(file).mtimeMs));
    }
    expect(readdirSync(at())).toHaveLength(5);
  },
);

// docs/security.md: S14
test.for(shellKinds)('on $name a file keeps its mode and owner, a link stays a link', async (kind) => {
  const files = new HostFiles(open(kind));
  mkdirSync(at('real'));
  writeFileSync(at('real', 'a.conflist'), 'old');
  chmodSync(at('real', 'a.conflist'), 0o640);
  if (isRoot) {
    chownSync(at('real', 'a.conflist'), 1234, 4321);
  }
  symlinkSync('real/a.conflist', at('link.conflist'));
  const { version } = await files.stat(at('link.conflist'));
  const written = await files.write(at('link.conflist'), Buffer.from('new'), { ...either, onlyVersion: version });
  expect(written).toMatchObject({ isLink: true, size: 3, mode: 0o640 });
  expect(written.owner.startsWith('1234:')).toBe(isRoot);
  expect(lstatSync(at('link.conflist')).isSymbolicLink()).toBe(true);
  expect(readFileSync(at('real', 'a.conflist'), 'utf8')).toBe('new');
  expect([permissions(at('real', 'a.conflist')), readdirSync(at('real'))]).toEqual(['640', ['a.conflist']]);
});

// docs/security.md: S14
test.for(shellKinds)('on $name a file that somebody else changed is not overwritten', async (kind) => {
  const files = new HostFiles(open(kind));
  const file = at('a.conf');
  writeFileSync(file, 'old');
  const { version } = await files.stat(file);
  writeFileSync(file, 'its');
  const write = files.write(file, Buffer.from('our'), { ...either, onlyVersion: version });
  await expect(write).rejects.toMatchObject({ code: 'fileChanged', message: expect.stringContaining(file) });
  rmSync(file);
  await expect(files.write(file, Buffer.from('our'), { ...either, onlyVersion: version })).rejects.toMatchObject({
    code: 'fileChanged',
  });
  expect(readdirSync(at())).toEqual([]);
});

test.for(shellKinds)('on $name a write that fails half-way leaves the old file and nothing beside it', async (kind) => {
  const limited: ShellKind = {
    name: kind.name,
    argv: ['/bin/sh', '-c', `trap '' XFSZ; ulimit -f 2; exec "$0" "$@"`, ...kind.argv],
  };
  const files = new HostFiles(open(limited));
  writeFileSync(at('old'), 'older');
  for (const name of ['old', 'new']) {
    await expect(files.write(at(name), Buffer.alloc(4000, 'x'), either)).rejects.toMatchObject({
      code: 'EFBIG',
      path: at(name),
    });
    expect(readdirSync(at())).toEqual(['old']);
  }
  expect(readFileSync(at('old'), 'utf8')).toBe('older');
});

test.for(shellKinds)('on $name a link that leads nowhere is told as the system tells it', async (kind) => {
  const files = new HostFiles(open(kind));
  symlinkSync('nowhere/at/all', at('dangling'));
  symlinkSync('circle', at('circle'));
  for (const [name, code] of [
    ['dangling', 'ENOENT'],
    ['circle', 'ELOOP'],
  ] as const) {
    await expect(files.write(at(name), Buffer.from('x'), either)).rejects.toMatchObject({ code, path: at(name) });
  }
});

test.for(shellKinds)('on $name a directory is listed with what each name is', async (kind) => {
  const files = new HostFiles(open(kind));
  writeFileSync(at('.hidden'), '');
  writeFileSync(at('new\nline'), '');
  mkdirSync(at('folder'));
  symlinkSync('folder', at('to-folder'));
  symlinkSync('nowhere', at('to-nowhere'));
  expect(await files.list(at())).toEqual([
    { name: '.hidden', kind: 'file', isLink: false },
    { name: 'folder', kind: 'directory', isLink: false },
    { name: 'new\nline', kind: 'file', isLink: false },
    { name: 'to-folder', kind: 'directory', isLink: true },
    { name: 'to-nowhere', kind: 'other', isLink: true },
  ]);
  expect(await files.list(at('folder'))).toEqual([]);
});

test.for(shellKinds)('on $name directories are made, files renamed and removed', async (kind) => {
  const files = new HostFiles(open(kind));
  await files.createDirectory(at('d'));
  await files.write(at('d', 'deep', 'er', 'a'), Buffer.from('a'), { ...either, makeDirectories: true });
  expect(permissions(at('d', 'deep'))).toBe('755');
  await files.rename(at('d', 'deep', 'er', 'a'), at('-b'), false);
  writeFileSync(at('c'), 'c');
  await expect(files.rename(at('-b'), at('c'), false)).rejects.toMatchObject({ code: 'EEXIST' });
  await files.rename(at('-b'), at('c'), true);
  expect(readFileSync(at('c'), 'utf8')).toBe('a');
  await expect(files.rename(at('c'), at('d'), true)).rejects.toMatchObject({ code: 'EISDIR' });
  await expect(files.remove(at('d'), false)).rejects.toMatchObject({ code: 'ENOTEMPTY' });
  await files.remove(at('d', 'deep', 'er'), false);
  symlinkSync('d', at('link'));
  await files.remove(at('link'), true);
  expect(existsSync(at('d', 'deep'))).toBe(true);
  await files.remove(at('d'), true);
  await files.remove(at('c'), false);
  expect(readdirSync(at())).toEqual([]);
});

test.for(shellKinds)(
  "on $name failures are worded as Go's, with the errno name that the editor needs",
  async (kind) => {
    const files = new HostFiles(open(kind));
    writeFileSync(at('file'), 'x');
    mkdirSync(at('folder'));
    execFileSync('mkfifo', [at('pipe')]);
    const bytes = Buffer.from('x');
    const refusals: readonly (readonly [() => Promise<unknown>, string])[] = [
      [() => files.stat(at('none')), `stat ${at('none')}: no such file or directory`],
      [() => files.read(at('none')), `open ${at('none')}: no such file or directory`],
      [() => files.read(at('folder')), `open ${at('folder')}: is a directory`],
      [() => files.read(at('pipe')), `open ${at('pipe')}: invalid argument`],
      [() => files.write(at('pipe'), bytes, either), `open ${at('pipe')}: invalid argument`],
      [() => files.read(at('file', 'below')), `open ${at('file', 'below')}: not a directory`],
      [() => files.list(at('none')), `open ${at('none')}: no such file or directory`],
      [() => files.list(at('file')), `open ${at('file')}: not a directory`],
      [() => files.write(at('folder'), bytes, either), `open ${at('folder')}: is a directory`],
      [() => files.write(at('none', 'x'), bytes, either), `open ${at('none', 'x')}: no such file or directory`],
      [
        () => files.write(at('x'), bytes, { create: false, overwrite: true }),
        `open ${at('x')}: no such file or directory`,
      ],
      [() => files.write(at('file'), bytes, { create: true, overwrite: false }), `open ${at('file')}: file exists`],
      [() => files.createDirectory(at('file')), `mkdir ${at('file')}: file exists`],
      [() => files.remove(at('none'), false), `remove ${at('none')}: no such file or directory`],
      [() => files.rename(at('none'), at('x'), false), `rename ${at('none')}: no such file or directory`],
    ];
    for (const [refuse, message] of refusals) {
      await expect(refuse()).rejects.toMatchObject({ name: 'FileError', message });
    }
    expect(readFileSync(at('file'), 'utf8')).toBe('x');
  },
);

test.for(shellKinds)('on $name each call is one round trip', async (kind) => {
  const host = open(kind);
  let trips = 0;
  const counted: Pick<Host, 'run' | 'label' | 'spec'> = {
    label: host.label,
    spec: host.spec,
    run: (command: Command, options?: { readonly signal?: AbortSignal }): Promise<CommandOutcome> => {
      trips += 1;
      return host.run(command, options);
    },
  };
  const files = new HostFiles(counted);
  await files.write(at('a'), Buffer.from('a'), either);
  await files.read(at('a'));
  await files.list(at());
  await files.rename(at('a'), at('b'), false);
  await files.remove(at('b'), false);
  expect(trips).toBe(5);
});

test('after a lost connection the error has the remedy to check the file', async () => {
  const kind = shellKinds[0];
  if (kind === undefined) {
    throw new Error('no shell on this machine');
  }
  const cut: Pick<Host, 'run' | 'label' | 'spec'> = {
    label: 'far',
    spec: { kind: 'ssh', destination: 'far' },
    run: () => Promise.resolve({ kind: 'unknown', reason: 'The connection to far was lost while the command ran.' }),
  };
  await expect(new HostFiles(cut).write('/a', Buffer.from('a'), either)).rejects.toMatchObject({
    code: 'connectionLost',
    remedy: 'Check /a before you try again.',
  });
});
