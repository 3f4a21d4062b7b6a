import { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { questionText as editorText } from '../../../../../client/hosts/question-text.ts';
import { questionText as terminalText } from '../../../../../cli/output/terminal.ts';
import { Answers, type Attempt } from '../../../../../engine/host/login/answers.ts';
import type { AskpassQuestion } from '../../../../../engine/host/login/askpass.ts';
import { AskpassServer } from '../../../../../engine/host/login/askpass-server.ts';
import { limits } from '../../../../../engine/host/limits.ts';
import { logIn } from '../../../../../engine/host/login/login.ts';

const passphrase = "Enter passphrase for key '/home/me/.ssh/id_ed25519': ";

/** A person who gives these answers, and what they were asked. */
function person(...answers: readonly string[]) {
  const asked: AskpassQuestion[] = [];
  const given = [...answers];
  const memory = new Answers((question) => {
    asked.push(question);
    return Promise.resolve(given.shift());
  }, 'node1');
  return { asked, memory };
}

/** A remote side that is under our control: it plays `prompts` as sudo, one after the other, and keeps what it is sent. */
async function logInTo(prompts: readonly string[], attempt: Attempt, uid = '1000'): Promise<readonly string[]> {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const login = logIn(Object.assign(new ChildProcess(), streams), { label: 'node1', sudo: 'auto', attempt });
  const [script]: unknown[] = await once(streams.stdin, 'data');
  const [, first = '', second = ''] = /cni_half1='(\w+)' cni_half2='(\w+)'/.exec(String(script)) ?? [];
  const nonce = first + second;
  streams.stdout.write(`\n${nonce} sudo ${uid}\n`);
  const received: string[] = [];
  for (const prompt of prompts) {
    streams.stderr.write(prompt.replace('NONCE', nonce));
    const answered = await Promise.race([once(streams.stdin, 'data'), login.then(() => [''])]);
    received.push(String(answered[0]).trim());
    streams.stderr.write('\n');
  }
  streams.stdout.write(`\n${nonce} ready 0\n`);
  await login;
  return received;
}

const sudoPrompt = 'NONCE[sudo] password for me: ';

test.each([
  ['a passphrase', passphrase],
  ['our own label, after erasing the real one', `\r\u001B[2K\u001B[1A[node1] ${passphrase}`],
  ['text that runs backwards', `\u202E${passphrase}\u2066\u200F: `],
  ['lines of its own', `\n\n\u2028\u0085${' '.repeat(500)}${passphrase}`],
  ['invisible characters', `${'\u2800\u3164\u200B'.repeat(90)}${passphrase}`],
])('a prompt of the remote host with %s is one clean line with the asker', async (_what, made) => {
  const { asked, memory } = person('typed');
  await logInTo([`NONCE${made}`], memory.attempt());
  const [question] = asked;
  expect(question).toMatchObject({ asker: 'remoteSudo', host: 'node1', kind: 'secret' });
  for (const text of asked.flatMap((one) => [terminalText(one), editorText(one)])) {
    expect(text).toMatch(/^sudo on host "node1" asks: \S/);
    expect(text).toMatch(/^[ -~]+$/);
    expect(text).toContain("Enter passphrase for key '/home/me/.ssh/id_ed25519':");
  }
});

test('a prompt of megabytes is cut, and a link or icon in it is only text', async () => {
  const { asked, memory } = person('typed');
  const made = `[ssh](command:workbench.action.quit) $(lock) ${'x'.repeat(10_000)}: `;
  await logInTo([`NONCE${made}`], memory.attempt());
  expect(asked[0]?.prompt.length).toBe(limits.shownQuestionCharacters + 1);
  expect(asked.map((one) => editorText(one))[0]).toContain('[ssh] (command:workbench.action.quit) $ (lock)');
});

// docs/security.md: S10
test('the remote side never gets a secret that was meant for ssh, whatever it asks', async () => {
  const { asked, memory } = person('key secret', 'typed for sudo', 'typed for the login');
  const first = memory.attempt();
  expect(await first.answer({ kind: 'secret', prompt: passphrase, asker: 'ssh' })).toBe('key secret');
  first.end(true);
  expect(await logInTo([`NONCE${passphrase}`], memory.attempt())).toEqual(['typed for sudo']);
  const third = memory.attempt();
  const prompt = `(me@node1) ${passphrase}`;
  expect(await third.answer({ kind: 'secret', prompt, asker: 'remoteLogin' })).toBe('typed for the login');
  expect(asked.map(({ asker }) => asker)).toEqual(['ssh', 'remoteSudo', 'remoteLogin']);
});

// docs/security.md: S10
test('a password of sudo is replayed once for each login, and to the same user only', async () => {
  const { asked, memory } = person('right', 'typed', 'for root', 'once more');
  expect(await logInTo([sudoPrompt], memory.attempt())).toEqual(['right']);
  // Asked in other words, or again, in one login: the person is asked, who sees that.
  const other = 'NONCE[sudo] password for you: ';
  expect(await logInTo([sudoPrompt, sudoPrompt], memory.attempt())).toEqual(['right', 'typed']);
  expect(asked.map(({ isRepeated }) => isRepeated)).toEqual([false, true]);
  expect(await logInTo([sudoPrompt, other], memory.attempt())).toEqual(['typed', 'for root']);
  expect(await logInTo([sudoPrompt, other], memory.attempt())).toEqual(['typed', 'once more']);
  expect(asked).toHaveLength(4);
  const someoneElse = person('asked');
  expect(await logInTo([sudoPrompt], someoneElse.memory.attempt())).toEqual(['asked']);
  const { asked: again, memory: same } = person('one', 'two');
  await logInTo([sudoPrompt], same.attempt(), '1000');
  expect(await logInTo([sudoPrompt], same.attempt(), '1001')).toEqual(['two']);
  expect(again).toHaveLength(2);
});

test('a remote side that asks without end is given up', async () => {
  const { asked, memory } = person(...Array.from({ length: 100 }, () => 'x'));
  const attempt = memory.attempt();
  const endless = Array.from({ length: limits.questions + 1 }, (_, index) => `NONCEquestion ${index}: `);
  await expect(logInTo(endless, attempt)).rejects.toMatchObject({ problem: { code: 'sudoPassword' } });
  expect(asked).toHaveLength(limits.questions);
});

test('the message about a question without an answer is clean, too', async () => {
  const { memory } = person();
  await expect(logInTo([`NONCE\u001B[2Jgive me\u202E: `], memory.attempt())).rejects.toMatchObject({
    problem: { message: 'node1 asked "[2Jgive me :", but got no answer.' },
  });
});

let server: AskpassServer | undefined;
afterEach(() => server?.close());

/** Asks as the program does that ssh starts. */
async function askedBySsh(
  prompt: string,
  { hint = '', marksRemote = true } = {},
): Promise<AskpassQuestion | undefined> {
  const { asked, memory } = person('typed');
  server?.close();
  server = await AskpassServer.start();
  const attempt = memory.attempt();
  const env = server.environmentFor(attempt, 'script', marksRemote);
  const socket = connect(env['CNI_ASKPASS_SOCKET'] ?? '');
  socket.write(`${JSON.stringify({ token: env['CNI_ASKPASS_TOKEN'], prompt, hint })}\n`);
  if (hint === 'none') {
    setTimeout(() => attempt.end(true), 100);
  }
  await once(socket.resume(), 'close');
  return asked[0];
}

const hostKey = "The authenticity of host 'node1' can't be established.\nIs it right (yes/no/[fingerprint])? ";

test.each([
  [passphrase, 'ssh', 'secret'],
  ["me@node1's password: ", 'ssh', 'secret'],
  [hostKey, 'ssh', 'confirm'],
  [`(me@node1) ${passphrase}`, 'remoteLogin', 'secret'],
  [`(me@node1) ${hostKey}`, 'remoteLogin', 'secret'],
  ['(me@node1) Verification code: ', 'remoteLogin', 'text'],
] as const)('%j is a question of %s', async (prompt, asker, kind) => {
  const question = await askedBySsh(prompt);
  expect(question).toMatchObject({ asker, kind });
  expect(question?.prompt.includes('\n')).toBe(asker === 'ssh' && prompt.includes('\n'));
});

test('where an old ssh does not mark what the remote side asks, nothing is shown as its own or remembered', async () => {
  for (const prompt of [passphrase, hostKey, 'Password: ']) {
    expect(await askedBySsh(prompt, { marksRemote: false })).toMatchObject({ asker: 'sshOrRemote' });
  }
  // The hints never come from the remote side.
  expect(await askedBySsh('Confirm', { hint: 'confirm', marksRemote: false })).toMatchObject({ asker: 'ssh' });
  expect(await askedBySsh('Touch', { hint: 'none', marksRemote: false })).toMatchObject({ asker: 'ssh' });
  const { asked, memory } = person('a', 'b');
  for (const attempt of [memory.attempt(), memory.attempt()]) {
    await attempt.answer({ kind: 'secret', prompt: passphrase, asker: 'sshOrRemote' });
    attempt.end(true);
  }
  expect([asked.length, memory.asksAgain]).toEqual([2, true]);
});

test('a wrong passphrase is prompted for again, with the report that it was wrong', async () => {
  const { asked, memory } = person('wrong', 'right');
  const attempt = memory.attempt();
  const question = { kind: 'secret', prompt: passphrase, asker: 'ssh' } as const;
  await attempt.answer(question);
  await attempt.answer(question);
  expect(asked.map((one) => terminalText(one))).toEqual([
    "[node1] Enter passphrase for key '/home/me/.ssh/id_ed25519':",
    "Your last answer was not accepted.\n[node1] Enter passphrase for key '/home/me/.ssh/id_ed25519':",
  ]);
  expect(asked.map((one) => editorText(one))).toEqual([
    "Enter passphrase for key '/home/me/.ssh/id_ed25519':",
    "Your last answer was not accepted. Enter passphrase for key '/home/me/.ssh/id_ed25519':",
  ]);
});

test('the name of a host is cleaned like its questions', async () => {
  const asked: AskpassQuestion[] = [];
  const memory = new Answers((question) => {
    asked.push(question);
    return Promise.resolve('x');
  }, 'node1\r\u001B[2K[sure]\u202E');
  await memory.attempt().answer({ kind: 'text', prompt: 'code: ', asker: 'remoteSudo' });
  expect(asked[0]?.host).toBe('node1 [2K[sure]');
});
