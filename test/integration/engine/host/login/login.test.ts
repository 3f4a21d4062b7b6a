import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Answers } from '../../../../../engine/host/login/answers.ts';
import { logIn } from '../../../../../engine/host/login/login.ts';
import type { StartFailure } from '../../../../../engine/host/shell/start-failure.ts';

const children: ChildProcessWithoutNullStreams[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

function logInTo(...argv: readonly [string, ...string[]]): Promise<StartFailure | undefined> {
  const [program, ...args] = argv;
  const child = spawn(program, args);
  children.push(child);
  return logIn(child, { label: 'node1', sudo: 'never', attempt: undefined, patienceMs: 300 });
}

test('an echo of the input does not count as a shell', async () => {
  const failure = await logInTo('cat');
  expect(failure).toMatchObject({ kind: 'noShell', how: 'no answer within 0 s' });
  expect(failure?.printed).toContain('user=$(id -u');
});

test.each(['yes', 'yes >&2'])('what prints without end is not taken for a shell: %s', async (command) => {
  await expect(logInTo('/bin/sh', '-c', command)).resolves.toMatchObject({
    kind: 'noShell',
    how: 'too much output',
  });
});

test('a missing program and one that ends are distinguished', async () => {
  await expect(logInTo('cni-nonesuch')).resolves.toMatchObject({ kind: 'ended', errno: 'ENOENT' });
  await expect(logInTo('/bin/sh', '-c', 'echo go away; exit 7')).resolves.toMatchObject({
    kind: 'ended',
    how: 'exit status 7',
    printed: 'go away',
    exitCode: 7,
  });
});

test('what a login prints before its shell does no harm', async () => {
  const login = logInTo('/bin/sh', '-c', 'echo welcome; echo "the password: " >&2; printf no newline; exec /bin/sh');
  await expect(login).resolves.toBeUndefined();
});

test('an error that sudo writes in pieces is not a question', async () => {
  const bin = await mkdtemp(join(tmpdir(), 'cni-login-'));
  const refusal = `printf 'sudo: ' >&2; sleep 0.05; echo '/usr/bin/sudo must be owned by uid 0' >&2; exit 1`;
  await writeFile(join(bin, 'sudo'), `#!/bin/sh\n[ "$1" = -n ] && exit 1\n${refusal}\n`, { mode: 0o755 });
  const child = spawn('/bin/sh', [], { env: { PATH: `${bin}:${process.env['PATH']}` } });
  children.push(child);
  const questions: string[] = [];
  const answers = new Answers(({ prompt }) => {
    questions.push(prompt);
    return Promise.resolve(undefined);
  }, 'node1');
  const login = logIn(child, { label: 'node1', sudo: 'always', attempt: answers.attempt() });
  await expect(login).rejects.toMatchObject({
    problem: {
      code: 'sudoPassword',
      message: expect.stringMatching(
        /^Plugins on node1 need root, but the user has uid \d+ and sudo failed: sudo: \/usr\/bin\/sudo must be owned by uid 0\.$/,
      ),
    },
  });
  expect(questions).toEqual([]);
  await rm(bin, { recursive: true });
});
