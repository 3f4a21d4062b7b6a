import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHost, createNamespace, findPluginDirs } from '../../../engine/host/index.ts';
import { limits } from '../../../engine/host/limits.ts';
import {
  CNIConfig,
  networkConfFromBytes,
  operationDocument,
  type OperationDocument,
  runOperation,
} from '../../../engine/libcni/index.ts';
import { skipBecause } from '../../skip.ts';
import { pluginDir, sandboxObstacle } from '../machine.ts';
import { expectCause } from '../right-cause.ts';
import { CallsStage, callsOf, observed, type Observed } from './calls-stage.ts';

const obstacle = sandboxObstacle();
if (obstacle !== undefined) {
  console.log(`skipped: recorded calls, as ${obstacle}`);
}

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();

/** Ways to call a plugin, as shell text of the caller. `$d` is the directory of the plugins. */
const ways: Readonly<Record<string, string>> = {
  arguments: `"$d/words" 'a b' '' '*' "it's" "two
lines" '-n' </dev/null`,
  'a clean environment': `env -i ONE=1 'A.B=dotted' "Q=it's" "$d/variables" </dev/null | tr '\\0' '\\n'`,
  'variables that shells set': `env -i PWD=/nowhere OLDPWD=/old SHLVL=41 _=under PPID=7 IFS=x PATH= "$d/variables" </dev/null | tr '\\0' '\\n' | sort`,
  'no variables of a shell': `env -i A=1 "$d/variables" </dev/null | tr '\\0' '\\n'`,
  'the inherited environment': `"$d/variables" </dev/null | tr '\\0' '\\n' | sort`,
  'an exit code': `"$d/exits" 3; "$d/exits" 137; "$d/exits" 255`,
  'its own arguments as seen by the kernel': `"$d/bytes" /proc/self/cmdline | tr '\\0' '|'`,
  'its own path': `"$d/link" /proc/self/exe`,
  'the path of a script': `"$d/itself"`,
  'a relative path and a directory': `cd / && cd "$d" && ./itself; ./link /proc/self/exe; ./link /proc/self/cwd`,
  'bytes on stdin and stdout': `printf '\\000\\001\\377\\n\\nx' | "$d/bytes" - | od -c`,
  'an end without reading': `echo '{}' | "$d/exits" 0`,
  'stdin that is opened again': `printf 'one\\ntwo\\n' | "$d/reopens"`,
  'streams that are opened again': `"$d/twice" 2>&1 | sort; "$d/twice" 2>/dev/null | cat; "$d/twice" 2>&1 >/dev/null | cat`,
  megabytes: `head -c 3000000 /dev/zero | "$d/bytes" - | cksum; "$d/loud" 2>&1 >/dev/null | cksum`,
  'more descriptors': `"$d/state" 3</dev/null 4>&1 7>&1`,
  'a mask, limits, ignored signals and descriptors': `umask 027; ulimit -n 77; trap '' USR1; "$d/state"`,
  'a program without the bit': `"$d/plain" </dev/null`,
  'a missing program': `"$d/missing" </dev/null`,
  'a missing interpreter': `"$d/lost" </dev/null`,
  'two at once': `"$d/words" 1 & "$d/words" 2 >/dev/null & wait`,
  'a caller that leaves early': `"$d/loud" 2>/dev/null | head -c 10`,
};

let stage: CallsStage;

beforeAll(() => {
  stage = new CallsStage();
  stage.script('words', `printf '<%s>' "$@"; cat`);
  stage.script('exits', `echo out; echo err >&2; exit "$1"`);
  stage.copy('/bin/cat', 'bytes');
  stage.copy('/usr/bin/readlink', 'link');
  stage.script('itself', `echo "$0"; pwd`);
  stage.script('reopens', `head -c 4 | cat; sleep 0.1; cat /dev/stdin`);
  stage.script('twice', `for i in 1 2; do echo "out $i" >/dev/stdout; echo "err $i" >/dev/stderr; done`);
  stage.script('loud', `head -c 2000000 /dev/zero >&2; head -c 2000000 /dev/zero`);
  stage.script('state', `umask; ulimit -n; grep Sig[IB] /proc/self/status; ls /proc/self/fd`);
  stage.copy('/usr/bin/env', 'variables');
  stage.script('plain', `echo plain`, 0o644);
  stage.write('lost', '#!/no/such/interpreter\n');
  for (const [index, way] of Object.values(ways).entries()) {
    stage.script(`way${index}`, `d='${stage.dir}'\n${way}\necho "= $?"`);
  }
});

afterAll(() => stage.dispose());

beforeEach((context) => {
  if (obstacle !== undefined) {
    context.skip(obstacle);
  }
});

// bash prints the process ID.
const said = ({ stdout, stderr }: Observed): readonly string[] => [stdout, stderr.replaceAll(/ +\d+ /g, ' ')];

test.each(Object.keys(ways))('with a record are the same as without: %s', async (name) => {
  const type = `way${Object.keys(ways).indexOf(name)}`;
  const plain = await stage.plain(type);
  const recorded = await stage.recorded(type);
  expect(observed(recorded)).toEqual(plain);
  expect(plain.stdout).toContain('= ');
});

