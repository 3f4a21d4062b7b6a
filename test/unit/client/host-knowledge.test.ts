import { expect, test } from 'vitest';
import { HostKnowledge, type HostContents } from '../../../client/host-knowledge.ts';
import { contents } from './hosts.ts';

/** Knowledge whose readings end when a test says so. */
function stage() {
  const readings: { readonly name: string; end(contents: HostContents): void; fail(error: Error): void }[] = [];
  const told: string[] = [];
  const knowledge = new HostKnowledge(
    (name) => new Promise((end, fail) => readings.push({ name, end, fail })),
    (error) => `sorry, ${String(error)}`,
  );
  knowledge.onDidChange((name) => told.push(`${name} ${knowledge.of(name).kind}`));
  return { knowledge, readings, told };
}

test('nothing is read until somebody asks, and then once', async () => {
  const { knowledge, readings, told } = stage();
  knowledge.invalidate('node1');
  expect([knowledge.of('node1'), knowledge.isStale('node1'), readings.length]).toEqual([{ kind: 'unknown' }, true, 0]);
  const asked = [knowledge.ensureFresh('node1'), knowledge.ensureFresh('node1')];
  readings[0]?.end(contents);
  await Promise.all(asked);
  await knowledge.ensureFresh('node1');
  expect(readings).toHaveLength(1);
  expect(knowledge.of('node1')).toEqual({ kind: 'ready', contents });
  expect(told).toEqual(['node1 reading', 'node1 ready']);
});

test('what went out of date during a reading is read again before that ends', async () => {
  const { knowledge, readings } = stage();
  const asked = knowledge.ensureFresh('node1');
  knowledge.invalidate('node1');
  readings[0]?.end(contents);
  await expect.poll(() => readings.length).toBe(2);
  const newer = { ...contents, cache: { attachments: [], unreadable: [] } };
  readings[1]?.end(newer);
  await asked;
  expect(knowledge.of('node1')).toEqual({ kind: 'ready', contents: newer });
});

test('a failure is knowledge too, and what was known before stays with it', async () => {
  const { knowledge, readings } = stage();
  const first = knowledge.ensureFresh('node1');
  readings[0]?.end(contents);
  await first;
  knowledge.invalidate('node1');
  const second = knowledge.ensureFresh('node1');
  expect(knowledge.of('node1')).toEqual({ kind: 'reading', contents });
  readings[1]?.fail(new Error('cut'));
  await second;
  expect(knowledge.of('node1')).toEqual({ kind: 'failed', reason: 'sorry, Error: cut', contents });
  expect(knowledge.isStale('node1')).toBe(false);
});

test('a host that was disconnected is unknown again, also when its reading ends afterwards', async () => {
  const { knowledge, readings } = stage();
  const asked = knowledge.ensureFresh('node1');
  knowledge.forget('node1');
  readings[0]?.end(contents);
  await asked;
  expect(knowledge.of('node1')).toEqual({ kind: 'unknown' });
});
