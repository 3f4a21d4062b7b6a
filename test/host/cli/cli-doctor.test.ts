import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { CliStage, type Run } from './cli-stage.ts';
import { skipBecause } from '../../skip.ts';
import { expectCause } from '../right-cause.ts';
import { hasTool, isRoot, pluginDir } from '../machine.ts';

const obstacle =
  pluginDir === undefined ? 'there are no reference plugins' : isRoot ? undefined : 'only root has a root shell here';
if (obstacle !== undefined) {
  console.log(`skipped: what is wrong on a host, as ${obstacle}`);
}

const lacksIptables = ['iptables-legacy', 'iptables-nft'].every((tool) => hasTool(tool))
  ? undefined
  : 'this machine has not both backends of iptables';

let stage: CliStage;
let node: ChildProcess | undefined;

/** A network whose plugins are on the node. */
const web = { cniVersion: '1.0.0', name: 'web', plugins: [{ type: 'ptp', ipam: ipam('10.77.0.0/29') }] };

function ipam(subnet: string): object {
  return { type: 'host-local', ranges: [[{ subnet }]] };
}

beforeAll(async () => {
  stage = await CliStage.build();
});

afterAll(() => stage.dispose());

/** A node with namespaces of its own: network, mounts with an empty /run and /var/lib/cni, plugins and one network. */
beforeEach(async ({ skip }) => {
  if (obstacle !== undefined) {
    skip(obstacle);
  }
  const program = 'mount -t tmpfs t /run && mkdir -p /var/lib/cni && mount -t tmpfs t /var/lib/cni && exec sleep 600';
  node = spawn('unshare', ['--net', '--mount', 'sh', '-c', program], { stdio: 'ignore' });
  await vi.waitUntil(() => readFileSync(`/proc/${String(node?.pid)}/cmdline`, 'utf8').startsWith('sleep'), {
    timeout: 10_000,
  });
  onNode('mkdir /run/plugins /run/net.d; ip link set lo up; ip netns add pod; echo 1 >/proc/sys/net/ipv4/ip_forward');
  for (const name of ['ptp', 'host-local']) {
    onNode(`cp ${path.join(pluginDir ?? '', name)} /run/plugins`);
  }
  putNetwork('10-web.conflist', web);
});

afterEach(() => {
  node?.kill('SIGKILL');
});

const ownNamespaces = (): readonly string[] => ['-t', String(node?.pid), '-n', '-m', '--'];

function onNode(program: string, input = ''): string {
  return execFileSync('nsenter', [...ownNamespaces(), 'sh', '-ec', program], { encoding: 'utf8', input });
}

function putNetwork(name: string, network: object | string): void {
  onNode(`cat >/run/net.d/${name}`, typeof network === 'string' ? network : JSON.stringify(network));
}

/** The directories of this machine, which do not matter on the node. */
const unset = { env: { CNI_PATH: '', NETCONFPATH: '' } };

/** Options that select the node. */
function atNode(changes: object = {}): readonly string[] {
  const file = path.join(stage.directory, 'node.json');
  const host = {
    name: 'node-1',
    kind: 'exec',
    command: ['nsenter', ...ownNamespaces()],
    pluginPath: ['/run/plugins'],
    confDir: '/run/net.d',
    ...changes,
  };
  writeFileSync(file, JSON.stringify([host]));
  return ['--hosts', file, '--host', 'node-1'];
}

/** Runs cnitool on the node. */
const ours = (verb: string, ...operands: readonly string[]): Run => stage.ours([verb, ...operands, ...atNode()]);

interface Checked {
  readonly status: number | null;
  readonly findings: readonly { readonly rule?: string }[];
  /** What was not checked. */
  readonly unchecked: string;
}

/** What doctor finds as an ordinary user of the node. */
function asUser(changes: object = {}): Checked {
  const user = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
  const place = atNode({ sudo: 'never', command: ['nsenter', ...ownNamespaces(), ...user], ...changes });
  const { status, stdout } = stage.ours(['doctor', '--json', ...place], unset);
  const { findings, unchecked } = JSON.parse(stdout);
  return { status, findings, unchecked: unchecked.join(' ') };
}

/** Adds a network to a namespace of the node. */
function add(network: object, pod = 'pod'): Run {
  const file = path.join(stage.directory, 'added.conflist');
  writeFileSync(file, JSON.stringify(network));
  return ours('add', file, `/run/netns/${pod}`);
}

