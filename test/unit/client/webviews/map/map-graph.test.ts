import { describe, expect, test } from 'vitest';
import { mapText, type MapFacts, readMapFacts } from '../../../../../client/webviews/map/map-facts.ts';
import { mapGraph } from '../../../../../client/webviews/map/map-graph.ts';
import { mapModel } from '../../../../../client/webviews/map/map-page.ts';
import { targetOf } from '../../../../../client/webviews/map/node-targets.ts';
import type { NatRule } from '../../../../../engine/host/index.ts';
import { namespace, route, veth } from '../../../engine/host/network/made-network.ts';
import { attachment, host, pod } from './made-map.ts';

/** Nodes as `state title | lines | marks`. */
const nodes = (facts: MapFacts): readonly string[] =>
  mapGraph(facts).nodes.map(({ state, title, lines, marks }) =>
    [`${state} ${title}`, ...(lines.length > 0 ? [lines.join(', ')] : []), ...marks].join(' | '),
  );

/** Edges as `kind from → to: labels`, with the titles of the nodes. */
function edges(facts: MapFacts): readonly string[] {
  const graph = mapGraph(facts);
  const title = (id: string): string => graph.nodes.find((node) => node.id === id)?.title ?? '?';
  return graph.edges.map(({ kind, state, from, to, labels }) =>
    [`${state === 'live' ? '' : `${state} `}${kind} ${title(from)} → ${title(to)}`, ...labels].join(': '),
  );
}

const nat = (parts: Partial<NatRule>): NatRule => ({
  kind: 'masquerade',
  where: 'iptables nat',
  text: '',
  protocol: undefined,
  source: undefined,
  destination: undefined,
  port: undefined,
  target: undefined,
  comment: undefined,
  ...parts,
});

const oneBridge = (own: number) => [pod('web', '10.88.0.2/16', own)];

describe('a bridge with a namespace', () => {
  const facts = host(
    oneBridge,
    {
      nat: [
        nat({ source: '10.88.0.2', destination: '! 10.88.0.0/16' }),
        nat({ source: '10.99.0.0/16' }),
        nat({ kind: 'dnat', protocol: 'tcp', port: '8080', target: '10.88.0.2:80' }),
      ],
    },
    { attachments: [attachment('web', '10.88.0.2/16')] },
  );

  test('has the uplink, the bridge and the namespace with its addresses', () => {
    expect(nodes(facts)).toEqual([
      'live ens3 (uplink) | 192.0.2.7/24',
      'live cni0 · bridge | 10.88.0.1/16',
      'live web | eth0 10.88.0.2/16 · web',
    ]);
  });

  test('has an edge for the veth, for the default route, and for what leaves the host', () => {
    expect(edges(facts)).toEqual([
      'nat ens3 (uplink) → cni0 · bridge: masquerade 10.88.0.2: 8080/tcp → 10.88.0.2:80',
      'link cni0 · bridge → web: v-web',
      'route web → cni0 · bridge: default via 10.88.0.1',
    ]);
  });

  test('loses the edge of a route that is gone, and the namespace is marked', () => {
    const cut = host((own) => [pod('web', '10.88.0.2/16', own, { routes: [] })], {}, facts);
    const live = { ...cut, network: host((own) => [pod('web', '10.88.0.2/16', own, { routes: [] })]).network };
    expect(edges(live)).toEqual(['nat ens3 (uplink) → cni0 · bridge', 'link cni0 · bridge → web: v-web']);
    expect(nodes(live)).toContain('live web | eth0 10.88.0.2/16 · web | Route 0.0.0.0/0 via 10.88.0.1 is missing');
  });

  test('has no edge to the uplink without forwarding, which is marked', () => {
    const still = host(oneBridge, { forwarding: { ipv4: false, ipv6: undefined } });
    expect(edges(still).filter((edge) => edge.startsWith('nat'))).toEqual([]);
    expect(nodes(still)[0]).toBe('live ens3 (uplink) | 192.0.2.7/24 | IPv4 forwarding is off');
  });
});

test('a veth without a bridge is an edge from the uplink, and a macvlan one from its master', () => {
  const facts = host((own) => [
    pod('ptp', '10.1.0.2/24', own, { routes: [route('default', '10.1.0.1', 'eth0')] }),
    namespace('lan', {
      interfaces: [
        {
          ...veth('net1', {
            kind: 'macvlan',
            addresses: ['192.0.2.9/24'],
            lower: { namespace: own, interface: 'ens3' },
          }),
          detail: 'mode bridge',
        },
      ],
    }),
  ]);
  const [own, ...others] = facts.network.namespaces;
  const interfaces = (own?.interfaces ?? [])
    .filter(({ name }) => name !== 'cni0')
    .map((one) => (one.name === 'v-ptp' ? { ...one, master: undefined } : one));
  const changed = { ...facts, network: { ...facts.network, namespaces: [{ ...own, interfaces }, ...others] } };
  expect(edges(readMapFacts(JSON.stringify(changed)) ?? facts)).toEqual([
    'link ens3 (uplink) → ptp: v-ptp',
    'route ptp → ens3 (uplink): default via 10.1.0.1',
    'link ens3 (uplink) → lan: net1 macvlan mode bridge',
  ]);
});

