import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openArchive } from '../../../../engine/fleet/archive.ts';
import { copyPlugins } from '../../../../engine/fleet/plugin-archive.ts';

let directory: string;
const at = (name: string): string => path.join(directory, name);
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'cni-archive-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A header of a tar archive, with what is given in place of usual fields. */
function header(
  name: string,
  size: string | number,
  fields: { type?: string; mode?: string; checksum?: boolean } = {},
) {
  const { type = '0', mode = '0000755' } = fields;
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write(mode, 100);
  block.write(typeof size === 'number' ? size.toString(8).padStart(11, '0') : size, 124, 12);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\u000000', 257);
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0`,
    148,
  );
  return block;
}

const file = (name: string, body: Buffer, fields?: Parameters<typeof header>[2]): Buffer =>
  Buffer.concat([header(name, body.length, fields), body, Buffer.alloc((512 - (body.length % 512)) % 512)]);

const elf = (machine: number, length = 3000): Buffer => {
  const bytes = Buffer.alloc(length, 7);
  bytes.write('\u007FELF\u0002\u0001', 0, 'latin1');
  bytes.writeUInt16LE(machine, 18);
  return bytes;
};

function pack(...parts: readonly Buffer[]): string {
  writeFileSync(at('release.tgz'), gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)])));
  return at('release.tgz');
}

const copy = (source: string) => copyPlugins(source, at('plugins.tgz'));

// docs/security.md: S19
describe('of a release archive', () => {
  test('the executable files at its top are copied, byte for byte, and nothing else', async () => {
    const source = pack(
      file('./', Buffer.alloc(0), { type: '5' }),
      file('./README.md', Buffer.from('read me'), { mode: '0000644' }),
      file('./bridge', elf(62)),
      file('./docs/tool', elf(62)),
      file('/etc/passwd', elf(62)),
      file('../escape', elf(62)),
      file('link', Buffer.alloc(0), { type: '2' }),
      file('hard', Buffer.alloc(0), { type: '1' }),
      file('pipe', Buffer.alloc(0), { type: '6' }),
      file('host-local', elf(183, 512)),
      file('empty', Buffer.alloc(0)),
    );
    const { names, machine, size, sha256 } = await copy(source);
    expect({ names, machine }).toEqual({ names: ['bridge', 'host-local', 'empty'], machine: 62 });
    const packed = readFileSync(at('plugins.tgz'));
    expect({ size, sha256 }).toEqual({
      size: packed.length,
      sha256: createHash('sha256').update(packed).digest('hex'),
    });
    mkdirSync(at('out'));
    execFileSync('tar', ['-xzf', at('plugins.tgz'), '-C', at('out')]);
    expect(execFileSync('ls', ['-A', at('out')], { encoding: 'utf8' })).toBe('bridge\nempty\nhost-local\n');
    expect(readFileSync(at('out/bridge')).equals(elf(62))).toBe(true);
    expect(readFileSync(at('out/host-local')).equals(elf(183, 512))).toBe(true);
    expect(statSync(at('out/bridge')).mode & 0o7777).toBe(0o755);
  });

  test('as GNU tar writes it, those of another name by an extra header are left out', async () => {
    mkdirSync(at('content'));
    for (const name of ['bridge', 'x'.repeat(150), 'größe']) {
      writeFileSync(at(`content/${name}`), elf(62), { mode: 0o755 });
    }
    for (const format of ['gnu', 'pax']) {
      rmSync(at('plugins.tgz'), { force: true });
      const names = ['bridge', 'x'.repeat(150)];
      execFileSync('tar', [`--format=${format}`, '-czf', at('release.tgz'), '-C', at('content'), ...names]);
      expect((await copy(at('release.tgz'))).names).toEqual(['bridge']);
    }
  });
});

const pax = (text: string): Buffer => file('pax', Buffer.from(text), { type: 'x' });

describe('refused is', () => {
  test.each<[string, () => readonly Buffer[], RegExp]>([
    [
      'a negative size',
      () => [header('a', '-0000001000')],
      /is not a valid \.tgz archive: The archive has a file with an invalid size/,
    ],
    ['a size in base 256', () => [header('a', '\u0080\0\0\0\0\0\0\0\0\0\u0001')], /a file with an invalid size/],
    ['a file that is cut short', () => [header('a', 10_000)], /is not a valid \.tgz archive: the archive is truncated/],
    ['a file that claims gigabytes', () => [header('a', '77777777777')], /unpacks to more than 512 MiB/],
    ['a size in an extra header', () => [pax('18 size=1000000000\n'), file('a', elf(62))], /an unsupported format/],
    ['a sparse file', () => [pax('22 GNU.sparse.major=1\n'), file('a', elf(62))], /an unsupported format/],
    ['a long extra header', () => [file('x', Buffer.alloc(100_000), { type: 'L' })], /a file name that is too long/],
    ['the same name twice', () => [file('a', elf(62)), file('./a', elf(62))], /has two files named a/],
    [
      'a name with control characters',
      () => [file('a\u001B[2J', elf(62))],
      /has a file with the invalid name "a\\u001b\[2J"/,
    ],
    [
      'more than 1000 files',
      () => Array.from({ length: 1001 }, (_, index) => header(`d${index}/`, 0)),
      /more than 1000/,
    ],
  ])('%s', async (_, parts, said) => {
    await expect(copy(pack(...parts()))).rejects.toThrow(said);
  });

  test.each([
    ['one file', () => [header('bridge', 3 * 1024 ** 3)], 3072],
    ['many', () => Array.from({ length: 6 }, () => header('text', 512 * 1024 ** 2, { mode: '0000644' })), 512],
  ])('what unpacks to gigabytes in %s, before much of it is unpacked', async (_, headers, megabytes) => {
    // A .gz may have several members.
    const zeros = gzipSync(Buffer.alloc(1024 * 1024), { level: 9 });
    const body = Array.from({ length: megabytes }, () => zeros);
    writeFileSync(at('release.tgz'), Buffer.concat(headers().flatMap((one) => [gzipSync(one), ...body])));
    expect(statSync(at('release.tgz')).size).toBeLessThan(4_000_000);
    await expect(copy(at('release.tgz'))).rejects.toThrow(
      'The archive unpacks to more than 512 MiB. Nothing was installed.',
    );
    expect(statSync(at('plugins.tgz')).size).toBeLessThan(1000);
  });

  test('anything but a regular file, and leaves nothing here', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const sha256 = '0'.repeat(64);
    await expect(openArchive(at('pipe'), { sha256 })).rejects.toThrow('pipe is not a regular file.');
    await expect(openArchive('/dev/zero', { sha256 })).rejects.toThrow('/dev/zero is not a regular file.');
    const source = pack(file('a', elf(62)));
    execFileSync('mkfifo', [`${source}.sha256`]);
    await expect(openArchive(source)).rejects.toThrow(/cannot be verified, because .* does not exist/);
    copyFileSync(source, at('good.tgz'));
    const opened = await openArchive(at('good.tgz'), {
      sha256: createHash('sha256').update(readFileSync(source)).digest('hex'),
    });
    expect([opened.plugins.names, existsSync(opened.plugins.path)]).toEqual([['a'], true]);
    await opened.dispose();
    expect([existsSync(opened.plugins.path), existsSync(at('good.tgz'))]).toEqual([false, true]);
  });
});
