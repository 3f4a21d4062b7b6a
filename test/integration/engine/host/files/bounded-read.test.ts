import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readBounded } from '../../../../../engine/host/files/bounded-read.ts';
import { LocalConfigFiles } from '../../../../../engine/host/files/local-files.ts';
import { LocalResultStore } from '../../../../../engine/host/files/local-store.ts';

let directory: string;
const at = (name: string): string => path.join(directory, name);
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'cni-read-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const makePipe = (name: string): string => {
  execFileSync('mkfifo', [at(name)]);
  return at(name);
};

describe('a regular file', () => {
  test.each([0, 1, 1000, 200_000])('of %i bytes is read whole', async (size) => {
    const bytes = Buffer.from(Array.from({ length: size }, (_, index) => index % 251));
    writeFileSync(at('a'), bytes);
    expect((await readBounded(at('a'))).equals(bytes)).toBe(true);
  });

  test('with the size 0 is read nevertheless', async () => {
    expect((await readBounded('/proc/self/status')).toString()).toContain('Pid:');
  });

  // docs/security.md: S6
  test('that is larger than the limit is not read', async () => {
    writeFileSync(at('a'), 'x');
    truncateSync(at('a'), 100 * 1024 ** 3);
    await expect(readBounded(at('a'), { limit: 4 })).rejects.toMatchObject({ code: 'EFBIG' });
    await expect(new LocalConfigFiles().readFile(at('a'))).rejects.toThrow(`read ${at('a')}: file too large`);
    await expect(new LocalResultStore().read(at('a'))).rejects.toThrow(`read ${at('a')}: file too large`);
  });

  test('is wanted: others are rejected, and a link where it must not be followed', async () => {
    symlinkSync('/etc/hostname', at('link'));
    const pipe = makePipe('pipe');
    const refused = { accept: 'regular' } as const;
    await expect(readBounded(pipe, refused)).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(readBounded('/dev/zero', refused)).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(readBounded(directory, refused)).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(readBounded(at('link'), { followLink: false })).rejects.toMatchObject({ code: 'ELOOP' });
  });
});

// docs/security.md: S6
describe('a pipe or device', () => {
  test('gives what its writer writes, however late', async () => {
    const pipe = makePipe('pipe');
    const writer = spawn('sh', ['-c', `sleep 0.1; { printf a; sleep 0.1; printf b; } >'${pipe}'`]);
    expect((await readBounded(pipe)).toString()).toBe('ab');
    writer.kill();
  });

  test('of a process substitution is read to its end, also when the writer is gone', () => {
    const reader = path.join(import.meta.dirname, '../../../../../engine/host/files/bounded-read.ts');
    const program = `import(${JSON.stringify(reader)}).then(async (m) => process.stdout.write(await m.readBounded(process.argv[1])))`;
    const script = '"$0" --disable-warning=MODULE_TYPELESS_PACKAGE_JSON -e "$1" <(printf text)';
    expect(execFileSync('bash', ['-c', script, process.execPath, program], { encoding: 'utf8' })).toBe('text');
  });

  test('without an end stops at the limit', async () => {
    await expect(readBounded('/dev/zero', { limit: 1_000_000 })).rejects.toMatchObject({ code: 'EFBIG' });
  });

  test('without a writer is read until the signal, both in the cache and in configurations', async () => {
    const pipe = makePipe('pipe');
    const stop = new AbortController();
    const reads = [
      readBounded(pipe, { signal: stop.signal }),
      new LocalResultStore().read(pipe, stop.signal),
      new LocalConfigFiles().readFile(pipe, stop.signal),
    ];
    const ended = Promise.allSettled(reads);
    stop.abort();
    expect((await ended).map((one) => one.status === 'rejected' && String(one.reason.name))).toEqual([
      'AbortError',
      'AbortError',
      'AbortError',
    ]);
  });
});
