import { expect, test } from 'vitest';
import { OperationLog } from '../../../client/operation-log.ts';
import { stepProgress, stepText } from '../../../client/operation-text.ts';
import {
  CNIError,
  type Operation,
  type PluginOutcome,
  type PluginRun,
  type Step,
} from '../../../engine/libcni/index.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const running: Step = {
  verb: 'ADD',
  index: 0,
  pluginType: 'bridge',
  env: { CNI_COMMAND: 'ADD', CNI_IFNAME: 'eth0' },
  stdin: encode('{"type":"bridge"}'),
};
const run: PluginRun = {
  pluginPath: '/opt/cni/bin/bridge',
  stdout: encode('{\n  "ips": []\n}\n'),
  stderr: encode(''),
  startedAt: 1,
  durationMs: 12.34,
};
const ran: Step = { ...running, outcome: { ...run, kind: 'exited', exitCode: 0 } };
const notFound = new CNIError('failed to find plugin "portmap" in path [/opt/cni/bin]', { code: 999, details: 'more' });
const failed: Step = {
  ...running,
  index: 1,
  pluginType: 'portmap',
  outcome: { kind: 'notFound' },
  error: notFound,
};
const operation: Operation = {
  verb: 'ADD',
  network: 'web',
  containerID: 'cnitool-0',
  ifName: 'eth0',
  netNS: '/var/run/netns/ns1',
  startedAt: 1,
  durationMs: 0,
  state: 'running',
  steps: [],
};

function log(updates: readonly Operation[]): readonly string[] {
  const lines: string[] = [];
  const operationLog = new OperationLog(
    { info: (line) => lines.push(`info ${line}`), error: (line) => lines.push(`error ${line}`) },
    'in the sandbox',
  );
  updates.forEach((update) => operationLog.update(update));
  return lines;
}

test('a step is told with its path, exit, time, environment, input and output', () => {
  expect(stepText(ran)).toBe(
    [
      'ADD 1 bridge: /opt/cni/bin/bridge exit 0, 12.3 ms',
      '  env:',
      '    CNI_COMMAND=ADD',
      '    CNI_IFNAME=eth0',
      '  stdin:',
      '    {"type":"bridge"}',
      '  stdout:',
      '    {',
      '      "ips": []',
      '    }',
      '  stderr: (empty)',
    ].join('\n'),
  );
});

test('a failed step is told with its message, code and details', () => {
  expect(stepText(failed).split('\n').slice(0, 4)).toEqual([
    'ADD 2 portmap: not found, nothing ran',
    '  error: failed to find plugin "portmap" in path [/opt/cni/bin]',
    '  code: 999',
    '  details: more',
  ]);
});

test.each<[PluginOutcome, string]>([
  [
    { kind: 'notStarted', pluginPath: '/p/x', reason: 'permission denied' },
    '/p/x could not be started: permission denied',
  ],
  [{ ...run, kind: 'signalled', signal: 'SIGSEGV' }, 'killed by SIGSEGV, 12.3 ms'],
  [{ ...run, kind: 'aborted', reason: 'cancelled' }, 'cancelled, 12.3 ms'],
  [{ ...run, kind: 'aborted', reason: 'timedOut' }, 'timed out, 12.3 ms'],
  [{ kind: 'unknown', pluginPath: undefined, reason: 'broken pipe' }, 'connection lost while it ran: broken pipe'],
])('the ending %j is put in words', (outcome, words) => {
  expect(stepText({ ...running, outcome }).split('\n')[0]).toContain(words);
});

test('each part of an operation is logged once, when it is known', () => {
  const lines = log([
    { ...operation, steps: [running] },
    { ...operation, steps: [ran] },
    { ...operation, steps: [ran, { ...running, index: 1, pluginType: 'portmap' }] },
    { ...operation, steps: [ran, failed] },
    { ...operation, steps: [ran, failed], state: 'failed', durationMs: 20, error: notFound },
  ]);
  expect(lines.map((line) => line.split('\n')[0])).toEqual([
    'info ADD web in the sandbox, netns /var/run/netns/ns1, interface eth0, container cnitool-0',
    'info ADD 1 bridge: /opt/cni/bin/bridge exit 0, 12.3 ms',
    'error ADD 2 portmap: not found, nothing ran',
    'error ADD web failed after 20.0 ms: failed to find plugin "portmap" in path [/opt/cni/bin]',
  ]);
});

test('the DEL that takes back a failed ADD is logged as an operation of its own', () => {
  const lines = log([
    { ...operation, state: 'failed' },
    { ...operation, verb: 'DEL', steps: [{ ...ran, verb: 'DEL' }], state: 'ok', durationMs: 3 },
  ]);
  expect(lines.map((line) => line.split(/[\n:,]/)[0])).toEqual([
    'info ADD web in the sandbox',
    'error ADD web failed after 0.0 ms',
    'info DEL web in the sandbox',
    'info DEL 1 bridge',
    'info DEL web ok after 3.0 ms',
  ]);
});

test('a progress names the plugin and its place in the chain', () => {
  expect(stepProgress({ ...operation, steps: [running] }, 2)).toBe('bridge (1/2)…');
  expect(stepProgress({ ...operation, verb: 'DEL', steps: [{ ...running, verb: 'DEL' }] }, 1)).toBe(
    'DEL bridge (1/1)…',
  );
  expect(stepProgress({ ...operation, state: 'ok', steps: [ran] }, 2)).toBeUndefined();
});
