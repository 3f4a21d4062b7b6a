import { expect } from 'vitest';
import { elementsOf, objectOf, textOf } from './reference-site.ts';
import { addressOf, type Attached, type Damage, type ReferenceChain } from './reference-life.ts';
import { bridge, linkGone, mainSeen, subnet } from './reference-networks.ts';

const hostPorts = { a: 31_801, b: 31_802 };

function portmap(backend: 'iptables' | 'nftables', rules: string, damage: Damage): ReferenceChain {
  const rulesOf = async ({ place, container }: Attached): Promise<string> =>
    place.site.sh(`${rules} | grep -F "dport $1" || :`, String(hostPorts[container]));
  return {
    name: `bridge, host-local and portmap with ${backend}`,
    types: ['bridge', 'host-local', 'portmap'],
    plugins: (place) => [bridge(place), { type: 'portmap', backend, snat: true, capabilities: { portMappings: true } }],
    capabilityArgs: (container) => ({
      portMappings: [{ hostPort: hostPorts[container], containerPort: 80, protocol: 'tcp' }],
    }),
    seen: async (attached) => {
      await mainSeen(attached);
      expect(await rulesOf(attached)).toMatch(
        new RegExp(`dport ${hostPorts[attached.container]} .*${addressOf(attached)}:80`),
      );
    },
    gone: async (attached) => {
      await linkGone(attached);
      expect(await rulesOf(attached)).toBe('');
    },
    damage,
  };
}

export const portmapIptables = portmap('iptables', 'iptables-save -t nat', {
  script: `chain=$(iptables-save -t nat | awk '/^-A CNI-DN-.*--dport ${hostPorts.a} .*-j DNAT/ { print $2; exit }')
iptables -t nat -F "$chain"`,
  found: /^could not check ipv4 dnat: .*$/,
  cause: 'checkPortMappings',
});

export const portmapNftables = portmap('nftables', 'nft list ruleset', {
  script: `handle=$(nft -a list chain ip cni_hostport hostports | awk '/dport ${hostPorts.a} / { print $NF; exit }')
nft delete rule ip cni_hostport hostports handle "$handle"`,
  found: /^missing hostport rules in "hostports" chain$/,
  cause: 'checkPortMappings',
});

/** tc counts bytes a second. */
const tbf = (rate: number): unknown =>
  expect.objectContaining({ kind: 'tbf', root: true, options: expect.objectContaining({ rate: rate / 8 }) });

const rates = { ingressRate: 8_000_000, ingressBurst: 800_000, egressRate: 16_000_000, egressBurst: 1_600_000 };

export const bandwidth: ReferenceChain = {
  name: 'bridge, host-local and bandwidth',
  types: ['bridge', 'host-local', 'bandwidth'],
  plugins: (place) => [bridge(place), { type: 'bandwidth', ...rates }],
  seen: async (attached) => {
    const { place } = attached;
    await mainSeen(attached);
    const { veth, ifb } = shapedLinks(attached);
    const qdiscs = (link: string): Promise<unknown> => place.site.json('tc -j qdisc show dev "$1"', link);
    expect(await qdiscs(veth)).toEqual(
      expect.arrayContaining([tbf(rates.ingressRate), expect.objectContaining({ kind: 'ingress' })]),
    );
    expect(await qdiscs(ifb)).toEqual([tbf(rates.egressRate)]);
  },
  gone: async (attached) => {
    await linkGone(attached);
    const { veth, ifb } = shapedLinks(attached);
    expect(await attached.place.site.sh('for l; do ip -o link show dev "$l" 2>/dev/null; done; :', veth, ifb)).toBe('');
  },
  damage: {
    script: `veth=$(ip -o link show master "$2" | awk -F '[ :@]+' '{ print $2; exit }')
tc qdisc change dev "$veth" root tbf rate 1mbit burst 100kb latency 25ms`,
    found: /^Rate doesn't match$/,
    cause: 'checkLimits',
  },
};

/** The host's end of the pair, and the device that bandwidth adds to the result for egress. */
function shapedLinks({ result }: Attached): { readonly veth: string; readonly ifb: string } {
  const names = elementsOf(result.value['interfaces']).map((link) => textOf(objectOf(link)['name']));
  const [veth = '', ifb = ''] = ['veth', 'bwp'].map((prefix) => names.find((name) => name.startsWith(prefix)));
  expect([veth, ifb]).not.toContain('');
  return { veth, ifb };
}

const forwardRules = async ({ place, ...attached }: Attached): Promise<string> =>
  place.site.sh('iptables-save -t filter | grep -F -- "$1/32" || :', addressOf({ place, ...attached }));

