import { expect, test } from 'vitest';
import {
  bytesOfText,
  CNIError,
  type Operation,
  operationDocument,
  type PluginCall,
  type PluginOutcome,
  type Step,
  textOrBase64,
} from '../../../../../engine/libcni/index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const ran = { pluginPath: '/bin/a', stdout: bytes('{}'), stderr: bytes(''), startedAt: 0, durationMs: 2 };
const step = (outcome?: PluginOutcome, error?: CNIError): Step => ({
  verb: 'ADD',
  index: 0,
  pluginType: 'a',
  env: { CNI_COMMAND: 'ADD' },
  stdin: bytes('{"é":1}'),
  ...(outcome && { outcome }),
  ...(error && { error }),
});
const operation = (state: Operation['state'], ...steps: readonly Step[]): Operation => ({
  verb: 'ADD',
  network: 'n',
  containerID: 'c',
  ifName: 'eth0',
  netNS: '/x',
  startedAt: Date.UTC(2026, 10, 23),
  durationMs: 5,
  state,
  steps,
});
const documented = (one: Operation, extras?: Parameters<typeof operationDocument>[1]): unknown =>
  JSON.parse(JSON.stringify(operationDocument(one, extras)));

test('bytes are text where they are UTF-8, to the last one, else base64', () => {
  expect(textOrBase64(bytes('\u{feff}é\0'))).toBe('\u{feff}é\0');
  expect(textOrBase64(Uint8Array.of(0x7b, 0xff))).toEqual({ base64: 'e/8=' });
});

test.each([[bytes('\u{feff}é\0')], [Uint8Array.of(0x7b, 0xff)], [new Uint8Array()]])(
  'bytes survive a document: %o',
  (one) => {
    expect(Uint8Array.from(bytesOfText(textOrBase64(one)))).toEqual(one);
  },
);

test('an operation includes each step: path, environment, input, output, exit code and times', () => {
  expect(documented(operation('ok', step({ kind: 'exited', exitCode: 0, ...ran })))).toEqual({
    verb: 'ADD',
    network: 'n',
    containerID: 'c',
    ifName: 'eth0',
    netNS: '/x',
    startedAt: '2026-11-23T00:00:00.000Z',
    durationMs: 5,
    state: 'ok',
    steps: [
      {
        verb: 'ADD',
        index: 0,
        pluginType: 'a',
        pluginPath: '/bin/a',
        env: { CNI_COMMAND: 'ADD' },
        stdin: '{"é":1}',
        outcome: 'exited',
        exitCode: 0,
        stdout: '{}',
        stderr: '',
        startedAt: '1970-01-01T00:00:00.000Z',
        durationMs: 2,
      },
    ],
  });
});

test.each<[PluginOutcome, object]>([
  [{ kind: 'notFound' }, { outcome: 'notFound' }],
  [
    { kind: 'notStarted', pluginPath: '/bin/a', reason: 'permission denied' },
    { outcome: 'notStarted', pluginPath: '/bin/a', reason: 'permission denied' },
  ],
  [
    { kind: 'signalled', signal: 'SIGKILL', ...ran },
    { outcome: 'signalled', signal: 'SIGKILL', stdout: '{}' },
  ],
  [
    { kind: 'aborted', reason: 'timedOut', ...ran },
    { outcome: 'aborted', reason: 'timedOut', pluginPath: '/bin/a' },
  ],
  [
    { kind: 'unknown', pluginPath: undefined, reason: 'gone' },
    { outcome: 'unknown', reason: 'gone' },
  ],
])('a step with another outcome reports it: %o', (outcome, expected) => {
  expect(documented(operation('failed', step(outcome)))).toMatchObject({ steps: [expected] });
});

test('a failed step and operation have the fields of the SPEC, and the hint', () => {
  const error = new CNIError('plugin failed: bad', { code: 7, msg: 'bad', details: 'x' });
  const failed: Operation = { ...operation('failed', step(undefined, error)), error };
  expect(documented(failed, { hint: 'mend it' })).toMatchObject({
    state: 'failed',
    steps: [{ error: { message: 'plugin failed: bad', code: 7, msg: 'bad', details: 'x' } }],
    error: { message: 'plugin failed: bad', code: 7, msg: 'bad', details: 'x', hint: 'mend it' },
  });
});

test('the result and the rollback are part of it', () => {
  const result = { cniVersion: '1.0.0', value: {}, json: '{"cniVersion":"1.0.0"}' };
  expect(documented(operation('ok'), { result })).toMatchObject({ result: { cniVersion: '1.0.0' } });
  const rollback = { ...operation('ok', step({ kind: 'exited', exitCode: 0, ...ran })), verb: 'DEL' as const };
  expect(documented(operation('failed'), { rollback })).toMatchObject({
    rollback: { verb: 'DEL', state: 'ok', steps: [{ exitCode: 0 }] },
  });
  expect(documented(operation('failed'), { rollbackSkipped: 'nothingRan' })).toMatchObject({
    rollbackSkipped: 'nothingRan',
  });
});

test('recorded calls of a plugin are nested as they were started', () => {
  const call = (pluginType: string, calls: readonly PluginCall[]): PluginCall => ({
    ...ran,
    pluginType,
    argv: [`/bin/${pluginType}`],
    env: { CNI_COMMAND: 'ADD' },
    stdin: bytes('{}'),
    exitCode: 0,
    calls,
  });
  const calls = [call('bridge', [call('host-local', [])])];
  expect(documented(operation('ok', step({ kind: 'exited', exitCode: 0, ...ran, calls })))).toMatchObject({
    steps: [
      {
        calls: [
          {
            pluginType: 'bridge',
            stdin: '{}',
            exitCode: 0,
            startedAt: '1970-01-01T00:00:00.000Z',
            calls: [{ pluginType: 'host-local', argv: ['/bin/host-local'], calls: [] }],
          },
        ],
      },
    ],
  });
});

test('the host, the source and the arguments are part of it', () => {
  const extras = {
    host: 'node1',
    source: { path: '/etc/cni/net.d/a.conflist', config: '{}' },
    args: [['K', 'V']],
    capabilityArgs: { mac: '0a:00:00:00:00:01' },
  } as const;
  expect(documented(operation('ok'), extras)).toMatchObject(extras);
});

test('changes of the host are part of it', () => {
  const changes = [{ area: 'link', where: 'cni0', kind: 'added', after: 'up' }] as const;
  expect(documented({ ...operation('ok'), changes })).toMatchObject({ changes });
});
