import { beforeEach, expect, test } from 'vitest';
import { askpassPrompts } from '../../../../client/hosts/askpass-prompts.ts';
import type { AskpassQuestion } from '../../../../engine/host/index.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';

beforeEach(resetEditor);

const question: AskpassQuestion = {
  kind: 'secret',
  prompt: "admin@node1's password:",
  host: 'node1',
  asker: 'ssh',
  isRepeated: false,
};
const never = (): AbortSignal => new AbortController().signal;

// docs/security.md: S9
test('input of a secret is hidden, and that of a name is not', async () => {
  editor.type = () => 'hunter2';
  const ask = askpassPrompts();
  expect(await ask(question, never())).toBe('hunter2');
  expect(await ask({ ...question, kind: 'text', prompt: 'user name:' }, never())).toBe('hunter2');
  expect(editor.inputs).toMatchObject([
    { title: 'Host "node1"', prompt: "admin@node1's password:", password: true, ignoreFocusOut: true },
    { title: 'Host "node1"', prompt: 'user name:', password: false, ignoreFocusOut: true },
  ]);
});

test('a host key is confirmed with a button, and anything else is not an answer', async () => {
  const prompt = 'The authenticity of host node1 is unknown. Continue connecting (yes/no/[fingerprint])? ';
  const ask = askpassPrompts();
  editor.answer = () => 'Connect';
  expect(await ask({ ...question, kind: 'confirm', prompt }, never())).toBe('yes');
  editor.answer = () => undefined;
  expect(await ask({ ...question, kind: 'confirm', prompt }, never())).toBeUndefined();
  expect(editor.messages[0]).toMatchObject({
    isModal: true,
    text: 'Host "node1"',
    detail: 'The authenticity of host node1 is unknown. Continue connecting?',
    buttons: ['Connect'],
  });
});

test('a notice is shown while it lasts', async () => {
  const lasting = new AbortController();
  const shown = askpassPrompts()({ ...question, kind: 'notice', prompt: 'Touch the key' }, lasting.signal);
  expect(editor.progresses).toEqual(['Host "node1": Touch the key']);
  lasting.abort();
  expect(await shown).toBeUndefined();
});

test('a prompt closes when its question is canceled, and does not open when it already was', async () => {
  const moot = new AbortController();
  const tooLate = new Promise<string>((resolve) => setTimeout(() => resolve('too late'), 50));
  editor.type = () => tooLate;
  const answer = askpassPrompts()(question, moot.signal);
  moot.abort();
  expect(await answer).toBeUndefined();
  await tooLate;
  expect(await askpassPrompts()(question, AbortSignal.abort())).toBeUndefined();
  expect(editor.inputs).toHaveLength(1);
});
