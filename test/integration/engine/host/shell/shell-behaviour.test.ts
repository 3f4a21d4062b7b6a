import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  copyFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { HostState } from '../../../../../engine/host/host.ts';
import type { ShellHost } from '../../../../../engine/host/shell-host.ts';
import type { PluginOutcome } from '../../../../../engine/libcni/plugin/exec.ts';
import { shellHost, type ShellKind, shellKinds, textOf } from './shell-host.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'cni-shell-'));
});

afterAll(() => rmSync(directory, { recursive: true }));

/** Writes an executable file and gives its path. */
function plugin(name: string, text: string | Buffer, mode = 0o755): string {
  const file = path.join(directory, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

/** True while a process of this id is there and is not a zombie. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; isAlive(pid) && tries < 100; tries += 1) {
    await delay(20);
  }
  return !isAlive(pid);
}

async function fileText(file: string): Promise<string> {
  while (!existsSync(file) || !readFileSync(file, 'utf8').endsWith('\n')) {
    await delay(10);
  }
  return readFileSync(file, 'utf8').trim();
}

const none = new Uint8Array();
const opened: ShellHost[] = [];

/** Settings of a plugin call that most tests leave alone. */
interface Call {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Uint8Array;
  readonly dirs?: readonly string[];
  readonly signal?: AbortSignal;
}

/** A new host, disposed of when the test ends, and a short way to run a plugin on it. */
function open(kind: ShellKind) {
  const host = shellHost(kind);
  opened.push(host);
  const exec = (
    type: string,
    { stdin = none, dirs = [directory], env = {}, signal }: Call = {},
  ): Promise<PluginOutcome> =>
    host.exec.execPlugin({ type, pluginDirs: dirs, env: { CNI_COMMAND: 'ADD', ...env }, stdin }, signal);
  return { host, exec };
}

afterEach(async () => {
  for (const host of opened.splice(0)) {
    await host.dispose();
  }
});

test.for(shellKinds)(
  'on $name runs the first regular file of that name, through symbolic links, and says which',
  async (kind) => {
    const { host, exec } = open(kind);
    mkdirSync(path.join(directory, 'a/thing'), { recursive: true });
    mkdirSync(path.join(directory, 'b c'), { recursive: true });
    plugin('b c/thing', '#!/bin/sh\necho "$CNI_COMMAND $(cat)"; echo said >&2; exit 7\n');
    const dirs = ['a', 'nowhere', 'b c', 'b c/../b c'].map((name) => `${directory}/${name}/`);
    expect(await exec('thing', { stdin: Buffer.from('in'), dirs })).toMatchObject({
      kind: 'exited',
      exitCode: 7,
      pluginPath: path.join(directory, 'b c/thing'),
      stdout: Buffer.from('ADD in\n'),
      stderr: Buffer.from('said\n'),
    });
    expect(await host.exec.findPlugin('thing', dirs)).toBe(path.join(directory, 'b c/thing'));
    expect(await host.exec.findPlugin('nothing', dirs)).toBeUndefined();
    expect(await exec('nothing', { dirs })).toEqual({ kind: 'notFound' });
    expect(await exec('thing', { dirs: [] })).toEqual({ kind: 'notFound' });
  },
);

test.for(shellKinds)(
  'on $name takes a NUL as Go does: no file has one in its name, no variable can carry one',
  async (kind) => {
    const { exec, host } = open(kind);
    plugin('carrier', '#!/bin/sh\n');
    expect(await exec('carr\0ier')).toEqual({ kind: 'notFound' });
    expect(await host.exec.findPlugin('carr\0ier', [directory])).toBeUndefined();
    const env = { CNI_NETNS: '/x\0y' };
    expect(await exec('carrier', { env })).toMatchObject({ reason: 'exec: environment variable contains NUL' });
    expect(await exec('none', { env })).toEqual({ kind: 'notFound' });
  },
);

test.for(shellKinds)('on $name does not start what the kernel would refuse, and gives its reason', async (kind) => {
  const { exec } = open(kind);
  plugin('unmarked', '#!/bin/sh\n', 0o644);
  plugin('text', 'touch executed-as-a-script\n');
  plugin('empty', '');
  plugin('lost', '#!/no/such/interpreter\n');
  const foreign = Buffer.from(readFileSync(process.execPath).subarray(0, 4096));
  foreign.writeUInt16LE(0x1234, 18);
  plugin('foreign', foreign);
  const reasons = [];
  for (const type of ['unmarked', 'text', 'empty', 'lost', 'foreign']) {
    const outcome = await exec(type);
    reasons.push([type, outcome.kind === 'notStarted' ? outcome.reason : outcome]);
  }
  expect(reasons).toEqual([
    ['unmarked', 'permission denied'],
    ['text', 'exec format error'],
    ['empty', 'exec format error'],
    ['lost', 'no such file or directory'],
    ['foreign', 'exec format error'],
  ]);
  expect(existsSync('executed-as-a-script')).toBe(false);
});

test.for(shellKinds)(
  'on $name tells a plugin that itself ends with 126 or 127 from one that did not start',
  async (kind) => {
    const { exec } = open(kind);
    plugin('hundred', '#!/bin/sh\necho "sh: 1: something: not found" >&2; exit 127\n');
    expect(await exec('hundred')).toMatchObject({ kind: 'exited', exitCode: 127 });
    plugin('hundred', '#!/bin/sh\nexit 126\n');
    expect(await exec('hundred')).toMatchObject({ kind: 'exited', exitCode: 126, stderr: Buffer.alloc(0) });
  },
);

test.for(shellKinds)('on $name waits for a plugin that is being written, and then runs it', async (kind) => {
  const { exec } = open(kind);
  copyFileSync('/bin/true', path.join(directory, 'busy'));
  chmodSync(path.join(directory, 'busy'), 0o755);
  const writer = openSync(path.join(directory, 'busy'), 'r+');
  const running = exec('busy');
  await delay(300);
  closeSync(writer);
  expect(await running).toMatchObject({ kind: 'exited', exitCode: 0 });
});

test.for(shellKinds)(
  'on $name tells a signal from an exit status of the same number, and keeps stderr clean',
  async (kind) => {
    const { exec } = open(kind);
    plugin('killed', '#!/bin/sh\necho last words >&2; kill -KILL $$\n');
    plugin('posed', '#!/bin/sh\necho last words >&2; exit 137\n');
    const long = Buffer.alloc(10_000, 'x');
    for (const stdin of [none, Buffer.from('short'), long]) {
      expect(await exec('killed', { stdin })).toMatchObject({
        kind: 'signalled',
        signal: 'SIGKILL',
        stderr: Buffer.from('last words\n'),
      });
      expect(await exec('posed', { stdin })).toMatchObject({
        kind: 'exited',
        exitCode: 137,
        stderr: Buffer.from('last words\n'),
      });
    }
    plugin('killed', '#!/bin/sh\nkill -SEGV $$\n');
    expect(await exec('killed')).toMatchObject({ kind: 'signalled', signal: 'SIGSEGV', stderr: Buffer.alloc(0) });
    plugin('killed', '#!/bin/sh\nkill -TERM $$\n');
    expect(await exec('killed')).toMatchObject({ kind: 'signalled', signal: 'SIGTERM' });
  },
);

test.for(shellKinds)(
  'on $name gives a plugin nothing of its own: no descriptor, no signal setting, no variable',
  async (kind) => {
    const { exec } = open(kind);
    const text = '#!/bin/sh\nls /proc/$$/fd; grep "^Sig[BI]" /proc/self/status; env | grep "^cni_"; cat\n';
    const bare = spawnSync(plugin('curious', text), [], { input: 'x', encoding: 'utf8' }).stdout;
    const outcome = await exec('curious', { stdin: Buffer.from('x') });
    expect(textOf(outcome.kind === 'exited' ? outcome.stdout : none)).toBe(bare);
  },
);

test.for(shellKinds)(
  'on $name a child left in the background neither holds up its plugin nor gets into the next output',
  async (kind) => {
    const { exec } = open(kind);
    plugin('leaver', '#!/bin/sh\n(sleep 0.3; echo late; echo late >&2) &\necho early\n');
    plugin('next', '#!/bin/sh\nsleep 0.6; echo mine\n');
    expect(await exec('leaver')).toMatchObject({ kind: 'exited', exitCode: 0, stdout: Buffer.from('early\n') });
    for (const stdin of [none, Buffer.from('x')]) {
      expect(await exec('next', { stdin })).toMatchObject({ stdout: Buffer.from('mine\n'), stderr: Buffer.alloc(0) });
    }
  },
);

// docs/security.md: S8
test.for(shellKinds)('on $name output that looks like the end of a frame is output', async (kind) => {
  const { host } = open(kind);
  const text = `\n${'0'.repeat(32)} 0 0 ran \n\n`;
  const outcome = await host.run({ argv: ['cat'], stdin: Buffer.from(text) });
  expect(outcome.kind === 'exited' && textOf(outcome.stdout)).toBe(text);
});

test.for(shellKinds)(
  'on $name a cancel kills the plugin and all it started, says so, and the next command works',
  async (kind) => {
    const { host, exec } = open(kind);
    const pids = path.join(directory, `pids-${kind.name}`);
    plugin('slow', `#!/bin/sh\necho begun\nsleep 300 &\necho $$ $! >'${pids}'\nwait\n`);
    const cancel = new AbortController();
    const running = exec('slow', { signal: cancel.signal, stdin: Buffer.from('x') });
    const [pluginPid, childPid] = (await fileText(pids)).split(' ').map(Number);
    expect([isAlive(pluginPid ?? 0), isAlive(childPid ?? 0)]).toEqual([true, true]);
    cancel.abort();
    expect(await running).toMatchObject({ kind: 'aborted', reason: 'cancelled', stdout: Buffer.from('begun\n') });
    expect([await gone(pluginPid ?? 0), await gone(childPid ?? 0)]).toEqual([true, true]);
    expect(await host.run({ argv: ['echo', 'on'] })).toMatchObject({ kind: 'exited', stdout: Buffer.from('on\n') });
    expect(host.state).toEqual({ kind: 'ready' });
    rmSync(pids);
  },
);

test.for(shellKinds)(
  'on $name a time-out says that it was one; an abort before the start runs nothing',
  async (kind) => {
    const { exec } = open(kind);
    plugin('sleeper', '#!/bin/sh\nexec sleep 300\n');
    expect(await exec('sleeper', { signal: AbortSignal.timeout(100) })).toMatchObject({
      kind: 'aborted',
      reason: 'timedOut',
    });
    plugin('toucher', `#!/bin/sh\n: >'${directory}/touched'\n`);
    expect(await exec('toucher', { signal: AbortSignal.abort() })).toMatchObject({
      kind: 'aborted',
      reason: 'cancelled',
    });
    expect(existsSync(path.join(directory, 'touched'))).toBe(false);
  },
);

test.for(shellKinds)(
  'on $name a shell that dies under a plugin makes its outcome unknown; the next call connects again, and the state shows it',
  async (kind) => {
    const { host, exec } = open(kind);
    const states: HostState['kind'][] = [];
    host.onDidChangeState((state) => states.push(state.kind));
    plugin('assassin', '#!/bin/sh\nkill -KILL $PPID\nsleep 0.2\n');
    expect(await exec('assassin')).toMatchObject({ kind: 'unknown' });
    expect(host.state).toMatchObject({ kind: 'failed', problem: { code: 'connectionLost' } });
    expect(await host.run({ argv: ['true'] })).toMatchObject({ kind: 'exited', exitCode: 0 });
    expect(states).toEqual(['connecting', 'ready', 'failed', 'connecting', 'ready']);
  },
);

test.for(shellKinds)('on $name runs as many commands at once as it has shells', async (kind) => {
  const two = shellHost(kind, { maxShells: 2 });
  try {
    const log = path.join(directory, 'log');
    writeFileSync(log, '');
    plugin('logged', `#!/bin/sh\necho + >>'${log}'; sleep 0.3; echo - >>'${log}'\n`);
    const runs = Array.from({ length: 6 }, () => two.run({ argv: [path.join(directory, 'logged')] }));
    expect((await Promise.all(runs)).map(({ kind: outcome }) => outcome)).toEqual(runs.map(() => 'exited'));
    let running = 0;
    const most =
      readFileSync(log, 'utf8')
        .match(/[+-]/g)
        ?.map((sign) => (running += sign === '+' ? 1 : -1)) ?? [];
    expect(Math.max(...most)).toBe(2);
  } finally {
    await two.dispose();
  }
});

test.for(shellKinds)(
  'on $name commands beyond the number of shells run in the order in which they came',
  async (kind) => {
    const one = shellHost(kind, { maxShells: 1 });
    try {
      const order: number[] = [];
      const runs = Array.from({ length: 6 }, (_, index) => one.run({ argv: ['true'] }).then(() => order.push(index)));
      await Promise.all(runs);
      expect(order).toEqual([0, 1, 2, 3, 4, 5]);
    } finally {
      await one.dispose();
    }
  },
);

test.for(shellKinds)('on $name leaves no process behind when it is disposed of while commands run', async (kind) => {
  const { host, exec } = open(kind);
  const pids = path.join(directory, `end-${kind.name}`);
  plugin('hanger', `#!/bin/sh\nsleep 300 &\necho $$ $! $PPID >'${pids}'\nwait\n`);
  const running = exec('hanger');
  const all = (await fileText(pids)).split(' ').map(Number);
  await host.dispose();
  expect((await running).kind).toBe('unknown');
  expect(await Promise.all(all.map((pid) => gone(pid)))).toEqual([true, true, true]);
  await expect(host.run({ argv: ['true'] })).rejects.toMatchObject({
    name: 'WorkbenchError',
    problem: { code: 'connectionLost' },
  });
  rmSync(pids);
});

test.for(shellKinds)('on $name a program that does not exist is exit status 127, as in any shell', async (kind) => {
  const { host } = open(kind);
  expect(await host.run({ argv: ['no-such-program-here'] })).toMatchObject({ kind: 'exited', exitCode: 127 });
});

test('hosts have not left files of their own about', () => {
  expect(readdirSync(directory).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
