import { expect, test } from 'vitest';
import { lastWords } from '../../../../engine/host/shell-start-error.ts';
import { Shell, type ShellLaunch } from '../../../../engine/host/shell.ts';
import { ShellPool } from '../../../../engine/host/shell-pool.ts';

const launch = (script: string, patienceMs = 60_000): ShellLaunch => ({
  argv: ['/bin/sh', '-c', script],
  env: process.env,
  detached: true,
  patienceMs,
});

/** Says who it is, and then nothing more. */
const mute = 'echo $$; exec sleep 1000';

test('a shell whose stderr comes on its stdout is given up, and the reason is said', async () => {
  await expect(Shell.open(launch('exec /bin/sh 2>&1', 500))).rejects.toMatchObject({
    name: 'ShellStartError',
    message: 'its stderr does not come apart from its stdout, as through a terminal',
  });
});

test('a shell that never answers is given up', async () => {
  await expect(Shell.open(launch(mute, 200))).rejects.toMatchObject({ message: 'it does not answer' });
});

test('a shell that is being opened ends with the signal, and the process with it', async () => {
  const reason = new Error('Cancelled.');
  const controller = new AbortController();
  let pid = 0;
  const logIn: NonNullable<ShellLaunch['logIn']> = (child) =>
    new Promise((resolve) => {
      child.stdout.once('data', (chunk: Buffer) => {
        pid = Number(chunk.toString());
        resolve();
      });
    });
  const opening = Shell.open({ ...launch(mute), logIn }, controller.signal);
  setTimeout(() => controller.abort(reason), 300);
  await expect(opening).rejects.toBe(reason);
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test('what a pool is opening ends with the pool', async () => {
  const pool = new ShellPool(
    (signal) => Shell.open(launch(mute), signal),
    () => 4,
    undefined,
  );
  const warmed = pool.warm();
  await pool.dispose();
  await expect(warmed).rejects.toMatchObject({ problem: { code: 'connectionLost' } });
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
