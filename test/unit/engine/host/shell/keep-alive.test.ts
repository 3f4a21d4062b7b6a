import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepAlive } from '../../../../../engine/host/shell/keep-alive.ts';
import { StandInShell } from './stand-in-shell.ts';

const everyMs = 1000;
let shell: StandInShell;
let isIdle: boolean;
const lent: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  lent.length = 0;
  isIdle = true;
  shell = new StandInShell();
  const idle = {
    acquireIdle: () => {
      const isLent = isIdle;
      isIdle = false;
      if (isLent) {
        lent.push('acquired');
      }
      return isLent;
    },
    release: () => {
      isIdle = true;
      lent.push('released');
    },
  };
  keepAlive(shell, idle, everyMs);
});

afterEach(() => void vi.useRealTimers());

test('an idle shell gets an empty script again and again, and is released when it has answered', async () => {
  await vi.advanceTimersByTimeAsync(everyMs);
  expect([shell.scripts, lent]).toEqual([['cni_end 0'], ['acquired']]);
  shell.answer();
  await vi.advanceTimersByTimeAsync(everyMs);
  expect(lent).toEqual(['acquired', 'released', 'acquired']);
  expect([shell.scripts.length, shell.kills]).toEqual([2, 0]);
});

test('a shell that has run something in the meantime is left alone', async () => {
  for (let rounds = 0; rounds < 5; rounds += 1) {
    shell.runs += 1;
    await vi.advanceTimersByTimeAsync(everyMs);
  }
  expect(lent).toEqual([]);
});

test('a shell in use is left alone, even if its script takes long', async () => {
  isIdle = false;
  await vi.advanceTimersByTimeAsync(10 * everyMs);
  expect(shell.scripts).toEqual([]);
});

test('a shell that does not answer is killed', async () => {
  await vi.advanceTimersByTimeAsync(2 * everyMs - 1);
  expect(shell.kills).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(shell.kills).toBe(1);
  await vi.advanceTimersByTimeAsync(0);
  expect(lent).toEqual(['acquired', 'released']);
});

test('nothing goes on after the shell has ended', () => {
  shell.killNow();
  expect(vi.getTimerCount()).toBe(0);
});
