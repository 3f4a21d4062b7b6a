import type { JSONObject } from '../../engine/libcni/index.ts';

/** A network that the reference plugins run without changes, and that mutants are made from. */
export interface GoodNetwork {
  readonly label: string;
  readonly content: JSONObject;
  /** For a single plugin configuration; without it a list. */
  readonly extension?: '.conf';
  /** The arguments that the runtime passes to plugins with the capability. */
  readonly capabilityArgs?: JSONObject;
  /** A shell program that creates what the network needs on the host; $1 is the namespace. */
  readonly prepare?: string;
  /** The arguments of the runtime: CNI_ARGS. */
  readonly args?: readonly (readonly [string, string])[];
  /** False if the runtime runs no CHECK. */
  readonly isChecked?: boolean;
}

const subnet = '10.77.0.0/24';
const hostLocal = { type: 'host-local', ranges: [[{ subnet }]], routes: [{ dst: '0.0.0.0/0' }] };
const wholeRange = { subnet, rangeStart: '10.77.0.10', rangeEnd: '10.77.0.200', gateway: '10.77.0.1' };
const bridge = { type: 'bridge', bridge: 'cni0', isGateway: true, ipam: hostLocal };

function list(name: string, plugins: readonly JSONObject[], cniVersion = '1.0.0'): JSONObject {
  return { cniVersion, name, plugins };
}

const onBridge: readonly GoodNetwork[] = [
  {
    label: 'bridge + host-local',
    content: list('mynet', [
      {
        type: 'bridge',
        bridge: 'mybr0',
        isGateway: true,
        ipMasq: true,
        hairpinMode: true,
        mtu: 1450,
        ipam: { type: 'host-local', ranges: [[wholeRange]], routes: [{ dst: '0.0.0.0/0', gw: '10.77.0.1' }] },
      },
    ]),
  },
  {
    label: 'bridge + portmap',
    content: {
      ...list('podman', [
        {
          type: 'bridge',
          bridge: 'cni0',
          isGateway: true,
          isDefaultGateway: true,
          forceAddress: false,
          ipam: { type: 'host-local', ranges: [[{ subnet, gateway: '10.77.0.1' }]], dataDir: '/var/lib/cni/networks' },
        },
        { type: 'portmap', capabilities: { portMappings: true }, snat: true },
      ]),
      disableCheck: false,
    },
    capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] },
  },
  {
    label: 'bridge + legacy subnet',
    content: list(
      'legacy',
      [
        {
          type: 'bridge',
          bridge: 'cni0',
          promiscMode: false,
          ipam: {
            type: 'host-local',
            subnet,
            rangeStart: '10.77.0.20',
            rangeEnd: '10.77.0.50',
            gateway: '10.77.0.254',
            routes: [{ dst: '192.168.7.0/24', gw: '10.77.0.254' }],
          },
        },
      ],
      '0.4.0',
    ),
  },
  {
    label: 'bridge, two families',
    content: list('dual', [
      {
        type: 'bridge',
        bridge: 'cni0',
        isGateway: true,
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: '10.77.1.0/24' }], [{ subnet: 'fd00:77::/64', rangeStart: 'fd00:77::10' }]],
          routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }],
        },
      },
    ]),
  },
  {
    label: 'bridge + static',
    content: list('fixed', [
      {
        type: 'bridge',
        bridge: 'cni0',
        vlan: 100,
        ipam: {
          type: 'static',
          addresses: [{ address: '10.77.0.5/24', gateway: '10.77.0.1' }],
          routes: [{ dst: '0.0.0.0/0', gw: '10.77.0.1' }],
          dns: { nameservers: ['10.77.0.1'], domain: 'example.org', search: ['example.org'], options: ['ndots:2'] },
        },
      },
    ]),
  },
  {
    label: 'single bridge file',
    extension: '.conf',
    content: { cniVersion: '0.4.0', name: 'single', ...bridge },
  },
];