type Found = readonly (readonly [cause: string, evidence: string])[];

/** The problems that doctor finds, as cause and evidence. */
const problems = (): Found => found('problem');
const notes = (): Found => found('note');

function found(wanted: string): Found {
  const { status, stdout, stderr } = ours('doctor', '--json');
  const { findings, problems: count } = JSON.parse(stdout);
  expect([stderr, status]).toEqual(['', count > 0 ? 1 : 0]);
  return findings
    .filter(({ severity }: { severity: string }) => severity === wanted)
    .map(({ cause, evidence }: { cause: string; evidence: readonly string[] }) => [cause, evidence.join(' ')]);
}

it('reports a healthy host, also with a container', () => {
  expect(ours('doctor')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^.* is healthy\.\n$/) });
  expect(add(web).status).toBe(0);
  expect(problems()).toEqual([]);
});

it('reports a host that cannot be reached as not examined', () => {
  const run = stage.ours(['doctor', '--host', 'exec:/bin/false', '--json']);
  expect(run.status).toBe(2);
  expect(JSON.parse(run.stdout)).toHaveProperty('error.message');
});

it('finds that the first file is invalid', () => {
  putNetwork('05-old.conflist', '{"cniVersion":"1.0.0","name":"old","plugins":[}');
  onNode('rm /run/net.d/10-web.conflist');
  const { status, stdout } = ours('doctor');
  expect(status).toBe(1);
  expect(stdout).toMatch(/^1\. The runtime loads no network configuration \(R\d+ \/run\/net\.d\/05-old\.conflist\)\n/);
  expect(stdout).toMatch(/\n {3}hint: Fix or remove the file\.\n/);
});

it('finds a missing plugin, and one of another architecture', () => {
  onNode('rm /run/plugins/host-local');
  expect(problems()).toEqual([['pluginMissing', expect.stringContaining('There is no plugin "host-local"')]]);
  const { stderr } = add(web);
  expect(stderr).toContain('failed to find plugin "host-local"');
  expectCause(stderr, 'referencePluginMissing');

  const foreign = path.join(stage.directory, 'foreign');
  copyFileSync(path.join(pluginDir ?? '', 'host-local'), foreign);
  const bytes = readFileSync(foreign);
  bytes.writeUInt16LE(bytes.readUInt16LE(18) === 183 ? 62 : 183, 18);
  writeFileSync(foreign, bytes);
  onNode(`cp ${foreign} /run/plugins/host-local && chmod 755 /run/plugins/host-local`);
  expect(problems()).toEqual([['pluginBroken', expect.stringMatching(/it is for .*, but this host is /)]]);
});

it('finds that the kubeconfig and the agent of a network are missing', () => {
  onNode(
    'rm /run/net.d/10-web.conflist; for type in calico cilium-cni; do cp /run/plugins/ptp /run/plugins/$type; done',
  );
  const kubernetes = { kubeconfig: '/run/net.d/calico-kubeconfig' };
  const plugins = [{ type: 'calico', kubernetes }, { type: 'cilium-cni' }];
  putNetwork('10-calico.conflist', { cniVersion: '1.0.0', name: 'pods', plugins });
  expect(problems()).toEqual([['fileMissing', expect.any(String)]]);
  for (const file of ['/run/net.d/calico-kubeconfig', '/var/lib/calico/nodename', '/var/run/cilium/cilium.sock']) {
    expect(problems()[0]?.[1]).toContain(`${file} does not exist on node-1, so the plugin`);
  }
  onNode('mkdir /run/cilium; : >/run/cilium/cilium.sock; : >/run/net.d/calico-kubeconfig');
  expect(problems()).toEqual([
    [
      'fileMissing',
      expect.stringMatching(/^\/var\/lib\/calico\/nodename does not exist \S+ \S+ so the plugin "calico" fails\.$/),
    ],
  ]);
});

