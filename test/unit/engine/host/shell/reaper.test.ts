import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { killShell } from '../../../../../engine/host/shell/reaper.ts';
import { StandInShell } from './stand-in-shell.ts';

let victim: StandInShell;
let spare: StandInShell;
const givenBack: StandInShell[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  givenBack.length = 0;
  victim = new StandInShell();
  spare = new StandInShell();
});

afterEach(() => void vi.useRealTimers());

const spares = (borrow: (signal: AbortSignal) => Promise<StandInShell>, isDrained = false) => ({
  isDrained,
  borrow,
  giveBack: (shell: StandInShell) => void givenBack.push(shell),
});

/** A host that opens no further shell, until the signal gives up. */
const never = (signal: AbortSignal): Promise<StandInShell> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

test('another shell kills, and is given back', async () => {
  const killed = killShell(
    victim,
    spares(() => Promise.resolve(spare)),
  );
  await vi.advanceTimersByTimeAsync(0);
  expect([spare.scripts, victim.endedByUs]).toEqual([["cni_kill 7 '42'"], true]);
  spare.answer();
  victim.end();
  expect(await killed).toBe(true);
  expect([victim.kills, spare.kills, givenBack]).toEqual([0, 0, [spare]]);
  expect(vi.getTimerCount()).toBe(0);
});

test('where the other shell does not see it, it is killed from this side, and what it ran may go on', async () => {
  const killed = killShell(
    victim,
    spares(() => Promise.resolve(spare)),
  );
  await vi.advanceTimersByTimeAsync(0);
  spare.answer(1);
  expect(await killed).toBe(false);
  expect(victim.kills).toBe(1);
});

test('a shell that was killed on its host and still seems to run is killed from this side, too', async () => {
  const killed = killShell(
    victim,
    spares(() => Promise.resolve(spare)),
  );
  await vi.advanceTimersByTimeAsync(0);
  spare.answer();
  await vi.advanceTimersByTimeAsync(1999);
  expect(victim.kills).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(await killed).toBe(true);
  expect(victim.kills).toBe(1);
});

test('on a frozen connection both are killed from this side', async () => {
  const killed = killShell(
    victim,
    spares(() => Promise.resolve(spare)),
  );
  await vi.advanceTimersByTimeAsync(5000);
  expect(await killed).toBe(false);
  expect([spare.kills, victim.kills, givenBack]).toEqual([1, 1, [spare]]);
});

test.each([
  ['a host in use', false, 30_000],
  ['a host that is being released', true, 5000],
])('%s has a limited time to open another shell', async (_, isDrained, patienceMs) => {
  const killed = killShell(victim, spares(never, isDrained));
  await vi.advanceTimersByTimeAsync(patienceMs - 1);
  expect(victim.kills).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(await killed).toBe(false);
  expect(victim.kills).toBe(1);
});

test('where no other shell can be opened, it is killed from this side', async () => {
  expect(
    await killShell(
      victim,
      spares(() => Promise.reject(new Error('No.'))),
    ),
  ).toBe(false);
  expect(victim.kills).toBe(1);
});
