import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../host/cli/cli-stage.ts';
import { bundle, pluginDir } from '../host/machine.ts';
import { packArchive } from '../host/hosts/plugin-archive.ts';
import { password } from '../host/ssh/ssh-node.ts';
import { useNode } from '../host/tests-on-a-node.ts';
import { FarSide } from './remote-side.ts';
import { runOnWindows, shutDownWindows, windowsObstacle, windowsPath } from './windows.ts';

// Our side of a host on Windows: its Node, its way to start programs, and an ssh.exe that asks as OpenSSH for Windows
// does. Wine is no Windows; what only a real one can show is said in docs/hosts.md.

const network = {
  cniVersion: '0.4.0',
  name: 'myptp',
  type: 'ptp',
  ipMasq: true,
  ipam: { type: 'host-local', subnet: '172.16.29.0/24', routes: [{ dst: '0.0.0.0/0' }] },
};
const opensshForWindows = 'OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2';
const netns = '/var/run/netns/from-windows';

let far: FarSide;
let directory: string;
let cnitool: string;

const node = useNode({
  what: 'our side on Windows',
  number: 92,
  obstacle: windowsObstacle ?? (pluginDir === undefined ? 'there are no plugins' : undefined),
  setUp: async (made) => {
    directory = mkdtempSync(path.join(tmpdir(), 'cni on windows-'));
    mkdirSync(path.join(directory, 'net.d'));
    writeFileSync(path.join(directory, 'net.d', '10-myptp.conf'), JSON.stringify(network));
    far = await FarSide.start(['nsenter', '--target', made.pid, '--mount', '--pid', '--net', '--', '/bin/sh']);
    cnitool = await bundle('cli/main.ts');
    made.run('ip', 'netns', 'add', 'from-windows');
  },
  tearDown: async () => {
    shutDownWindows();
    await far.close();
    for (const gone of [directory, path.dirname(cnitool)]) {
      rmSync(gone, { recursive: true });
    }
  },
});

/** Runs a bundle of ours on Windows, in the directory of the tests. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const standIn = { STANDIN_SHELL: far.address, STANDIN_VERSION: opensshForWindows };
  return runOnWindows(program, args, { cwd: directory, env: { ...standIn, CNI_PATH: node().pluginDir, ...env } });
}

/** The same of a program of the tests, bundled for it. */
async function runProgram(entry: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const program = await bundle(`test/windows/${entry}`);
  try {
    return await run(program, args, env);
  } finally {
    rmSync(path.dirname(program), { recursive: true });
  }
}

test.each(['ssh:root@node', String.raw`exec:ssh.exe`])(
  'the tutorial from Windows on %s: every plugin runs there, with the paths of there',
  async (host) => {
    const verb = (name: string): Promise<Run> =>
      run(cnitool, [name, String.raw`net.d\10-myptp.conf`, netns, '--host', host, '--cache-dir', '/var/lib/cni-win']);
    const added = await verb('add');
    expect(added).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(added.stdout)).toMatchObject({
      cniVersion: '0.4.0',
      interfaces: [{}, { name: 'eth0', sandbox: netns }],
      ips: [{ address: expect.stringMatching(/^172\.16\.29\.\d+\/24$/) }],
    });
    expect(node().run('ip', '-n', 'from-windows', '-br', 'addr', 'show', 'eth0')).toContain('172.16.29.');
    expect(node().run('ip', 'netns', 'exec', 'from-windows', 'ping', '-c', '1', '172.16.29.1')).toContain('1 received');
    expect(node().run('ls', '/var/lib/cni-win/results')).toMatch(/^myptp-cnitool-[0-9a-f]{20}-eth0$/m);
    expect(await verb('check')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await verb('del')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(node().run('ls', '/var/lib/cni-win/results')).toBe('');
  },
);

test('a path that a shell of Windows changed is refused before anything runs', async () => {
  const git = String.raw`C:/Program Files/Git/var/run/netns/x`;
  const changed = await run(cnitool, ['add', String.raw`net.d\10-myptp.conf`, git, '--host', 'ssh:root@node']);
  expect(changed.status).toBe(2);
  expect(changed.stderr).toContain(`<netns> is "${git}", which is a Windows path.`);
  expect(changed.stderr).toContain('Use a path on the host.');
  expect(changed.stderr).toContain('MSYS_NO_PATHCONV=1');
  const plugin = await run(cnitool, ['version', 'C:/Program Files/Git/opt/cni/bin/ptp', '--host', 'ssh:root@node']);
  expect(plugin).toMatchObject({ status: 2, stderr: expect.stringContaining('<plugin> is "C:/Program Files/Git') });
});

