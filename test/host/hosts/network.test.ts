import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  createHost,
  type Host,
  type HostNetwork,
  type NamespaceNetwork,
  readNetwork,
} from '../../../engine/host/index.ts';
import { Shell } from '../../../engine/host/shell/shell.ts';
import { hasTool } from '../machine.ts';

let host: Host;

beforeAll(async () => {
  host = createHost({ kind: 'sandbox' });
  await run(`
    ip netns add web
    ip link add br0 type bridge
    ip link set br0 up
    ip addr add 10.88.0.1/16 dev br0
    ip link add v0 type veth peer name eth0 netns web
    ip link set v0 master br0 up
    ip -n web addr add 10.88.0.2/16 dev eth0
    ip -n web addr add fd88::2/64 dev eth0 nodad
    ip -n web link set eth0 up
    ip -n web route add default via 10.88.0.1
    ip -n web rule add from 10.88.0.2 lookup 100
    ip -n web -6 rule add from fd88::2 lookup 101
    nsenter --net=/run/netns/web -- sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
    ip netns add lan
    ip link add link eth0 name net1 netns lan type macvlan mode bridge
    iptables -t nat -A POSTROUTING -s 10.88.0.0/16 ! -d 10.88.0.0/16 -j MASQUERADE
    iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 10.88.0.2:80`);
});
afterAll(() => host.dispose());

async function run(script: string): Promise<void> {
  const outcome = await host.run({ argv: ['/bin/sh', '-ec', script] });
  expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
}

function named(network: HostNetwork, name: string): NamespaceNetwork {
  const found = network.namespaces.find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`no namespace ${name}`);
  }
  return found;
}

const countDefaultRoutes = async (): Promise<number> =>
  named(await readNetwork(host), 'web').routes.filter(({ destination }) => destination === 'default').length;

test('the network of the sandbox and of its namespaces is read in one round trip', async () => {
  const runs: Shell['run'] = Reflect.get(Shell.prototype, 'run');
  let trips = 0;
  Shell.prototype.run = function counted(...args) {
    trips += 1;
    return runs.apply(this, args);
  };
  const network = await readNetwork(host).finally(() => (Shell.prototype.run = runs));
  expect(trips).toBe(1);
  expect(network).toMatchObject({ omitted: 0, isCut: false });
  const [own] = network.namespaces;
  const [web, lan] = [named(network, 'web'), named(network, 'lan')];
  expect(own).toMatchObject({ kind: 'own', isRead: true, isDetailed: true, forwarding: { ipv4: true } });
  expect(own?.interfaces.find(({ name }) => name === 'v0')).toMatchObject({
    master: 'br0',
    peer: { namespace: web.id, interface: 'eth0' },
  });
  expect(own?.nat).toMatchObject([
    { kind: 'dnat', protocol: 'tcp', port: '8080', target: '10.88.0.2:80' },
    { kind: 'masquerade', source: '10.88.0.0/16', destination: '! 10.88.0.0/16' },
  ]);
  expect(web.interfaces.find(({ name }) => name === 'eth0')).toMatchObject({
    isUp: true,
    peer: { namespace: own?.id, interface: 'v0' },
    addresses: [{ address: '10.88.0.2/16' }, { address: 'fd88::2/64' }, { scope: 'link' }],
  });
  expect(web.routes).toContainEqual(
    expect.objectContaining({ destination: 'default', gateway: '10.88.0.1', device: 'eth0', family: 'IPv4' }),
  );
  expect(web.rules.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['from 10.88.0.2 lookup 100', 'from fd88::2 lookup 101']),
  );
  expect(lan.interfaces.find(({ name }) => name === 'net1')).toMatchObject({
    kind: 'macvlan',
    lower: { namespace: own?.id, interface: 'eth0' },
  });
});

test('a removed route is gone from the next reading', async () => {
  expect(await countDefaultRoutes()).toBe(1);
  await run('ip -n web route del default');
  expect(await countDefaultRoutes()).toBe(0);
  await run('ip -n web route add default via 10.88.0.1');
});

