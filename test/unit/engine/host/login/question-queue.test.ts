import { expect, it } from 'vitest';
import type { AskpassQuestion } from '../../../../../engine/host/login/askpass.ts';
import { QuestionQueue } from '../../../../../engine/host/login/question-queue.ts';

const about = (host: string): AskpassQuestion => ({
  kind: 'secret',
  prompt: 'Password:',
  host,
  asker: 'ssh',
  isRepeated: false,
});
const { signal } = new AbortController();

/** A queue with a user who answers on request. */
function person() {
  const shown: string[] = [];
  const answers: ((answer: string | undefined) => void)[] = [];
  const queue = new QuestionQueue(({ host }) => {
    shown.push(host);
    return new Promise((resolve) => answers.push(resolve));
  });
  return { queue, shown, answer: (text: string | undefined) => answers.shift()?.(text) };
}

it('asks one question at a time, in their order, each with its own answer', async () => {
  const { queue, shown, answer } = person();
  const first = queue.ask(about('a'), signal);
  const second = queue.ask(about('b'), signal);
  await expect.poll(() => shown).toEqual(['a']);
  answer('for a');
  expect(await first).toBe('for a');
  await expect.poll(() => shown).toEqual(['a', 'b']);
  answer(undefined);
  expect(await second).toBeUndefined();
});

it('never shows a question that was withdrawn while it waited, and continues after one that failed', async () => {
  const { queue, shown, answer } = person();
  const stop = new AbortController();
  const first = queue.ask(about('a'), signal);
  const second = queue.ask(about('b'), stop.signal);
  const third = queue.ask(about('c'), signal);
  stop.abort();
  expect(await second).toBeUndefined();
  answer('x');
  expect(await first).toBe('x');
  await expect.poll(() => shown).toEqual(['a', 'c']);
  answer('y');
  expect(await third).toBe('y');
  const failing = new QuestionQueue(({ host }) =>
    host === 'a' ? Promise.reject(new Error('no screen')) : Promise.resolve('z'),
  );
  const failed = failing.ask(about('a'), signal);
  const next = failing.ask(about('b'), signal);
  await expect(failed).rejects.toThrow('no screen');
  expect(await next).toBe('z');
});

it('counts the time in which there is a question, however many there are', async () => {
  const { queue, shown, answer } = person();
  expect([queue.isOpen, queue.askedMs]).toEqual([false, 0]);
  const both = [queue.ask(about('a'), signal), queue.ask(about('b'), signal)];
  await expect.poll(() => shown).toEqual(['a']);
  expect(queue.isOpen).toBe(true);
  const before = queue.askedMs;
  await expect.poll(() => queue.askedMs).toBeGreaterThan(before);
  answer('x');
  await expect.poll(() => shown).toEqual(['a', 'b']);
  answer('y');
  await Promise.all(both);
  const after = queue.askedMs;
  expect(queue.isOpen).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(queue.askedMs).toBe(after);
});