const hostKey = `The authenticity of host 'node (198.18.92.2)' can't be established.
ED25519 key fingerprint is SHA256:abc/def+ghi.
Are you sure you want to continue connecting (yes/no/[fingerprint])? `;
/** From the remote side, so it must mean nothing to a shell of ours. */
const nasty = String.raw`(root@node) Say "x" & echo %PATH% > C:\injected.txt & rem ^ | \"q\" ' ü`;
const questions = [
  { prompt: hostKey, answer: 'yes' },
  { prompt: nasty, answer: password },
];

test('what ssh asks arrives whole, several lines and signs of cmd.exe included, and so do the answers', async () => {
  const env = { STANDIN_QUESTIONS: JSON.stringify(questions) };
  const answered = await runProgram('questions-process.ts', ['yes', password], env);
  expect(JSON.parse(answered.stdout || answered.stderr)).toEqual({
    said: 'over there\n',
    asked: [
      { kind: 'confirm', prompt: hostKey.trim(), host: 'root@node', asker: 'ssh', isRepeated: false },
      { kind: 'secret', prompt: nasty, host: 'root@node', asker: 'remoteLogin', isRepeated: false },
    ],
  });
  const wrong = await runProgram('questions-process.ts', ['yes', 'wrong'], env);
  expect(JSON.parse(wrong.stdout)).toMatchObject({ problem: { code: 'authenticationFailed' } });
});

test.each([
  ['nobody is there to answer', [], opensshForWindows, 'Run this in a terminal'],
  [
    'its ssh is too old to ask',
    ['yes'],
    'OpenSSH_for_Windows_8.1p1, LibreSSL 3.0.2',
    'OpenSSH for Windows 8.6 or later',
  ],
])('where %s, ssh does not hang, and the remedy says so', async (_name, answers, version, remedy) => {
  const env = { STANDIN_QUESTIONS: JSON.stringify(questions), STANDIN_VERSION: version };
  const { stdout } = await runProgram('questions-process.ts', answers, env);
  expect(JSON.parse(stdout)).toMatchObject({
    asked: [],
    problem: { code: 'authenticationFailed', remedy: expect.stringContaining(remedy) },
  });
});

test('without an ssh on the PATH the remedy is one for Windows', async () => {
  const { stdout } = await runProgram('questions-process.ts', [], { WINEPATH: windowsPath(directory) });
  expect(JSON.parse(stdout)).toMatchObject({
    problem: {
      message: 'The program "ssh" is missing on this machine.',
      remedy: expect.stringContaining('"OpenSSH Client"'),
    },
  });
});

test('a cancel ends what runs on the far side, the host goes on, and no ssh.exe is left behind', async () => {
  const { stdout } = await runProgram('cancel-process.ts', []);
  expect(JSON.parse(stdout)).toEqual({ cancelled: 'aborted', left: 'none\n' });
  await expect.poll(() => far.shells.size).toBe(0);
  await expect.poll(() => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain('ssh.exe');
});

test('lint finds files by paths of Windows, shows them with slashes, and mends them', async () => {
  const file = path.join(directory, 'net.d', '20-typing.conflist');
  writeFileSync(file, '{"cniVersion":"1.0.0","name":"typing","plugins":[{"type":"ptp","ipMask":true}]}');
  const found = await run(cnitool, ['lint', 'net.d', '--format', 'json']);
  expect(found.stdout).toContain('"net.d/20-typing.conflist"');
  expect(found.stdout).toContain('R074');
  await run(cnitool, ['lint', windowsPath(file), '--fix']);
  expect(readFileSync(file, 'utf8')).toContain('"ipMasq":true');
  rmSync(file);
});

test('plugins of an archive at a path of Windows are installed on the host', async () => {
  const archive = packArchive({ 'host-local': { from: path.join(pluginDir ?? '', 'host-local') } });
  const options = ['--archive', windowsPath(archive), '--dir', '/run/plugins', '--yes'];
  const installed = await run(cnitool, ['install-plugins', '--host', 'ssh:root@node', ...options]);
  expect(installed).toMatchObject({ status: 0 });
  expect(node().run('ls', '/run/plugins')).toBe('host-local\n');
  rmSync(path.dirname(archive), { recursive: true });
});

test('the language server answers for a file of Windows', async () => {
  const server = await bundle('server/main.ts');
  const { stdout, stderr } = await runProgram('server-process.ts', [windowsPath(server)]);
  rmSync(path.dirname(server), { recursive: true });
  expect({ codes: JSON.parse(stdout || 'null'), stderr }).toEqual({
    codes: expect.arrayContaining(['R074']),
    stderr: '',
  });
});

test('plugins on this machine are refused with where they run', async () => {
  const local = await run(cnitool, ['add', String.raw`net.d\10-myptp.conf`, netns]);
  expect(local.status).toBe(1);
  expect(local.stderr).toContain('CNI plugins run only on Linux, but this machine runs Windows.');
});