test('names of namespaces tell apart veths with the same indexes', async () => {
  await run(`for pair in 1 2; do
    ip netns add "left$pair"
    ip netns add "right$pair"
    ip link add e0 netns "left$pair" type veth peer name e0 netns "right$pair"
  done`);
  const network = await readNetwork(host);
  for (const pair of [1, 2]) {
    const [end] = named(network, `left${pair}`).interfaces.filter(({ name }) => name === 'e0');
    expect(end?.peer).toEqual({ namespace: named(network, `right${pair}`).id, interface: 'e0' });
  }
  await run('for name in left1 right1 left2 right2; do ip netns del "$name"; done');
});

test('the namespace of a process has its process and its sockets', async ({ skip }) => {
  if (!hasTool('perl')) {
    return skip('there is no perl to listen with');
  }
  await run(`mkfifo /run/ready
    ip netns exec web perl -e '
      use IO::Socket::INET;
      my $socket = IO::Socket::INET->new(Listen => 1, LocalPort => 80);
      open my $ready, ">", "/run/ready"; close $ready; sleep 600' >/dev/null 2>&1 &
    cat /run/ready`);
  const web = named(await readNetwork(host), 'web');
  expect(web.owner?.process).toBe('perl');
  expect(web.sockets).toMatchObject([
    { protocol: 'tcp', address: '0.0.0.0', port: 80, process: { pid: web.owner?.pid, name: 'perl' } },
  ]);
});

test('of many namespaces only the chosen ones are read in detail', async () => {
  await run('for number in $(seq 30); do ip netns add "n$number"; done');
  const network = await readNetwork(host, { detailed: ['/run/netns/n7'] });
  expect(network.namespaces.filter(({ isDetailed }) => isDetailed).map(({ name }) => name)).toEqual([undefined, 'n7']);
  expect(network.namespaces.every(({ isRead }) => isRead)).toBe(true);
  await run('for number in $(seq 30); do ip netns del "n$number"; done');
});

/** The host with another ip first in its PATH: a link to a program, or a script. */
async function hostWithIP(command: string): Promise<Pick<Host, 'label' | 'run'>> {
  await run(`rm -rf /run/small && mkdir -p /run/small && cd /run/small && ${command}`);
  const path = 'PATH=/run/small:/usr/sbin:/usr/bin:/sbin:/bin';
  return {
    label: host.label,
    run: (given, options) => host.run({ ...given, argv: ['env', path, ...given.argv] }, options),
  };
}

test('the ip of busybox is enough', async ({ skip }) => {
  if (!hasTool('busybox')) {
    return skip('there is no busybox');
  }
  await run("ip netns exec web sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'");
  const network = await readNetwork(await hostWithIP('ln -s "$(command -v busybox)" ip'));
  const [own] = network.namespaces;
  const web = named(network, 'web');
  expect(own?.interfaces.find(({ name }) => name === 'br0')?.kind).toBe('bridge');
  expect(own?.interfaces.find(({ name }) => name === 'v0')?.peer).toEqual({ namespace: web.id, interface: 'eth0' });
  expect(web.routes.map(({ destination }) => destination)).toContain('default');
  expect(web.forwarding.ipv4).toBe(true);
});

/** A network without what changes by itself, and what ip only prints with -d. */
const comparable = (network: HostNetwork): unknown => ({
  ...network,
  namespaces: network.namespaces.map(({ routes, neighbors, ...namespace }) => ({
    ...namespace,
    neighbors: neighbors.map((neighbor) => ({ ...neighbor, state: undefined })),
    routes: routes.map((route) => ({ ...route, protocol: undefined, scope: undefined })),
  })),
});

test('an ip without JSON gives the same network', async () => {
  const script = 'case $1 in -j) exit 1 ;; esac; exec /usr/sbin/ip "$@"';
  const old = await hostWithIP(`printf '#!/bin/sh\\n%s\\n' '${script}' >ip && chmod +x ip`);
  // The state of a new link is UNKNOWN until the kernel has seen its carrier.
  await vi.waitFor(
    async () => expect(comparable(await readNetwork(old))).toEqual(comparable(await readNetwork(host))),
    { timeout: 10_000 },
  );
});
