import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { mostWords, notify, shortened } from '../../../../client/editor/notify.ts';
import { callsIn } from '../../../../scripts/text/messages.mjs';
import { editor, resetEditor } from '../../../stand-in/editor.ts';

beforeEach(resetEditor);

const client = join(import.meta.dirname, '../../../../client');
const sources = readdirSync(client, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(client, file), 'utf8') }));

const calls = sources.flatMap(({ file, text }) => callsIn(text).map(({ literal }) => ({ file, literal })));

// The texts of notifications are among them. Texts for other places do not need more words either.
test('no text of the client has more words than a notification may have, with each argument as one word', () => {
  expect(calls.length).toBeGreaterThan(200);
  const words = calls.map(({ file, literal = '' }) => ({ file, literal, count: literal.split(/\s+/).length }));
  expect(words.filter(({ count }) => count > mostWords)).toEqual([]);
});

test('a notification quotes at most 25 words of plugins and hosts', () => {
  const words = Array.from({ length: 30 }, (_, index) => `word${index}`);
  expect(shortened(words.slice(0, 25).join('\n'))).toBe(words.slice(0, 25).join('\n'));
  notify('error', words.join(' '), []);
  expect(editor.messages).toMatchObject([{ severity: 'error', text: `${words.slice(0, 25).join(' ')}…` }]);
});
