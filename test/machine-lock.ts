import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';

/** Longest time for the files before this one, in milliseconds. */
const patience = 1_500_000;

const lockFile = path.join(tmpdir(), 'cni-workbench-machine.lock');

/**
 * Lets the tests of this file run at a time when no other file changes the network of this machine or compares it with before.
 * Call it before the other hooks. Afterwards /run/netns is a mount: the first `ip netns add` since boot makes it one and
 * leaves it.
 */
export function useMachine(): void {
  beforeAll(lock, patience);
  afterAll(() => rmSync(lockFile, { force: true }));
}

async function lock(): Promise<void> {
  while (!isTaken()) {
    await delay(200);
  }
  const namespace = `cniwb-first-${process.pid}`;
  if (process.getuid?.() === 0 && spawnSync('ip', ['netns', 'add', namespace]).status === 0) {
    execFileSync('ip', ['netns', 'del', namespace]);
  }
}

function isTaken(): boolean {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : '';
    if (holder !== '' && !existsSync(`/proc/${holder}`)) {
      rmSync(lockFile, { force: true });
    }
    return false;
  }
}
