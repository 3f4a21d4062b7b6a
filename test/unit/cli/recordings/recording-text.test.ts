import { describe, expect, test } from 'vitest';
import { recordingText } from '../../../../cli/recordings/recording-text.ts';
import type { OperationDocument, StepDocument } from '../../../../engine/libcni/index.ts';

const env = { CNI_COMMAND: 'ADD' };
const time = '2026-01-31T12:00:00.000Z';

const bridge: StepDocument = {
  verb: 'ADD',
  index: 0,
  pluginType: 'bridge',
  pluginPath: '/opt/cni/bin/bridge',
  env,
  stdin: '{}',
  outcome: 'exited',
  exitCode: 0,
  durationMs: 21.25,
  calls: [
    {
      pluginType: 'host-local',
      pluginPath: '/opt/cni/bin/host-local',
      argv: [],
      env,
      stdin: '',
      stdout: '',
      stderr: '',
      exitCode: 0,
      startedAt: time,
      durationMs: 3,
      calls: [],
    },
  ],
};

const failed: StepDocument = {
  ...bridge,
  index: 1,
  pluginType: 'portmap',
  pluginPath: '/opt/cni/bin/portmap',
  exitCode: 1,
  durationMs: 2,
  calls: undefined,
  stderr: 'first\nsecond\u{1b}[2J\n',
  error: { message: 'no IP addresses available in range set: 10.1.2.1-10.1.2.2', code: 11, msg: 'm' },
};

const recording: OperationDocument = {
  verb: 'ADD',
  network: 'web',
  containerID: 'c1',
  ifName: 'eth0',
  netNS: '/var/run/netns/x',
  startedAt: time,
  durationMs: 34,
  state: 'failed',
  steps: [bridge, failed],
  error: {
    message: 'plugin type="portmap" failed (add): moon',
    code: 7,
    msg: 'moon',
    details: 'bad',
    hint: 'Try the sun.',
  },
  host: 'the sandbox',
  source: {
    path: '/etc/cni/net.d/10-web.conflist',
    config:
      '{ "name": "web",\n  "plugins": [\n    { "type": "bridge" },\n    {\n      "mtu": 1,\n      "type": "portmap"\n    }\n  ]\n}\n',
  },
  args: [['K', 'V']],
  capabilityArgs: { mac: '0a:00:00:00:00:01' },
};

const outcomeOf = async (step: Partial<StepDocument>): Promise<string | undefined> => {
  const text = await recordingText({
    ...recording,
    steps: [{ ...bridge, calls: undefined, ...step }],
    error: undefined,
  });
  return /\n1 {2}\S+ +(.*?) {2}/.exec(text)?.[1];
};

test('a failed run is shown with its chain, calls, line of the configuration, error, remedy and stderr', async () => {
  expect(await recordingText(recording)).toBe(`ADD web: failed after 34.0 ms
  started: 2026-01-31T12:00:00.000Z
  host: the sandbox
  container: c1
  interface: eth0
  namespace: /var/run/netns/x
  configuration: /etc/cni/net.d/10-web.conflist:6
  CNI_ARGS: K=V
  CAP_ARGS: {"mac":"0a:00:00:00:00:01"}

#  PLUGIN        OUTCOME        TIME     FILE
1  bridge        ok             21.3 ms  /opt/cni/bin/bridge
     host-local  ok             3.0 ms   /opt/cni/bin/host-local
2  portmap       exit status 1  2.0 ms   /opt/cni/bin/portmap

error: plugin type="portmap" failed (add): moon
code: 7
details: bad
remedy: Try the sun.
stderr:
  first
  second\\u{1b}[2J
`);
});

test('a known failure has its meaning and remedy', async () => {
  const message = 'plugin type="bridge" failed (add): failed to find plugin "bridge" in path [/opt/cni/bin]';
  const steps: readonly StepDocument[] = [
    { ...bridge, outcome: 'notFound', error: { message, code: 0, msg: message } },
  ];
  const text = await recordingText({ ...recording, steps, error: { message, code: 0, msg: message } });
  expect(text).toMatch(/\nerror: .*\n(?:meaning: .*\n)?remedy: /);
});

