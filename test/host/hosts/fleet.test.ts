import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { askHosts, surveyHost, type FleetHost } from '../../../engine/fleet/index.ts';
import { createHost, type Host, type NamedHost } from '../../../engine/host/index.ts';
import { networkConfFromBytes } from '../../../engine/libcni/index.ts';
import { checkNames, type Cell, type CheckName } from '../../../language/fleet/cell.ts';
import { compareHosts, type Matrix } from '../../../language/fleet/matrix.ts';
import { isRoot, pluginDir, sandboxObstacle } from '../machine.ts';
import { remedyOf } from '../../../cli/output/failure.ts';

const obstacle = sandboxObstacle() ?? (pluginDir === undefined ? 'there are no reference plugins' : undefined);
if (obstacle !== undefined) {
  console.log(`skipped: 30 hosts, as ${obstacle}`);
}

/** A duration that nothing else sleeps for, to find what hung by. */
const nap = `1${process.pid}`;
const timeoutMs = 15_000;
const concurrency = 10;

/** The newest version that the plugins know: those that a distribution has may be old. */
function newestVersion(): string {
  if (pluginDir === undefined) {
    return '1.0.0';
  }
  const [input, env] = ['{"cniVersion":"1.0.0"}', { CNI_COMMAND: 'VERSION' }];
  const { stdout } = spawnSync(path.join(pluginDir, 'bridge'), { input, env, encoding: 'utf8' });
  const { supportedVersions }: { supportedVersions: string[] } = JSON.parse(stdout);
  return supportedVersions.at(-1) ?? '';
}

const newest = newestVersion();

const network = (name: string, subnet: string): string =>
  JSON.stringify({
    cniVersion: newest,
    name,
    plugins: [{ type: 'bridge', bridge: `br-${name}`, ipam: { type: 'host-local', subnet } }],
  });
const file = { name: '10-web.conflist', text: network('web', '10.5.0.0/24') };

let place = '';
const directory = (...names: readonly string[]): string => {
  const made = path.join(place, ...names);
  mkdirSync(made, { recursive: true });
  return made;
};

/** A shell in separate network and mount namespaces; `setup` runs in them first. */
function namespaced(name: string, files: Readonly<Record<string, string>>, setup = ':', plugins = 'bin'): NamedHost {
  const confDir = directory(name, 'net.d');
  for (const [fileName, text] of Object.entries(files)) {
    writeFileSync(path.join(confDir, fileName), text);
  }
  const user = isRoot ? [] : ['--user', '--map-root-user'];
  const script = `ip link set lo up; ${setup}; exec "$0" "$@"`;
  return {
    name,
    spec: { kind: 'exec', argv: ['unshare', ...user, '--net', '--mount', '--', '/bin/sh', '-c', script] },
    pluginPath: [directory(plugins)],
    confDir,
    cacheDir: directory(name, 'cache'),
  };
}

/** 27 hosts that answer, four of which differ; two dead ones and one that hangs. */
function thirtyHosts(): readonly NamedHost[] {
  const copy = { [file.name]: file.text };
  const route = 'ip link add d0 type bridge; ip address add 10.5.9.1/16 dev d0; ip link set d0 up';
  const odd: readonly NamedHost[] = [
    namespaced('drifted', { [file.name]: network('web', '10.6.0.0/24') }),
    namespaced('shadowed', { ...copy, '05-db.conflist': network('db', '10.9.0.0/24') }),
    namespaced('bare', copy, ':', 'empty'),
    namespaced('clashing', copy, route),
    { name: 'dead', spec: { kind: 'exec', argv: ['/bin/false'] } },
    { name: 'absent', spec: { kind: 'exec', argv: ['/nowhere/kubectl'] } },
    { name: 'hanging', spec: { kind: 'exec', argv: ['/bin/sh', '-c', `sleep ${nap}`] } },
  ];
  const good = Array.from({ length: 30 - odd.length }, (_, index) => namespaced(`node-${index}`, copy));
  return [...odd, ...good];
}

beforeAll(() => {
  place = mkdtempSync(path.join(tmpdir(), 'cni-fleet-'));
  if (pluginDir === undefined) {
    return;
  }
  for (const name of ['bridge', 'host-local']) {
    copyFileSync(path.join(pluginDir, name), path.join(directory('bin'), name));
  }
});

beforeEach(({ skip }) => {
  if (obstacle !== undefined) {
    skip(obstacle);
  }
});

afterAll(() => rmSync(place, { recursive: true }));

/** Arguments of the processes of this machine that hold `word`. */
function processesWith(word: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(word) ? [line] : [];
      } catch {
        return []; // it ended meanwhile
      }
    });
}

