import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readTar } from '../../../../../engine/host/files/tar.ts';

/** Ways to write archives; the reader gets several of them in sequence. */
const writers: readonly (readonly [string, readonly string[]])[] = [
  ['GNU tar', ['tar', '-cf', '-', '-h']],
  ['GNU tar, pax', ['tar', '--format=pax', '-cf', '-', '-h']],
  ['GNU tar, ustar', ['tar', '--format=ustar', '-cf', '-', '-h']],
  ['busybox', ['/bin/busybox', 'tar', '-cf', '-', '-h']],
];

test.for(writers)(
  'reads what %s writes: long names, links to one file, empty and odd-sized files',
  ([name, argv], context) => {
    const [program = '', ...args] = argv;
    if (program.startsWith('/') && !existsSync(program)) {
      return context.skip(`there is no ${program}`);
    }
    const directory = mkdtempSync(path.join(tmpdir(), 'cni-tar-'));
    const long = name.endsWith('ustar') ? 'l'.repeat(90) : 'l'.repeat(250);
    const contents = {
      empty: '',
      small: 'x',
      block: 'y'.repeat(512),
      more: 'z'.repeat(513),
      [long]: 'long',
      'ü ñ': 'name',
    };
    for (const [file, content] of Object.entries(contents)) {
      writeFileSync(path.join(directory, file), content);
    }
    symlinkSync(long, path.join(directory, 'link'));
    const names = [...Object.keys(contents), 'link'];
    const archives = [names.slice(0, 2), names.slice(2)].map(
      (some) => spawnSync(program, [...args, ...some.map((file) => `./${file}`)], { cwd: directory }).stdout,
    );
    rmSync(directory, { recursive: true });
    expect(
      Object.fromEntries(
        readTar(Buffer.concat(archives)).map((entry) => [entry.name, Buffer.from(entry.bytes).toString()]),
      ),
    ).toEqual(
      Object.fromEntries(
        [...Object.entries(contents), ['link', 'long']].map(([file, content]) => [`./${file}`, content]),
      ),
    );
  },
);

test('an archive that is cut short is an error, an empty one is not', () => {
  expect(readTar(Buffer.alloc(0))).toEqual([]);
  expect(readTar(Buffer.alloc(10_240))).toEqual([]);
  const header = Buffer.alloc(512);
  header.write('file');
  header.write('00000001000', 124);
  header.write('0', 156);
  expect(() => readTar(header)).toThrow('The archive ends within a file of 512 bytes.');
});
