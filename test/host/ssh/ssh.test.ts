import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AskpassQuestion, Host, HostProblem } from '../../../engine/host/index.ts';
import { isHostError } from '../../../engine/host/index.ts';
import { useMachine } from '../../machine-lock.ts';
import { bundle, hasTool } from '../machine.ts';
import { textOf } from '../../integration/engine/host/shell/shell-host.ts';
import { password, sshObstacle, SshNode } from './ssh-node.ts';
import type { forcedCommands } from './ssh-node-script.ts';

const obstacle = sshObstacle();
let node: SshNode;
let behind: SshNode;

useMachine();

beforeAll(async () => {
  if (obstacle !== undefined) {
    return console.log(`skipped: hosts over ssh, as ${obstacle}`);
  }
  node = await SshNode.start({ number: 77 });
  behind = await SshNode.start({ number: 78, behind: node });
}, 300_000);

beforeEach((context) => {
  if (obstacle !== undefined) {
    context.skip(obstacle);
  }
});

afterAll(async () => {
  if (obstacle !== undefined) {
    return;
  }
  await node.close();
  await behind.close();
});

/** Answers one question after the other, and keeps what was asked. */
function askpass(...answers: readonly (string | undefined)[]) {
  const asked: AskpassQuestion[] = [];
  const given = [...answers];
  return {
    asked,
    askpass: (question: AskpassQuestion) => {
      asked.push(question);
      return Promise.resolve(given.shift());
    },
  };
}

/** What a shell on the host says of itself: its user, and the network namespace that it is in. */
async function self(host: Host): Promise<readonly string[]> {
  const outcome = await host.run({ argv: ['/bin/sh', '-c', 'id -u; readlink /proc/self/ns/net'] });
  return 'stdout' in outcome ? textOf(outcome.stdout).trim().split('\n') : [outcome.reason];
}

async function problemOf(host: Host): Promise<HostProblem> {
  const error: unknown = await host.connect().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isHostError(error)) {
    throw error ?? new Error('It should have been refused.');
  }
  expect(host.state).toEqual({ kind: 'failed', problem: error.problem });
  return error.problem;
}

const asRoot = (on = node): readonly string[] => ['0', on.run('readlink', '/proc/1/ns/net').trim()];

test.for(['root', 'easy', 'noisy', 'fishy', 'cshy'] as const)(
  'the login of %s is a root shell on the far side, with a key and no question',
  async (account, context) => {
    const shell = new Map<string, string>(Object.entries({ fishy: 'fish', cshy: 'tcsh' })).get(account);
    if (shell !== undefined && !hasTool(shell)) {
      console.log(`not tried: a login shell of ${shell}, which is not here`);
      return context.skip(`there is no ${shell}`);
    }
    const host = node.host(account);
    expect(host.label).toBe(`${account} over ssh`);
    expect(await self(host)).toEqual(asRoot());
    expect(host.state).toEqual({ kind: 'ready' });
  },
);

test('ssh and sudo ask for their passwords once, though there are more shells and more connections', async () => {
  const { asked, askpass: ask } = askpass(password, password);
  const config = node.writeConfig({ PubkeyAuthentication: 'no' }, 'password_config');
  const host = node.host('strict', { config, askpass: ask, name: 'the strict one' });
  const selves = await Promise.all([self(host), self(host), self(host)]);
  expect(selves).toEqual([asRoot(), asRoot(), asRoot()]);
  expect(asked.map(({ kind, host: name }) => [kind, name])).toEqual([
    ['secret', 'the strict one'],
    ['secret', 'the strict one'],
  ]);
  expect(asked.map(({ prompt }) => prompt)).toEqual(["strict@node's password:", '[sudo] password for strict:']);
  expect(whereInProcesses(password)).toEqual([]);
  await host.dispose();
});

/** Processes of this machine (those of the nodes are among them) that have a text among their arguments or variables. */
function whereInProcesses(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => ['cmdline', 'environ'].map((file) => `/proc/${pid}/${file}`))
    .filter((file) => {
      try {
        return readFileSync(file, 'utf8').includes(text) && !readFileSync(file, 'utf8').includes('sshd_config');
      } catch {
        return false; // it has ended meanwhile
      }
    });
}