test('a successful run is shown with its result, without an error', async () => {
  const text = await recordingText({
    ...recording,
    state: 'ok',
    steps: [bridge],
    error: undefined,
    result: { ips: [{ address: '10.1.2.3/24' }] },
  });
  expect(text).toMatch(/^ADD web: succeeded after 34\.0 ms\n/);
  expect(text).toMatch(/\nresult:\n\{\n {2}"ips": \[/);
  expect(text).not.toContain('error:');
  expect(text).toContain('configuration: /etc/cni/net.d/10-web.conflist\n');
});

test('a rollback is shown after the ADD, and steps of several verbs are named by them', async () => {
  const add = { ...bridge, calls: undefined };
  const del: StepDocument = { ...add, verb: 'DEL' };
  const rollback: OperationDocument = { ...recording, verb: 'DEL', state: 'ok', steps: [add, del], error: undefined };
  const text = await recordingText({ ...recording, rollback });
  expect(text).toMatch(/\n\nDEL web: succeeded after 34\.0 ms\n/);
  expect(text).toMatch(/\n1 {2}ADD bridge .*\n2 {2}DEL bridge /);
});

test('a run without plugins says so', async () => {
  expect(await recordingText({ ...recording, steps: [] })).toContain('\nNo plugin ran.\n\nerror: plugin');
});

test.each([
  [{ exitCode: 3 }, 'exit status 3'],
  [{ exitCode: undefined, signal: 'SIGKILL' }, 'killed by SIGKILL'],
  [{ exitCode: undefined }, '-'],
])('outcome of a call %o', async (ending, text) => {
  const steps = [{ ...bridge, calls: bridge.calls?.map((call) => ({ ...call, ...ending })) }];
  const shown = await recordingText({ ...recording, steps });
  expect(/\n {5}host-local +(.*?) {2}/.exec(shown)?.[1]).toBe(text);
});

test.each<[Partial<StepDocument>, string]>([
  [{ outcome: undefined }, 'running'],
  [{ outcome: undefined, error: failed.error }, 'not run'],
  [{ outcome: 'notFound' }, 'plugin not found'],
  [{ outcome: 'notStarted', reason: 'exec format error' }, 'not started: exec format error'],
  [{ exitCode: 0 }, 'ok'],
  [{ exitCode: 3 }, 'exit status 3'],
  [{ exitCode: 0, error: failed.error }, 'invalid output'],
  [{ outcome: 'signalled', signal: 'SIGKILL' }, 'killed by SIGKILL'],
  [{ outcome: 'aborted', reason: 'timedOut' }, 'time limit exceeded'],
  [{ outcome: 'aborted', reason: 'cancelled' }, 'canceled'],
  [{ outcome: 'outputLimit' }, 'too much output'],
  [{ outcome: 'unknown', reason: 'gone' }, 'unknown: gone'],
])('outcome %o', async (step, text) => {
  expect(await outcomeOf(step)).toBe(text);
});

const lineIn = async (document: Partial<OperationDocument>): Promise<string | undefined> =>
  /configuration: (.*)\n/.exec(await recordingText({ ...recording, ...document }))?.[1];

describe('the line of the configuration', () => {
  test('counts from the end for DEL', async () => {
    expect(await lineIn({ verb: 'DEL' })).toBe('/etc/cni/net.d/10-web.conflist:3');
  });

  test('is not known for a configuration inside another file, and without the text of the file', async () => {
    const { config } = recording.source ?? {};
    expect(await lineIn({ source: { path: '/a.yaml#web', config } })).toBe('/a.yaml#web');
    expect(await lineIn({ source: { path: '/a.conf', config: '{"plugins":[]}' } })).toBe('/a.conf');
    expect(await lineIn({ source: { uri: 'untitled:a' } })).toBe('untitled:a');
    expect(await lineIn({ source: undefined })).toBeUndefined();
  });
});