it('finds that all addresses are reserved, and that their containers are gone', () => {
  const pods = ['pod1', 'pod2', 'pod3', 'pod4', 'pod5'];
  for (const pod of pods) {
    onNode(`ip netns add ${pod}`);
    expect(add(web, pod).status).toBe(0);
  }
  const { stderr } = add(web);
  expect(stderr).toContain('no IP addresses available in range set');
  expectCause(stderr, 'rangeExhausted');
  const log = path.join(stage.directory, 'kubelet.log');
  writeFileSync(log, stderr);
  const { explanations } = JSON.parse(ours('explain', log, '--json').stdout);
  const full = expect.stringContaining('reserves 5 of 5 addresses of 10.77.0.0/29');
  expect(explanations).toMatchObject([{ id: 'rangeExhausted', here: [full] }]);
  expect(ours('explain', log).stdout).toContain('\n  On the host: /var/lib/cni/networks/web on node-1 reserves 5 of 5');
  onNode(pods.map((pod) => `ip netns del ${pod}`).join(';'));
  expect(problems()).toEqual([
    ['poolFull', expect.stringContaining('reserves 5 of 5 addresses of 10.77.0.0/29')],
    ['leakedReservations', expect.stringMatching(/reserves 5 addresses \(10\.77\.0\.\d, .* and 2 more\)/)],
  ]);
});

const unread = (name: string): object => ({
  status: 2,
  findings: [],
  unchecked: expect.stringContaining(`This user cannot read ${name} on node-1.`),
});

it('does not report as missing what an ordinary user may not read', () => {
  expect(asUser()).toEqual({ status: 0, findings: [], unchecked: '' });
  const closed = ['/run/net.d', '/run/plugins', '/var/lib/cni/networks', '/var/lib/cni/results'];
  for (const directory of closed) {
    onNode(`mkdir -p ${directory} && chmod 700 ${directory}`);
    const shown = directory.endsWith('results') ? 'the cached results' : directory;
    expect(asUser()).toEqual(unread(shown));
    onNode(`chmod 755 ${directory}`);
  }
  onNode('chmod 700 /var/lib/cni');
  expect(asUser()).toEqual(unread('/var/lib/cni/networks, the cached results'));
  onNode('chmod 755 /var/lib/cni; chmod 600 /run/net.d/10-web.conflist');
  expect(asUser()).toEqual(unread('/run/net.d/10-web.conflist'));
});

/** The rules about missing files among those of findings. */
function missingFiles(findings: readonly { readonly rule?: string }[]): readonly string[] {
  return findings.flatMap(({ rule = '' }) => (['R170', 'R186', 'R202', 'R211'].includes(rule) ? rule : [])).toSorted();
}

it('does not report files that a plugin reads as missing if their directory cannot be searched', () => {
  const kubeconfig = '/run/shut/multus.kubeconfig';
  const file = '/run/shut/whereabouts.conf';
  const whereabouts = { type: 'whereabouts', range: '10.9.0.0/24', configuration_path: file };
  const plugins = [{ type: 'flannel' }, { type: 'macvlan', master: 'lo', ipam: { type: 'dhcp' } }];
  putNetwork('10-web.conflist', { cniVersion: '1.0.0', name: 'web', plugins });
  putNetwork('20-cell.conflist', { cniVersion: '1.0.0', name: 'cell', plugins: [{ type: 'ptp', ipam: whereabouts }] });
  putNetwork('00-multus.conf', {
    cniVersion: '1.0.0',
    name: 'multus',
    type: 'multus',
    kubeconfig,
    clusterNetwork: 'web',
  });
  expect(missingFiles(JSON.parse(ours('doctor', '--json').stdout).findings)).toEqual(['R170', 'R186', 'R202', 'R211']);
  onNode('mkdir /run/flannel /run/cni /run/shut; chmod 700 /run/flannel /run/cni /run/shut');
  const { status, findings, unchecked } = asUser();
  expect([status, missingFiles(findings)]).toEqual([1, []]);
  for (const hidden of ['/run/flannel/subnet.env', '/run/cni/dhcp.sock', kubeconfig, file]) {
    expect(unchecked).toContain(hidden);
  }
});

it.each([
  ['K3s', '/var/lib/rancher/k3s/agent/etc/cni/net.d', '/var/lib/rancher/k3s/data/cni'],
  ['RKE2', '/var/lib/rancher/rke2/agent/etc/cni/net.d', '/run/plugins'],
  ['MicroK8s', '/var/snap/microk8s/current/args/cni-network', '/var/snap/microk8s/current/opt/cni/bin'],
])('finds the directories of %s by itself', (_, configurations, plugins) => {
  onNode(`mount -t tmpfs t /var && mkdir -p /var/lib/cni ${configurations} ${plugins}`);
  onNode(`cp -n /run/plugins/* ${plugins}`);
  const places = { confDir: undefined, ...(plugins === '/run/plugins' ? {} : { pluginPath: undefined }) };
  const doctor = (): Run => stage.ours(['doctor', '--json', ...atNode(places)], unset);
  onNode(`cat >${configurations}/10-web.conflist`, JSON.stringify({ ...web, plugins: [{ type: 'absent' }] }));
  expect(JSON.parse(doctor().stdout).findings).toMatchObject([
    { cause: 'pluginMissing', files: [`${configurations}/10-web.conflist`] },
  ]);
  onNode(`cat >${configurations}/10-web.conflist`, JSON.stringify(web));
  expect(doctor()).toMatchObject({ status: 0, stderr: '' });
  onNode(`chmod 700 ${path.dirname(configurations)}`);
  expect(asUser(places)).toEqual(unread(configurations));
});