export const firewall: ReferenceChain = {
  name: 'bridge, host-local and firewall with iptables',
  types: ['bridge', 'host-local', 'firewall'],
  plugins: (place) => [bridge(place), { type: 'firewall', backend: 'iptables', ingressPolicy: 'same-bridge' }],
  seen: async (attached) => {
    const { site, bridge: name } = attached.place;
    await mainSeen(attached);
    const rules = await forwardRules(attached);
    expect(rules).toContain(`-A CNI-FORWARD -s ${addressOf(attached)}/32 -j ACCEPT`);
    expect(rules).toContain(
      `-A CNI-FORWARD -d ${addressOf(attached)}/32 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
    );
    const chains = await site.sh('iptables-save -t filter');
    expect(chains).toMatch(/^-A FORWARD .*-j CNI-FORWARD$/m);
    expect(chains).toMatch(/^-A CNI-FORWARD .*-j CNI-ADMIN$/m);
    expect(chains).toContain(`-A CNI-ISOLATION-STAGE-1 -i ${name} ! -o ${name}`);
  },
  gone: async (attached) => {
    await linkGone(attached);
    expect(await forwardRules(attached)).toBe('');
  },
  damage: {
    script: 'iptables -D CNI-FORWARD -s "$3/32" -j ACCEPT',
    found: /^expected rule \[-s 198\.18\.77\.\d+\/32 -j ACCEPT\] not found$/,
    cause: 'checkFirewall',
  },
};

export const tuning: ReferenceChain = {
  name: 'bridge, host-local and tuning',
  types: ['bridge', 'host-local', 'tuning'],
  plugins: (place) => [
    bridge(place),
    {
      type: 'tuning',
      capabilities: { mac: true },
      sysctl: { 'net.ipv4.conf.IFNAME.log_martians': '1' },
      mtu: 1380,
      dataDir: place.dataDir,
    },
  ],
  capabilityArgs: (container) => ({ mac: macs[container] }),
  seen: async (attached) => {
    const { place, namespace, container, rt } = attached;
    await mainSeen(attached);
    const link = await place.site.json('ip -n "$1" -j link show dev eth0', namespace);
    expect(link).toMatchObject([{ mtu: 1380, address: macs[container] }]);
    const sysctl = 'ip netns exec "$1" cat /proc/sys/net/ipv4/conf/eth0/log_martians';
    expect(await place.site.sh(sysctl, namespace)).toBe('1\n');
    const backup: unknown = await place.site.json('cat "$1"', `${place.dataDir}/${rt.containerID}_eth0.json`);
    expect(backup).toMatchObject({ mtu: 1500 });
  },
  gone: async (attached) => {
    await linkGone(attached);
    const { place, rt } = attached;
    expect(await place.site.sh('ls "$1"', place.dataDir)).not.toContain(`${rt.containerID}_eth0.json`);
  },
  damage: {
    script: 'ip netns exec "$1" sh -c "echo 0 >/proc/sys/net/ipv4/conf/eth0/log_martians"',
    found: /^Error: Tuning configured value of .*log_martians is 1, current value is 0$/,
    cause: 'checkTuning',
  },
};

const macs = { a: 'c2:11:22:33:44:55', b: 'c2:11:22:33:44:66' };

export const sbr: ReferenceChain = {
  name: 'bridge, host-local and sbr',
  types: ['bridge', 'host-local', 'sbr'],
  plugins: (place) => [bridge(place), { type: 'sbr' }],
  seen: async (attached) => {
    const { place, namespace } = attached;
    await mainSeen(attached);
    const rules = await place.site.json('ip -n "$1" -j rule', namespace);
    expect(rules).toContainEqual(expect.objectContaining({ src: addressOf(attached), table: '100' }));
    const routes = await place.site.json('ip -n "$1" -j route show table 100', namespace);
    expect(routes).toContainEqual(expect.objectContaining({ dst: subnet.ipv4, dev: 'eth0' }));
    expect(routes).toContainEqual(expect.objectContaining({ dst: 'default', gateway: subnet.gateway, dev: 'eth0' }));
  },
  gone: async (attached) => {
    await linkGone(attached);
    const { place, namespace } = attached;
    expect(await place.site.sh('ip -n "$1" rule', namespace)).not.toContain('lookup 100');
  },
  // sbr moves the routes to a table of its own, where the CHECK of bridge (as that of ptp and others) does not look.
  checkAlwaysFinds: { found: /^Failed to find Gateway 198\.18\.77\.1 for interface eth0$/, cause: 'checkRouteMissing' },
};