interface Asked {
  readonly matrix: Matrix;
  readonly mostOpen: number;
  readonly grownMiB: number;
  readonly tookMs: number;
}

async function compareAll(hosts: readonly NamedHost[]): Promise<Asked> {
  const open = new Map<Host, NamedHost>();
  let [mostOpen, mostRss] = [0, 0];
  const fleet = hosts.map((named): FleetHost => ({
    name: named.name,
    open: () => {
      const host = createHost(named.spec, { name: named.name, maxShells: 1 });
      open.set(host, named);
      mostOpen = Math.max(mostOpen, open.size);
      return host;
    },
    release: async (host) => {
      await host.dispose();
      open.delete(host);
    },
  }));
  const before = process.memoryUsage.rss();
  const began = performance.now();
  const wanted = { list: networkConfFromBytes(Buffer.from(file.text)), validate: true, status: true, remedyOf };
  const answers = await askHosts(fleet, (host, signal) => surveyHost(host, open.get(host) ?? {}, wanted, signal), {
    concurrency,
    timeoutMs,
    onAnswer: () => (mostRss = Math.max(mostRss, process.memoryUsage.rss())),
  });
  const tookMs = performance.now() - began;
  const slowest = Math.max(...answers.map(({ durationMs }) => durationMs));
  const grownMiB = (mostRss - before) / 1024 / 1024;
  console.log(
    `30 hosts: ${(tookMs / 1000).toFixed(1)} s, the slowest ${(slowest / 1000).toFixed(1)} s; ` +
      `at most ${mostOpen} at once; ${grownMiB.toFixed(0)} MiB more memory`,
  );
  return { matrix: compareHosts(answers, file, checkNames), mostOpen, grownMiB, tookMs };
}

it('compares 30 hosts, two of them dead and one hanging', async () => {
  const { matrix, mostOpen, grownMiB } = await compareAll(thirtyHosts());
  const cell = (host: string, check: CheckName): Cell | undefined =>
    matrix.rows.find((row) => row.host === host)?.cells.find((one) => one.check === check)?.cell;

  expect(matrix.rows.map(({ cells }) => cells.length)).toEqual(matrix.rows.map(() => checkNames.length));
  expect(matrix.rows.filter(({ state }) => state !== 'ok').map(({ host, state }) => [host, state])).toEqual([
    ['dead', 'failed'],
    ['absent', 'failed'],
    ['hanging', 'timedOut'],
  ]);
  const reason = cell('absent', 'plugins');
  expect(reason !== undefined && 'reasons' in reason ? reason.reasons.join() : '').toContain('/nowhere/kubectl');
  expect(cell('drifted', 'drift')).toMatchObject({ state: 'finding', text: 'differs' });
  expect(cell('shadowed', 'order')).toMatchObject({ state: 'finding', text: 'after 05-db.conflist' });
  expect(cell('bare', 'plugins')).toMatchObject({ state: 'finding', text: 'without bridge, host-local' });
  expect(cell('bare', 'validate')).toMatchObject({ state: 'finding', text: 'failed' });
  expect(cell('clashing', 'subnet')).toMatchObject({ state: 'finding', text: 'conflict' });
  const good = matrix.rows.filter(({ host }) => host.startsWith('node-'));
  expect(good).toHaveLength(23);
  const states = ['plugins', 'version', 'subnet', 'drift', 'validate', 'status'] as const;
  expect(good.flatMap(({ host }) => states.map((check) => cell(host, check)?.state))).toEqual(
    good.flatMap(() => states.map(() => 'good')),
  );

  expect(mostOpen).toBeLessThanOrEqual(concurrency);
  expect(grownMiB).toBeLessThan(200);
  expect(processesWith(`sleep ${nap}`)).toEqual([]);
});

it('is cancelled in the middle without a remaining shell', async () => {
  const stop = new AbortController();
  const hanging: NamedHost = { name: 'hanging', spec: { kind: 'exec', argv: ['/bin/sh', '-c', `sleep ${nap}`] } };
  const fleet = ['a', 'b', 'c'].map((name): FleetHost => ({
    name,
    open: () => createHost(hanging.spec, { name, maxShells: 1 }),
    release: (host) => host.dispose(),
  }));
  setTimeout(() => stop.abort(), 300);
  const wanted = { validate: false, status: false, remedyOf };
  const answers = await askHosts(fleet, (host, signal) => surveyHost(host, {}, wanted, signal), {
    concurrency: 2,
    signal: stop.signal,
  });
  expect(answers.map(({ answer }) => answer)).toEqual(['a', 'b', 'c'].map(() => ({ kind: 'cancelled' })));
  // What was killed is gone as soon as the kernel comes to it.
  await expect.poll(() => processesWith(`sleep ${nap}`), { timeout: 10_000 }).toEqual([]);
});