it('tells the reservation of a running ADD from a leaked one', async () => {
  const slow = `#!/bin/sh
[ "$CNI_COMMAND" = VERSION ] && exec echo '{"cniVersion":"1.0.0","supportedVersions":["1.0.0"]}'
touch /run/waits; while [ ! -e /run/continue ]; do sleep 0.05; done; echo '{"cniVersion":"1.0.0"}'
`;
  onNode('cat >/run/plugins/slow; chmod 755 /run/plugins/slow', slow);
  const file = path.join(stage.directory, 'slow.conflist');
  writeFileSync(file, JSON.stringify({ ...web, plugins: [...web.plugins, { type: 'slow' }] }));
  const adding = spawn(process.execPath, [stage.program, 'add', file, '/run/netns/pod', ...atNode()], {
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => adding.once('exit', resolve));
  await vi.waitUntil(() => onNode('[ ! -e /run/waits ] || echo waits') !== '', { timeout: 20_000 });
  expect(onNode('ls /var/lib/cni/networks/web')).toContain('10.77.0.2');
  expect([...problems(), ...notes()]).toEqual([]);
  onNode("touch -d '10 minutes ago' /var/lib/cni/networks/web/10.77.0.2");
  const leaked = [['leakedReservations', expect.stringContaining('reserves 10.77.0.2')]];
  expect([...problems(), ...notes()]).toEqual(leaked);
  onNode('touch /run/continue');
  expect(await ended).toBe(0);
  expect([...problems(), ...notes()]).toEqual([]);
});

it('finds that IPv6 is disabled', () => {
  const six = { ...web, plugins: [{ type: 'ptp', ipam: ipam('fd00:77::/64') }] };
  putNetwork('10-web.conflist', six);
  onNode('for key in all default; do echo 1 >/proc/sys/net/ipv6/conf/$key/disable_ipv6; done');
  expect(problems()).toEqual([['ipv6Disabled', expect.stringContaining('net.ipv6.conf.default.disable_ipv6 is 1')]]);
  const { stderr } = add(six);
  expect(stderr).toContain('permission denied');
  expectCause(stderr, 'addressNotAdded');
});

it('finds that forwarding was turned off below a container', () => {
  expect(add(web).status).toBe(0);
  onNode('echo 0 >/proc/sys/net/ipv4/ip_forward');
  expect(problems()).toEqual([['forwardingOff', expect.stringContaining('net.ipv4.ip_forward is 0')]]);
});

it('finds the tables of the other iptables', skipBecause(lacksIptables), () => {
  onNode(
    'mkdir /run/bin && ln -s "$(command -v iptables-nft)" /run/bin/iptables && mount --bind /run/bin /usr/local/sbin',
  );
  expect(notes()).toEqual([]);
  onNode('iptables-legacy -t nat -L -n');
  expect(notes()).toEqual([['iptablesMixed', expect.stringContaining('also has legacy tables (nat)')]]);
});

it('finds the bridge of an earlier lease of flannel', () => {
  const versions = '{"cniVersion":"1.0.0","supportedVersions":["0.4.0","1.0.0"]}';
  onNode('cat >/run/plugins/flannel; chmod 755 /run/plugins/flannel', `#!/bin/sh\n# CNI_COMMAND\necho '${versions}'\n`);
  onNode(
    'ip link add cni0 type bridge; ip address add 10.244.1.1/24 dev cni0; ip link set cni0 up; mkdir /run/flannel',
  );
  const lease = 'FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.3.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n';
  onNode('cat >/run/flannel/subnet.env', lease);
  putNetwork('10-web.conflist', { cniVersion: '1.0.0', name: 'cbr0', plugins: [{ type: 'flannel' }] });
  expect(problems()).toEqual([['bridgeAddress', expect.stringMatching(/10\.244\.1\.1\/24.*10\.244\.3\.1\/24/)]]);
});
