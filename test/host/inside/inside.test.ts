import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  capture,
  createHost,
  createNamespace,
  type Host,
  interfacesInside,
  namespaceShell,
  ping,
  trace,
} from '../../../engine/host/index.ts';
import type { Namespace } from '../../../engine/host/host.ts';
import { runInside } from '../../../engine/host/inside/run-inside.ts';
import { atTerminal } from '../at-terminal.ts';
import { hasTool, sandboxObstacle } from '../machine.ts';

const obstacle = sandboxObstacle();
let host: Host;
let namespace: Namespace;
let directory: string;

beforeAll(async () => {
  if (obstacle !== undefined) {
    return;
  }
  directory = mkdtempSync(path.join(tmpdir(), 'cni-inside-'));
  host = createHost({ kind: 'sandbox' });
  namespace = await createNamespace(host, 'inside');
  const raise = `ip link add v0 type veth peer name eth0 netns inside; ip addr add 10.77.0.1/24 dev v0; ip link set v0 up
    ip -n inside addr add 10.77.0.2/24 dev eth0; ip -n inside link set eth0 up; ip -n inside link set lo up
    ip -n inside route add default via 10.77.0.1
    ip netns exec cni-internet true; ip route get 10.77.0.2`;
  await host.run({ argv: ['/bin/sh', '-c', raise] });
});

beforeEach((context) => {
  if (obstacle !== undefined) {
    context.skip(obstacle);
  }
});

afterAll(async () => {
  await host?.dispose();
  if (directory !== undefined) {
    rmSync(directory, { recursive: true, force: true });
  }
});

test('a ping counts the answers, and has the message of ping without one', async () => {
  const near = await ping(host, namespace, '10.77.0.1', { count: 2 });
  expect(near).toMatchObject({ sent: 2, received: 2 });
  expect(near.averageMs).toBeGreaterThan(0);
  const far = await ping(host, namespace, '10.77.0.9', { count: 3 });
  expect(far).toMatchObject({ sent: 3, received: 0, complaint: expect.stringContaining('Unreachable') });
  const lost = await ping(host, namespace, 'no-such-name.invalid', { count: 1 });
  expect(lost).toMatchObject({ received: 0, complaint: expect.stringMatching(/name resolution|not known/i) });
});

test('a trace names the routers', async (context) => {
  if (!hasTool('traceroute') && !hasTool('tracepath')) {
    context.skip('there is neither traceroute nor tracepath');
  }
  expect((await trace(host, namespace, '10.77.0.1')).hops).toEqual(['10.77.0.1']);
});

test('a missing namespace and a missing program are named', async () => {
  const gone = { name: 'gone', path: '/run/netns/gone' };
  await expect(ping(host, gone, '10.77.0.1')).rejects.toMatchObject({ code: 'namespaceMissing' });
  await expect(runInside(host, namespace, { argv: ['no-such-tool'] })).rejects.toMatchObject({
    code: 'missingTool',
    message: 'The program "no-such-tool" is missing on the sandbox.',
  });
});

/** Pings from the namespace until the signal fires. */
async function keepPinging(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await ping(host, namespace, '10.77.0.1', { count: 2 });
    await delay(100);
  }
}

/** Returns the names in /tmp of the sandbox, which has a path to the plugins if this clone is below /tmp. */
async function temporaryFiles(): Promise<string> {
  const listed = await host.run({ argv: ['/bin/sh', '-c', 'ls -A /tmp'] });
  return 'stdout' in listed ? Buffer.from(listed.stdout).toString() : '';
}

test('a capture counts packets while it runs, stops at once, and leaves nothing on the host', async (context) => {
  if (!hasTool('tcpdump')) {
    context.skip('there is no tcpdump');
  }
  expect(await interfacesInside(host, namespace)).toEqual(['lo', 'eth0']);
  const [stop, done] = [new AbortController(), new AbortController()];
  const file = path.join(directory, 'stopped.pcap');
  const counts: number[] = [];
  const request = { namespace, interface: 'eth0', filter: ['icmp'], file, maxSeconds: 60, maxBytes: 1_000_000 };
  const before = await temporaryFiles();
  const pinging = keepPinging(done.signal);
  const report = await capture(host, request, stop.signal, ({ packets }) => {
    counts.push(packets);
    if (packets >= 8) {
      stop.abort();
    }
  });
  done.abort();
  await pinging;
  expect(report.ended).toBe('stopped');
  expect(report.packets).toBeGreaterThanOrEqual(8);
  expect(new Set(counts).size).toBeGreaterThan(1);
  expect(counts.toSorted((a, b) => a - b)).toEqual(counts);
  const left = await host.run({
    argv: ['/bin/sh', '-c', 'ls -A /tmp; for p in /proc/[0-9]*; do cat $p/comm; done | grep tcpdump'],
  });
  expect('stdout' in left ? Buffer.from(left.stdout).toString() : left).toBe(before);
  expect(readFileSync(file).length).toBe(report.bytes);
});

test('a capture ends at its size and at its time, and a wrong filter is reported', async (context) => {
  if (!hasTool('tcpdump')) {
    context.skip('there is no tcpdump');
  }
  const done = new AbortController();
  const pinging = keepPinging(done.signal);
  const never = new AbortController().signal;
  const common = { namespace, interface: 'any', file: path.join(directory, 'limits.pcap') };
  const sized = { ...common, filter: [], maxSeconds: 60, maxBytes: 1024 };
  expect(await capture(host, sized, never, () => {})).toMatchObject({ ended: 'sizeLimit' });
  const timed = { ...common, filter: ['port', '4'], maxSeconds: 2, maxBytes: 1_000_000 };
  expect(await capture(host, timed, never, () => {})).toMatchObject({ ended: 'timeLimit', packets: 0 });
  done.abort();
  await pinging;
  const wrong = { ...common, filter: ['nonsense'], maxSeconds: 60, maxBytes: 1_000_000 };
  await expect(capture(host, wrong, never, () => {})).rejects.toMatchObject({
    code: 'captureFailed',
    message: expect.stringContaining('syntax error'),
  });
});

test('a shell at a terminal is in the namespace, has job control, and its file is gone', async (context) => {
  if (!hasTool('script')) {
    context.skip('there is no script');
  }
  const before = (await temporaryFiles()).split('\n').length - 1;
  const shell = await namespaceShell(host, namespace, 'sandbox');
  let isAsked = false;
  const [status, seen] = await atTerminal(shell.command.argv, shell.command.env ?? {}, (_latest, all) => {
    if (isAsked || !all.includes('Type "exit"')) {
      return undefined;
    }
    isAsked = true;
    return 'echo "<$CNI_NETNS>" $(ip -o -4 addr show eth0 | grep -c 10.77.0.2) $(ls /tmp | wc -l); set -o | grep monitor; sleep 100 & jobs; exit 7\n';
  });
  expect(seen).toContain('Shell in namespace "inside" on "sandbox".');
  expect(seen).toContain(`</var/run/netns/inside> 1 ${before}`);
  expect(seen).toMatch(/monitor\s+on/);
  expect(status).toBe(7);
  expect(existsSync('/run/netns/inside')).toBe(false);
});

test('a shell in a namespace that is gone says so', async (context) => {
  if (!hasTool('script')) {
    context.skip('there is no script');
  }
  const shell = await namespaceShell(host, { name: 'gone', path: '/run/netns/gone' }, 'sandbox');
  const [status, seen] = await atTerminal(shell.command.argv, shell.command.env ?? {}, () => undefined);
  expect(seen).toContain('The namespace "gone" no longer exists on "sandbox".');
  expect(status).toBe(42);
  await shell.remove();
});
