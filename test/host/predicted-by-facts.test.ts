import { afterEach, beforeEach, expect, it } from 'vitest';
import { collectFacts, createHost, createNamespace, findPluginDirs, type Host } from '../../engine/host/index.ts';
import {
  addWithRollback,
  CNIConfig,
  networkConfFromBytes,
  type Operation,
  type RuntimeConf,
} from '../../engine/libcni/index.ts';
import { check } from '../../language/check.ts';
import { argumentProblems } from '../../language/passed-arguments.ts';
import { modelOf } from '../unit/language/documents.ts';
import type { ExplanationId } from '../../engine/explain/index.ts';
import { failureOf } from './reference/reference-life.ts';
import { expectCause } from './right-cause.ts';

// Predictions of the rules from host facts, compared with the errors of the reference plugins.

let sandbox: Host;
beforeEach(async () => {
  sandbox = createHost({ kind: 'sandbox' });
  await sandbox.connect();
});
afterEach(() => sandbox.dispose());

const hostLocal = (...subnets: readonly string[]): object => ({
  type: 'host-local',
  ranges: subnets.map((subnet) => [{ subnet }]),
});

/** Runs a script in the sandbox, and returns the predicted findings and the error of ADD. */
async function predictAndAdd(
  script: string,
  ...plugins: readonly object[]
): Promise<{ readonly found: readonly string[]; readonly error: Operation['error'] }> {
  const done = await sandbox.run({ argv: ['/bin/sh', '-ec', script] });
  expect(done).toMatchObject({ kind: 'exited', exitCode: 0 });
  const pluginDirs = await findPluginDirs(sandbox, process.env['CNI_PATH']);
  const hostFacts = await collectFacts(sandbox, { pluginDirs, confDir: '/etc/cni/net.d' });
  const text = JSON.stringify({ cniVersion: '1.0.0', name: 'facts', plugins });
  const found = check(modelOf(text), { hostFacts })
    .filter(({ rule, severity }) => severity === 'error' || rule.id === 'R206')
    .map(({ rule, finding }) => `${rule.id} ${finding.message}`);
  const { path: netNS } = await createNamespace(sandbox, 'facts');
  const cni = new CNIConfig({ pluginDirs, cacheDir: '/var/lib/cni', exec: sandbox.exec, store: sandbox.store });
  const rt = { containerID: 'facts', netNS, ifName: 'eth0', args: [], capabilityArgs: {} };
  const { add } = await addWithRollback(cni, networkConfFromBytes(new TextEncoder().encode(text)), rt, {});
  return { found, error: add.error };
}

it.each<[string, ExplanationId, object]>([
  ['bridge', 'bridgeAddressDenied', { type: 'bridge', bridge: 'v6br', isGateway: true }],
  ['ptp', 'addressNotAdded', { type: 'ptp' }],
])('%s cannot assign an IPv6 gateway where IPv6 is disabled', async (_, cause, plugin) => {
  const script = 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6';
  const ipam = hostLocal('10.31.0.0/24', 'fd31::/64');
  const { found, error } = await predictAndAdd(script, { ...plugin, ipam });
  expect(error?.message).toContain('permission denied');
  expectCause(error, cause);
  expect(found).toEqual([expect.stringMatching(/^R217 .*permission denied/)]);
});

it.each([
  ['bridge without gateway', { type: 'bridge', bridge: 'v6br' }],
  ['macvlan', { type: 'macvlan', master: 'eth0' }],
])('%s needs no IPv6 on the host', async (_, plugin) => {
  const script = 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6';
  const outcome = await predictAndAdd(script, { ...plugin, ipam: hostLocal('fd31::/64') });
  expect(outcome).toEqual({ found: [], error: undefined });
});

it('a port of a bridge cannot be the master of macvlan', async () => {
  const script = 'ip link add e0 type veth peer name e1; ip link add owner type bridge; ip link set e0 master owner';
  const plugin = { type: 'macvlan', master: 'e0', ipam: hostLocal('10.32.0.0/24') };
  const { found, error } = await predictAndAdd(script, plugin);
  expect(error?.message).toContain('failed to create macvlan: device or resource busy');
  expectCause(error, 'macvlanBusy');
  expect(found).toEqual([expect.stringMatching(/^R204 .*failed to create macvlan: device or resource busy/)]);
});

