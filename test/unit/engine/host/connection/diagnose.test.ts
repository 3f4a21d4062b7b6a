import { expect, test } from 'vitest';
import { diagnose } from '../../../../../engine/host/connection/diagnose.ts';
import { iptablesDrops, nftDrops } from '../../../../../engine/host/connection/firewall-causes.ts';
import { type Observation, readProbe, routeAnswer } from '../../../../../engine/host/connection/observation.ts';
import { namespace, veth } from '../network/made-network.ts';

test.each([
  [
    '10.2.0.2 via 10.1.0.1 dev eth0 src 10.1.0.2 uid 0 \\    cache \n',
    { type: 'unicast', device: 'eth0', gateway: '10.1.0.1' },
  ],
  [
    'local 10.1.0.2 dev lo src 10.1.0.2 uid 0 \\    cache <local> \n',
    { type: 'local', device: 'lo', gateway: undefined },
  ],
  ['10.1.0.9 via inet6 fe80::1 dev eth0\n', { gateway: 'fe80::1' }],
  ['RTNETLINK answers: Network is unreachable\n', { failure: 'Network is unreachable' }],
  ['blackhole 10.2.0.2 \n', { failure: 'blackhole' }],
  ['', { failure: 'unicast' }],
])('the answer of the kernel is read: %s', (text, expected) => {
  expect(routeAnswer(text)).toMatchObject(expected);
});

test('rules and policies that drop packets are read from iptables and nft', () => {
  const saved = `*filter
:INPUT ACCEPT [1:2]
:FORWARD DROP [7:588]
[3:252] -A FORWARD -s 10.1.0.0/24 -j ACCEPT
[2:168] -A KUBE-FW -d 10.2.0.2/32 -j REJECT --reject-with icmp-port-unreachable
COMMIT
`;
  expect(iptablesDrops(saved)).toEqual([
    { where: 'filter', text: '-P FORWARD DROP', packets: 7, hook: 'forward' },
    expect.objectContaining({ packets: 2, hook: undefined, text: expect.stringMatching(/^-A KUBE-FW/) }),
  ]);
  const ruleset = `table inet t {
	chain f {
		type filter hook forward priority filter; policy drop;
		ip saddr 10.1.0.2 counter packets 4 bytes 336 drop comment "no drop"
		ip daddr 10.9.0.0/16 accept comment "drop"
	}
	chain g {
		tcp dport 80 reject
	}
}
`;
  expect(nftDrops(ruleset)).toEqual([
    { where: 'inet t f', text: 'policy drop', packets: undefined, hook: 'forward' },
    { where: 'inet t f', text: 'ip saddr 10.1.0.2 counter drop comment "no drop"', packets: 4, hook: 'forward' },
    { where: 'inet t g', text: 'tcp dport 80 reject', packets: undefined, hook: undefined },
  ]);
});

const host = namespace('host', {
  kind: 'own',
  name: undefined,
  interfaces: [
    veth('br1', { kind: 'bridge', addresses: ['10.1.0.1/24'] }),
    veth('br2', { kind: 'bridge', addresses: ['10.2.0.1/24'] }),
    veth('va', { master: 'br1' }),
    veth('vb', { master: 'br2' }),
  ],
});
const end = (name: string, address: string) =>
  namespace(name, {
    interfaces: [veth('eth0', { addresses: [address], peer: { namespace: host.id, interface: `v${name}` } })],
  });
const [a, b] = [end('a', '10.1.0.2/24'), end('b', '10.2.0.2/24')];

const answered = { sent: 2, received: 2, output: '' };
const none = { before: '', after: '' };
const no = { source: none, target: none, host: none };

/** A connection from `a` over the host to `b`, on which everything works. */
const works: Observation = {
  from: '10.1.0.2',
  to: '10.2.0.2',
  port: undefined,
  namespaces: { source: a, target: b, host },
  others: [],
  entry: 'br1',
  exit: 'br2',
  routes: {
    source: routeAnswer('10.2.0.2 via 10.1.0.1 dev eth0 src 10.1.0.2'),
    target: routeAnswer('10.1.0.2 via 10.2.0.1 dev eth0 src 10.2.0.2'),
    forth: routeAnswer('10.2.0.2 from 10.1.0.2 dev br2'),
    back: routeAnswer('10.1.0.2 from 10.2.0.2 dev br1'),
    arrival: routeAnswer('local 10.2.0.2 from 10.1.0.2 dev lo'),
    return: routeAnswer('local 10.1.0.2 from 10.2.0.2 dev lo'),
  },
  sysctls: { source: new Map(), target: new Map(), host: new Map() },
  neighbors: { source: [], target: [], host: [] },
  small: answered,
  large: { ...answered, size: 1472 },
  tcp: undefined,
  iptables: no,
  nft: no,
};
const silent = { ...works, small: { ...answered, received: 0 }, large: undefined };

test('what answers is healthy, and what does not answer without a cause is unknown', () => {
  expect(diagnose(works)).toEqual({ kind: 'healthy' });
  expect(diagnose({ ...silent, port: 80, tcp: 'open' })).toEqual({ kind: 'healthy' });
  expect(diagnose(silent)).toMatchObject({ isCertain: false, problem: { code: 'unknown' } });
  expect(diagnose({ ...works, port: 80, tcp: 'timed out' })).toMatchObject({ problem: { code: 'unknown' } });
});

test('the first cause on the way of the packet is named', () => {
  const failed = routeAnswer('RTNETLINK answers: Network is unreachable');
  expect(diagnose({ ...silent, routes: { ...silent.routes, source: failed, target: failed } })).toMatchObject({
    problem: { code: 'noRoute', message: 'No route of "a" leads to 10.2.0.2: Network is unreachable.' },
  });
  expect(diagnose({ ...silent, routes: { ...silent.routes, target: failed } })).toMatchObject({
    problem: { message: 'No route of "b" leads to 10.1.0.2: Network is unreachable.' },
  });
});

const saved = (packets: number, rule: string) => `*filter\n[${packets}:9] -A FORWARD ${rule} -j DROP\nCOMMIT\n`;

const seenWith = (rule: string): Observation => ({
  ...silent,
  iptables: { ...no, host: { before: saved(1, rule), after: saved(3, rule) } },
});

test('a rule counts only if it fits the addresses of the connection', () => {
  expect(diagnose(seenWith('-s 10.1.0.0/24'))).toMatchObject({ isCertain: true, problem: { code: 'firewall' } });
  expect(diagnose(seenWith('-d 10.1.0.2/32'))).toMatchObject({ isCertain: true, problem: { code: 'firewall' } });
  expect(diagnose(seenWith('-s 10.7.0.0/16'))).toMatchObject({ problem: { code: 'unknown' } });
});

test('a namespace is named by its pod, and an address of the host is a duplicate', () => {
  const pod = { ...b, owner: { pod: { name: 'web-0', namespace: 'shop' } } };
  const twin = { ...host, interfaces: [...host.interfaces, veth('x', { addresses: ['10.2.0.2/32'] })] };
  expect(diagnose({ ...works, namespaces: { source: a, target: pod, host: twin } })).toMatchObject({
    problem: { code: 'duplicateAddress', message: '10.2.0.2 is an address of "shop/web-0" and of the host.' },
  });
});

test('a probe without programs is read as one without answers', () => {
  expect(readProbe([], 1472)).toMatchObject({ large: undefined, tcp: undefined, small: { sent: 2, received: 0 } });
});