test('a record has arguments, environment, streams and exit code', async () => {
  stage.script(
    'caller',
    `printf '{"a":1}' | env -i "A=it's
2" "${stage.dir}/answers" x 'y z'`,
  );
  stage.script('answers', `cat; echo oops >&2; exit 7`);
  const before = Date.now();
  const outcome = await stage.recorded('caller');
  const [call, ...others] = callsOf(outcome);
  expect(others).toEqual([]);
  expect(call).toMatchObject({
    pluginType: 'answers',
    pluginPath: path.join(stage.dir, 'answers'),
    argv: [path.join(stage.dir, 'answers'), 'x', 'y z'],
    env: { A: "it's\n2" },
    exitCode: 7,
    calls: [],
  });
  expect([call?.stdin, call?.stdout, call?.stderr].map(text)).toEqual(['{"a":1}', '{"a":1}', 'oops\n']);
  const { startedAt = 0, durationMs = 0 } = call ?? {};
  expect(startedAt).toBeGreaterThan(before - 1000);
  expect(startedAt + durationMs).toBeLessThan(Date.now() + 1000);
});

test('calls of calls are nested, also of one plugin at two places', async () => {
  stage.script('top', `"${stage.dir}/middle" 1 & "${stage.dir}/middle" 2 & wait; "${stage.dir}/leaf" 0`);
  stage.script('middle', `"${stage.dir}/leaf" "$1"`);
  stage.script('leaf', `echo "$1"`);
  const seen = callsOf(await stage.recorded('top')).map(({ argv, calls }) => [
    argv[1],
    calls.map((call) => call.argv[1]),
  ]);
  expect(seen.toSorted(([left = ''], [right = '']) => String(left).localeCompare(String(right)))).toEqual([
    ['0', []],
    ['1', ['1']],
    ['2', ['2']],
  ]);
});

test('the end by a signal passes through', async () => {
  stage.script('dies', `kill -"$1" $$`);
  stage.script('watches', `for s in KILL TERM SEGV; do "${stage.dir}/dies" $s; echo "$?"; done`);
  const outcome = await stage.recorded('watches');
  const plain = await stage.plain('watches');
  expect(said(observed(outcome))).toEqual(said(plain));
  expect(callsOf(outcome).map(({ signal, exitCode }) => [signal, exitCode])).toEqual([
    ['SIGKILL', 137],
    ['SIGTERM', 143],
    ['SIGSEGV', 139],
  ]);
});

test('a plugin that its caller kills is killed', async () => {
  stage.script('hangs', `echo $$ >/tmp/hangs; exec sleep 300`);
  stage.script(
    'kills',
    `"${stage.dir}/hangs" & until [ -s /tmp/hangs ]; do sleep 0.05; done; kill -9 $!; wait $!; echo $?
    for i in 1 2 3 4 5 6 7 8 9; do [ -e "/proc/$(cat /tmp/hangs)" ] || break; sleep 0.1; done; [ ! -e "/proc/$(cat /tmp/hangs)" ]`,
  );
  const outcome = await stage.recorded('kills');
  expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
  expect(callsOf(outcome)).toMatchObject([{ pluginType: 'hangs', exitCode: undefined }]);
});

test('a cancelled plugin has the calls so far', async () => {
  stage.script('waits', `echo "$1"; sleep 300`);
  stage.script('stuck', `"${stage.dir}/leaf" 1; "${stage.dir}/waits" 2`);
  const outcome = await stage.recorded('stuck', '{}', AbortSignal.timeout(3000));
  expect(outcome.kind).toBe('aborted');
  expect(callsOf(outcome).map(({ pluginType, exitCode, stdout }) => [pluginType, exitCode, text(stdout)])).toEqual([
    ['leaf', 0, '1\n'],
    ['waits', undefined, '2\n'],
  ]);
});

test('long streams are cut in the record only, and the number of calls is limited', async () => {
  stage.script('much', `head -c 400000 /dev/zero | "${stage.dir}/bytes" -`);
  const much = await stage.recorded('much');
  expect(observed(much).stdout).toHaveLength(400_000);
  expect(callsOf(much)).toMatchObject([{ cut: ['stdin', 'stdout'] }]);
  expect(callsOf(much)[0]?.stdout).toHaveLength(limits.recordedStream);
  const count = limits.recordedCalls + 2;
  stage.script('many', `i=0; while [ $i -lt ${count} ]; do "${stage.dir}/leaf" $i; i=$((i+1)); done | tail -1`);
  const many = await stage.recorded('many');
  expect(observed(many).stdout).toBe(`${count - 1}\n`);
  expect(many).toMatchObject({ callsOmitted: true });
  expect(callsOf(many)).toHaveLength(limits.recordedCalls);
});