test('a wrong password is asked for again, and the right one is what is kept', async () => {
  const { asked, askpass: ask } = askpass('wrong', password, 'wrong', password);
  const config = node.writeConfig({ PubkeyAuthentication: 'no' }, 'password_config');
  const host = node.host('strict', { config, askpass: ask });
  expect(await self(host)).toEqual(asRoot());
  expect(await Promise.all([self(host), self(host)])).toEqual([asRoot(), asRoot()]);
  expect(asked.map(({ asker, isRepeated }) => [asker, isRepeated])).toEqual([
    ['ssh', false],
    ['ssh', true],
    ['remoteSudo', false],
    ['remoteSudo', true],
  ]);
});

test('without an answer the connection fails at once, and the prompt is reported', async () => {
  const config = node.writeConfig({ PubkeyAuthentication: 'no' }, 'password_config');
  const ssh = askpass(undefined);
  expect(await problemOf(node.host('strict', { config, askpass: ssh.askpass }))).toMatchObject({
    code: 'authenticationFailed',
    message: `strict over ssh asked "strict@node's password:", but got no answer.`,
  });
  expect(ssh.asked).toHaveLength(1);
  const sudo = askpass(undefined);
  expect(await problemOf(node.host('strict', { askpass: sudo.askpass }))).toMatchObject({
    code: 'sudoPassword',
    message: 'strict over ssh asked "[sudo] password for strict:", but got no answer.',
  });
});

test('without a way to prompt, ssh and sudo fail with the remedy', async () => {
  const config = node.writeConfig({ PubkeyAuthentication: 'no' }, 'password_config');
  expect(await problemOf(node.host('strict', { config }))).toMatchObject({
    code: 'authenticationFailed',
    message: expect.stringContaining('Permission denied (publickey,password)'),
    remedy: expect.stringMatching(/^The host needs a password, which requires a terminal\. .*IdentityFile/),
  });
  const known = node.writeConfig({ UserKnownHostsFile: '/dev/null' }, 'unknown_config');
  expect(await problemOf(node.host('root', { config: known }))).toMatchObject({
    code: 'hostKey',
    remedy: expect.stringMatching(/^The host is unknown, and its key can only be confirmed in a terminal/),
  });
  expect(await problemOf(node.host('strict'))).toMatchObject({
    code: 'sudoPassword',
    message: expect.stringMatching(
      /^Plugins on strict over ssh need root, but the user has uid \d+ and sudo failed: sudo: a password is required\.$/,
    ),
    remedy: expect.stringMatching(/^There is no terminal for the password\..*NOPASSWD/),
  });
});

test('a user who may not become root gets an error, and can work without root', async () => {
  const { askpass: ask } = askpass(...Array<string>(3).fill('any'));
  expect((await problemOf(node.host('plain', { askpass: ask }))).code).toBe('sudoPassword');
  const [uid, namespace] = await self(node.host('plain', { sudo: 'never' }));
  expect([uid, namespace]).toEqual([node.run('id', '-u', 'plain').trim(), asRoot()[1]]);
  expect(await self(node.host('root', { sudo: 'always' }))).toEqual(asRoot());
});

// docs/security.md: S11
test('an unknown host key is prompted for; a wrong one is rejected without a prompt', async () => {
  const known = path.join(node.directory, 'new_known_hosts');
  const config = node.writeConfig({ StrictHostKeyChecking: 'ask', UserKnownHostsFile: known }, 'new_config');
  const refused = askpass('no');
  expect((await problemOf(node.host('root', { config, askpass: refused.askpass }))).code).toBe('hostKey');
  const { asked, askpass: ask } = askpass('yes');
  expect(await self(node.host('root', { config, askpass: ask }))).toEqual(asRoot());
  expect(asked[0]).toMatchObject({
    kind: 'confirm',
    prompt: expect.stringMatching(/ED25519 key fingerprint is SHA256:/),
  });
  expect(readFileSync(known, 'utf8')).toContain('node ssh-ed25519 ');

  const [, otherKey = ''] = readFileSync(path.join(behind.directory, 'host_ed25519.pub'), 'utf8').split(' ');
  writeFileSync(known, `node ssh-ed25519 ${otherKey}\n`);
  const silent = askpass();
  expect(await problemOf(node.host('root', { config, askpass: silent.askpass }))).toMatchObject({
    code: 'hostKey',
    message: expect.stringContaining('Host key verification failed'),
    remedy: expect.stringContaining('ssh-keygen -R'),
  });
  expect(silent.asked).toEqual([]);
});