it('the bridge of a port can be the master of macvlan', async () => {
  const script = 'ip link add e0 type veth peer name e1; ip link add owner type bridge; ip link set e0 master owner';
  const plugin = { type: 'macvlan', master: 'owner', ipam: hostLocal('10.32.0.0/24') };
  expect(await predictAndAdd(script, plugin)).toEqual({ found: [], error: undefined });
});

it('tuning does not find the sysctl of an interface that the container does not have', async () => {
  const bridge = { type: 'bridge', bridge: 'tuned0', ipam: hostLocal('10.34.0.0/24') };
  const { error } = await predictAndAdd('true', bridge, {
    type: 'tuning',
    sysctl: { 'net.ipv4.conf.eth1.arp_filter': '1' },
  });
  expect(error?.message).toContain('open /proc/sys/net/ipv4/conf/eth1/arp_filter: no such file or directory');
  expectCause(error, 'sysctlMissing');
});

/** Asks a container with two interfaces on the one whose way back is the other one, and prints how many packets it dropped. */
const askAround = `
ip netns add asked; ip netns add asker
ip link add a0 type veth peer name eth0 netns asked
ip link add b0 netns asker type veth peer name net1 netns asked
ip -n asked -batch - <<END
addr add 10.38.1.2/24 dev eth0
addr add 10.38.2.2/24 dev net1
link set eth0 up
link set net1 up
END
ip addr add 10.38.1.1/24 dev a0; ip link set a0 up
ip -n asked route add default via 10.38.1.1
ip -n asker -batch - <<END
addr add 10.38.2.1/24 dev b0
addr add 203.0.113.5/32 dev b0
link set b0 up
END
dropped() {
  ip netns exec asked awk '/^TcpExt:/ { if (!n) for (i = 2; i <= NF; i++) if ($i == "IPReversePathFilter") n = i; if (n) v = $n } END { print v }' /proc/net/netstat
}
for values in '0 0' '1 0' '0 1' '1 2'; do
  set -- $values
  ip netns exec asked sh -c "cd /proc/sys/net/ipv4/conf; echo $1 >all/rp_filter; echo $2 >net1/rp_filter"
  before=$(dropped)
  ip netns exec asker ping -c 1 -W 1 -I 203.0.113.5 10.38.2.2 >/dev/null 2>&1 || :
  echo "$values: $(($(dropped) - before))"
done`;

// R222
it('the kernel uses the higher reverse path filter of an interface and all', async () => {
  const outcome = await sandbox.run({ argv: ['/bin/sh', '-ec', askAround] });
  const said = outcome.kind === 'exited' ? Buffer.from(outcome.stdout).toString() : outcome.kind;
  expect(said).toBe('0 0: 0\n1 0: 1\n0 1: 1\n1 2: 0\n');
});

it('bandwidth needs an interface in the previous result', async () => {
  const prevResult = { cniVersion: '1.0.0', ips: [{ address: '10.35.0.2/24' }] };
  const limits = { ingressRate: 1_000_000, ingressBurst: 1_000_000 };
  const { error } = await predictAndAdd('true', { type: 'bandwidth', ...limits, prevResult });
  expect(error?.message).toContain('no interfaces provided');
  expectCause(error, 'bandwidthNoInterfaces');
});

it('sbr leaves an address without gateway without a default route', async () => {
  const addresses = [{ address: '10.36.1.2/24' }, { address: '10.36.2.2/24', gateway: '10.36.2.1' }];
  const ipam = { type: 'static', addresses, routes: [{ dst: '0.0.0.0/0' }] };
  expect(await predictAndAdd('true', { type: 'bridge', bridge: 'moved0', ipam }, { type: 'sbr' })).toMatchObject({
    error: undefined,
  });
  const tables = 'for table in 100 101; do echo $table; ip -n facts route show table $table; done';
  const shown = await sandbox.run({ argv: ['/bin/sh', '-ec', tables] });
  const text = shown.kind === 'exited' ? shown.stdout.toString() : '';
  expect(text).toMatch(/^100\n10\.36\.1\.0\/24 .*\n101\ndefault via 10\.36\.2\.1 /);
});

