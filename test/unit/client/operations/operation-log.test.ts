import { expect, test } from 'vitest';
import { WorkbenchError } from '../../../../engine/errors/workbench-error.ts';
import { OperationLog } from '../../../../client/operations/operation-log.ts';
import { stepProgress, stepText } from '../../../../client/operations/operation-text.ts';
import {
  CNIError,
  type Operation,
  type PluginOutcome,
  type PluginRun,
  type Step,
} from '../../../../engine/libcni/index.ts';

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
    'sandbox',
  );
  updates.forEach((update) => operationLog.update(update));
  return lines;
}

test('a step is logged with its path, exit, time, environment, input and output', () => {
  expect(stepText(ran)).toBe(
    [
      'ADD 1 bridge: /opt/cni/bin/bridge exited with status 0 after 12.3 ms',
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

test('long JSON is indented, with every number as the plugin got it', () => {
  const name = 'x'.repeat(100);
  const stdin = encode(`{"name":"${name}","n":12345678901234567890.10,"a":["b: {,}"],"e":{}, "t":"\\" ["}`);
  const outcome: PluginOutcome = { ...run, kind: 'exited', exitCode: 1, stdout: encode(`no JSON ${name}`) };
  const text = stepText({ ...running, stdin, outcome });
  expect(text.slice(text.indexOf('  stdin:')).split('\n')).toEqual([
    '  stdin:',
    '    {',
    `      "name": "${name}",`,
    '      "n": 12345678901234567890.10,',
    '      "a": [',
    '        "b: {,}"',
    '      ],',
    '      "e": {},',
    '      "t": "\\" ["',
    '    }',
    '  stdout:',
    `    no JSON ${name}`,
    '  stderr: (empty)',
  ]);
});

test('a failed step is logged with its message, code and details, and with its meaning and remedy', () => {
  expect(stepText(failed).split('\n').slice(0, 6)).toEqual([
    'ADD 2 portmap: plugin not found',
    '  error: failed to find plugin "portmap" in path [/opt/cni/bin]',
    '  code: 999',
    '  details: more',
    expect.stringMatching(/^ {2}meaning: .*"portmap".* \/opt\/cni\/bin\.$/),
    expect.stringMatching(/^ {2}remedy: .*CNI_PATH \(setting cni\.pluginPath\)/),
  ]);
});

test.each<[PluginOutcome, string]>([
  [
    { kind: 'notStarted', pluginPath: '/p/x', reason: 'permission denied' },
    '/p/x could not be started: permission denied',
  ],
  [{ ...run, kind: 'signalled', signal: 'SIGSEGV' }, 'was killed by SIGSEGV after 12.3 ms'],
  [{ ...run, kind: 'aborted', reason: 'cancelled' }, 'was canceled after 12.3 ms'],
  [{ ...run, kind: 'aborted', reason: 'timedOut' }, 'timed out after 12.3 ms'],
  [
    { kind: 'unknown', pluginPath: undefined, reason: 'broken pipe' },
    'connection lost while the plugin ran: broken pipe',
  ],
])('the ending %j is described', (outcome, words) => {
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
    'info ADD web, host sandbox, netns /var/run/netns/ns1, interface eth0, container cnitool-0',
    'info ADD 1 bridge: /opt/cni/bin/bridge exited with status 0 after 12.3 ms',
    'error ADD 2 portmap: plugin not found',
    'error ADD web: failed after 20.0 ms: failed to find plugin "portmap" in path [/opt/cni/bin]',
  ]);
});

test('a problem of the host is logged with its remedy at the end of the operation', () => {
  const cause = new WorkbenchError({ code: 'noShell', message: 'No shell.', remedy: 'Install one.' });
  const error = new CNIError('No shell.', undefined, { cause });
  expect(log([{ ...operation, state: 'failed', durationMs: 3, error }]).at(-1)).toBe(
    'error ADD web: failed after 3.0 ms: No shell.\n  remedy: Install one.',
  );
});

test('the DEL that rolls back a failed ADD is logged as a separate operation', () => {
  const lines = log([
    { ...operation, state: 'failed' },
    { ...operation, verb: 'DEL', steps: [{ ...ran, verb: 'DEL' }], state: 'ok', durationMs: 3 },
  ]);
  expect(lines.map((line) => line.split(/[\n,]|: (?!failed|succeeded)/)[0])).toEqual([
    'info ADD web',
    'error ADD web: failed after 0.0 ms',
    'info DEL web',
    'info DEL 1 bridge',
    'info DEL web: succeeded after 3.0 ms',
  ]);
});

test('a progress names the plugin and its place in the chain', () => {
  expect(stepProgress({ ...operation, steps: [running] }, 2)).toBe('bridge (1/2)…');
  expect(stepProgress({ ...operation, verb: 'DEL', steps: [{ ...running, verb: 'DEL' }] }, 1)).toBe(
    'DEL bridge (1/1)…',
  );
  expect(stepProgress({ ...operation, state: 'ok', steps: [ran] }, 2)).toBeUndefined();
});
