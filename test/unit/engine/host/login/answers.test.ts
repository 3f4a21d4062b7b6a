import { expect, test } from 'vitest';
import { Answers } from '../../../../../engine/host/login/answers.ts';
import type { AskpassQuestion } from '../../../../../engine/host/login/askpass.ts';

const secret = { kind: 'secret', prompt: 'password: ', asker: 'ssh' } as const;

/** Answers from a list, and what was asked. */
function dialogue(...answers: readonly (string | undefined)[]) {
  const asked: AskpassQuestion[] = [];
  const given = [...answers];
  const memory = new Answers((question) => {
    asked.push(question);
    return Promise.resolve(given.shift());
  }, 'node1');
  return { memory, asked };
}

test('a secret that got in is not asked for again', async () => {
  const { memory, asked } = dialogue('one');
  const first = memory.attempt();
  expect(await first.answer(secret)).toBe('one');
  first.end(true);
  expect(await memory.attempt().answer(secret)).toBe('one');
  expect(asked).toEqual([{ ...secret, prompt: 'password:', host: 'node1', isRepeated: false }]);
});

// docs/security.md: S9
test('a secret that did not get in is forgotten, and so is all when the host goes', async () => {
  const { memory, asked } = dialogue('wrong', 'right', 'again');
  const first = memory.attempt();
  expect(await first.answer(secret)).toBe('wrong');
  first.end(false);
  const second = memory.attempt();
  expect(await second.answer(secret)).toBe('right');
  second.end(true);
  memory.forget();
  expect(await memory.attempt().answer(secret)).toBe('again');
  expect(asked).toHaveLength(3);
});

test('what is asked twice in one login was answered wrong: the user is asked, not the memory', async () => {
  const { memory, asked } = dialogue('old', 'new');
  const first = memory.attempt();
  await first.answer(secret);
  first.end(true);
  const second = memory.attempt();
  expect([await second.answer(secret), await second.answer(secret)]).toEqual(['old', 'new']);
  second.end(true);
  expect(await memory.attempt().answer(secret)).toBe('new');
  expect(asked.map(({ isRepeated }) => isRepeated)).toEqual([false, true]);
});

test('codes and confirmations are asked each time', async () => {
  const { memory, asked } = dialogue('1', '2', 'yes', 'yes');
  for (const kind of ['text', 'confirm'] as const) {
    for (const attempt of [memory.attempt(), memory.attempt()]) {
      await attempt.answer({ kind, prompt: 'code', asker: 'ssh' });
      attempt.end(true);
    }
  }
  expect(asked.map(({ kind }) => kind)).toEqual(['text', 'text', 'confirm', 'confirm']);
});

test('a notice is open until it is withdrawn, needs no answer, and appears at each login', async () => {
  const { memory, asked } = dialogue(undefined, 'one');
  const attempt = memory.attempt();
  const moot = new AbortController();
  const notice = attempt.answer({ kind: 'notice', prompt: 'touch the key', asker: 'ssh' }, moot.signal);
  await new Promise((resolve) => setImmediate(resolve));
  expect([asked.length, attempt.open]).toEqual([1, 1]);
  moot.abort();
  expect([await notice, attempt.open, attempt.unanswered]).toEqual([undefined, 0, undefined]);
  expect(await attempt.answer(secret)).toBe('one');
  attempt.end(true);
  expect(memory.asksAgain).toBe(true);
});

test('two logins at once ask one after the other, and the second finds the answer of the first', async () => {
  const { memory, asked } = dialogue('one');
  const [first, second] = [memory.attempt(), memory.attempt()];
  const answers = [first.answer(secret), second.answer(secret)];
  expect(await answers[0]).toBe('one');
  first.end(true);
  expect(await answers[1]).toBe('one');
  expect(asked).toHaveLength(1);
});

test('a missing answer is reported unless the question was withdrawn; after it there is no other prompt', async () => {
  const { memory, asked } = dialogue(undefined, undefined, 'late');
  const attempt = memory.attempt();
  expect(await attempt.answer(secret, AbortSignal.abort())).toBeUndefined();
  expect(attempt.unanswered).toBeUndefined();
  expect(await attempt.answer(secret)).toBeUndefined();
  expect(attempt.unanswered).toBe('password:');
  expect(await attempt.answer(secret)).toBeUndefined();
  expect(asked).toHaveLength(2);
});

// docs/security.md: S10
test('what the remote side asks is never answered with a secret that was meant for the login', async () => {
  const { memory, asked } = dialogue('passphrase', 'theirs');
  const first = memory.attempt();
  expect(await first.answer(secret)).toBe('passphrase');
  first.end(true);
  expect(await memory.attempt().answer({ ...secret, asker: 'remoteSudo' })).toBe('theirs');
  expect(asked).toHaveLength(2);
});
