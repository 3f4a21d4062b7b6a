import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { PluginCommand } from '../../../../../engine/libcni/plugin/exec.ts';
import { useScratch } from '../scratch.ts';
import { shellHost, type ShellKind, shellKinds } from './shell-host.ts';

const { at } = useScratch();

/** Writes an executable file and returns its path. */
function program(name: string, script: string): string {
  writeFileSync(at(name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return at(name);
}

const plugin = (type: string): PluginCommand => ({ type, pluginDirs: [at()], env: {}, stdin: Buffer.from('x') });

/** Whether the process whose id is in a file is still there. */
function isRunning(file: string): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${readFileSync(file, 'utf8').trim()}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

// docs/security.md: S8
test.for(shellKinds)('on $name output beyond the limit ends the command, and only it', async (kind) => {
  const small = shellHost(kind, { outputLimit: 1000 });
  try {
    const outcome = await small.run({ argv: ['yes'] });
    expect(outcome).toMatchObject({ kind: 'aborted', reason: 'outputLimit' });
    expect(outcome.kind === 'aborted' && outcome.stdout.length).toBe(1000);
    expect(await small.run({ argv: ['printf', '%01000d', '7'] })).toMatchObject({ kind: 'exited', exitCode: 0 });
  } finally {
    await small.dispose();
  }
});

test.for(shellKinds)('on $name a plugin that writes without end is killed, and its beginning is kept', async (kind) => {
  const small = shellHost(kind, { outputLimit: 100_000 });
  const pluginPath = program('endless', 'exec yes');
  try {
    expect(await small.exec.execPlugin(plugin('endless'))).toMatchObject({
      kind: 'outputLimit',
      limit: 100_000,
      pluginPath,
      stdout: Buffer.from('y\n'.repeat(32 * 1024)),
    });
  } finally {
    await small.dispose();
  }
});

test.for(shellKinds)(
  'on $name a script of ours and a plugin that take too long are killed, each by its own limit',
  async (kind) => {
    const hasty = shellHost(kind, { timeLimits: () => ({ scriptMs: 300, pluginMs: undefined }) });
    const strict = shellHost(kind, { timeLimits: () => ({ scriptMs: 60_000, pluginMs: 300 }) });
    const slow = program('slow', `echo $$ >'${at('pid').replaceAll("'", String.raw`'\''`)}'; exec sleep 100`);
    const quick = program('quick', 'sleep 0.6; echo {}');
    try {
      expect(await hasty.run({ argv: [slow] })).toMatchObject({ kind: 'aborted', reason: 'timedOut' });
      await expect.poll(() => isRunning(at('pid'))).toBe(false);
      // Neither limit holds for the other, and one command may be given another.
      expect(await hasty.exec.execPlugin(plugin('quick'))).toMatchObject({ kind: 'exited', exitCode: 0 });
      expect(await hasty.run({ argv: [quick] }, { timeoutMs: 10_000 })).toMatchObject({ kind: 'exited' });
      expect(await strict.run({ argv: [quick] })).toMatchObject({ kind: 'exited' });
      expect(await strict.exec.execPlugin(plugin('slow'))).toMatchObject({ kind: 'aborted', reason: 'timedOut' });
      await expect.poll(() => isRunning(at('pid'))).toBe(false);
    } finally {
      await hasty.dispose();
      await strict.dispose();
    }
  },
);

test.for(shellKinds)('on $name a shell that prints without being asked is ended, not read forever', async (kind) => {
  const flag = at(`connected-${kind.name.replaceAll(' ', '-')}`);
  const chatty: ShellKind = {
    name: kind.name,
    argv: ['/bin/sh', '-c', '(until [ -e "$0" ]; do sleep 0.1; done; exec yes) & exec "$@"', flag, ...kind.argv],
  };
  const host = shellHost(chatty);
  try {
    await host.connect();
    writeFileSync(flag, '');
    await expect.poll(() => host.state.kind, { timeout: 10_000 }).toBe('failed');
  } finally {
    writeFileSync(flag, '');
    await host.dispose();
  }
});
