import { describe, expect, test } from 'vitest';
import { ConfigFileError, NoConfigsFoundError, NotFoundError } from '../../../../engine/libcni/conf/conf-errors.ts';
import { CNIError } from '../../../../engine/libcni/errors.ts';
import type { PluginOutcome } from '../../../../engine/libcni/plugin/exec.ts';
import { explain, explainOperation, type Explanation, wordsOf } from '../../../../engine/explain/index.ts';
import { outcomes } from '../../../../engine/explain/catalog/outcomes.ts';
import { InterruptedError } from '../../../../engine/libcni/plugin/interruption.ts';
import type { Operation, Step } from '../../../../engine/libcni/operation/operation.ts';

const seen = new Set<string>();

/** An explanation in words, as a surface shows it. */
function inWords(explanation: Explanation | undefined) {
  if (explanation === undefined) {
    return undefined;
  }
  seen.add(explanation.id);
  const { cause: title, remedy } = wordsOf(explanation);
  expect(`${title} ${remedy}`).not.toMatch(/\{\w+\}/);
  return { title, remedy, ...(explanation.restates === true ? { restates: true } : {}) };
}

const explained = (error: unknown, step?: Step) => inWords(explain(error, step));
const explainedOperation = (operation: Operation) => inWords(explainOperation(operation));

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
    ['plugin type="ptp" failed (add): no paths provided', 'No plugin directory is set.', 'CNI_PATH'],
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
      '/run/netns/n exists, but is not (or no longer) a network namespace.',
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
      'The address 10.1.2.3 is already reserved for this attachment.',
      'DEL',
    ],
    ['no IP addresses available in range set: 10.1.2.1-10.1.2.2', 'Every address of the range is reserved.', 'widen'],
    [
      'Required prevResult missing',
      'CHECK needs the cached result of an earlier ADD, but there is none.',
      'Add the network',
    ],
    [
      'configuration version "0.3.1" does not support the CHECK command',
      'The "cniVersion" of the configuration is missing or too old for CHECK.',
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
  ])('%s', (message, title, remedy) => {
    expect(explained(new CNIError(message))).toMatchObject({ title, remedy: expect.stringContaining(remedy) });
  });
});

describe('a text of libcni about a list or a search is explained', () => {
  test.each([
    [
      'error parsing configuration list: no plugin configs found',
      'The network configuration list has no plugins.',
      'Add them in "plugins"',
    ],
    ['failed to find plugin "x" in path []', 'There is no plugin "x" in CNI_PATH.', 'Check the spelling of "type"'],
    [
      '[plugin old does not support config version "1.1.0" plugin b does not support config version "1.1.0"]',
      'A plugin of the chain does not support the "cniVersion" of the configuration.',
      'Choose a "cniVersion" that each plugin of the chain supports',
    ],
  ])('%s', (message, title, remedy) => {
    expect(explained(new CNIError(message))).toMatchObject({ title, remedy: expect.stringContaining(remedy) });
  });
});

test.each([
  ['open /var/lib/cni/results/net-c-eth0: permission denied', '/var/lib/cni/results/net-c-eth0 (permission denied)'],
  ['mkdir /x: operation not permitted', '/x (operation not permitted)'],
])('a result that could not be cached leaves an interface, which DEL removes: %s', (reason, place) => {
  expect(explained(new CNIError(`failed to set network "net" cached result: ${reason}`))).toMatchObject({
    title: `The plugins created the interface, but the result could not be written to ${place}.`,
    remedy: 'Run DEL to remove the interface, fix the cache directory, and run ADD again.',
  });
});

