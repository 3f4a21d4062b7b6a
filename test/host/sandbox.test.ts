import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createHost,
  createNamespace,
  deleteNamespace,
  type Host,
  HostFiles,
  listNamespaces,
  namespaceExists,
  runInNamespace,
} from '../../engine/host/index.ts';
import { useMachine } from '../machine-lock.ts';
import { bundle, differences, isRoot, machineState, pluginDir, sandboxObstacle } from './machine.ts';
import { textOf } from '../integration/engine/host/shell/shell-host.ts';
import { runAsOrdinaryUser } from './ordinary-user.ts';
import { runTutorial, tutorialNetwork, type TutorialReport } from './tutorial.ts';

const obstacle = sandboxObstacle();
if (obstacle !== undefined) {
  console.log(`skipped: the sandbox, as ${obstacle}`);
}

const internet = ['172.16.29.1', '4.2.2.2', 'fd00:16:29::1', '2001:db8:4:2::2'];

/** Every stop of the tutorial as it must look, wherever the sandbox was made. */
function expectTutorial(report: TutorialReport, namespace: string): void {
  expect(JSON.parse(report.result)).toMatchObject({
    cniVersion: '1.0.0',
    ips: [
      { address: '172.16.29.2/24', gateway: '172.16.29.1' },
      { address: 'fd00:16:29::2/64', gateway: 'fd00:16:29::1' },
    ],
  });
  expect(report.addresses).toMatch(/^eth0@\S+\s+UP\s+172\.16\.29\.2\/24 fd00:16:29::2\/64/);
  for (const target of internet) {
    expect(report.pings[target]).toContain(' 0% packet loss');
  }
  expect([report.namespacesMeanwhile, report.cachedMeanwhile]).toEqual([[namespace], [tutorialNetwork]]);
  expect(report.addressesAfterDelete).not.toContain('eth0');
  expect([report.namespacesAfter, report.cachedAfter]).toEqual([[], []]);
  expect(report.reservedAfter).toEqual(['last_reserved_ip.0', 'last_reserved_ip.1', 'lock']);
}

let host: Host;

const run = async (...argv: [string, ...string[]]): Promise<string> => {
  const outcome = await host.run({ argv });
  return outcome.kind === 'exited' ? textOf(outcome.stdout) + textOf(outcome.stderr) : outcome.kind;
};

useMachine();

beforeEach((context) => {
  if (obstacle !== undefined) {
    context.skip(obstacle);
  }
});

afterEach(() => host?.dispose());

for (const kind of ['conflist', 'conf'] as const) {
  test(`the sandbox runs the tutorial from a .${kind}, and the machine is as it was`, async () => {
    if (pluginDir === undefined) {
      throw new Error('No plugins: see the note above.');
    }
    const before = machineState();
    host = createHost({ kind: 'sandbox' }, { pluginDirs: [pluginDir] });
    expectTutorial(
      await runTutorial(host, { kind, namespace: 'ns1', pluginDirs: [pluginDir], targets: internet }),
      'ns1',
    );
    await host.dispose();
    expect(differences(before, machineState()).filter((line) => /cni|172\.16\.29|198\.51|veth|ns1/.test(line))).toEqual(
      [],
    );
  });

  test('the sandbox needs no root: an ordinary user runs the tutorial in it', async (context) => {
    if (!isRoot) {
      return context.skip('these tests run as an ordinary user already');
    }
    if (pluginDir === undefined) {
      return context.skip('no plugins');
    }
    const plugins = [path.join(pluginDir, 'ptp'), path.join(pluginDir, 'host-local')];
    const report = await runAsOrdinaryUser<TutorialReport & { readonly uid: number }>(
      'test/host/tutorial-process.ts',
      internet,
      plugins,
    );
    expect(report.uid).toBe(65_534);
    expectTutorial(report, 'ordinary');
  });
}

