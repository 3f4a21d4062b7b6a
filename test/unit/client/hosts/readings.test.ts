import { expect, test } from 'vitest';
import type { HostContents } from '../../../../client/hosts/host-knowledge.ts';
import { Readings } from '../../../../client/hosts/readings.ts';
import { contents } from './hosts.ts';

/** What is known of hosts whose readings end when a test says so. */
function stage() {
  const readings: { readonly name: string; end(contents: HostContents): void; fail(error: Error): void }[] = [];
  const told: string[] = [];
  const knowledge: Readings<HostContents> = new Readings<HostContents>(
    (name) => new Promise((end, fail) => readings.push({ name, end, fail })),
    (error) => `sorry, ${String(error)}`,
    (name) => told.push(`${name} ${knowledge.of(name).kind}`),
  );
  return { knowledge, readings, told };
}

test('nothing is read until it is requested, and then once', async () => {
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

test('contents that go out of date during a reading are read again before it ends', async () => {
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

test('a failure is stored together with the previous contents', async () => {
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

test('a failure ends the reading even if the host changed in the meantime, and the next request reads again', async () => {
  const { knowledge, readings, told } = stage();
  const first = knowledge.ensureFresh('node1');
  knowledge.invalidate('node1');
  readings[0]?.fail(new Error('cut'));
  await first;
  expect([readings.length, knowledge.isStale('node1')]).toEqual([1, true]);
  const second = knowledge.ensureFresh('node1');
  expect(knowledge.of('node1')).toEqual({ kind: 'reading', reason: 'sorry, Error: cut' });
  readings[1]?.end(contents);
  await second;
  expect(told).toEqual(['reading', 'reading', 'failed', 'reading', 'ready'].map((kind) => `node1 ${kind}`));
});

test('contents go out of date only once until they are read again', async () => {
  const { knowledge, readings, told } = stage();
  const asked = knowledge.ensureFresh('node1');
  readings[0]?.end(contents);
  await asked;
  knowledge.invalidate('node1');
  knowledge.invalidate('node1');
  knowledge.invalidate('node2');
  expect([knowledge.isStale('node1'), told.length]).toEqual([true, 3]);
  knowledge.forget('node1');
  knowledge.forget('node1');
  expect([knowledge.isStale('node1'), told.at(-1), told.length]).toEqual([true, 'node1 unknown', 4]);
});