test('plugins that are added, replaced or removed later are recorded', async () => {
  stage.script('uses', `"${stage.dir}/late" x`);
  expect(observed(await stage.recorded('uses')).exitCode).toBe(127);
  stage.script('late', 'echo new');
  expect(callsOf(await stage.recorded('uses'))).toMatchObject([{ pluginType: 'late', exitCode: 0 }]);
  stage.script('late', 'echo newer; exit 2');
  const outcome = await stage.recorded('uses');
  expect(observed(outcome)).toMatchObject({ stdout: 'newer\n', exitCode: 2 });
  expect(callsOf(outcome)).toMatchObject([{ exitCode: 2 }]);
});

test('a plugin without privileges, or in another user namespace, still runs', async () => {
  stage.script(
    'drops',
    `setpriv --bounding-set -sys_admin --inh-caps -sys_admin "${stage.dir}/leaf" 1
    unshare --user --mount "${stage.dir}/leaf" 2`,
  );
  expect(observed(await stage.recorded('drops')).stdout).toBe('1\n2\n');
});

const oneUser = process.getuid?.() === 0 ? undefined : 'the sandbox of an ordinary user has one user only';
test('a plugin that another user calls still runs', skipBecause(oneUser), async () => {
  stage.script('becomes', `setpriv --reuid 1 --regid 1 --clear-groups "${stage.dir}/itself"`);
  expect(observed(await stage.recorded('becomes')).stdout).toMatch(/itself\n/);
});

test('host-local of bridge is recorded, and a failing dhcp of ptp', async (context) => {
  if (pluginDir === undefined) {
    return context.skip('there are no real plugins');
  }
  const host = createHost({ kind: 'sandbox' }, { pluginDirs: [pluginDir] });
  try {
    const { path: netNS } = await createNamespace(host, 'recorded');
    const add = async (plugin: object): Promise<OperationDocument> => {
      const list = networkConfFromBytes(
        Buffer.from(JSON.stringify({ cniVersion: '1.0.0', name: 'n', plugins: [plugin] })),
      );
      const rt = { containerID: 'c', netNS, ifName: 'eth0', args: [], capabilityArgs: {} };
      const cni = new CNIConfig({ pluginDirs: [pluginDir ?? ''], exec: host.exec, store: host.store });
      const { operation } = await runOperation({ verb: 'ADD', network: 'n', rt }, (observer) =>
        cni.withObserver(observer).addNetworkList(list, rt),
      );
      return operationDocument(operation);
    };
    const good = await add({ type: 'bridge', bridge: 'br0', ipam: { type: 'host-local', subnet: '10.9.8.0/24' } });
    const [leased] = good.steps[0]?.calls ?? [];
    expect(good.state).toBe('ok');
    expect(leased).toMatchObject({
      pluginType: 'host-local',
      argv: [path.join(pluginDir, 'host-local')],
      env: { CNI_COMMAND: 'ADD', CNI_IFNAME: 'eth0', CNI_PATH: pluginDir },
      stdin: good.steps[0]?.stdin,
      exitCode: 0,
      calls: [],
    });
    expect(leased?.stdout).toContain('"10.9.8.2/24"');
    const bad = await add({ type: 'ptp', ipam: { type: 'dhcp' } });
    expect(bad.steps[0]?.calls).toMatchObject([{ pluginType: 'dhcp', exitCode: 1 }]);
    const { stdout } = bad.steps[0]?.calls?.[0] ?? {};
    expect(bad.error?.message).toContain('/run/cni/dhcp.sock');
    expectCause(bad.error?.message, 'dhcpDaemonMissing');
    expect(stdout).toContain('/run/cni/dhcp.sock');
  } finally {
    await host.dispose();
  }
});

test('without a plugin directory, the calls of those in the usual ones are recorded', async (context) => {
  const host = createHost({ kind: 'sandbox' }, { env: { PATH: process.env['PATH'] } });
  try {
    const pluginDirs = await findPluginDirs(host, undefined);
    const command = { type: 'ptp', pluginDirs, env: { CNI_COMMAND: 'DEL', CNI_IFNAME: 'eth0' } };
    if (!pluginDirs.some((dir) => existsSync(path.join(dir, 'ptp')) && existsSync(path.join(dir, 'host-local')))) {
      return context.skip('the usual plugin directories have no plugins');
    }
    const stdin = { cniVersion: '1.0.0', name: 'n', type: 'ptp', ipam: { type: 'host-local', subnet: '10.9.7.0/24' } };
    const env = { ...command.env, CNI_CONTAINERID: 'c', CNI_NETNS: '', CNI_PATH: pluginDirs.join(':') };
    const outcome = await host.exec.execPlugin({ ...command, env, stdin: Buffer.from(JSON.stringify(stdin)) });
    expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0, calls: [{ pluginType: 'host-local', exitCode: 0 }] });
  } finally {
    await host.dispose();
  }
});

test('commands of the user see the plugins themselves, and nothing is left', async () => {
  const seen = await stage.host.run({
    argv: ['/bin/sh', '-c', 'head -1 "$1"; ls /run/cni-workbench/calls', 'sh', path.join(stage.dir, 'leaf')],
  });
  expect(
    observed(seen)
      .stdout.split('\n')
      .filter((line) => !line.endsWith('.name')),
  ).toEqual(['#!/bin/sh', '']);
  expect(existsSync('/run/cni-workbench')).toBe(false);
});
