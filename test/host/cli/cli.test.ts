import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { CliStage } from './cli-stage.ts';
import { hasTool, isRoot, pluginDir, sandboxObstacle } from '../machine.ts';
import { skipBecause } from '../../skip.ts';
import type { ExplanationId } from '../../../engine/explain/index.ts';
import { expectCause } from '../right-cause.ts';

const obstacle = sandboxObstacle();

let stage: CliStage;

beforeAll(async () => {
  stage = await CliStage.build();
});

afterAll(() => stage.dispose());

const ours: CliStage['ours'] = (args, options) => stage.ours(args, options);

test('--help names every variable and both hosts; --version is that of the package', () => {
  const { status, stdout } = ours(['--help']);
  expect(status).toBe(0);
  for (const word of [
    'CNI_PATH',
    'NETCONFPATH',
    'CNI_IFNAME',
    'CNI_ARGS',
    'CAP_ARGS',
    '--host local',
    '--host sandbox',
  ]) {
    expect(stdout).toContain(word);
  }
  expect(ours(['--version'])).toEqual({ status: 0, stdout: `cnitool ${packageJson.version}\n`, stderr: '' });
});

test.each([
  [['add'], 1, /^cnitool: Add, check/],
  [['frob', 'a', 'b'], 2, /^There is no verb "frob". The verbs are add, check, /],
  [
    ['add', 'a', 'b', '--host', 'mars'],
    2,
    /^There is no host "mars"\. Use "local", "sandbox", "ssh:NAME" or "exec:COMMAND"\.\n/,
  ],
  [['add', 'a', 'b', '--colour'], 2, /Unknown option '--colour'/],
])("wrong arguments %j give the usage and exit status %i: 1 is cnitool's", (args, expected, said) => {
  const { status, stdout, stderr } = ours(args);
  expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
  expect(stderr).toMatch(said);
  expect(stderr).toContain('add    <net> <netns>');
});

/** A failing plugin, libcni's text about it, what our hint must say, and the known failure that the text identifies. */
const failures: readonly (readonly [string, string, RegExp, ExplanationId])[] = [
  [
    'silent',
    'plugin type="silent" failed (add): netplugin failed with no error message: exit status 3',
    /ended with exit status 3 and printed nothing\. Check the log of the plugin/,
    'pluginSilent',
  ],
  [
    'garbage',
    `plugin type="garbage" failed (add): failed to unmarshal raw result: invalid character '<' looking for beginning of value`,
    /printed something that is not a JSON object\. Check that "garbage" is a CNI plugin/,
    'resultNotJSON',
  ],
  [
    'cross',
    `plugin type="cross" failed (add): netplugin failed but error parsing its diagnostic message "<html>\\n": invalid character '<' looking for beginning of value`,
    /printed something that is not a JSON object/,
    'resultNotJSON',
  ],
  [
    'missing',
    'plugin type="missing" failed (add): failed to find plugin "missing" in path [PLUGINS]',
    /^hint: Check the spelling of "type", install the plugin from the project that ships it, .*CNI_PATH/,
    'unknownPluginMissing',
  ],
  [
    'text',
    'plugin type="text" failed (add): netplugin failed with no error message: fork/exec PLUGINS/text: exec format error',
    /is not a program for this machine/,
    'wrongFormat',
  ],
  [
    'unmarked',
    'plugin type="unmarked" failed (add): netplugin failed with no error message: fork/exec PLUGINS/unmarked: permission denied',
    /chmod \+x PLUGINS\/unmarked/,
    'notExecutable',
  ],
];

