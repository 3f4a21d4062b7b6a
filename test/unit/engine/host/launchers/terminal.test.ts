import { expect, test } from 'vitest';
import { isHostError } from '../../../../../engine/host/host.ts';
import { execLauncher } from '../../../../../engine/host/launchers/exec.ts';
import { localLauncher } from '../../../../../engine/host/launchers/local.ts';
import { missingTool, missingToolError } from '../../../../../engine/host/launchers/missing-tool.ts';
import { distributionOf } from '../../../../../engine/host/launchers/packages.ts';
import { sshLauncher } from '../../../../../engine/host/launchers/ssh.ts';

const file = '/tmp/.cni-workbench-1';

test.each<[string, [string, ...string[]]]>([
  ['docker exec -t -i node /bin/sh', ['docker', 'exec', '-i', 'node']],
  ['sudo docker exec -t -i node bash', ['sudo', 'docker', 'exec', '-i', 'node', 'bash']],
  ['/usr/bin/podman exec -t -i node /bin/sh', ['/usr/bin/podman', 'exec', '-i', 'node']],
  [
    'kubectl --context c exec --tty --stdin pod -- /bin/sh',
    ['kubectl', '--context', 'c', 'exec', '--stdin', 'pod', '--'],
  ],
  [
    'kubectl debug --tty node/n --stdin -- chroot /host /bin/sh',
    ['kubectl', 'debug', 'node/n', '--stdin', '--', 'chroot', '/host'],
  ],
  ['wsl -u root -- /bin/sh', ['wsl', '-u', 'root', '--']],
  ['docker run -i image sh', ['docker', 'run', '-i', 'image', 'sh']],
])('a command gets a terminal: %s', async (expected, argv) => {
  const { argv: words, env } = await execLauncher({ kind: 'exec', argv }, {}).terminal(file, {});
  expect([words.join(' '), env]).toEqual([`${expected} ${file}`, undefined]);
});

test('ssh runs with the configuration of the user, and this machine without any', async () => {
  const spec = { kind: 'ssh', destination: 'node', configFile: '/etc/my config' } as const;
  expect((await sshLauncher(spec, {}).terminal(file, {})).argv).toEqual([
    'ssh',
    '-t',
    '-o',
    'ClearAllForwardings=yes',
    '-o',
    'RemoteCommand=none',
    '-F',
    '/etc/my config',
    '--',
    'node',
    `exec /bin/sh ${file}`,
  ]);
  expect((await localLauncher().terminal(file, {})).argv).toEqual(['/bin/sh', file]);
});

test.each([
  ['debian', 'sudo apt-get install iputils-ping'],
  ['ubuntu debian', 'sudo apt-get install iputils-ping'],
  ['"rocky" "rhel centos fedora"', 'sudo dnf install iputils'],
  ['opensuse-leap suse opensuse', 'sudo zypper install iputils'],
  ['alpine', 'sudo apk add iputils'],
  ['arch', 'sudo pacman -S iputils'],
  ['', 'sudo apt-get install iputils-ping'],
])('a missing program is named with the package of %s', (ids, command) => {
  const stderr = Buffer.from(`cni-workbench-missing ping ${ids}\n`);
  const error = missingToolError({ label: 'node1' }, { exitCode: 127, stderr });
  expect(isHostError(error)).toBe(true);
  expect([error?.problem.message, error?.problem.remedy]).toEqual([
    'The program "ping" is missing on node1.',
    expect.stringContaining(command),
  ]);
});

test('another end of a program is no missing one', () => {
  expect(missingToolError({ label: 'x' }, { exitCode: 1, stderr: Buffer.from('cni-workbench-missing ping\n') })).toBe(
    undefined,
  );
  expect(missingToolError({ label: 'x' }, { exitCode: 127, stderr: Buffer.from('sh: ping: not found\n') })).toBe(
    undefined,
  );
  expect(missingTool('tcpdump', 'node1', 'fedora').remedy).toContain('dnf install tcpdump');
  expect(distributionOf('nixos')).toBe('debian');
});
