import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { array, assert, asyncProperty, constantFrom, oneof, string, uint8Array } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShellHost } from '../../../../../engine/host/shell-host.ts';
import { shellHost, shellKinds } from './shell-host.ts';

/** Text that shells like to make something of, mixed with any other. */
const trickyText = array(
  oneof(
    constantFrom(
      "'",
      '"',
      '\\',
      '$(touch owned)',
      '`touch owned`',
      '\n',
      '*',
      '~',
      '!',
      '&',
      ';',
      '${IFS}',
      '#',
      '-n',
      '%s',
      '\r',
      ' ',
    ),
    string({ unit: 'binary' }),
  ),
  { maxLength: 8 },
).map((parts) => parts.join('').replaceAll('\0', ''));

const anyBytes = oneof(
  uint8Array({ maxLength: 300 }),
  trickyText.map((text) => Buffer.from(text)),
  // 0x81 to 0x8f are what dash uses inside for its own marks.
  array(constantFrom(0, 0x27, 0x5c, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0xff, 0x25), {
    maxLength: 40,
  }).map((bytes) => Uint8Array.from(bytes)),
);

/** Prints its arguments and $PROBE, each after a NUL, and then its stdin. */
const echo = [
  'const { argv, env } = process;',
  "process.stdout.write([...argv.slice(1), env.PROBE].map((word) => word + '\\0').join(''));",
  'process.stdin.pipe(process.stdout);',
].join('');

describe.each(shellKinds)('through $name', (kind) => {
  let host: ShellHost;
  let directory: string;

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'cni-quoting-'));
    host = shellHost(kind);
    await host.run({ argv: ['cd', directory] });
  });

  afterAll(async () => {
    await host.dispose();
    rmSync(directory, { recursive: true });
  });

  // docs/security.md: S4
  test('a built-in gets any argument byte for byte, and nothing in it is executed', async () => {
    await assert(
      asyncProperty(array(trickyText, { maxLength: 5 }), trickyText, async (args, probe) => {
        const outcome = await host.run({ argv: ['printf', '%s\\0', ...args, 'end'], env: { PROBE: probe } });
        expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
        expect(outcome.kind === 'exited' && Buffer.from(outcome.stdout)).toEqual(
          Buffer.from([...args, 'end', ''].join('\0')),
        );
      }),
      { numRuns: 400 },
    );
    expect(readdirSync(directory)).toEqual([]);
  });

  test('a program gets its arguments, a variable and its input byte for byte, NUL and invalid UTF-8 included', async () => {
    await assert(
      asyncProperty(trickyText, trickyText, anyBytes, async (argument, probe, stdin) => {
        // Node decodes argv as UTF-8, so an unpaired surrogate is left out here.
        const words = [argument, probe].map((word) => Buffer.from(word).toString());
        const outcome = await host.run({
          argv: [process.execPath, '-e', echo, '--', words[0] ?? ''],
          env: { PROBE: words[1] ?? '' },
          stdin,
        });
        expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
        expect(outcome.kind === 'exited' && Buffer.from(outcome.stdout)).toEqual(
          Buffer.concat([Buffer.from(words.map((word) => `${word}\0`).join('')), stdin]),
        );
      }),
      { numRuns: 12 },
    );
    expect(readdirSync(directory)).toEqual([]);
  });

  test('cat gives back any input byte for byte', async () => {
    await assert(
      asyncProperty(anyBytes, async (stdin) => {
        const outcome = await host.run({ argv: ['cat'], stdin });
        expect(outcome.kind === 'exited' && Buffer.from(outcome.stdout)).toEqual(Buffer.from(stdin));
      }),
      { numRuns: 150 },
    );
  });

  test.each([4095, 4096, 4097, 65_536, 200_000, 1_000_000])('%d bytes of input arrive, and come back', async (size) => {
    const stdin = Buffer.alloc(size, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
    const outcome = await host.run({ argv: ['cat'], stdin });
    expect(outcome.kind === 'exited' && Buffer.compare(Buffer.from(outcome.stdout), stdin)).toBe(0);
  });
});

test.for(shellKinds)('through $name a name that no shell can assign is refused before anything runs', async (kind) => {
  const host = shellHost(kind);
  await expect(host.run({ argv: [':'], env: { 'a b': '' } })).rejects.toThrow(TypeError);
  await expect(host.run({ argv: ['printf', 'a\0b'] })).rejects.toThrow('cannot hold a NUL');
  expect(await host.run({ argv: ['true'] })).toMatchObject({ kind: 'exited', exitCode: 0 });
  await host.dispose();
});