describe('a plugin that fails in the sandbox', skipBecause(obstacle), () => {
  test.each(failures)('"%s": libcni\'s words, then a hint', (type, message, hint, cause) => {
    const { status, stdout, stderr } = ours(['add', '--host', 'sandbox', type, '/var/run/netns/x']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    const [note, first, second] = stderr.replaceAll(stage.plugins, 'PLUGINS').split('\n');
    expect(note).toBe('note: Created the namespace "x" in the sandbox, which ends with this command.');
    expect(first).toBe(message);
    expectCause(stderr.split('\n')[1], cause);
    expect(second).toMatch(/^hint: /);
    expect(second).toMatch(hint);
  });

  test('with text instead of an error object gets a hint that quotes it', () => {
    const { stderr } = ours(['add', '--host', 'sandbox', 'complaining', '/run/netns/x']);
    expect(stderr).toMatch(/netplugin failed: "went wrong\\n"\nhint: .*not an error object of CNI: went wrong.*\n$/);
    expectCause(stderr, 'pluginStderr');
  });

  test('that speaks for itself gets no hint', () => {
    const { stderr } = ours(['add', '--host', 'sandbox', 'spec', '/var/run/netns/x']);
    expect(stderr).toMatch(/\nplugin type="spec" failed \(add\): try again; later\n$/);
  });
});

describe('cnitool in the sandbox', skipBecause(obstacle), () => {
  test('prints only the result to stdout, and the output of a successful plugin to stderr', () => {
    expect(ours(['add', '--host', 'sandbox', 'chatty', '/var/run/netns/x'])).toEqual({
      status: 0,
      stdout: '{\n    "cniVersion": "1.0.0"\n}',
      stderr: expect.stringMatching(/^note: .*\nby the way\n$/),
    });
  });

  test('a namespace that does not exist is reported with its remedy', (context) => {
    if (pluginDir === undefined) {
      return context.skip('no plugins');
    }
    const { status, stderr } = ours(['add', '--host', 'sandbox', 'ptp', '/run/elsewhere/x']);
    expect(status).toBe(1);
    expectCause(stderr, 'namespaceMissing');
    expect(stderr).toMatch(
      /failed to Statfs "\/run\/elsewhere\/x": no such file or directory\nhint: The network namespace \/run\/elsewhere\/x does not exist\. Check the path/,
    );
  });
});

describe('cnitool for an ordinary user', skipBecause(isRoot ? undefined : 'only root can become another user'), () => {
  test('without sudo reports the user, that root is needed, and the remedies', () => {
    const bin = path.join(stage.directory, 'bin');
    mkdirSync(bin);
    symlinkSync('/usr/bin/id', path.join(bin, 'id'));
    expect(ours(['add', 'ptp', '/run/netns/x'], { uid: 65_534, env: { PATH: bin } })).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'Plugins on this machine need root, but the user has uid 65534 and sudo is not installed.\n' +
        'hint: Use the sandbox, which needs no root, or run this as root, or allow sudo without a password (NOPASSWD in sudoers).\n',
    });
  });

  test('a sudo that needs a password is reported', (context) => {
    if (!hasTool('sudo')) {
      return context.skip('there is no sudo');
    }
    const { status, stderr } = ours(['add', 'ptp', '/run/netns/x'], { uid: 65_534 });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^Plugins on this machine need root, but the user has uid 65534 and sudo failed: sudo: .*\nhint: There is no terminal for the password\. Use the sandbox/,
    );
  });

  test('reports the setting with which the kernel rejects user namespaces', (context) => {
    if (obstacle !== undefined) {
      return context.skip(obstacle);
    }
    // In a separate user namespace the limit can be 0 without a change of the machine.
    const script = `
      unshare --user sleep 60 & holder=$!
      while [ "$(readlink /proc/$holder/ns/user)" = "$(readlink /proc/$$/ns/user)" ]; do sleep 0.02; done
      echo 0 0 65536 >/proc/$holder/uid_map; echo 0 0 65536 >/proc/$holder/gid_map
      nsenter --user --target $holder sh -c 'echo 0 >/proc/sys/user/max_user_namespaces
        exec setpriv --reuid 1000 --regid 1000 --clear-groups "$0" "$@"' "$0" "$@"
      status=$?; kill $holder; exit $status`;
    const args = [stage.program, 'add', '--host', 'sandbox', 'ptp', '/run/netns/x'];
    const { status, stderr } = stage.run('sh', ['-c', script, stage.node, ...args]);
    expect(stderr).toMatch(
      /^The sandbox cannot be created for uid 1000: the kernel allows no user namespaces \(user\.max_user_namespaces is 0\) .*\nhint: Allow them with "sudo sysctl -w user\.max_user_namespaces=15000"\. Otherwise use the host "local"/,
    );
    expect(status).toBe(1);
  });
});
