import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../../../engine/libcni/operation/operation.ts';
import { runOperation } from '../../../../../engine/libcni/operation/recorder.ts';
import { engineWith, listOf, runtimeConf } from '../fixtures.ts';
import { exited, type FakePlugin } from '../recording-exec.ts';

const list = listOf({ name: 'net', cniVersion: '1.0.0', plugins: [{ type: 'p' }, { type: 'q' }] });
const works: FakePlugin = () => exited(0, '{"cniVersion":"1.0.0"}');

async function record(q: FakePlugin, signal?: AbortSignal) {
  const { cni } = engineWith({ p: works, q });
  const updates: Operation[] = [];
  const recorded = await runOperation(
    { verb: 'ADD', network: 'net', rt: runtimeConf() },
    (observer) => cni.withObserver(observer).addNetworkList(list, runtimeConf(), signal),
    (operation) => updates.push(operation),
  );
  return { ...recorded, updates };
}

describe('an operation', () => {
  test('has every step with its outcome, and reports each change', async () => {
    const { operation, value, updates } = await record(works);
    expect(operation).toMatchObject({
      verb: 'ADD',
      network: 'net',
      containerID: 'c1',
      ifName: 'eth0',
      netNS: '/run/netns/x',
      state: 'ok',
    });
    expect(operation.steps.map((step) => [step.pluginType, step.outcome?.kind])).toEqual([
      ['p', 'exited'],
      ['q', 'exited'],
    ]);
    expect(value?.json).toBe('{"cniVersion":"1.0.0"}');
    expect(updates.map(({ state, steps }) => [state, steps.length, steps.at(-1)?.outcome?.kind])).toEqual([
      ['running', 0, undefined],
      ['running', 1, undefined],
      ['running', 1, 'exited'],
      ['running', 2, undefined],
      ['running', 2, 'exited'],
      ['ok', 2, 'exited'],
    ]);
  });

  test('that fails half-way keeps its steps and its error', async () => {
    const { operation, value } = await record(() => exited(1, '{"code":7,"msg":"no"}'));
    expect(operation.state).toBe('failed');
    expect(operation.error?.message).toBe('plugin type="q" failed (add): no');
    expect(operation.steps.map(({ error }) => error?.code)).toEqual([undefined, 7]);
    expect(value).toBeUndefined();
  });
});

describe('an operation without a verdict of the plugin', () => {
  test('whose connection was lost is unknown, neither failed nor ok', async () => {
    const { operation } = await record(() => ({ kind: 'unknown', pluginPath: '/q', reason: 'eof' }));
    expect(operation.state).toBe('unknown');
    expect(operation.error?.message).toBe(
      'connection to the host was lost while plugin "q" ran: the outcome is unknown',
    );
  });

  test('whose plugin exceeded its time limit is unknown, not cancelled, since the user did not request it', async () => {
    const { operation } = await record(() => ({
      kind: 'aborted',
      reason: 'timedOut',
      pluginPath: '/q',
      stdout: new Uint8Array(),
      stderr: new Uint8Array(),
      startedAt: 0,
      durationMs: 1,
    }));
    expect(operation.state).toBe('unknown');
    expect(operation.error?.message).toBe('timed out while plugin "q" ran: it was killed, the outcome is unknown');
  });

  test('that was stopped is cancelled, before a plugin or in the midst of it', async () => {
    const controller = new AbortController();
    const before = await record(() => {
      controller.abort();
      return exited(0, '{"cniVersion":"1.0.0"}');
    }, AbortSignal.abort());
    expect(before.operation).toMatchObject({ state: 'cancelled', steps: [] });
    expect(before.operation.error?.message).toBe('cancelled before plugin "p" ran');
    const midst = await record(() => ({
      kind: 'aborted',
      reason: 'cancelled',
      pluginPath: '/q',
      stdout: new Uint8Array(),
      stderr: new Uint8Array(),
      startedAt: 0,
      durationMs: 1,
    }));
    expect(midst.operation.state).toBe('cancelled');
    expect(midst.operation.error?.message).toBe('cancelled while plugin "q" ran: it was killed');
  });

  test('on a host that cannot be used fails with the host’s own error as cause', async () => {
    const problem = new TypeError('no shell');
    const { operation } = await record(() => {
      throw problem;
    });
    expect(operation.state).toBe('failed');
    expect(operation.error?.message).toBe('no shell');
    expect(operation.error?.cause).toBe(problem);
    expect(operation.steps[1]?.error?.cause).toBe(problem);
  });
});

describe('an operation that broke off at the cache', () => {
  test('by the caller, is cancelled', async () => {
    const controller = new AbortController();
    const { cni, store } = engineWith({ p: works, q: works });
    store.read = () => {
      controller.abort();
      return Promise.reject(new DOMException('This operation was aborted', 'AbortError'));
    };
    const { operation } = await runOperation({ verb: 'DEL', network: 'net', rt: runtimeConf() }, (observer) =>
      cni.withObserver(observer).delNetworkList(list, runtimeConf(), controller.signal),
    );
    expect(operation).toMatchObject({ state: 'cancelled', steps: [] });
    expect(operation.error?.message).toBe('cancelled while the cache was read');
  });

  test('by the connection, is unknown: the result may or may not be cached', async () => {
    const { cni, store } = engineWith({ p: works, q: works });
    store.write = () => Promise.reject(new Error('gone'));
    const { operation } = await runOperation({ verb: 'ADD', network: 'net', rt: runtimeConf() }, (observer) =>
      cni.withObserver(observer).addNetworkList(list, runtimeConf()),
    );
    expect(operation.state).toBe('unknown');
    expect(operation.steps).toHaveLength(2);
  });
});
