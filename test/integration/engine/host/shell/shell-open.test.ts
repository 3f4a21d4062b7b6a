import { expect, test } from 'vitest';
import { lastWords } from '../../../../../engine/host/clean-text.ts';
import type { HostProblem } from '../../../../../engine/host/host.ts';
import type { StartFailure } from '../../../../../engine/host/shell/start-failure.ts';
import { Shell, type ShellLaunch } from '../../../../../engine/host/shell/shell.ts';
import { ShellPool } from '../../../../../engine/host/shell/shell-pool.ts';

const launch = (script: string, patienceMs = 60_000): ShellLaunch => ({
  argv: ['/bin/sh', '-c', script],
  env: process.env,
  detached: true,
  patienceMs,
});

const explain = ({ how, printed }: StartFailure): HostProblem => ({ code: 'noShell', message: how, remedy: printed });

/** Says who it is, and then nothing more. */
const mute = 'echo $$; exec sleep 1000';

test('a shell with stderr on its stdout is rejected with the reason', async () => {
  await expect(Shell.open(launch('exec /bin/sh 2>&1', 500), explain)).rejects.toMatchObject({
    code: 'noShell',
    message: 'its stderr and stdout are mixed, as in a terminal',
  });
});

test('a shell that never answers is given up', async () => {
  await expect(Shell.open(launch(mute, 200), explain)).rejects.toMatchObject({ message: 'it does not answer' });
});

test('a shell that is being opened ends with the signal, and the process with it', async () => {
  const reason = new Error('Cancelled.');
  const controller = new AbortController();
  let pid = 0;
  const logIn: NonNullable<ShellLaunch['logIn']> = (child) =>
    new Promise((resolve) => {
      child.stdout.once('data', (chunk: Buffer) => {
        pid = Number(chunk.toString());
        resolve(undefined);
      });
    });
  const opening = Shell.open({ ...launch(mute), logIn }, explain, controller.signal);
  setTimeout(() => controller.abort(reason), 300);
  await expect(opening).rejects.toBe(reason);
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test('what a pool is opening ends with the pool', async () => {
  const pool = new ShellPool(
    (signal) => Shell.open(launch(mute), explain, signal),
    () => 4,
    undefined,
  );
  const warmed = pool.warm();
  await pool.dispose();
  await expect(warmed).rejects.toMatchObject({ code: 'connectionLost' });
});

test('the last words of a far side are lines of text, and few', () => {
  expect(lastWords('a\r\n\u001B[31mred\u001B[0m\n\n  b.\n')).toBe('a; [31mred [0m; b');
  expect(lastWords('1\n2\n3\n4\n5')).toBe('2; 3; 4; 5');
  expect(lastWords('x'.repeat(1000))).toBe(`${'x'.repeat(300)}…`);
  expect(lastWords('')).toBe('');
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