const chains: readonly GoodNetwork[] = [
  {
    label: 'bridge + tuning',
    content: list(
      'tuned',
      [
        bridge,
        {
          type: 'tuning',
          capabilities: { mac: true },
          sysctl: { 'net.core.somaxconn': '500', 'net.ipv4.conf.IFNAME.arp_filter': '1' },
          mtu: 1400,
          promisc: false,
          allmulti: false,
        },
      ],
      '1.1.0',
    ),
    capabilityArgs: { mac: 'c2:11:22:33:44:55' },
  },
  {
    label: 'bridge + firewall',
    content: list('walled', [bridge, { type: 'firewall', backend: 'iptables', ingressPolicy: 'same-bridge' }]),
  },
  {
    label: 'bridge + bandwidth',
    content: list('shaped', [
      bridge,
      { type: 'bandwidth', ingressRate: 8_000_000, ingressBurst: 800_000, egressRate: 8_000_000, egressBurst: 800_000 },
    ]),
  },
  {
    label: 'bridge + portmap with conditions',
    content: list('mapped', [
      bridge,
      {
        type: 'portmap',
        backend: 'iptables',
        capabilities: { portMappings: true },
        snat: true,
        markMasqBit: 13,
        conditionsV4: ['!', '-d', '192.0.2.0/24'],
      },
    ]),
    capabilityArgs: { portMappings: [{ hostPort: 8081, containerPort: 80, protocol: 'tcp' }] },
  },
  {
    label: 'ptp',
    content: list('p2p', [
      { type: 'ptp', ipMasq: false, mtu: 1500, ipam: hostLocal, dns: { nameservers: ['1.1.1.1'] } },
    ]),
  },
  {
    label: 'ptp + tuning + firewall + bandwidth',
    content: list('long', [
      { type: 'ptp', ipam: hostLocal },
      { type: 'tuning', sysctl: { 'net.ipv4.ip_unprivileged_port_start': '0' }, txQLen: 1000 },
      { type: 'firewall' },
      { type: 'bandwidth', capabilities: { bandwidth: true } },
    ]),
    capabilityArgs: {
      bandwidth: { ingressRate: 8_000_000, ingressBurst: 800_000, egressRate: 8_000_000, egressBurst: 800_000 },
    },
  },
];

const links: readonly GoodNetwork[] = [
  { label: 'loopback', content: list('lo', [{ type: 'loopback' }]) },
  {
    label: 'macvlan',
    content: list('mv', [
      {
        type: 'macvlan',
        master: 'eth0',
        mode: 'bridge',
        mtu: 1400,
        ipam: { type: 'host-local', ranges: [[{ subnet }]] },
      },
    ]),
  },
  {
    label: 'macvlan with addresses from the runtime',
    content: list('mvips', [
      { type: 'macvlan', master: 'eth0', capabilities: { ips: true, mac: true }, ipam: { type: 'static' } },
    ]),
    capabilityArgs: { ips: ['10.77.0.9/24'], mac: 'c2:11:22:33:44:66' },
  },
  {
    label: 'tap',
    content: list('taps', [
      { type: 'tap', multiQueue: true, mtu: 1400, ipam: { type: 'host-local', ranges: [[{ subnet }]] } },
    ]),
  },
  {
    label: 'host-device',
    content: list('hostdev', [
      { type: 'host-device', device: 'dev0', ipam: { type: 'static', addresses: [{ address: '10.77.0.5/24' }] } },
    ]),
    prepare: 'ip link add dev0 type veth peer name dev0p; ip link set dev0p up',
  },
  // The kernel of the machine may lack such links. Then only failures before their creation are observed.
  {
    label: 'vlan',
    content: list('vl', [{ type: 'vlan', master: 'eth0', vlanId: 5, mtu: 1400, ipam: hostLocal }]),
  },
  { label: 'ipvlan', content: list('ipv', [{ type: 'ipvlan', master: 'eth0', mode: 'l2', ipam: hostLocal }]) },
  { label: 'dummy', content: list('dum', [{ type: 'dummy', ipam: hostLocal }]) },
  { label: 'bridge + vrf', content: list('vrfs', [bridge, { type: 'vrf', vrfname: 'blue', table: 100 }]) },
  { label: 'bridge + sbr', content: { ...list('sbrs', [bridge, { type: 'sbr' }]), disableCheck: true } },
];

/** Networks of all reference plugins, with commonly used keys. Ranges are from 10.77.0.0/16 and fd00:77::/32. */
export const goodNetworks: readonly GoodNetwork[] = [...onBridge, ...chains, ...links];
