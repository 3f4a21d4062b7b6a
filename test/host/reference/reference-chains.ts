import { expect } from 'vitest';
import type { JSONObject } from '../../../engine/libcni/index.ts';
import { addressOf, type Attached, type ReferenceChain } from './reference-life.ts';
import { bandwidth, firewall, portmapIptables, portmapNftables, sbr, tuning } from './reference-meta-chains.ts';
import { bridge, chainOn, hostLocal, linkGone, mainSeen, prepareBridge, subnet } from './reference-networks.ts';
import type { Place } from './reference-site.ts';

const bridgeMasquerading: ReferenceChain = {
  name: 'bridge with host-local and masquerading',
  types: ['bridge', 'host-local'],
  plugins: (place) => [{ ...bridge(place), ipMasq: true }],
  seen: async (attached) => {
    const { place, namespace } = attached;
    await mainSeen(attached);
    const routes = await place.site.json('ip -n "$1" -j route show default', namespace);
    expect(routes).toMatchObject([{ dst: 'default', gateway: subnet.gateway, dev: 'eth0' }]);
    const gateway = await place.site.json('ip -j -4 addr show dev "$1"', place.bridge);
    expect(gateway).toMatchObject([{ operstate: 'UP', addr_info: [{ local: subnet.gateway, prefixlen: 24 }] }]);
    expect(await portsOf(place)).not.toEqual([]);
    expect(await reservations(place)).toContain(addressOf(attached));
    expect(await masqueradesOf(attached)).toContain(`-s ${addressOf(attached)}/32`);
  },
  gone: async (attached) => {
    await linkGone(attached);
    expect(await reservations(attached.place)).not.toContain(addressOf(attached));
    expect(await masqueradesOf(attached)).toBe('');
  },
  // Not the address: bridge's DEL finds by it which masquerading to remove.
  damage: { script: 'ip -n "$1" route del default', found: /^Expected Route .*0\.0\.0\.0/, cause: 'checkRouteMissing' },
};

const bridgeDualStack: ReferenceChain = {
  name: 'bridge with host-local, IPv4 and IPv6',
  types: ['bridge', 'host-local'],
  plugins: (place) => {
    const both = [[{ subnet: subnet.ipv4 }], [{ subnet: subnet.ipv6 }]];
    return [{ ...bridge(place), ipam: { ...hostLocal(place), ranges: both, routes: [{ dst: '::/0' }] } }];
  },
  seen: async (attached) => {
    const { place, namespace } = attached;
    await mainSeen(attached);
    const routes = await place.site.json('ip -n "$1" -6 -j route show default', namespace);
    expect(routes).toMatchObject([{ dst: 'default', gateway: 'fd00:77::1', dev: 'eth0' }]);
  },
  gone: linkGone,
  damage: {
    script: 'ip -n "$1" -4 addr flush dev eth0',
    found: /^Failed to match addr /,
    cause: 'checkAddressMissing',
  },
};

const bridgeStatic: ReferenceChain = {
  name: 'bridge with static addresses from the runtime',
  prepare: prepareBridge,
  types: ['bridge', 'static'],
  plugins: ({ bridge: name }) => [
    {
      type: 'bridge',
      bridge: name,
      capabilities: { ips: true },
      ipam: {
        type: 'static',
        routes: [{ dst: '203.0.113.0/24', gw: subnet.gateway }],
        dns: { nameservers: ['192.0.2.53'] },
      },
    },
  ],
  capabilityArgs: (container) => ({ ips: [container === 'a' ? '198.18.77.21/24' : '198.18.77.22/24'] }),
  seen: async (attached) => {
    const { place, namespace, container, result } = attached;
    await mainSeen(attached);
    expect(addressOf(attached)).toBe(container === 'a' ? '198.18.77.21' : '198.18.77.22');
    expect(result.value['dns']).toEqual({ nameservers: ['192.0.2.53'] });
    const routes = await place.site.json('ip -n "$1" -j route show 203.0.113.0/24', namespace);
    expect(routes).toMatchObject([{ gateway: subnet.gateway, dev: 'eth0' }]);
  },
  gone: linkGone,
  damage: {
    script: 'ip -n "$1" route del 203.0.113.0/24',
    found: /^Expected Route .*203\.0\.113\.0/,
    cause: 'checkRouteMissing',
  },
};

const pointToPoint: ReferenceChain = {
  name: 'ptp with host-local and masquerading by nftables',
  types: ['ptp', 'host-local'],
  plugins: (place) => [{ type: 'ptp', ipMasq: true, ipMasqBackend: 'nftables', mtu: 1400, ipam: hostLocal(place) }],
  seen: async (attached) => {
    const { place, namespace } = attached;
    await mainSeen(attached);
    const link = await place.site.json('ip -n "$1" -j link show dev eth0', namespace);
    expect(link).toMatchObject([{ mtu: 1400 }]);
    const routes = await place.site.json('ip -n "$1" -j route show default', namespace);
    expect(routes).toMatchObject([{ gateway: subnet.gateway, dev: 'eth0' }]);
    const back = await place.site.json('ip -j route show "$1"', `${addressOf(attached)}/32`);
    expect(back).toMatchObject([{ dst: addressOf(attached), dev: expect.stringMatching(/^veth/) }]);
    expect(await nftMasqueradesOf(attached)).toContain(`ip saddr ${addressOf(attached)} `);
  },
  gone: async (attached) => {
    await linkGone(attached);
    expect(await attached.place.site.json('ip -j route show "$1"', `${addressOf(attached)}/32`)).toEqual([]);
    expect(await nftMasqueradesOf(attached)).toBe('');
  },
  damage: { script: 'ip -n "$1" route del default', found: /^Expected Route .*0\.0\.0\.0/, cause: 'checkRouteMissing' },
};

