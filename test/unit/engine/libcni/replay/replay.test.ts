import { describe, expect, test } from 'vitest';
import { type OperationDocument, runOperation, type Verb } from '../../../../../engine/libcni/index.ts';
import { planReplay, type ReplayChoice } from '../../../../../engine/libcni/replay/plan.ts';
import { runPlan } from '../../../../../engine/libcni/replay/run-plan.ts';
import { exited, type FakePlugin, RecordingExec } from '../recording-exec.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const config = (type: string, prevResult?: object): string =>
  JSON.stringify({ cniVersion: '1.0.0', name: 'n', type, ...(prevResult && { prevResult }) });

const recorded = { cniVersion: '1.0.0', ips: [{ address: '10.0.0.1/24' }] };
const fresh: FakePlugin = () => exited(0, '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.9/24"}]}');

/** Returns a document with a step for each input. */
function documentOf(verb: Verb, ...inputs: readonly (readonly [string, string])[]): OperationDocument {
  return {
    verb,
    network: 'n',
    ...(verb !== 'GC' && verb !== 'STATUS' && { containerID: 'c', ifName: 'eth0', netNS: '/var/run/netns/x' }),
    startedAt: '2026-01-31T12:00:00.000Z',
    durationMs: 1,
    state: 'ok',
    steps: inputs.map(([pluginType, stdin], index) => ({
      verb,
      index,
      pluginType,
      env: { CNI_COMMAND: verb, CNI_CONTAINERID: 'c', CNI_NETNS: '/var/run/netns/x', CNI_PATH: '/p:/q' },
      stdin,
    })),
  };
}

async function run(document: OperationDocument, plugins: Readonly<Record<string, FakePlugin>>, choice?: ReplayChoice) {
  const exec = new RecordingExec(plugins);
  const plan = planReplay(document, choice);
  const { operation, value } = await runOperation({ verb: document.verb, network: 'n' }, (observer) =>
    runPlan(exec, plan, observer),
  );
  return { exec, plan, operation, value };
}

const add = documentOf('ADD', ['a', config('a')], ['b', config('b', recorded)]);

describe('ADD', () => {
  test('runs with the recorded environment, directories and input, and the result of this run', async () => {
    const { exec, operation, value } = await run(add, { a: fresh, b: fresh });
    expect(exec.calls).toEqual(['ADD a', 'ADD b']);
    expect(exec.commands[0]).toMatchObject({ env: add.steps[0]?.env, pluginDirs: ['/p', '/q'] });
    expect(exec.stdin(0)).toBe(config('a'));
    expect(JSON.parse(exec.stdin(1))).toMatchObject({ type: 'b', prevResult: { ips: [{ address: '10.0.0.9/24' }] } });
    expect(operation).toMatchObject({ verb: 'ADD', state: 'ok', steps: [{ index: 0 }, { index: 1 }] });
    expect(value?.value).toMatchObject({ ips: [{ address: '10.0.0.9/24' }] });
  });

  // docs/security.md: S23
  test('no other variable of a recording reaches a plugin', async () => {
    const steps = add.steps.map((step) => ({ ...step, env: { ...step.env, LD_PRELOAD: '/evil', PATH: '/evil' } }));
    const { exec } = await run({ ...add, steps }, { a: fresh, b: fresh });
    expect(exec.commands[0]?.env).toEqual(add.steps[0]?.env);
  });

  test('ends with the first failure, in the words of libcni', async () => {
    const { exec, operation } = await run(add, { a: () => exited(1, '{"code":7,"msg":"bad"}'), b: fresh });
    expect(exec.calls).toEqual(['ADD a']);
    expect(operation).toMatchObject({
      state: 'failed',
      error: { message: 'plugin type="a" failed (add): bad', code: 7 },
    });
  });

  test('a step runs with another input, after the steps before it', async () => {
    const stdin = bytes(config('b', recorded).replace('"type"', '"mtu":1,"type"'));
    const { exec, plan } = await run(add, { a: fresh, b: fresh }, { from: 1, stdin });
    expect(plan.before).toBe(1);
    expect(exec.stdin(0)).toBe(config('a'));
    expect(JSON.parse(exec.stdin(1))).toMatchObject({ mtu: 1, prevResult: { ips: [{ address: '10.0.0.9/24' }] } });
  });

  test('an edited prevResult is kept, and an input that is not JSON reaches the plugin', async () => {
    const edited = config('b', { ...recorded, ips: [] });
    expect((await run(add, { a: fresh, b: fresh }, { from: 1, stdin: bytes(edited) })).exec.stdin(1)).toBe(edited);
    expect((await run(add, { a: fresh, b: fresh }, { from: 1, stdin: bytes('no') })).exec.stdin(1)).toBe('no');
    const without = config('b');
    expect((await run(add, { a: fresh, b: fresh }, { from: 1, stdin: bytes(without) })).exec.stdin(1)).toBe(without);
  });
});

describe('CHECK and DEL', () => {
  test.each(['CHECK', 'DEL'] as const)('%s runs after ADD of the chain, and with its result', async (verb) => {
    const order = verb === 'DEL' ? ['b', 'a'] : ['a', 'b'];
    const inputs = order.map((type) => [type, config(type, recorded)] as const);
    const { exec, plan, operation } = await run(documentOf(verb, ...inputs), { a: fresh, b: fresh });
    expect(plan.before).toBe(2);
    expect(exec.calls).toEqual(['ADD a', 'ADD b', ...order.map((type) => `${verb} ${type}`)]);
    expect(exec.stdin(0)).toBe(config('a'));
    for (const index of [1, 2, 3]) {
      expect(JSON.parse(exec.stdin(index))).toMatchObject({ prevResult: { ips: [{ address: '10.0.0.9/24' }] } });
    }
    expect(operation).toMatchObject({ verb, state: 'ok' });
  });

  test('DEL without a namespace runs alone', async () => {
    const document = { ...documentOf('DEL', ['a', config('a', recorded)]), netNS: '' };
    const { exec, plan } = await run(document, { a: fresh });
    expect([exec.calls, plan.before]).toEqual([['DEL a'], 0]);
    expect(exec.stdin(0)).toBe(config('a', recorded));
  });
});

test('GC continues after a failure and reports all of them', async () => {
  const document = documentOf('GC', ['a', config('a')], ['b', config('b')], ['a', config('a')]);
  const { exec, operation } = await run(document, { a: () => exited(1, '{"code":7,"msg":"bad"}'), b: fresh });
  expect(exec.calls).toEqual(['GC a', 'GC b', 'GC a']);
  expect(operation).toMatchObject({ state: 'failed', error: { message: 'bad\nbad', code: 7 } });
});

test('STATUS ends with the first failure, which is that of the plugin', async () => {
  const document = documentOf('STATUS', ['a', config('a')], ['b', config('b')]);
  const { exec, operation } = await run(document, { a: () => exited(1, '{"code":50,"msg":"no"}'), b: fresh });
  expect(exec.calls).toEqual(['STATUS a']);
  expect(operation).toMatchObject({ state: 'failed', error: { message: 'no', code: 50 } });
});