test('a veth between two namespaces is one edge', () => {
  const [a, b] = [namespace('a'), namespace('b')];
  const ends = [
    { ...a, interfaces: [veth('to-b', { peer: { namespace: b.id, interface: 'to-a' } })] },
    { ...b, interfaces: [veth('to-a', { peer: { namespace: a.id, interface: 'to-b' } })] },
  ];
  expect(edges(host(() => ends)).filter((edge) => edge.startsWith('link'))).toEqual(['link a → b: to-b']);
});

test('a pod, a container and a process give a namespace its name', () => {
  const facts = host(() => [
    namespace('cni-1', { owner: { pod: { name: 'web-0', namespace: 'shop' } } }),
    namespace('x', { name: undefined, kind: 'process', owner: { container: 'db', pid: 7 } }),
    namespace('y', { name: undefined, kind: 'process', owner: { process: 'nginx', pid: 8 } }),
    namespace('z', { isRead: false }),
  ]);
  expect(nodes(facts).slice(2)).toEqual([
    'live shop/web-0 (pod) | no interfaces',
    'live db (container) | no interfaces',
    'live nginx (pid 8) | no interfaces',
    'live z | could not be read',
  ]);
});

/** A bridge with two range sets, of which one is full. */
const plan = (attachedTo: string): MapFacts['plan'] => ({
  fileName: '10-web.conflist',
  uri: 'file:///w/10-web.conflist',
  network: 'web',
  interfaces: [
    {
      plugin: 'bridge',
      attachedTo,
      masquerades: true,
      addresses: [
        { address: '10.88.0.3/16', gateway: '10.88.0.1', from: '10.88.0.0/16' },
        { address: undefined, gateway: undefined, from: 'fd88::/126' },
      ],
    },
  ],
});

describe('what the open configuration would add', () => {
  test('is a dashed namespace with the next free address', () => {
    const facts = host(oneBridge, {}, { plan: plan('cni0') });
    expect(nodes(facts)).toContain(
      'planned If 10-web.conflist were added | eth0 10.88.0.3/16 (next free) no free address in fd88::/126',
    );
    expect(edges(facts)).toContain('planned link cni0 · bridge → If 10-web.conflist were added: veth');
  });

  test('is also the bridge if it does not exist', () => {
    const facts = host(oneBridge, {}, { plan: plan('br-new') });
    expect(nodes(facts)).toContain('planned br-new · bridge | 10.88.0.1');
    expect(edges(facts)).toContain('planned nat ens3 (uplink) → br-new · bridge: masquerade');
  });
});

/** A reservation of "web". */
const held = (address: string, containerID: string) => ({
  directory: '/var/lib/cni/networks/web',
  address,
  containerID,
  ifName: 'eth0',
});

describe('what is left over', () => {
  const facts = host(
    oneBridge,
    {},
    {
      attachments: [attachment('web', '10.88.0.2/16'), attachment('gone', '10.88.0.8/16')],
      held: {
        reservations: [
          held('10.88.0.2', 'container-web'),
          held('10.88.0.9', 'vanished'),
          held('10.88.0.8', 'container-gone'),
        ],
        lastReserved: [],
      },
    },
  );

  test('are reservations without a container, and cached results without a namespace', () => {
    expect(nodes(facts).filter((node) => node.startsWith('leftover'))).toEqual([
      'leftover web — eth0 | namespace gone deleted, 10.88.0.8/16',
      'leftover 10.88.0.9 | reserved by a container that is gone, vanished',
    ]);
    expect(edges(facts).filter((edge) => edge.startsWith('leftover'))).toEqual([
      'leftover held cni0 · bridge → web — eth0',
      'leftover held cni0 · bridge → 10.88.0.9',
    ]);
  });

  test('is counted in the summary, and leads to the cached file and the reservations', () => {
    expect(mapModel(facts)).toMatchObject({
      title: 'Network of node1',
      summary: expect.stringMatching(/^Namespaces: 1 · Networks: 1 · Left over: 2 · Read at /),
      notes: [],
      networks: ['web'],
    });
    const [gone, reservation] = mapGraph(facts).nodes.filter(({ state }) => state === 'leftover');
    expect(targetOf(facts, gone?.id ?? '', 'result')).toMatchObject({ attachment: { netNS: '/var/run/netns/gone' } });
    expect(targetOf(facts, reservation?.id ?? '', 'reservations')).toEqual({
      kind: 'reservations',
      directory: '/var/lib/cni/networks/web',
    });
  });
});

test('what was not read is reported', () => {
  const facts = host(() => [namespace('z', { isRead: false })]);
  const cut = { ...facts, network: { ...facts.network, omitted: 3, isCut: true } };
  expect(mapModel(cut).notes).toEqual([
    'The host has 3 more namespaces, which were not read.',
    'The host has more to report than the limit, so parts are missing.',
    'Some namespaces could not be read. Reading them needs root and nsenter.',
  ]);
});

test('the document survives, without the firewall, and another text is not one', () => {
  const facts = host(oneBridge, { firewall: [{ area: 'iptables', where: 'iptables nat', value: '-A X' }] });
  const read = readMapFacts(mapText(facts));
  expect(read?.network.namespaces[0]?.firewall).toBeUndefined();
  expect(read && edges(read)).toEqual(edges(facts));
  expect(readMapFacts('{"host": "x"}')).toBeUndefined();
  expect(readMapFacts('nonsense')).toBeUndefined();
});