test('the sandbox shows masquerading: without it the Internet gives no answer', async () => {
  host = createHost({ kind: 'sandbox' });
  await createNamespace(host, 'bare');
  const setUp = [
    'ip link add v0 type veth peer name v1 netns bare',
    'ip addr add 10.9.9.1/24 dev v0; ip link set v0 up',
    'ip -n bare addr add 10.9.9.2/24 dev v1; ip -n bare link set v1 up; ip -n bare route add default via 10.9.9.1',
  ];
  expect(await run('sh', '-c', setUp.join('; '))).toBe('');
  const ping = () => runInNamespace(host, 'bare', { argv: ['ping', '-c1', '-W1', '4.2.2.2'] });
  expect(await ping()).toMatchObject({ exitCode: 1 });
  await run('iptables', '-t', 'nat', '-A', 'POSTROUTING', '-s', '10.9.9.0/24', '-j', 'MASQUERADE');
  expect(await ping()).toMatchObject({ exitCode: 0 });
});

test('the sandbox has eth0 with a default route for both families, forwards, and has its own /run and /var/lib', async () => {
  host = createHost({ kind: 'sandbox' });
  expect(await run('ip', 'route')).toContain('default via 198.51.100.1 dev eth0');
  expect(await run('ip', '-6', 'route')).toContain('default via 2001:db8:51::1 dev eth0');
  expect(await run('cat', '/proc/sys/net/ipv4/ip_forward')).toBe('1\n');
  expect(await run('ls', '/var/lib', '/run/netns', '/var/run/netns')).toBe(
    '/run/netns:\n\n/var/lib:\n\n/var/run/netns:\n',
  );
  expect(await run('ls', '/sys/class/net')).toMatch(/^eth0\nlo\n/);
  expect(await run('cat', '/proc/1/comm')).toBe('sh\n');
});

// docs/security.md: S12
test('the sandbox cannot change what the machine has in its system directories, though it is root', async () => {
  host = createHost({ kind: 'sandbox' });
  const files = new HostFiles(host);
  for (const dir of ['/etc', '/opt', '/srv', '/usr', '/usr/local', '/boot'].filter((one) => existsSync(one))) {
    const file = `${dir}/cni-workbench-of-the-sandbox`;
    expect(await run('sh', '-c', `id -u; echo x >${file}`)).toMatch(/^0\n.*Read-only file system\n$/s);
    await expect(files.write(file, Buffer.from('x'), { create: true, overwrite: true })).rejects.toThrow(
      'read-only file system: The sandbox cannot change the files of this machine. Choose another host.',
    );
    expect(existsSync(file)).toBe(false);
  }
  await expect(files.remove('/etc/passwd', false)).rejects.toThrow('The sandbox cannot change');
});

test('all shells of the sandbox share it, and a second host has another', async () => {
  host = createHost({ kind: 'sandbox' });
  const other = createHost({ kind: 'sandbox' });
  try {
    await createNamespace(host, 'mine');
    const sleeping = Promise.all([1, 2, 3].map(() => run('sleep', '0.3')));
    expect((await listNamespaces(host)).map(({ name }) => name)).toEqual(['mine']);
    expect(await listNamespaces(other)).toEqual([]);
    await sleeping;
  } finally {
    await other.dispose();
  }
});

