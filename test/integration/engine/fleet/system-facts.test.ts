import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lookAtSystem } from '../../../../engine/fleet/system-facts.ts';
import { exited, madeUpHost } from '../../../unit/engine/fleet/made-up-host.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'system-facts-'));
  for (const tool of ['uname', 'cat', 'sed', 'tail']) {
    symlinkSync(`/usr/bin/${tool}`, path.join(directory, tool));
  }
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The runtimes of a host whose only other program is a podman with this answer to `--version`. */
async function runtimesWith(podman: string): Promise<readonly string[]> {
  const program = path.join(directory, 'podman');
  writeFileSync(program, `#!/bin/sh\necho "${podman}"\n`);
  chmodSync(program, 0o755);
  const host = madeUpHost(({ argv: [shell, ...args] }) => {
    const { stdout, status, stderr } = spawnSync(shell, args, { env: { PATH: directory }, encoding: 'utf8' });
    return Promise.resolve(exited(stdout, status ?? 1, stderr));
  });
  return (await lookAtSystem(host)).runtimes.filter((name) => name === 'podman');
}

it.each([
  ['podman version 3.4.4', ['podman']],
  ['podman version 4.9.3', []],
  ['podman version 5.8.0', []],
  ['podman version 6.0.0', []],
  ['', []],
])('a program that answers "%s", without a backend, counts as the runtimes %j', async (answer, expected) => {
  expect(await runtimesWith(answer)).toEqual(expected);
});
