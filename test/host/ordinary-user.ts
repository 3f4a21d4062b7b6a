import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { bundle, isRoot } from './machine.ts';

/** Options of a process that is to run as an ordinary user: as root, as "nobody". */
export const ordinaryUser = {
  ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}),
  env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
};

/**
 * Runs a program of the tests as an ordinary user, with copies of these files in its directory, which is its first argument.
 * Returns the JSON that it prints. Fails the test when the program fails.
 */
export async function runAsOrdinaryUser<T>(
  entry: string,
  args: readonly string[],
  files: readonly string[] = [],
): Promise<T> {
  const program = await bundle(entry);
  const directory = path.dirname(program);
  try {
    // Wherever these files and Node are, the user must be able to read them.
    for (const file of files) {
      cpSync(file, path.join(directory, path.basename(file)));
    }
    cpSync(process.execPath, path.join(directory, 'node'));
    const { stdout, stderr, status } = spawnSync(path.join(directory, 'node'), [program, directory, ...args], {
      ...ordinaryUser,
      cwd: '/',
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const printed: T = JSON.parse(stdout);
    return printed;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
