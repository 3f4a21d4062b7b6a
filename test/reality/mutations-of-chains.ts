import type { Random } from '../conformance/generate/random.ts';
import {
  anyOf,
  type Branch,
  type Draft,
  isBranch,
  type Mutation,
  pluginsOf,
  type Tree,
  plain,
  type WeightedMutation,
} from './draft.ts';

const VERSIONS = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'] as const;
const INVALID_VERSIONS = [
  '1.0',
  'v1.0.0',
  '1',
  '0.5.0',
  '1.2.0',
  '2.0.0',
  '1.0.0 ',
  '',
  'latest',
  '01.0.0',
  '1.0.0.0',
] as const;

const released: Mutation = ({ root }, random) => {
  root['cniVersion'] = random.pick(VERSIONS);
  return `cniVersion ${root['cniVersion']}`;
};

const unreleased: Mutation = ({ root }, random) => {
  root['cniVersion'] = random.pick(INVALID_VERSIONS);
  return `cniVersion ${JSON.stringify(root['cniVersion'])}`;
};

const versions: Mutation = ({ root }, random) => {
  root['cniVersions'] = random.pick<Tree>([
    ['0.4.0', '1.0.0'],
    ['0.3.1'],
    ['1.0'],
    ['1.1.0', '1.2.0'],
    ['2.0.0'],
    ['banana'],
    [1],
    [],
    '1.0.0',
    {},
    ['0.2.0', ''],
  ]);
  return `cniVersions ${JSON.stringify(root['cniVersions'])}`;
};

const NAMES = [
  'my net',
  'net/1',
  '.net',
  '-net',
  '_net',
  'net_1',
  'net.1',
  '',
  'nét',
  '../net',
  'a'.repeat(250),
  'NET',
  'n:1',
  '1',
] as const;

const named: Mutation = ({ root }, random) => {
  root['name'] = random.pick(NAMES);
  return `name ${JSON.stringify(root['name'])}`;
};

function listOf({ root }: Draft): Tree[] | undefined {
  return Array.isArray(root['plugins']) ? root['plugins'] : undefined;
}

const typeOf = (plugin: Tree | undefined): string => (isBranch(plugin) ? plain(plugin['type']) : '?');

const reordered: Mutation = (draft, random) => {
  const list = listOf(draft);
  if (list === undefined || list.length < 2) {
    return undefined;
  }
  draft.root['plugins'] = random.shuffled(list);
  return `order ${draft.root['plugins'].map(typeOf).join(', ')}`;
};

const dropped: Mutation = (draft, random) => {
  const list = listOf(draft);
  if (list === undefined) {
    return undefined;
  }
  const [gone] = list.splice(random.below(list.length), 1);
  return `without the plugin ${typeOf(gone)}`;
};

const doubled: Mutation = (draft, random) => {
  const list = listOf(draft);
  const one = list === undefined ? undefined : anyOf(random, list);
  if (list === undefined || one === undefined) {
    return undefined;
  }
  list.push(structuredClone(one));
  return `${typeOf(one)} twice`;
};

/** Plugins that people add, valid or invalid at the position where they end up. */
const MORE: readonly [Branch, ...Branch[]] = [
  { type: 'portmap', capabilities: { portMappings: true } },
  { type: 'tuning', sysctl: { 'net.core.somaxconn': '512' } },
  { type: 'tuning' },
  { type: 'firewall' },
  { type: 'firewall', ingressPolicy: 'same-bridge' },
  { type: 'firewall', ingressPolicy: 'closed' },
  { type: 'bandwidth', ingressRate: 1_000_000, ingressBurst: 100_000 },
  { type: 'bandwidth', ingressRate: 1_000_000 },
  { type: 'bandwidth', capabilities: { bandwidth: true } },
  { type: 'sbr' },
  { type: 'vrf' },
  { type: 'loopback' },
  { type: 'host-local', ranges: [[{ subnet: '10.77.5.0/24' }]] },
  { type: 'ptp', ipam: { type: 'host-local', ranges: [[{ subnet: '10.77.5.0/24' }]] } },
  {},
];

const added: Mutation = (draft, random) => {
  const list = listOf(draft);
  if (list === undefined) {
    return undefined;
  }
  const more: Branch = structuredClone(random.pick(MORE));
  list.splice(random.chance(0.7) ? list.length : random.below(list.length + 1), 0, more);
  return `more: ${list.map(typeOf).join(', ')} (${JSON.stringify(more)})`;
};

const TYPES = [
  'bridge',
  'ptp',
  'loopback',
  'host-local',
  'static',
  'tap',
  'portmap',
  'tuning',
  'firewall',
  'bandwidth',
  'sbr',
  'hostlocal',
  'port-map',
  'Bridge',
  '/opt/cni/bin/bridge',
  'mybridge',
  '',
] as const;

