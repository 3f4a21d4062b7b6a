import { describe, expect, test } from 'vitest';
import { NoConfigsFoundError, NotFoundError } from '../../../../engine/libcni/conf-errors.ts';
import { CNIError } from '../../../../engine/libcni/errors.ts';
import type { PluginOutcome } from '../../../../engine/libcni/exec.ts';
import { explain, explainOperation } from '../../../../engine/libcni/explain.ts';
import { InterruptedError } from '../../../../engine/libcni/interruption.ts';
import type { Step } from '../../../../engine/libcni/operation.ts';

const said = (text: string): Uint8Array => Buffer.from(text);
const run = { pluginPath: '/p/x', stdout: said(''), stderr: said(''), startedAt: 0, durationMs: 1 };

const stepOf = (outcome: PluginOutcome, error = new CNIError('some failure')): Step => ({
  verb: 'ADD',
  index: 0,
  pluginType: 'x',
  env: {},
  stdin: said(''),
  outcome,
  error,
});

describe('an error is explained by its text', () => {
  test.each([
    ['failed to find plugin "ptpp" in path [/a /b]', 'There is no plugin "ptpp" in /a /b.', 'CNI_PATH'],
    ['plugin type="ptp" failed (add): no paths provided', 'No plugin directory is known.', 'CNI_PATH'],
    [
      'failed to open netns "/var/run/netns/n": failed to Statfs "/var/run/netns/n": no such file or directory',
      'The network namespace /var/run/netns/n does not exist.',
      'ip netns add n',
    ],
    [
      'failed to Statfs "/proc/1/ns/x": no such file or directory',
      'The network namespace /proc/1/ns/x does not exist.',
      'Check the path',
    ],
    [
      'unknown FS magic on "/run/netns/n": 1021994',
      '/run/netns/n is a file, but not a network namespace (any more).',
      'ip netns del',
    ],
    [
      'could not initialize iptables: exec: "iptables": executable file not found in $PATH',
      'A plugin needs the program "iptables", which is not on the PATH of the host.',
      'Install',
    ],
    [
      'container veth name ("eth0") peer provided (veth1) already exists',
      'The namespace already has an interface "eth0".',
      'DEL',
    ],
    [
      'failed to allocate for range 0: 10.1.2.3 has been allocated to abc, duplicate allocation is not allowed',
      'This attachment already has the address 10.1.2.3 reserved.',
      'DEL',
    ],
    ['no IP addresses available in range set: 10.1.2.1-10.1.2.2', 'Every address of the range is reserved.', 'widen'],
    [
      'Required prevResult missing',
      'CHECK needs the result of an earlier ADD, and there is none in the cache.',
      'Add the network',
    ],
    [
      'configuration version "0.3.1" does not support the CHECK command',
      'The configuration is too old for CHECK.',
      '0.4.0',
    ],
    [
      'incompatible CNI versions; config is "9.0.0", plugin supports ["0.1.0"]',
      'The plugin does not support the "cniVersion" of the configuration.',
      'cniVersion',
    ],
    [
      'failed to create bridge "b": operation not permitted',
      'The plugin was not allowed to change the network.',
      'sandbox',
    ],
  ])('%s', (message, title, cure) => {
    expect(explain(new CNIError(message))).toEqual({ title, cure: expect.stringContaining(cure) });
  });
});

test('an error without a known cure is not explained', () => {
  expect(explain(new CNIError('the moon is in the wrong house'))).toBeUndefined();
  expect(explain(undefined)).toBeUndefined();
});

test('a configuration that is not found is explained', () => {
  expect(explain(new NoConfigsFoundError('/d'))?.title).toBe('There is no network configuration in /d.');
  expect(explain(new NotFoundError('/d', 'n'))?.title).toBe('No configuration in /d is named "n".');
});

test.each([
  ['cancelled', 'You stopped plugin "x" while it ran.'],
  ['timedOut', 'The time for plugin "x" ran out, and it was killed.'],
  ['unknown', 'The connection broke while plugin "x" ran: nobody knows whether it finished.'],
] as const)('an operation that was %s is no failure of the plugin', (interruption, title) => {
  const error = new InterruptedError('…', interruption);
  expect(explain(error, stepOf({ kind: 'unknown', pluginPath: '/p/x', reason: '' }, error))).toEqual({
    title,
    cure: expect.stringContaining('DEL'),
  });
});

describe('else by what became of the plugin', () => {
  test.each<[string, PluginOutcome, string | undefined]>([
    ['a silent exit', { kind: 'exited', exitCode: 3, ...run }, 'Plugin "x" ended with exit status 3 and said nothing.'],
    [
      'garbage',
      { kind: 'exited', exitCode: 0, ...run, stdout: said('<html>') },
      'Plugin "x" printed something that is not JSON.',
    ],
    [
      'a bare number',
      { kind: 'exited', exitCode: 0, ...run, stdout: said('7') },
      'Plugin "x" printed something that is not JSON.',
    ],
    [
      'garbage and a failure',
      { kind: 'exited', exitCode: 1, ...run, stdout: said('{') },
      'Plugin "x" printed something that is not JSON.',
    ],
    ['words on stderr', { kind: 'exited', exitCode: 1, ...run, stderr: said('no') }, undefined],
    ['an error object', { kind: 'exited', exitCode: 1, ...run, stdout: said('{"code":7,"msg":"m"}') }, undefined],
    ['a signal', { kind: 'signalled', signal: 'SIGSEGV', ...run }, 'Plugin "x" was ended by the signal SIGSEGV.'],
    [
      'no x bit',
      { kind: 'notStarted', pluginPath: '/p/x', reason: 'permission denied' },
      '/p/x is there, but may not be executed.',
    ],
    [
      'a text',
      { kind: 'notStarted', pluginPath: '/p/x', reason: 'exec format error' },
      '/p/x is no program for this machine.',
    ],
    [
      'no interpreter',
      { kind: 'notStarted', pluginPath: '/p/x', reason: 'no such file or directory' },
      '/p/x is there, but the interpreter or loader that it names is not.',
    ],
    ['an installation', { kind: 'notStarted', pluginPath: '/p/x', reason: 'text file busy' }, '/p/x is being written.'],
    [
      'anything else',
      { kind: 'notStarted', pluginPath: '/p/x', reason: 'too hot' },
      '/p/x could not be started: too hot.',
    ],
  ])('%s', (_name, outcome, title) => {
    expect(explain(new CNIError('netplugin failed'), stepOf(outcome))?.title).toBe(title);
  });
});

test('an operation is explained by its failed step; one that went well is not', () => {
  const base = { verb: 'ADD', network: 'n', startedAt: 0, durationMs: 1 } as const;
  const failed = stepOf({ kind: 'exited', exitCode: 3, ...run });
  const { error: _, ...fine } = stepOf({ kind: 'exited', exitCode: 0, ...run });
  expect(
    explainOperation({
      ...base,
      state: 'failed',
      steps: [fine, failed],
      error: new CNIError('plugin type="x" failed (add)'),
    })?.title,
  ).toContain('exit status 3');
  expect(explainOperation({ ...base, state: 'ok', steps: [fine] })).toBeUndefined();
});
