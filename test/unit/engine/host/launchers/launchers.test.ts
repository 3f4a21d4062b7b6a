import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execLauncher } from '../../../../../engine/host/launchers/exec.ts';
import { type HostError, isHostError } from '../../../../../engine/host/host.ts';
import type { Launcher } from '../../../../../engine/host/launchers/launcher.ts';
import { localLauncher } from '../../../../../engine/host/launchers/local.ts';
import { sandboxLauncher } from '../../../../../engine/host/launchers/sandbox.ts';
import type { StartFailure } from '../../../../../engine/host/shell/start-failure.ts';
import { sshLauncher } from '../../../../../engine/host/launchers/ssh.ts';

let bin: string;

beforeAll(() => {
  bin = mkdtempSync(path.join(tmpdir(), 'cni-bin-'));
});

afterAll(() => rmSync(bin, { recursive: true }));

/** What a launcher says when it is asked to prepare a shell. */
async function problemOf(launcher: Launcher): Promise<HostError['problem']> {
  const error: HostError = await launcher.prepare({ PATH: bin }).then(
    () => expect.fail('It should have been refused.'),
    (reason: HostError) => reason,
  );
  expect(isHostError(error)).toBe(true);
  return error.problem;
}

/** An unshare that refuses, in the words given; what the real one says is in util-linux, sys-utils/unshare.c. */
function refusingUnshare(words: string): void {
  writeFileSync(path.join(bin, 'unshare'), `#!/bin/sh\necho "${words}" >&2\nexit 1\n`, { mode: 0o755 });
}

const sandbox = (sysctls: Readonly<Record<string, string>>, platform = 'linux'): Launcher =>
  sandboxLauncher({ pluginDirs: [] }, { platform, uid: 1000, readSysctl: (name) => sysctls[name] });

test.each([
  ['darwin', 'macOS'],
  ['win32', 'Windows'],
])('on %s both hosts report that plugins run only on Linux', async (platform, name) => {
  for (const launcher of [localLauncher({}, { platform, uid: 501 }), sandbox({}, platform)]) {
    expect(await problemOf(launcher)).toMatchObject({
      code: 'notLinux',
      message: `CNI plugins run only on Linux, but this machine runs ${name}.`,
    });
  }
});

const execArgv = async (...argv: [string, ...string[]]): Promise<readonly string[]> =>
  (await execLauncher({ kind: 'exec', argv }, {}).prepare({})).argv;

test.each<[[string, ...string[]], string[]]>([
  [['docker', 'exec', '-i', 'node'], ['/bin/sh']],
  [['kubectl', 'exec', '-i', 'pod', '--'], ['/bin/sh']],
  [['nsenter', '-t', '1', '-m'], ['/bin/sh']],
  [['docker', 'exec', '-i', 'node', 'bash'], []],
  [['docker', 'exec', '-i', 'node', '/bin/bash', '-l'], []],
  [['bash', '--login', '--noprofile'], []],
])('%j is followed by %j', async (argv, shell) => {
  expect(await execArgv(...argv)).toEqual([...argv, ...shell]);
});

test.each([
  ['~/lab', path.join(homedir(), 'lab')],
  ['/etc/~/lab', '/etc/~/lab'],
  ['~other/lab', '~other/lab'],
])('ssh is given the configuration %s as %s', async (configFile, given) => {
  const { argv } = await sshLauncher({ kind: 'ssh', destination: 'node', configFile }, {}).prepare({});
  expect(argv[argv.indexOf('-F') + 1]).toBe(given);
});

test.each([
  ['me@node:2222', 'Set the port in the ssh configuration, or use the URI ssh://me@node:2222.'],
  ['ssh://node:2222', 'Run "ssh ssh://node:2222 /bin/sh" in a terminal and type "id".'],
  ['fd00::22', 'Run "ssh fd00::22 /bin/sh" in a terminal and type "id".'],
])('where ssh finds no %s the remedy is: %s', (destination, remedy) => {
  const said = `ssh: Could not resolve hostname ${destination}: Name or service not known`;
  const failure: StartFailure = { kind: 'ended', how: 'exit status 255', printed: said, exitCode: 255 };
  expect(sshLauncher({ kind: 'ssh', destination }, {}).explain(failure)).toMatchObject({ code: 'unreachable', remedy });
});

test('the local host is a shell for root, and one by sudo for others', async () => {
  const root = await localLauncher({}, { platform: 'linux', uid: 0 }).prepare({});
  expect(root.argv.slice(0, 2)).toEqual(['/bin/sh', '-c']);
  expect(root.logIn).toBeUndefined();
  const user = await localLauncher({}, { platform: 'linux', uid: 1000 }).prepare({});
  expect(user.argv).toEqual(['/bin/sh']);
  expect(user.logIn).toBeDefined();
  const labels = [
    localLauncher({ sudo: 'always' }),
    localLauncher({ sudo: 'never' }, { platform: 'linux', uid: 1000 }),
  ];
  expect(labels.map(({ label }) => label)).toEqual(['this machine with sudo', 'this machine as uid 1000']);
});

test.each([
  ['user.max_user_namespaces', '0', 'unshare: unshare failed: No space left on device'],
  ['kernel.unprivileged_userns_clone', '0', 'unshare: unshare failed: Operation not permitted'],
  [
    'kernel.apparmor_restrict_unprivileged_userns',
    '1',
    'unshare: write failed /proc/self/uid_map: Operation not permitted',
  ],
])('a sandbox that %s = %s prohibits is reported with the command that allows it', async (name, value, words) => {
  refusingUnshare(words);
  const { code, message, remedy } = await problemOf(sandbox({ [name]: value }));
  expect(code).toBe('noUserNamespaces');
  expect(message).toContain('The sandbox cannot be created for uid 1000: ');
  expect(message).toContain(`${name} is ${value}`);
  expect(message).toContain(words);
  expect(remedy).toContain(`sudo sysctl -w ${name}=`);
  expect(remedy).toContain('host "local"');
});

test('a sandbox that fails without a known setting is reported with the output of unshare, and tried again', async () => {
  const launcher = sandbox({});
  refusingUnshare('unshare: unshare failed: Operation not permitted');
  expect((await problemOf(launcher)).message).toContain('(unshare: unshare failed: Operation not permitted)');
  refusingUnshare('another reason');
  expect((await problemOf(launcher)).message).toContain('(another reason)');
});

test('a tool that the sandbox lacks is named with its package', async () => {
  writeFileSync(path.join(bin, 'unshare'), '#!/bin/sh\necho missing ip\nexit 1\n', { mode: 0o755 });
  expect(await problemOf(sandbox({}))).toMatchObject({
    code: 'missingTool',
    message: 'The program "ip" is missing on this machine.',
    remedy: expect.stringContaining('apt-get install iproute2'),
  });
});