const otherType: Mutation = (draft, random) => {
  const plugin = anyOf(random, pluginsOf(draft));
  if (plugin === undefined) {
    return undefined;
  }
  const ipam = plugin['ipam'];
  const holder = isBranch(ipam) && random.chance(0.5) ? ipam : plugin;
  const before = plain(holder['type']);
  holder['type'] = random.pick(TYPES);
  return `${before} as ${holder['type']}`;
};

const otherIpam: Mutation = (draft, random) => {
  const plugin = anyOf(random, pluginsOf(draft));
  if (plugin === undefined) {
    return undefined;
  }
  const ipam = random.pick<Tree>([
    { type: 'static' },
    { type: 'static', addresses: [{ address: '10.77.3.5/24' }] },
    { type: 'static', addresses: [{ address: '10.77.3.5/24', gateway: '10.77.3.1' }] },
    { type: 'host-local' },
    { type: 'host-local', subnet: '10.77.3.0/24' },
    { type: 'host-local', ranges: [{ subnet: '10.77.3.0/24' }] },
    { subnet: '10.77.3.0/24' },
    {},
    { type: 'dhcp' },
  ]);
  plugin['ipam'] = ipam;
  return `${typeOf(plugin)} with ipam ${JSON.stringify(ipam)}`;
};

const capability: Mutation = (draft, random) => {
  const plugin = anyOf(random, pluginsOf(draft));
  if (plugin === undefined) {
    return undefined;
  }
  plugin['capabilities'] = random.pick<Tree>([
    { portMapping: true },
    { portMappings: false },
    { portMappings: 'true' },
    ['portMappings'],
    { ips: true },
    { mac: true, ips: true },
    { bandwidth: true },
    { ipRanges: true },
    'portMappings',
  ]);
  return `${typeOf(plugin)} with capabilities ${JSON.stringify(plugin['capabilities'])}`;
};

const extension: Mutation = (draft) => {
  draft.extension = draft.extension === '.conf' ? '.conflist' : '.conf';
  return `saved as ${draft.extension}`;
};

const LIST_KEYS = ['disableCheck', 'disableGC', 'loadOnlyInlinedPlugins'] as const;

function listSwitch({ root }: Draft, random: Random): string {
  const key = random.pick(LIST_KEYS);
  root[key] = random.pick<Tree>([true, true, false, 'true', 'False', 'yes', '', 1, null, []]);
  return `${key} ${JSON.stringify(root[key])}`;
}

/** Valid keys of plugins, which may have no effect or conflict with existing ones. */
const MORE_KEYS: readonly [Branch, ...Branch[]] = [
  { isGateway: true },
  { isDefaultGateway: true },
  { hairpinMode: true },
  { promiscMode: true },
  { vlan: 200 },
  { vlan: 4095 },
  { vlanTrunk: [{ minID: 5 }] },
  { disableContainerInterface: true },
  { mtu: 1200 },
  { mac: 'c2:00:00:00:00:09' },
  { mac: '0a:58' },
  { ipMasq: true },
  { ipMasq: true, ipMasqBackend: 'ipfw' },
  { forceAddress: true },
  { args: { cni: { mac: 'zz' } } },
  { args: { cni: { sysctl: { 'net.core.somaxconn': '511' } } } },
  { prevResult: {} },
  { prevResult: { cniVersion: '1.0.0', ips: [] } },
  { runtimeConfig: { mac: 'c2:00:00:00:00:0a' } },
  { dns: { nameservers: '1.1.1.1' } },
  { markMasqBit: 32 },
  { externalSetMarkChain: 'KUBE-MARK-MASQ' },
  { backend: 'nftables' },
  { enabledad: true },
  { macspoofchk: true },
  { portIsolation: true },
];

const anotherKey: Mutation = (draft, random) => {
  const plugin = anyOf(random, pluginsOf(draft));
  if (plugin === undefined) {
    return undefined;
  }
  const more: Branch = structuredClone(random.pick(MORE_KEYS));
  Object.assign(plugin, more);
  return `${typeOf(plugin)} with ${JSON.stringify(more)}`;
};

/** Mutations of names, versions, the order and choice of plugins, and keys that all plugins have. */
export const chainMutations: readonly WeightedMutation[] = [
  ['another version', released, 3],
  ['an invalid version', unreleased, 2],
  ['cniVersions', versions, 2],
  ['name', named, 3],
  ['order of the chain', reordered, 3],
  ['plugin missing', dropped, 2],
  ['plugin twice', doubled, 2],
  ['another plugin', added, 5],
  ['another type', otherType, 5],
  ['another IPAM', otherIpam, 4],
  ['capabilities', capability, 3],
  ['extension of the file', extension, 1],
  ['switch of the list', listSwitch, 3],
  ['another key', anotherKey, 6],
];