test('a jump host of the configuration is gone through', async () => {
  const bastion = {
    HostName: node.address,
    UserKnownHostsFile: `${node.directory}/known_hosts`,
    IdentityFile: `${node.directory}/client`,
  };
  const lines = Object.entries(bastion).map(([key, value]) => `  ${key} ${value}\n`);
  const first = `Host bastion\n${lines.join('')}Host node\n  ProxyJump root@bastion\n`;
  const host = behind.host('easy', { config: behind.writeConfig({}, 'jump_config', first) });
  expect(await self(host)).toEqual(asRoot(behind));
});

test('a login without a shell is reported with its output', async () => {
  expect(await problemOf(node.host('closed'))).toMatchObject({
    code: 'loginShell',
    message:
      'The login to closed over ssh succeeded, but no shell started (exit status 1): This account is currently not available.',
    remedy: expect.stringContaining('chsh'),
  });
});

/** A host whose key is bound to one of the commands. */
function bound(name: keyof typeof forcedCommands): Host {
  return node.host('root', {
    config: node.writeConfig({ IdentityFile: path.join(node.directory, name) }, `${name}_config`),
  });
}

test.each(['shell', 'passing'] as const)('a key bound to the command "%s" works', async (name) => {
  expect(await self(bound(name))).toEqual(asRoot());
});

test('a key bound to another command is reported with its output', async () => {
  expect(await problemOf(bound('hello'))).toMatchObject({
    code: 'loginShell',
    message: expect.stringContaining('no shell started (exit status 0): this key is for backups only'),
  });
});

test('a missing host is reported with the message of ssh', async () => {
  const closed = node.writeConfig({ Port: '9' }, 'closed_config');
  expect(await problemOf(node.host('root', { config: closed }))).toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('Connection refused'),
  });
  const broken = node.writeConfig({ Frobnicate: 'yes' }, 'broken_config');
  expect((await problemOf(node.host('root', { config: broken }))).message).toContain('Bad configuration option');
});

test('a cancelled connection ends its ssh, and the next one goes through', async () => {
  const config = node.writeConfig({ PubkeyAuthentication: 'no' }, 'password_config');
  const stop = new AbortController();
  let waited: AbortSignal | undefined;
  const host = node.host('strict', {
    config,
    askpass: (_, signal) => {
      waited = signal;
      stop.abort();
      return new Promise(() => undefined);
    },
  });
  await expect(host.connect(stop.signal)).rejects.toThrow('aborted');
  expect(waited?.aborted).toBe(true);
  expect(host.state).toEqual({ kind: 'idle' });
});

test('cancel kills what runs on the far side, and closing leaves no shell there', async () => {
  await node.disconnect();
  const host = node.host('easy');
  await host.connect();
  const stop = new AbortController();
  const running = host.run({ argv: ['/bin/sh', '-c', 'sleep 4711 & sleep 4712; wait'] }, { signal: stop.signal });
  await expect.poll(() => processes()).toMatch(/sleep 4711[^]*sleep 4712/);
  stop.abort();
  expect(await running).toMatchObject({ kind: 'aborted', reason: 'cancelled' });
  expect(processes()).not.toContain('sleep 471');
  await host.dispose();
  await expect.poll(() => processes(), { timeout: 10_000 }).not.toContain('@notty');
});

test.each(['at-once', 'letting-go'])('a program that ends %s leaves no ssh here and no shell there', async (how) => {
  const program = await bundle('test/host/leaving-process.ts');
  const config = path.join(node.directory, 'ssh_config');
  const place = path.join(path.dirname(program), 'tmp');
  mkdirSync(place);
  const env = { ...process.env, TMPDIR: place };
  const left = execFileSync(process.execPath, [program, 'easy@node', config, how], { encoding: 'utf8', env });
  expect(left).toBe('0\n');
  expect(readdirSync(place)).toEqual([]);
  expect(whereInProcesses(config)).toEqual([]);
  await expect.poll(() => processes(), { timeout: 10_000 }).not.toContain('@notty');
  rmSync(path.dirname(program), { recursive: true });
});

const processes = (): string => node.run('ps', '-eo', 'args');
