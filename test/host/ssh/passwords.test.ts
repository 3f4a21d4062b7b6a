import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { AskedHost } from '../askpass-process.ts';
import { bundle, hasTool } from '../machine.ts';
import { useNode } from '../tests-on-a-node.ts';
import { password } from './ssh-node.ts';

let program: string;

const node = useNode({
  what: 'where passwords go',
  number: 92,
  obstacle: ['setpriv', 'strace'].find((tool) => !hasTool(tool))?.replace(/^/, 'there is no '),
  setUp: async () => {
    program = await bundle('test/host/askpass-process.ts');
  },
  tearDown: () => rmSync(path.dirname(program), { recursive: true }),
});

/** Writes each program that is started, with all of its arguments and variables, in hexadecimal digits. */
const strace = (file: string) =>
  ['strace', '-f', '-qq', '-v', '-xx', '-s', '1000000', '-e', 'trace=execve', '-o', file] as const;

const characterOf = (_: string, digits: string): string => String.fromCharCode(Number.parseInt(digits, 16));

/** What strace wrote to a file, as one text of bytes. */
function traced(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/\\x([0-9a-f]{2})/g, characterOf);
}

/** The part of the password that no shell quotes in another way, so that it is found in quoted text, too. */
const planted = 'w$(x)';

function expectNoPassword(trace: string): void {
  expect(password).toContain(planted);
  expect(
    trace
      .split('\n')
      .filter((line) => line.includes(planted))
      .map((line) => line.slice(0, 80)),
  ).toEqual([]);
}

/** The processes below one, as this machine sees them. */
function descendants(pid: string): readonly string[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return [...children, ...children.flatMap(descendants)];
}

/** Writes what is started below the node's sshd to a file until it is stopped. */
async function watchNode(file: string): Promise<ChildProcess> {
  const [first, ...args] = strace(file);
  const pids = [node().pid, ...descendants(node().pid)].flatMap((pid) => ['-p', pid]);
  // Without -qq: it says when it has attached.
  const watcher = spawn(first, [...args.filter((word) => word !== '-qq'), ...pids], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await once(watcher.stderr, 'data');
  return watcher;
}

// docs/security.md: S20
test('the password of ssh and that of a remote sudo are in no argument and no variable of any process', async () => {
  const [here, there] = [path.join(node().directory, 'here'), path.join(node().directory, 'there')];
  const watcher = await watchNode(there);
  const configFile = node().writeConfig({ PubkeyAuthentication: 'no' }, 'password_config');
  const asked: AskedHost = {
    spec: { kind: 'ssh', destination: 'strict@node', configFile },
    answers: [password, password],
  };
  const [first, ...args] = strace(here);
  const { stdout } = spawnSync(first, [...args, process.execPath, program], {
    input: JSON.stringify(asked),
    encoding: 'utf8',
  });
  watcher.kill('SIGINT');
  await once(watcher, 'exit');
  expect(JSON.parse(stdout)).toMatchObject({
    said: ['0\n', '0\n'],
    asked: [{ asker: 'ssh' }, { asker: 'remoteSudo' }],
  });
  const [local, remote] = [traced(here), traced(there)];
  // All that has to do with passwords was seen: what ssh asks by, and sudo.
  for (const started of ['ssh"', 'askpass.sh"', '"CNI_ASKPASS_TOKEN=']) {
    expect(local).toContain(started);
  }
  for (const started of ['sudo"', '"-S"', '"/bin/sh", "-c"']) {
    expect(remote).toContain(started);
  }
  expectNoPassword(local);
  expectNoPassword(remote);
});

// docs/security.md: S20
test('the password of sudo on this machine is in no argument and no variable of any process', () => {
  const file = path.join(node().directory, 'sudo');
  const user = ['setpriv', '--reuid', 'strict', '--regid', 'strict', '--init-groups', '--'] as const;
  const asked: AskedHost = { spec: { kind: 'local' }, answers: [password] };
  const stdout = node().feed(JSON.stringify(asked), ...strace(file), ...user, process.execPath, program);
  expect(JSON.parse(stdout)).toMatchObject({ said: ['0\n', '0\n'], asked: [{ asker: 'localSudo' }] });
  const trace = traced(file);
  for (const started of ['sudo"', '"-S"', '"/bin/sh", "-c"']) {
    expect(trace).toContain(started);
  }
  expectNoPassword(trace);
});