const loopback: ReferenceChain = {
  name: 'loopback',
  types: ['loopback'],
  ifName: 'lo',
  plugins: () => [{ type: 'loopback' }],
  seen: async ({ place, namespace }) => {
    const link = await place.site.json('ip -n "$1" -j addr show dev lo', namespace);
    expect(link).toMatchObject([{ flags: expect.arrayContaining(['UP']), addr_info: [{ local: '127.0.0.1' }, {}] }]);
  },
  gone: async ({ place, namespace }) => {
    const link = await place.site.json('ip -n "$1" -j link show dev lo', namespace);
    expect(link).toMatchObject([{ operstate: 'DOWN' }]);
  },
  damage: { script: 'ip -n "$1" link set lo down', found: /^loopback interface is down$/, cause: 'loopbackDown' },
};

/** A link of the host, made of two ends that begin with the place's name, to stand for a network card. */
async function prepareMaster(place: Place): Promise<void> {
  const script = 'ip link add "$1m" type veth peer name "$1p" && ip link set "$1m" up && ip link set "$1p" up';
  await place.site.sh(script, place.bridge);
}

const macvlan: ReferenceChain = {
  ...chainOn((place) => ({ type: 'macvlan', master: `${place.bridge}m`, mode: 'bridge', ipam: hostLocal(place) }), {
    linkKind: 'macvlan',
    refusal: /failed to create macvlan: operation not supported$/,
    cause: 'linkTypeUnsupported',
  }),
  prepare: prepareMaster,
};

const ipvlan: ReferenceChain = {
  ...chainOn((place) => ({ type: 'ipvlan', master: `${place.bridge}m`, ipam: hostLocal(place) }), {
    linkKind: 'ipvlan',
    refusal: /failed to create ipvlan: operation not supported$/,
    cause: 'linkTypeUnsupported',
  }),
  prepare: prepareMaster,
};

const vlan: ReferenceChain = {
  ...chainOn((place) => ({ type: 'vlan', master: `${place.bridge}m`, vlanId: 5, ipam: hostLocal(place) }), {
    linkKind: 'vlan',
    refusal: /failed to create vlan: operation not supported$/,
    cause: 'linkTypeUnsupported',
  }),
  prepare: prepareMaster,
  // A master has each VLAN once, wherever the link is.
  single: true,
};

const dummy = chainOn((place) => ({ type: 'dummy', ipam: hostLocal(place) }), {
  linkKind: 'dummy',
  refusal: /failed to create dummy: operation not supported$/,
  cause: 'linkTypeUnsupported',
});

const tap = chainOn((place) => ({ type: 'tap', multiQueue: true, ipam: hostLocal(place) }), {
  linkKind: 'tap',
  // Or the device node is there and not for us, as in the sandbox of an ordinary user.
  refusal: /not supported|no such (file|device)|permission denied/i,
  cause: 'tapProgramFailed',
});

const vrf: ReferenceChain = {
  name: 'bridge, host-local and vrf',
  types: ['bridge', 'host-local', 'vrf'],
  kernel: { linkKind: 'vrf', refusal: /cmdAdd failed: .*operation not supported$/, cause: 'vrfUnsupported' },
  plugins: (place) => [bridge(place), { type: 'vrf', vrfname: 'blue' }] satisfies JSONObject[],
  seen: async (attached: Attached) => {
    await mainSeen(attached);
    const link = await attached.place.site.json('ip -n "$1" -j link show dev eth0', attached.namespace);
    expect(link).toMatchObject([{ master: 'blue' }]);
  },
  gone: linkGone,
  // As with sbr: the routes are in the table of the vrf.
  checkAlwaysFinds: { found: /^Failed to find Gateway 198\.18\.77\.1 for interface eth0$/, cause: 'checkRouteMissing' },
};

/** What the tests run, each in every spec version that all its plugins report. */
export const referenceChains: readonly ReferenceChain[] = [
  bridgeMasquerading,
  bridgeDualStack,
  bridgeStatic,
  pointToPoint,
  portmapIptables,
  portmapNftables,
  bandwidth,
  firewall,
  tuning,
  sbr,
  loopback,
  macvlan,
  tap,
  dummy,
  ipvlan,
  vlan,
  vrf,
];

/** The host ends of the veth pairs that are ports of the place's bridge. */
async function portsOf({ site, bridge: name }: Place): Promise<unknown> {
  return site.json('ip -j link show master "$1"', name);
}

async function reservations({ site, dataDir, network }: Place): Promise<readonly string[]> {
  return (await site.sh('ls "$1" 2>/dev/null || :', `${dataDir}/${network}`)).split('\n');
}

/** The iptables rules of POSTROUTING and of the attachment's own chain: those whose comment names the container. */
async function masqueradesOf({ place, rt }: Attached): Promise<string> {
  return place.site.sh('iptables-save -t nat | grep -F "$1" || :', `id: \\"${rt.containerID}\\"`);
}

/** The rules of the nftables table for masquerading that name the attachment's address. */
async function nftMasqueradesOf(attached: Attached): Promise<string> {
  const script = 'nft list table inet cni_plugins_masquerade 2>/dev/null | grep -F "saddr $1 " || :';
  return attached.place.site.sh(script, addressOf(attached));
}
