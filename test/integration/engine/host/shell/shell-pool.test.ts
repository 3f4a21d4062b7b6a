import { WorkbenchError } from '../../../../../engine/errors/workbench-error.ts';
import { afterEach, expect, test } from 'vitest';

import { type ScriptOutcome, ShellPool } from '../../../../../engine/host/shell/shell-pool.ts';
import { sh, type ShellText } from '../../../../../engine/host/shell/quote.ts';
import { Shell } from '../../../../../engine/host/shell/shell.ts';

const openShell = (signal?: AbortSignal): Promise<Shell> =>
  Shell.open(
    { argv: ['/bin/sh'], env: process.env, detached: true },
    ({ how, printed }) => ({ code: 'noShell', message: how, remedy: printed }),
    signal,
  );
const quick = () => sh`cni_end 0`;
const limit = { limit: 1000 };

let pool: ShellPool;
const poolOf = (open: (signal?: AbortSignal) => Promise<Shell>, most: number): ShellPool =>
  (pool = new ShellPool(open, () => most, undefined));

afterEach(() => pool.dispose());

/** A promise that the test settles. */
function moment(): { readonly promise: Promise<void>; resolve(): void; reject(error: Error): void } {
  let settle = { resolve: (): void => undefined, reject: (_error: Error): void => undefined };
  const promise = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle };
}

/** Opens shells, each of which waits until it is released, except the first. */
function gated(): { readonly open: typeof openShell; readonly asked: Promise<void>; letGo(failure?: Error): void } {
  const asked = moment();
  const gate = moment();
  let opened = 0;
  return {
    open: async (signal) => {
      opened += 1;
      if (opened > 1) {
        asked.resolve();
        await gate.promise;
      }
      return openShell(signal);
    },
    asked: asked.promise,
    letGo: (failure) => (failure === undefined ? gate.resolve() : gate.reject(failure)),
  };
}

/** A pool of one shell, which kills itself; the next one waits until it is released. */
function losing(): { readonly gate: ReturnType<typeof gated>; readonly lost: Promise<ScriptOutcome> } {
  const gate = gated();
  poolOf(gate.open, 1);
  return { gate, lost: pool.run(() => sh`kill -9 $$`, limit) };
}

test('a cancelled waiter does not affect the later ones while a shell is opened', async () => {
  const { gate, lost } = losing();
  const cancel = new AbortController();
  const impatient = pool.run(quick, limit, cancel.signal);
  const patient = pool.run(quick, limit);
  expect(await lost).toMatchObject({ kind: 'lost' });
  await gate.asked;
  cancel.abort();
  expect(await impatient).toMatchObject({ kind: 'aborted', reason: 'cancelled' });
  gate.letGo();
  expect(await patient).toMatchObject({ kind: 'done', status: 0 });
  expect(await pool.run(quick, limit)).toMatchObject({ kind: 'done', status: 0 });
});

test('a shell that was opened for one who gave up serves the next', async () => {
  const { gate, lost } = losing();
  const cancel = new AbortController();
  const impatient = pool.run(quick, limit, cancel.signal);
  await lost;
  await gate.asked;
  cancel.abort();
  await impatient;
  gate.letGo();
  expect(await pool.run(quick, limit)).toMatchObject({ kind: 'done', status: 0 });
  expect(pool.size).toBe(1);
});

test('if no further shell can be opened, all waiters get the error', async () => {
  const { gate, lost } = losing();
  const waiting = Promise.allSettled([pool.run(quick, limit), pool.run(quick, limit)]);
  await lost;
  await gate.asked;
  const refusal = new WorkbenchError({ code: 'noShell', message: 'It is gone.', remedy: 'Wait.' });
  gate.letGo(refusal);
  expect(await waiting).toEqual([
    { status: 'rejected', reason: refusal },
    { status: 'rejected', reason: refusal },
  ]);
});

test('a cancel ends although neither that shell nor the idle one answers any more', { timeout: 30_000 }, async () => {
  poolOf(openShell, 2);
  const groups: number[] = [];
  const note = (shell: Shell): ShellText => {
    groups.push(shell.processGroup);
    return sh`cni_end 0`;
  };
  await Promise.all([pool.run(note, limit), pool.run(note, limit)]);
  const cancel = new AbortController();
  const begun = moment();
  const running = pool.run(
    () => {
      begun.resolve();
      return sh`sleep 1000; cni_end 0`;
    },
    limit,
    cancel.signal,
  );
  await begun.promise;
  for (const group of groups) {
    process.kill(-group, 'SIGSTOP');
  }
  cancel.abort();
  // The outcome is unknown, because the remote side did not answer.
  expect(await running).toMatchObject({ kind: 'lost' });
  expect(await pool.run(quick, limit)).toMatchObject({ kind: 'done', status: 0 });
});
