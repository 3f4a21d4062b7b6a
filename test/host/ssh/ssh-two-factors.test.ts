import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AskpassQuestion, createHost, type Host, isHostError } from '../../../engine/host/index.ts';
import { textOf } from '../../integration/engine/host/shell/shell-host.ts';
import { presence, untilTouched } from './waiting-key.ts';

// No PAM module that asks for a code is part of a system, so this stands in for an ssh whose server wants a password
// and a code: it asks as ssh does, through SSH_ASKPASS, once for each, and takes each code once.
const standIn = `#!/bin/sh
here=$(dirname "$0")
[ "$1" != -V ] || { echo OpenSSH_9.9p1 >&2; exit; }
for last; do :; done
ask() { answer=$("$SSH_ASKPASS" "$1") || { echo "Permission denied (keyboard-interactive)." >&2; exit 255; }; }
ask "(user@node) Password: "; password=$answer
ask "(user@node) One-time password for user: "; code=$answer
if [ "$password" = "it's \\$(right)" ] && grep -qx "$code" "$here/codes"; then
  sed -i "/^$code\\$/d" "$here/codes"; echo in >>"$here/log"
  exec /bin/sh -c "$last"
fi
echo "Permission denied (keyboard-interactive)." >&2; exit 255
`;

let directory: string;
let host: Host | undefined;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'cni-factors-'));
  writeFileSync(path.join(directory, 'ssh'), standIn, { mode: 0o755 });
  writeFileSync(path.join(directory, 'codes'), '111\n222\n333\n');
});

afterEach(async () => {
  await host?.dispose();
  host = undefined;
  rmSync(directory, { recursive: true });
});

/** A host that is answered from a list, and what it asked. */
function asking(...answers: readonly string[]) {
  const asked: AskpassQuestion[] = [];
  const given = [...answers];
  const env = { ...process.env, PATH: `${directory}:${process.env['PATH'] ?? ''}` };
  const askpass = (question: AskpassQuestion): Promise<string | undefined> => {
    asked.push(question);
    return Promise.resolve(given.shift());
  };
  host = createHost({ kind: 'ssh', destination: 'node', sudo: 'never' }, { env, askpass });
  return { opened: host, asked };
}

const about = { host: 'node', asker: 'remoteLogin', isRepeated: false };
const password = { kind: 'secret', prompt: '(user@node) Password:', ...about };
const code = { kind: 'text', prompt: '(user@node) One-time password for user:', ...about };
const right = "it's $(right)";

test('a password and a code are prompted for once; concurrent commands share one shell', async () => {
  const { opened, asked } = asking(right, '111');
  const outcomes = await Promise.all(
    ['a', 'b', 'c'].map((word) => opened.run({ argv: ['sh', '-c', 'sleep 0.1; echo "$0"', word] })),
  );
  expect(outcomes.map((outcome) => ('stdout' in outcome ? textOf(outcome.stdout) : outcome.kind))).toEqual([
    'a\n',
    'b\n',
    'c\n',
  ]);
  expect(asked).toEqual([password, code]);
  expect(readFileSync(path.join(directory, 'log'), 'utf8')).toBe('in\n');
});

test('when the connection broke, the password is remembered and a new code is asked for', async () => {
  const { opened, asked } = asking(right, '111', '222');
  expect(await opened.run({ argv: ['sh', '-c', 'kill -9 $PPID'] })).toMatchObject({ kind: 'unknown' });
  expect(await opened.run({ argv: ['true'] })).toMatchObject({ kind: 'exited', exitCode: 0 });
  expect(asked).toEqual([password, code, code]);
});

test('a used code is rejected, and so is the connection', async () => {
  writeFileSync(path.join(directory, 'codes'), '222\n');
  const { opened, asked } = asking(right, '111');
  const error: unknown = await opened.connect().catch((reason: unknown) => reason);
  expect(isHostError(error) && error.problem.code).toBe('authenticationFailed');
  expect(asked).toEqual([password, code]);
});

test('commands that wait for a failed login fail with it, without another prompt', async () => {
  const { opened, asked } = asking('wrong', '111');
  const runs = await Promise.allSettled([1, 2, 3].map(() => opened.run({ argv: ['true'] })));
  expect(runs.map((run) => run.status === 'rejected' && isHostError(run.reason) && run.reason.problem.code)).toEqual(
    Array(3).fill('authenticationFailed'),
  );
  expect(asked).toEqual([password, code]);
});

test('a notice is shown while it lasts, rejects nothing, and serializes the logins', async () => {
  const touched = `#!/bin/sh
for last; do :; done
${untilTouched(directory)}
password=$("$SSH_ASKPASS" "(user@node) Password: ") || exit 255
exec /bin/sh -c "$last"
`;
  writeFileSync(path.join(directory, 'ssh'), touched, { mode: 0o755 });
  const shown: [AskpassQuestion['kind'], string][] = [];
  const env = { ...process.env, PATH: `${directory}:${process.env['PATH'] ?? ''}` };
  const askpass = ({ kind, prompt }: AskpassQuestion, signal: AbortSignal): Promise<string | undefined> => {
    shown.push([kind, prompt]);
    if (kind !== 'notice') {
      return Promise.resolve(right);
    }
    writeFileSync(path.join(directory, 'touched'), '');
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
  };
  const opened = createHost({ kind: 'ssh', destination: 'node', sudo: 'never' }, { env, askpass });
  host = opened;
  const runs = [1, 2, 3].map(() => opened.run({ argv: ['sh', '-c', 'sleep 0.1; echo $PPID'] }));
  const parents = (await Promise.all(runs)).map((one) => ('stdout' in one ? textOf(one.stdout) : one.kind));
  expect(new Set(parents).size).toBe(1);
  expect(shown).toEqual([
    ['notice', presence],
    ['secret', '(user@node) Password:'],
  ]);
});
