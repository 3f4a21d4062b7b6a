import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHost, type Host, type HostNetwork, readNetwork } from '../../../engine/host/index.ts';
import { useMachine } from '../../machine-lock.ts';
import { hasTool } from '../machine.ts';
import { sshObstacle, SshNode } from '../ssh/ssh-node.ts';

/** A namespace with one veth into a bridge, a route, a rule, a neighbor, masquerading and a listening process. */
const furnish = `set -e
  ip netns add "$1"
  ip link add "$2" type bridge
  ip addr add 10.203.0.1/24 dev "$2"
  ip link set "$2" up
  ip link add "$3" type veth peer name eth0 netns "$1"
  ip link set "$3" master "$2" up
  mkfifo "/tmp/$3"
  nsenter --net="/run/netns/$1" -- /bin/sh -ec '
    ip -batch - <<END
link set lo up
addr add 10.203.0.2/24 dev eth0
addr add fd03::2/64 dev eth0 nodad
link set eth0 mtu 1400 up
route add default via 10.203.0.1
rule add from 10.203.0.2 lookup 100
neighbor add 10.203.0.9 lladdr 02:00:00:00:00:09 dev eth0 nud permanent
END
    echo 1 >/proc/sys/net/ipv4/ip_forward
    iptables -t nat -A POSTROUTING -s 10.203.0.0/24 -j MASQUERADE
    exec perl -e "
      use IO::Socket::INET;
      my \\$socket = IO::Socket::INET->new(Listen => 1, LocalPort => 8080);
      open my \\$ready, q(>), \\$ARGV[0]; close \\$ready; sleep 600" "$1" >/dev/null 2>&1 &' sh "/tmp/$3"
  cat "/tmp/$3"`;

const remove = `ip netns pids "$1" | xargs -r kill; rm -f "/tmp/$3"; ip netns del "$1"; ip link del "$2"`;

const id = process.pid % 100_000;
const names = { namespace: `cniwb-map-${process.pid}`, bridge: `cniwbb${id}`, veth: `cniwbv${id}` };

/** The places where networks can be read. */
const places: Readonly<Record<string, (node: SshNode) => Host>> = {
  'the sandbox': () => createHost({ kind: 'sandbox' }),
  'this machine': () => createHost({ kind: 'local' }),
  'a login of root over ssh': (node) => node.host('root'),
  'a login over ssh that becomes root by sudo': (node) => node.host('easy'),
  'a shell that a command opens': ({ pid }) =>
    createHost({ kind: 'exec', argv: ['nsenter', '--target', pid, '--mount', '--pid', '--net', '--'] }),
};

const obstacle =
  sshObstacle() ?? ['iptables', 'perl'].map((tool) => (hasTool(tool) ? '' : `there is no ${tool}`)).find(Boolean);
let node: SshNode;

useMachine();

beforeAll(async () => {
  if (obstacle !== undefined) {
    return console.log(`skipped: networks of real hosts, as ${obstacle}`);
  }
  node = await SshNode.start({ number: 82 });
}, 300_000);

beforeEach((context) => {
  if (obstacle !== undefined) {
    context.skip(obstacle);
  }
});

afterAll(async () => {
  if (obstacle === undefined) {
    await node.close();
  }
});

async function run(host: Host, script: string): Promise<void> {
  const { namespace, bridge, veth } = names;
  const outcome = await host.run({ argv: ['/bin/sh', '-c', script, 'sh', namespace, bridge, veth] });
  expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
}

const read = (host: Host): Promise<HostNetwork> => readNetwork(host, { detailed: [`/run/netns/${names.namespace}`] });

/** Checks what was read of the network that `furnish` makes. */
function expectNetwork({ namespaces, isCut }: HostNetwork): void {
  expect(isCut).toBe(false);
  const own = namespaces.find(({ kind }) => kind === 'own');
  const named = namespaces.find(({ name }) => name === names.namespace);
  expect(own?.interfaces).toContainEqual(expect.objectContaining({ name: names.bridge, kind: 'bridge', isUp: true }));
  expect(own?.interfaces.find(({ name }) => name === names.veth)).toMatchObject({
    master: names.bridge,
    peer: { namespace: named?.id, interface: 'eth0' },
  });
  expect(named).toMatchObject({ isRead: true, isDetailed: true, forwarding: { ipv4: true } });
  expect(named?.interfaces.find(({ name }) => name === 'eth0')).toMatchObject({
    kind: 'veth',
    mtu: 1400,
    isUp: true,
    peer: { namespace: own?.id, interface: names.veth },
    addresses: [{ address: '10.203.0.2/24' }, { address: 'fd03::2/64' }, { scope: 'link' }],
  });
  expect(named?.routes).toContainEqual(
    expect.objectContaining({ destination: 'default', gateway: '10.203.0.1', device: 'eth0', family: 'IPv4' }),
  );
  expect(named?.rules.map(({ text }) => text)).toContain('from 10.203.0.2 lookup 100');
  expect(named?.neighbors).toContainEqual(
    expect.objectContaining({ address: '10.203.0.9', mac: '02:00:00:00:00:09', state: 'PERMANENT' }),
  );
  expect(named?.nat).toMatchObject([{ kind: 'masquerade', source: '10.203.0.0/24' }]);
  expect(named?.owner?.process).toBe('perl');
  expect(named?.sockets).toMatchObject([{ protocol: 'tcp', port: 8080, process: { name: 'perl' } }]);
}

test.each(Object.entries(places))('the network of a namespace is read on %s', async (_, place) => {
  const host = place(node);
  try {
    await run(host, furnish);
    expectNetwork(await read(host));
    await run(host, 'nsenter --net="/run/netns/$1" -- ip route del default');
    const changed = (await read(host)).namespaces.find(({ name }) => name === names.namespace);
    expect(changed?.routes.map(({ destination }) => destination)).not.toContain('default');
  } finally {
    await run(host, remove);
    await host.dispose();
  }
});