/** Sends a router advertisement with a lifetime of 1800 s from r0. */
const advertise = `import socket, struct
link = socket.if_nametoindex("r0")
out = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
out.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
out.sendto(struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0), ("ff02::1", 0, 0, link))`;

it.for<[string, string[], string]>([
  ['1', ['R206'], ''],
  ['2', [], 'default via'],
])('with accept_ra %s, forwarding keeps the default route as predicted', async ([accept, rules, kept], { skip }) => {
  const python = await sandbox.run({ argv: ['/bin/sh', '-c', 'command -v python3'] });
  if (python.kind !== 'exited' || python.exitCode !== 0) {
    return skip('python3, which sends a router advertisement, is not installed');
  }
  const script = [
    'echo 0 >/proc/sys/net/ipv6/conf/all/forwarding; ip -6 route del default',
    'ip netns add router; ip link add e0 type veth peer name r0 netns router',
    'ip link set e0 up; ip -n router link set r0 up; sleep 2.5',
    `echo ${accept} >/proc/sys/net/ipv6/conf/e0/accept_ra`,
    `ip netns exec router python3 -c '${advertise}'; sleep 1; ip -6 route show default | grep -q via`,
  ];
  const { found, error } = await predictAndAdd(script.join('\n'), { type: 'ptp', ipam: hostLocal('fd38::/64') });
  expect(error).toBeUndefined();
  expect(found.map((text) => text.slice(0, 4))).toEqual(rules);
  const shown = await sandbox.run({ argv: ['ip', '-6', 'route', 'show', 'default'] });
  const text = shown.kind === 'exited' ? shown.stdout.toString() : '';
  expect(text.slice(0, kept === '' ? undefined : kept.length)).toBe(kept);
});

it.each<[string, ExplanationId, object, [string, string][], RuntimeConf['capabilityArgs']]>([
  ['ARGS: unknown args ["K8S_POD_NAME=x"]', 'argumentsUnknown', {}, [['K8S_POD_NAME', 'x']], {}],
  [
    'ARGS: error parsing value of pair "IP=10.1.0": invalid IP address 10.1.0',
    'argumentInvalid',
    {},
    [
      ['IgnoreUnknown', '1'],
      ['IP', '10.1.0'],
    ],
    {},
  ],
  [
    'address zz: invalid MAC address',
    'macInvalid',
    {},
    [
      ['IgnoreUnknown', '1'],
      ['MAC', 'zz'],
    ],
    {},
  ],
  ['address zz: invalid MAC address', 'macInvalid', { mac: true }, [], { mac: 'zz' }],
  ['invalid IP address 10.1.0', 'ipInvalid', { ips: true }, [], { ips: ['10.1.0'] }],
])('the plugin rejects the arguments with: %s', async (error, cause, capabilities, args, capabilityArgs) => {
  const plugin = { type: 'bridge', bridge: 'args0', capabilities, ipam: hostLocal('10.37.0.0/24') };
  const network = { cniVersion: '1.0.0', name: 'args', plugins: [plugin] };
  const found = argumentProblems(network, { args, capabilityArgs });
  expect(found[0]).toMatchObject({ severity: 'error', message: expect.stringContaining(error) });
  const pluginDirs = await findPluginDirs(sandbox, process.env['CNI_PATH']);
  const { path: netNS } = await createNamespace(sandbox, 'args');
  const cni = new CNIConfig({ pluginDirs, cacheDir: '/var/lib/cni', exec: sandbox.exec, store: sandbox.store });
  const rt = { containerID: 'args', netNS, ifName: 'eth0', args, capabilityArgs };
  const list = networkConfFromBytes(new TextEncoder().encode(JSON.stringify(network)));
  const failure = await failureOf(cni.addNetworkList(list, rt));
  expect(failure?.message).toContain(error);
  expectCause(failure, cause);
});
