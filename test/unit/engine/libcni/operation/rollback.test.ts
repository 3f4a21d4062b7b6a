import { describe, expect, test } from 'vitest';
import type { PluginOutcome } from '../../../../../engine/libcni/index.ts';
import { addWithRollback } from '../../../../../engine/libcni/operation/rollback.ts';
import { engineWith, listOf, runtimeConf } from '../fixtures.ts';
import { MemoryStore } from '../memory-store.ts';
import { exited, type FakePlugin } from '../recording-exec.ts';

const list = listOf({ name: 'net', cniVersion: '1.0.0', plugins: [{ type: 'p' }, { type: 'q' }, { type: 'r' }] });
const works: FakePlugin = () => exited(0, '{"cniVersion":"1.0.0"}');
const failsToAdd: FakePlugin = ({ env }) => (env['CNI_COMMAND'] === 'ADD' ? exited(1, '{"msg":"no"}') : exited(0));

const onlyADD: FakePlugin = ({ env }) =>
  env['CNI_COMMAND'] === 'ADD' ? exited(0, '{"cniVersion":"1.0.0"}') : exited(1, '{"msg":"stuck","code":7}');

describe('a failed ADD', () => {
  test('is undone by DEL of the plugins that ran, the failed one included, in reverse', async () => {
    const { cni, exec } = engineWith({ p: works, q: failsToAdd, r: works });
    const report = await addWithRollback(cni, list, runtimeConf());
    expect(exec.calls).toEqual(['ADD p', 'ADD q', 'DEL q', 'DEL p']);
    expect(report.add).toMatchObject({ verb: 'ADD', state: 'failed' });
    expect(report.rollback).toMatchObject({ verb: 'DEL', state: 'ok' });
    expect(report.rollbackSkipped).toBeUndefined();
  });

  test('that was cancelled is undone all the same', async () => {
    const controller = new AbortController();
    const { cni, exec } = engineWith({
      p: () => {
        controller.abort();
        return exited(0, '{"cniVersion":"1.0.0"}');
      },
      q: works,
      r: works,
    });
    const report = await addWithRollback(cni, list, runtimeConf(), { signal: controller.signal });
    expect(report.add.state).toBe('cancelled');
    expect(exec.calls).toEqual(['ADD p', 'DEL p']);
  });

  test('whose plugin ran out of time is undone, though its outcome is unknown', async () => {
    const hangs: PluginOutcome = {
      kind: 'aborted',
      reason: 'timedOut',
      pluginPath: '/p',
      stdout: new Uint8Array(),
      stderr: new Uint8Array(),
      startedAt: 0,
      durationMs: 1,
    };
    const { cni, exec } = engineWith({
      p: ({ env }) => (env['CNI_COMMAND'] === 'ADD' ? hangs : exited(0)),
      q: works,
      r: works,
    });
    const { add, rollback } = await addWithRollback(cni, list, runtimeConf());
    expect([add.state, rollback?.state]).toEqual(['unknown', 'ok']);
    expect(exec.calls).toEqual(['ADD p', 'DEL p']);
  });
});

describe('a failed ADD whose undoing fails too', () => {
  test('reports both', async () => {
    const { cni } = engineWith({ p: works, q: () => exited(1, '{"msg":"no"}'), r: works });
    const report = await addWithRollback(cni, list, runtimeConf());
    expect(report.rollback?.state).toBe('failed');
    expect(report.rollback?.error?.message).toBe('plugin type="q" failed (delete): no');
    expect(report.add.error?.message).toBe('plugin type="q" failed (add): no');
  });

  test('is undone as far as it can be: a plugin whose DEL fails keeps no other from its own', async () => {
    const { cni, exec } = engineWith({
      p: works,
      q: () => exited(1, '{"msg":"no"}'),
      r: () => exited(1, '{"msg":"nor"}'),
    });
    const four = listOf({ name: 'net', cniVersion: '1.0.0', plugins: [{ type: 'p' }, { type: 'q' }] });
    const report = await addWithRollback(cni, four, runtimeConf());
    expect(exec.calls).toEqual(['ADD p', 'ADD q', 'DEL q', 'DEL p']);
    expect(report.rollback?.steps.map(({ index, error }) => [index, error?.message])).toEqual([
      [0, 'no'],
      [1, undefined],
    ]);
  });

  test('more than once reports all', async () => {
    const { cni } = engineWith({ p: onlyADD, q: onlyADD, r: () => exited(1, '{"msg":"no"}') });
    const { rollback } = await addWithRollback(cni, list, runtimeConf());
    expect(rollback).toMatchObject({ state: 'failed', error: { code: 0, msg: 'no' } });
    expect(rollback?.error?.message.split('\n')).toEqual(
      [
        ['r', 'no'],
        ['q', 'stuck'],
        ['p', 'stuck'],
      ].map(([type, why]) => `plugin type="${type}" failed (delete): ${why}`),
    );
  });

  test('or is stopped tries no further plugin', async () => {
    const stop = new AbortController();
    const { cni, exec } = engineWith({
      p: works,
      q: works,
      r: ({ env }) => {
        if (env['CNI_COMMAND'] === 'DEL') {
          stop.abort();
        }
        return exited(1, '{"msg":"no"}');
      },
    });
    const { rollback } = await addWithRollback(cni, list, runtimeConf(), { rollbackSignal: stop.signal });
    expect(exec.calls).toEqual(['ADD p', 'ADD q', 'ADD r', 'DEL r']);
    expect(rollback?.state).toBe('cancelled');
  });
});

describe('there is no rollback', () => {
  test('when ADD went well', async () => {
    const { cni, exec } = engineWith({ p: works, q: works, r: works });
    const report = await addWithRollback(cni, list, runtimeConf());
    expect(report.result?.cniVersion).toBe('1.0.0');
    expect(exec.calls).toEqual(['ADD p', 'ADD q', 'ADD r']);
    expect(report).not.toHaveProperty('rollback');
  });

  test('when nobody wants it', async () => {
    const { cni, exec } = engineWith({ p: failsToAdd, q: works, r: works });
    expect((await addWithRollback(cni, list, runtimeConf(), { rollback: false })).rollbackSkipped).toBe('notWanted');
    expect(exec.calls).toEqual(['ADD p']);
  });

  test('when no plugin ran', async () => {
    const { cni, exec } = engineWith({});
    expect((await addWithRollback(cni, list, runtimeConf())).rollbackSkipped).toBe('nothingRan');
    expect(exec.calls).toEqual(['ADD p']);
  });

  test('when the attachment was there before: DEL would take the working one down', async () => {
    const store = new MemoryStore({ '/var/lib/cni/results/net-c1-eth0': '{"kind":"cniCacheV1"}' });
    const { cni, exec } = engineWith({ p: failsToAdd, q: works, r: works }, store);
    expect((await addWithRollback(cni, list, runtimeConf())).rollbackSkipped).toBe('alreadyAttached');
    expect(exec.calls).toEqual(['ADD p']);
  });

  test('when the host is gone', async () => {
    const { cni } = engineWith({ p: () => ({ kind: 'unknown', pluginPath: '/p', reason: 'eof' }), q: works, r: works });
    const report = await addWithRollback(cni, list, runtimeConf());
    expect(report.add.state).toBe('unknown');
    expect(report.rollbackSkipped).toBe('connectionLost');
  });
});