describe('an explanation', () => {
  test.each([
    ['bridge', 'containernetworking-plugins'],
    ['host-local', 'containernetworking-plugins'],
    ['calico', 'Calico (https://github.com/projectcalico/calico)'],
    ['cilium-cni', 'Cilium (https://github.com/cilium/cilium)'],
    ['flannel', 'Flannel (https://github.com/flannel-io/cni-plugin)'],
    ['multus', 'Multus (https://github.com/k8snetworkplumbingwg/multus-cni)'],
    ['whereabouts', 'Whereabouts (https://github.com/k8snetworkplumbingwg/whereabouts)'],
    ['my-own', 'from the project that ships it'],
  ])('a missing %s is blamed on the project that ships it: %s', (plugin, project) => {
    const { remedy = '' } = explained(new CNIError(`failed to find plugin "${plugin}" in path [/opt/cni/bin]`)) ?? {};
    expect(remedy).toContain(project);
    expect(remedy.includes('containernetworking')).toBe(project === 'containernetworking-plugins');
  });

  test.each([
    ['failed to find plugin "calico" in path [/opt/cni/bin]', true],
    ['plugin type="calico" failed (add): failed to find plugin "calico" in path [/opt/cni/bin]', true],
    ['plugin type="calico" name="pods" failed (delete): no paths provided', true],
    ['could not initialize iptables: exec: "iptables": executable file not found in $PATH', false],
    ['failed to create bridge "b": operation not permitted', false],
    ['[plugin a does not support config version "1.1.0" plugin b does not support config version "1.1.0"]', true],
    ['[plugin a does not support config version "1.1.0" netplugin failed]', false],
  ])('says whether its title says all that the text says: %s', (message, restates) => {
    expect(explained(new CNIError(message))?.restates ?? false).toBe(restates);
  });
});

test('an error without a known remedy is not explained', () => {
  expect(explained(new CNIError('the moon is in the wrong house'))).toBeUndefined();
  expect(explained(undefined)).toBeUndefined();
});

test('a configuration that is not found is explained', () => {
  expect(explained(new NoConfigsFoundError('/d'))?.title).toBe('There is no network configuration in /d.');
  expect(explained(new NotFoundError('/d', 'n'))?.title).toBe('No configuration in /d is named "n".');
});

test('a configuration that libcni rejects is explained with its location', () => {
  expect(explained(new ConfigFileError('/a.conf', new CNIError('no name')))).toMatchObject({
    title: 'libcni rejects the configuration /a.conf.',
    remedy: expect.stringMatching(/^Fix \/a\.conf or move the file away\. /),
  });
});

test.each([
  ['cancelled', 'You stopped plugin "x" while it was running.'],
  ['timedOut', 'Plugin "x" exceeded its time limit and was killed. The outcome is unknown.'],
  ['unknown', 'The connection was lost while plugin "x" was running. The outcome is unknown.'],
] as const)('an operation that was %s is not a failure of the plugin', (interruption, title) => {
  const error = new InterruptedError('…', interruption);
  expect(explained(error, stepOf({ kind: 'unknown', pluginPath: '/p/x', reason: '' }, error))).toEqual({
    title,
    remedy: expect.stringContaining('DEL'),
  });
  const without = title
    .replace(/^Plugin "x" exceeded its/, 'The operation exceeded its')
    .replace('plugin "x"', 'the operation');
  expect(explained(error)).toEqual({ title: without, remedy: expect.stringContaining('DEL') });
});

