import { expect, test } from 'vitest';
import { Transcript } from '../../../client/transcript.ts';

const time = new Date('2026-11-23T23:00:00Z');

test('a message is kept with its time and level', () => {
  const transcript = new Transcript(10);
  transcript.add('info', 'ADD web\n  env: (empty)', time);
  transcript.add('error', 'failed', time);
  expect(transcript.text).toBe(
    '2026-11-23T23:00:00.000Z [info] ADD web\n  env: (empty)\n2026-11-23T23:00:00.000Z [error] failed\n',
  );
});

test('only the last messages are kept', () => {
  const transcript = new Transcript(2);
  for (const message of ['one', 'two', 'three']) {
    transcript.add('info', message, time);
  }
  expect(transcript.text.match(/\b(?:one|two|three)\b/g)).toEqual(['two', 'three']);
});
