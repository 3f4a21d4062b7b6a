import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHost, deleteNamespace, createNamespace, type Host, LocalConfigFiles } from '../../engine/host/index.ts';
import { attachmentContainerID, CNIConfig, loadNetworkConf } from '../../engine/libcni/index.ts';
import { CliStage, type Run } from './cli/cli-stage.ts';
import { useMachine } from '../machine-lock.ts';
import { differences, goCnitool, isRoot, machineState, pluginDir } from './machine.ts';
import { runTutorial, tutorialNetwork, writeTutorial } from './tutorial.ts';

const obstacle = !isRoot
  ? 'it changes this machine, and these tests do not run as root'
  : pluginDir === undefined
    ? 'there are no plugins'
    : undefined;
if (obstacle !== undefined) {
  console.log(`skipped: the local host, as ${obstacle}`);
}

/** What the plugins leave on the machine on purpose, and who does. */
const kept: readonly { readonly pattern: RegExp; readonly who: string }[] = [
  { pattern: /^[-+] forwarding: [01]$/, who: 'ptp switches forwarding on for good (ip.EnableForward)' },
  { pattern: /^\+ cni: \/var\/lib\/cni(\/networks|\/results)?$/, who: 'the directories of libcni and host-local' },
  {
    pattern: new RegExp(`^\\+ cni: /var/lib/cni/networks/${tutorialNetwork}(/lock|/last_reserved_ip\\.[01])?$`),
    who: "host-local's lock, and the last address that it gave",
  },
  {
    pattern: /^\+ nft: (table ip6? nat \{|chain [A-Z]+ \{|type nat hook .*|\})$/,
    who: 'the empty nat table of iptables-nft (ipMasq)',
  },
  { pattern: /^\+ route: anycast \S+ dev \S+ table local /, who: 'the kernel, while forwarding is on for IPv6' },
  { pattern: /^\+ iptables: (\*nat|:[A-Z]+ ACCEPT|COMMIT)$/, who: 'the same, as iptables-save shows it' },
  {
    pattern:
      /^[-+] nft: (table inet cni_plugins_masquerade \{|chain masq_checks \{|chain postrouting \{|comment .*|type nat hook .*|ip6? saddr .*|.*masquerade.*|\})$/,
    who: 'the empty chains of plugins v1.7 and later (ipMasqBackend nftables)',
  },
];

/** The text without what is ours: cnitool prints no hints. */
const asCnitool = (run: Run): Run => ({ ...run, stderr: run.stderr.replaceAll(/^hint: .*\n/gm, '') });

const noGoCnitool = "Go's cnitool is neither in $CNI_WORKBENCH_GO_CNITOOL nor on the PATH";

const sh = (line: string): string =>
  execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** A namespace at the end of a veth that answers on 4.2.2.2, so that no Internet is needed. */
const internet = { namespace: `cniwb-net-${process.pid}`, link: `cniwb${process.pid % 100_000}` };

function raiseInternet(): void {
  const far = `ip -n ${internet.namespace}`;
  sh(`set -e
    ip netns add ${internet.namespace}
    ip link add ${internet.link} type veth peer name up0 netns ${internet.namespace}
    ip addr add 203.0.113.1/30 dev ${internet.link}; ip link set ${internet.link} up
    ${far} addr add 203.0.113.2/30 dev up0; ${far} addr add 4.2.2.2/32 dev lo; ${far} link set lo up; ${far} link set up0 up
    ip route add 4.2.2.2/32 via 203.0.113.2 dev ${internet.link} metric ${1000 + (process.pid % 100_000)}`);
}

let before: readonly string[];
let host: Host;
const dirs = [pluginDir ?? ''];
const namespace = `cniwb-${process.pid}`;

let stage: CliStage;

useMachine();

beforeAll(async () => {
  if (obstacle !== undefined) {
    return;
  }
  stage = await CliStage.build();
  before = machineState();
  host = createHost({ kind: 'local' });
  raiseInternet();
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
  sh(`ip netns del ${internet.namespace} 2>/dev/null || true; ip link del ${internet.link} 2>/dev/null || true`);
  stage.dispose();
  await host.dispose();
  const [v4, v6] = before.filter((line) => line.startsWith('forwarding: ')).map((line) => line.slice(-1));
  sh(`echo ${v4} >/proc/sys/net/ipv4/ip_forward; echo ${v6} >/proc/sys/net/ipv6/conf/all/forwarding`);
  for (const family of ['ip', 'ip6']) {
    if (!before.includes(`nft: table ${family} nat {`)) {
      sh(`nft delete table ${family} nat 2>/dev/null || true`);
    }
  }
  rmSync(`/var/lib/cni/networks/${tutorialNetwork}`, { recursive: true, force: true });
  if (!before.includes('cni: /var/lib/cni')) {
    sh('find /var/lib/cni -depth -type d -empty -delete 2>/dev/null || true');
  }
});

test.each(['conflist', 'conf'] as const)('this machine runs the tutorial from a .%s', async (kind) => {
  const targets = ['172.16.29.1', 'fd00:16:29::1', '4.2.2.2'];
  const report = await runTutorial(host, { kind, namespace, pluginDirs: dirs, targets });
  expect(report.label).toBe('this machine as root');
  expect(report.addresses).toMatch(/^eth0@\S+\s+UP\s+172\.16\.29\.\d+\/24 fd00:16:29::[0-9a-f]+\/64/);
  for (const target of targets) {
    expect(report.pings[target]).toContain(' 0% packet loss');
  }
  expect(report.namespacesMeanwhile).toContain(namespace);
  expect(report.cachedMeanwhile).toEqual([tutorialNetwork]);
  expect(report.addressesAfterDelete).not.toContain('eth0');
  expect([report.namespacesAfter.includes(namespace), report.cachedAfter]).toEqual([false, []]);
  expect(report.reservedAfter).toEqual(['last_reserved_ip.0', 'last_reserved_ip.1', 'lock']);
});

test("Go's cnitool checks and deletes what we added, and we what it added", async (context) => {
  if (goCnitool === undefined) {
    return context.skip(noGoCnitool);
  }
  const directory = writeTutorial('conflist');
  const { path: netNS } = await createNamespace(host, namespace);
  const go = (verb: string): string =>
    execFileSync(goCnitool ?? '', [verb, tutorialNetwork, netNS], {
      env: { ...process.env, CNI_PATH: dirs[0], NETCONFPATH: directory },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  try {
    const list = await loadNetworkConf(new LocalConfigFiles(), directory, tutorialNetwork);
    const cni = new CNIConfig({ pluginDirs: dirs, exec: host.exec, store: host.store });
    const rt = { containerID: attachmentContainerID(netNS), netNS, ifName: 'eth0', args: [], capabilityArgs: {} };
    await cni.addNetworkList(list, rt);
    go('check');
    go('del');
    expect(sh(`ip -n ${namespace} -br link`)).not.toContain('eth0');
    expect(await cni.getNetworkListCachedResult(list, rt)).toBeUndefined();

    const added: unknown = JSON.parse(go('add'));
    expect((await cni.getNetworkListCachedResult(list, rt))?.value).toEqual(added);
    await cni.checkNetworkList(list, rt);
    await cni.delNetworkList(list, rt);
    expect(sh(`ip -n ${namespace} -br link`)).not.toContain('eth0');
    expect(() => go('check')).toThrow('Command failed');
  } finally {
    await deleteNamespace(host, namespace);
    rmSync(directory, { recursive: true });
  }
});

const ours = (args: readonly string[]): Run => stage.ours(args);
const theirs = (args: readonly string[]): Run => stage.run(goCnitool ?? '', args);

const netns = `/var/run/netns/cniwb-cli-${process.pid}`;

test.for(['silent', 'garbage', 'cross', 'missing', 'text', 'unmarked', 'spec', 'complaining', 'ptp', 'nothing'])(
  'cnitool with network "%s" fails with the same words and exit status as Go\'s',
  (network, context) => {
    if (goCnitool === undefined) {
      return context.skip(noGoCnitool);
    }
    for (const verb of ['add', 'check', 'del']) {
      const args = [verb, network, netns];
      expect([verb, asCnitool(stage.ours(args))]).toEqual([verb, theirs(args)]);
    }
    rmSync('/var/lib/cni/networks/ptp', { recursive: true, force: true });
  },
);

test("cnitool and Go's undo each other", (context) => {
  if (goCnitool === undefined) {
    return context.skip(noGoCnitool);
  }
  const name = path.basename(netns);
  execFileSync('ip', ['netns', 'add', name]);
  try {
    for (const [adds, deletes] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      const added = adds(['add', 'ptp', netns]);
      expect(added).toMatchObject({ status: 0, stderr: '' });
      expect(JSON.parse(added.stdout)).toMatchObject({ ips: [{ gateway: '10.77.0.1' }] });
      for (const verb of ['check', 'del']) {
        expect(deletes([verb, 'ptp', netns])).toEqual({ status: 0, stdout: '', stderr: '' });
      }
      expect(readdirSync('/var/lib/cni/results').filter((file) => file.startsWith('ptp-'))).toEqual([]);
    }
  } finally {
    execFileSync('ip', ['netns', 'del', name]);
    rmSync('/var/lib/cni/networks/ptp', { recursive: true, force: true });
  }
});

test('this machine is left as it was, but for what the plugins keep, each of it named', () => {
  sh(`ip link del ${internet.link}; ip netns del ${internet.namespace}`);
  const changes = differences(before, machineState());
  expect(changes.filter((change) => !kept.some(({ pattern }) => pattern.test(change)))).toEqual([]);
  // The list of what is kept is not longer than it must be: both plugins did leave their traces.
  expect(changes.some((change) => change.endsWith(`/networks/${tutorialNetwork}/last_reserved_ip.0`))).toBe(true);
});