describe('else by what became of the plugin', () => {
  test.each<[string, PluginOutcome, string | undefined]>([
    [
      'a silent exit',
      { kind: 'exited', exitCode: 3, ...run },
      'Plugin "x" ended with exit status 3 and printed nothing.',
    ],
    [
      'garbage',
      { kind: 'exited', exitCode: 0, ...run, stdout: said('<html>') },
      'Plugin "x" printed something that is not a JSON object.',
    ],
    [
      'a bare number',
      { kind: 'exited', exitCode: 0, ...run, stdout: said('7') },
      'Plugin "x" printed something that is not a JSON object.',
    ],
    [
      'garbage and a failure',
      { kind: 'exited', exitCode: 1, ...run, stdout: said('{') },
      'Plugin "x" printed something that is not a JSON object.',
    ],
    ['words on stderr', { kind: 'exited', exitCode: 1, ...run, stderr: said('no') }, undefined],
    ['an error object', { kind: 'exited', exitCode: 1, ...run, stdout: said('{"code":7,"msg":"m"}') }, undefined],
    ['SIGKILL', { kind: 'signalled', signal: 'SIGKILL', ...run }, 'Plugin "x" was ended by the signal SIGKILL.'],
    ['SIGTERM', { kind: 'signalled', signal: 'SIGTERM', ...run }, 'Plugin "x" was ended by the signal SIGTERM.'],
    ['too much output', { kind: 'outputLimit', limit: 1, ...run }, 'Plugin "x" exceeded the output limit.'],
    ['a signal', { kind: 'signalled', signal: 'SIGSEGV', ...run }, 'Plugin "x" was ended by the signal SIGSEGV.'],
    [
      'no x bit',
      { kind: 'notStarted', pluginPath: '/p/x', reason: 'permission denied' },
      '/p/x exists, but is not executable.',
    ],
    [
      'a text',
      { kind: 'notStarted', pluginPath: '/p/x', reason: 'exec format error' },
      '/p/x is not a program for this machine.',
    ],
    [
      'no interpreter',
      { kind: 'notStarted', pluginPath: '/p/x', reason: 'no such file or directory' },
      '/p/x exists, but its interpreter or loader is missing.',
    ],
    ['an installation', { kind: 'notStarted', pluginPath: '/p/x', reason: 'text file busy' }, '/p/x is being written.'],
    [
      'anything else',
      { kind: 'notStarted', pluginPath: '/p/x', reason: 'too hot' },
      '/p/x could not be started: too hot.',
    ],
  ])('%s', (_name, outcome, title) => {
    expect(explained(new CNIError('netplugin failed'), stepOf(outcome))?.title).toBe(title);
  });
});

test.each([
  ['an array', '[]', 'Plugin "x" printed something that is not a JSON object.'],
  [
    'two documents',
    '{"a":"}\\""}\n{"cniVersion":"1.0.0"}',
    'Plugin "x" printed more than one JSON document instead of one result.',
  ],
  [
    'three documents in lines',
    '{"a":1}\n{"b":2}\n{"cniVersion":"1.0.0"}\n',
    'Plugin "x" printed more than one JSON document instead of one result.',
  ],
  [
    'five documents, two of them in one line',
    '{}\n {"b":"\\"}{"}{}\n\n{}{"c":{}}',
    'Plugin "x" printed more than one JSON document instead of one result.',
  ],
  ['documents and text', '{}\n{}\nlog', 'Plugin "x" printed something that is not a JSON object.'],
  [
    'two documents in one line',
    '{"a":{"b":"}"}}{}',
    'Plugin "x" printed more than one JSON document instead of one result.',
  ],
  [
    'log lines before the result',
    'adding\n{ done }\n{"cniVersion":"1.0.0"}\n',
    'Plugin "x" printed text before its result.',
  ],
])('an output that is not one result: %s', (_name, stdout, title) => {
  const step = stepOf({ kind: 'exited', exitCode: 0, ...run, stdout: said(stdout) });
  expect(explained(new CNIError('decoding version from network config: unexpected end'), step)?.title).toBe(title);
});

test('an operation is explained by its failed step; one that went well is not', () => {
  const base = { verb: 'ADD', network: 'n', startedAt: 0, durationMs: 1 } as const;
  const failed = stepOf({ kind: 'exited', exitCode: 3, ...run });
  const { error: _, ...fine } = stepOf({ kind: 'exited', exitCode: 0, ...run });
  expect(
    explainedOperation({
      ...base,
      state: 'failed',
      steps: [fine, failed],
      error: new CNIError('plugin type="x" failed (add)'),
    })?.title,
  ).toContain('exit status 3');
  expect(explainedOperation({ ...base, state: 'ok', steps: [fine] })).toBeUndefined();
});

test('every explanation of an outcome was reached by a failure above', () => {
  expect(Object.keys(outcomes).filter((id) => !seen.has(id))).toEqual([]);
});