test('the sandbox shows plugin directories that lie below /run or /var/lib, read-only', async (context) => {
  if (!isRoot) {
    return context.skip('only root can make such directories');
  }
  const directory = mkdtempSync('/var/lib/cni workbench test ');
  try {
    writeFileSync(path.join(directory, 'here'), '#!/bin/sh\necho "$0"\n', { mode: 0o755 });
    host = createHost({ kind: 'sandbox' }, { pluginDirs: [directory] });
    const outcome = await host.exec.execPlugin({
      type: 'here',
      pluginDirs: [directory],
      env: {},
      stdin: new Uint8Array(),
    });
    expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0, stdout: Buffer.from(`${directory}/here\n`) });
    expect(await run('touch', `${directory}/new`)).toContain('Read-only file system');
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('the sandbox keeps the working directory, for relative paths', async () => {
  host = createHost({ kind: 'sandbox' });
  expect(await run('pwd')).toBe(`${process.cwd()}\n`);
});

test('the sandbox is created again after its first process was killed; the outcome of a command is unknown', async () => {
  host = createHost({ kind: 'sandbox' });
  await createNamespace(host, 'lost');
  const running = host.run({ argv: ['sh', '-c', 'kill -KILL -1; sleep 5'] });
  expect(await running).toMatchObject({ kind: 'unknown' });
  await host.run({ argv: ['sh', '-c', 'true'] }).catch(() => undefined);
  expect(await run('echo', 'again')).toBe('again\n');
});

test('a cancel kills what runs in the sandbox, and the sandbox stays', async () => {
  host = createHost({ kind: 'sandbox' });
  await createNamespace(host, 'kept');
  const outcome = await host.run({ argv: ['sh', '-c', 'sleep 300 & sleep 300'] }, { signal: AbortSignal.timeout(300) });
  expect(outcome).toMatchObject({ kind: 'aborted', reason: 'timedOut' });
  // Orphans are reaped too.
  await expect.poll(() => run('sh', '-c', 'cat /proc/[0-9]*/comm')).not.toContain('sleep');
  expect(await namespaceExists(host, 'kept')).toBe(true);
});

test('the sandbox reports problems with a namespace', async () => {
  host = createHost({ kind: 'sandbox' });
  await createNamespace(host, 'one');
  await expect(createNamespace(host, 'one')).rejects.toMatchObject({
    code: 'namespaceExists',
    message: 'The network namespace "one" already exists in the sandbox.',
  });
  await expect(deleteNamespace(host, 'two')).rejects.toMatchObject({
    code: 'namespaceMissing',
    message: 'There is no network namespace "two" in the sandbox.',
  });
  await expect(runInNamespace(host, 'two', { argv: ['true'] })).rejects.toMatchObject({ code: 'namespaceMissing' });
  await expect(runInNamespace(host, 'one', { argv: ['no-such-tool'] })).rejects.toMatchObject({
    problem: { code: 'missingTool', message: 'The program "no-such-tool" is missing on the sandbox.' },
  });
  for (const name of ['', '.', '..', 'a/b', '-x', 'a b', 'x'.repeat(256)]) {
    await expect(createNamespace(host, name)).rejects.toMatchObject({ code: 'namespaceName' });
  }
  await createNamespace(host, `$(touch owned)'"ü`.replaceAll(' ', ''));
  expect((await listNamespaces(host)).map(({ name }) => name)).toEqual([`$(touchowned)'"ü`, 'one']);
});

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`the sandbox ends with our own process, also by ${signal}`, async () => {
    const program = await bundle('cli/main.ts');
    const own = path.dirname(program);
    const plugins = path.join(own, 'plugins');
    mkdirSync(plugins);
    writeFileSync(path.join(plugins, 'hang'), '#!/bin/sh\nexec sleep 4242\n');
    chmodSync(path.join(plugins, 'hang'), 0o755);
    writeFileSync(path.join(own, 'x.conflist'), '{"cniVersion":"1.0.0","name":"x","plugins":[{"type":"hang"}]}');
    const child = spawn(process.execPath, [program, 'add', '--host', 'sandbox', 'x', '/run/netns/x'], {
      env: { ...process.env, CNI_PATH: plugins, NETCONFPATH: own },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const family = await untilBegun(child.pid ?? 0);
    expect(family.length).toBeGreaterThan(2);
    child.kill(signal);
    await ended;
    for (let tries = 0; family.some((pid) => existsSync(`/proc/${pid}`)) && tries < 100; tries += 1) {
      await delay(50);
    }
    expect(family.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    rmSync(own, { recursive: true });
  });
}

/** Waits until the hanging plugin runs; gives the ids of all processes below `root`. */
async function untilBegun(root: number): Promise<readonly number[]> {
  for (;;) {
    const family = familyOf(root);
    if (family.some((pid) => commandOf(pid) === 'sleep 4242')) {
      return family;
    }
    await delay(20);
  }
}

/** A process's words; none where it is gone. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch {
    return '';
  }
}

function familyOf(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}
