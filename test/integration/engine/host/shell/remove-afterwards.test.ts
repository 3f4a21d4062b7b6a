import { existsSync, lstatSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { PluginOutcome } from '../../../../../engine/libcni/plugin/exec.ts';
import { LocalResultStore } from '../../../../../engine/host/files/local-store.ts';
import { shellHost, shellKinds } from './shell-host.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'cni-remove-'));
const file = path.join(directory, "it's $(not) me");
writeFileSync(path.join(directory, 'ends'), '#!/bin/sh\nexit "$CNI_ARGS"\n', { mode: 0o755 });

afterAll(() => rmSync(directory, { recursive: true }));

test.for(shellKinds)('on $name a file goes behind a plugin that ends with 0, and only then', async (kind) => {
  const host = shellHost(kind);
  const end = (status: string): Promise<PluginOutcome> => {
    const command = { type: 'ends', pluginDirs: [directory], env: { CNI_ARGS: status }, stdin: new Uint8Array() };
    return host.exec.execPlugin({ ...command, thenRemove: file });
  };
  try {
    writeFileSync(file, '');
    const failed = await end('3');
    expect(failed).toMatchObject({ kind: 'exited', exitCode: 3 });
    expect([failed, existsSync(file)]).toEqual([expect.not.objectContaining({ removed: true }), true]);
    expect(await end('0')).toMatchObject({ kind: 'exited', exitCode: 0, removed: true, stderr: Buffer.alloc(0) });
    expect(existsSync(file)).toBe(false);
    // A link that leads nowhere is a file too.
    symlinkSync('/nowhere', file);
    await end('0');
    expect(lstatSync(file, { throwIfNoEntry: false })).toBeUndefined();
    // A missing file is not an error.
    expect(await end('0')).toMatchObject({ removed: true, stderr: Buffer.alloc(0) });
  } finally {
    await host.dispose();
  }
});

test('where this process reaches the cached results without the shell, a plugin leaves them alone', async () => {
  const [kind] = shellKinds;
  if (kind === undefined) {
    throw new Error('there is no shell');
  }
  const host = shellHost(kind, { store: new LocalResultStore() });
  writeFileSync(file, '');
  const command = { type: 'ends', pluginDirs: [directory], env: { CNI_ARGS: '0' }, stdin: new Uint8Array() };
  const outcome = await host.exec.execPlugin({ ...command, thenRemove: file });
  await host.dispose();
  expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
  expect([outcome, existsSync(file)]).toEqual([expect.not.objectContaining({ removed: true }), true]);
});
