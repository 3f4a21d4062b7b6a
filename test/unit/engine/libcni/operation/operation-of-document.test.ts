import { expect, test } from 'vitest';
import {
  CNIError,
  interruptionOf,
  type Operation,
  operationDocument,
  operationOfDocument,
  type PluginOutcome,
} from '../../../../../engine/libcni/index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const ran = { pluginPath: '/bin/a', stdout: bytes('{}'), stderr: Uint8Array.of(0xff), startedAt: 1000, durationMs: 2 };

const outcomes: readonly PluginOutcome[] = [
  { kind: 'notFound' },
  { kind: 'notStarted', pluginPath: '/bin/a', reason: 'permission denied' },
  { kind: 'unknown', pluginPath: undefined, reason: 'gone' },
  { kind: 'exited', exitCode: 3, removed: true, ...ran },
  { kind: 'signalled', signal: 'SIGKILL', coreDumped: true, ...ran },
  { kind: 'aborted', reason: 'timedOut', ...ran },
  { kind: 'outputLimit', limit: 5, ...ran },
  {
    kind: 'exited',
    exitCode: 0,
    ...ran,
    calls: [{ ...ran, pluginType: 'b', argv: ['/bin/b'], env: { A: 'b' }, stdin: bytes('x'), exitCode: 0, calls: [] }],
  },
];

function operationWith(outcome: PluginOutcome): Operation {
  return {
    verb: 'ADD',
    network: 'n',
    containerID: 'c',
    ifName: 'eth0',
    netNS: '/x',
    startedAt: Date.UTC(2026, 0, 31),
    durationMs: 5,
    state: 'failed',
    steps: [{ verb: 'ADD', index: 0, pluginType: 'a', env: { CNI_COMMAND: 'ADD' }, stdin: bytes('{}'), outcome }],
    error: new CNIError('plugin failed: bad', { code: 7, msg: 'bad', details: 'x' }),
    changes: [{ area: 'links', where: 'cni0', kind: 'added', after: 'UP' }],
  };
}

test.each(outcomes)('an operation survives its document: $kind', (outcome) => {
  const document = JSON.parse(JSON.stringify(operationDocument(operationWith(outcome))));
  const again = operationOfDocument(document);
  expect(JSON.parse(JSON.stringify(operationDocument(again)))).toEqual(document);
  expect(again.error).toMatchObject({ message: 'plugin failed: bad', code: 7, msg: 'bad', details: 'x' });
});

test.each([
  ['cancelled', { kind: 'notFound' }, 'cancelled'],
  ['unknown', { kind: 'unknown', pluginPath: undefined, reason: 'gone' }, 'unknown'],
  ['unknown', { kind: 'aborted', reason: 'timedOut', ...ran }, 'timedOut'],
  ['failed', { kind: 'notFound' }, undefined],
] as const)('the state %s of a document is an interruption of its error', (state, outcome, interruption) => {
  const again = operationOfDocument(operationDocument({ ...operationWith(outcome), state }));
  expect(interruptionOf(again.error)).toBe(interruption);
});
