import type { Random } from '../conformance/generate/random.ts';
import {
  anyOf,
  type Branch,
  type Draft,
  isBranch,
  type Mutation,
  plain,
  pluginsOf,
  spots,
  type Tree,
  type WeightedMutation,
} from './draft.ts';

/** The objects of a draft that have a key. */
function holdersOf(draft: Draft, ...keys: readonly string[]): Branch[] {
  return spots(draft, ({ value }) => isBranch(value) && keys.some((key) => value[key] !== undefined))
    .map(({ value }) => value)
    .filter(isBranch);
}

/** Sets a key of a random object that has one of `keys`. */
function setting(
  keys: readonly string[],
  choose: (random: Random, holder: Branch) => readonly [key: string, value: Tree],
): Mutation {
  return (draft, random) => {
    const holder = anyOf(random, holdersOf(draft, ...keys));
    if (holder === undefined) {
      return undefined;
    }
    const [key, value] = choose(random, holder);
    holder[key] = value;
    return `${key}: ${JSON.stringify(value)}`;
  };
}

const range = setting(['range'], (random) => [
  'range',
  random.pick([
    '10.77.0.0',
    '10.77.0.0/31',
    '10.77.0.7/32',
    '10.77.0.0/30',
    '10.77.0.9/24',
    '010.077.000.000/24',
    '10.77.0.10-10.77.0.60',
    '10.77.0.10-10.77.0.60/24',
    '10.77.0.60-10.77.0.10/24',
    '10.78.0.10-10.77.0.60/24',
    '10.77.0.10-10.77.0.60/24-3',
    '10.77.0.10 - 10.77.0.60/24',
    'fd00:78::/127',
    'fd00:78::/64',
    'fd00:78::5-fd00:78::9/120',
    '::/64',
    '0.0.0.0/0',
    '10.77.0.0/33',
    '10.77.1.0/24',
    '',
  ]),
]);

const bound = setting(['range'], (random) => [
  random.pick(['range_start', 'range_end']),
  random.pick(['10.77.0.0', '10.77.0.5', '10.77.0.255', '10.99.0.1', '10.77.0.60/24', 'fd00:77::5', 'first', '']),
]);

const exclusion = setting(['range'], (random, { range: all = '', exclude }) => [
  'exclude',
  [
    ...(Array.isArray(exclude) ? exclude : []),
    random.pick([
      plain(all).replace(/^.*-/, ''),
      '10.77.0.0/16',
      '10.77.0.5',
      '10.77.0.0/33',
      '10.77.0.010',
      '10.77.0.5-10.77.0.9',
      'fd00:77::/64',
      '::/0',
      'none',
      '',
    ]),
  ],
]);

const secondRange = setting(['range', 'ipRanges'], (random, holder) => [
  'ipRanges',
  [
    ...(Array.isArray(holder['ipRanges']) ? holder['ipRanges'] : []),
    random.pick<Branch>([
      { range: plain(holder['range'] ?? '10.77.1.0/24') },
      { range: '10.77.1.0/24' },
      { range: '10.77.40.0/24', range_start: '10.77.40.9' },
      { range: 'fd00:80::/64' },
      { range: '10.77.40.0/31' },
      { subnet: '10.77.40.0/24' },
      {},
    ]),
  ],
]);

const election = setting(['leader_lease_duration'], (random) => [
  random.pick(['leader_lease_duration', 'leader_renew_deadline', 'leader_retry_period']),
  random.pick([0, 1, 400, 800, 1000, 1500, 2000, -5]),
]);

const pool = setting(['configuration_path'], (random) => [
  'network_name',
  random.pick(['green', 'Green', 'green_1', 'green.1', '-green', 'g/n', 'a'.repeat(260), '']),
]);

const gateway = setting(['range', 'ipRanges'], (random) => [
  'gateway',
  random.pick(['10.77.0.1', '10.77.0.1/24', '10.77.0.010', '10.99.0.1', 'fd00:77::1', 'auto', '']),
]);

/** Keys of another IPAM plugin, and types that are mixed up. */
const mixed: Mutation = (draft, random) => {
  const ipam = anyOf(random, holdersOf(draft, 'range', 'ipRanges', 'ranges'));
  if (ipam === undefined) {
    return undefined;
  }
  if (random.chance(0.4)) {
    ipam['type'] = ipam['type'] === 'whereabouts' ? 'host-local' : 'whereabouts';
    return `ipam of type ${ipam['type']}`;
  }
  const [from, to] = random.pick([
    ['range', 'subnet'],
    ['range', 'rangeStart'],
    ['ipRanges', 'ranges'],
    ['range_start', 'rangeStart'],
    ['ranges', 'ipRanges'],
  ]);
  const { [from]: value } = ipam;
  if (value === undefined) {
    return undefined;
  }
  delete ipam[from];
  ipam[to] = value;
  return `${from} as ${to}`;
};

/** The configurations below `delegates`. */
function delegatesIn(draft: Draft): Branch[] {
  return pluginsOf(draft).flatMap(({ delegates }) => (Array.isArray(delegates) ? delegates.filter(isBranch) : []));
}

const MORE_DELEGATES: readonly [Branch, ...Branch[]] = [
  {},
  { type: '' },
  { name: 'more', type: 'loopback' },
  { name: 'more', cniVersion: '1.0.0', type: 'loopback' },
  { name: 'more', cniVersion: '0.3.1', type: 'loopback' },
  { cniVersion: '1.0.0', type: 'loopback' },
  { name: 'more', cniVersion: '1.0.0', plugins: [] },
  { name: 'more', cniVersion: '1.0.0', plugins: [{}] },
  { name: 'more', cniVersion: '1.0.0', plugins: [{ type: 'loopback' }] },
  { name: 'more', cniVersion: '1.0.0', plugins: [{ type: 'loopback' }, { type: 'tuning' }] },
  { name: 'more', cniVersion: '1.0.0', type: 'bridge', bridge: 'more0', ipam: { type: 'host-local' } },
  { name: 'more', cniVersion: '1.2.0', type: 'loopback' },
];

const anotherDelegate: Mutation = (draft, random) => {
  const plugin = anyOf(
    random,
    pluginsOf(draft).filter(({ type }) => type === 'multus'),
  );
  if (plugin === undefined) {
    return undefined;
  }
  const more: Branch = structuredClone(random.pick(MORE_DELEGATES));
  const before = Array.isArray(plugin['delegates']) ? plugin['delegates'] : [];
  plugin['delegates'] = random.chance(0.7) ? [...before, more] : [more, ...before];
  return `another delegate ${JSON.stringify(more)}`;
};

/** A delegate with another key, or without one. */
const changedDelegate: Mutation = (draft, random) => {
  const one = anyOf(random, delegatesIn(draft));
  if (one === undefined) {
    return undefined;
  }
  if (random.chance(0.3)) {
    const key = anyOf(random, Object.keys(one)) ?? 'name';
    delete one[key];
    return `a delegate without ${key}`;
  }
  const [key, value] = random.pick<[string, Tree]>([
    ['cniVersion', '0.2.0'],
    ['cniVersion', '0.3.1'],
    ['cniVersion', '1.1.0'],
    ['cniVersion', '2.0.0'],
    ['name', ''],
    ['name', 'a net'],
    ['type', 'macvlan'],
    ['type', 'loopback'],
    ['mtu', '1400'],
    ['capabilities', { mac: true }],
    ['plugins', []],
    ['ipam', {}],
  ]);
  one[key] = value;
  return `a delegate with ${key}: ${JSON.stringify(value)}`;
};

const ofCluster = setting(['delegates', 'clusterNetwork'], (random) =>
  random.pick<[string, Tree]>([
    ['clusterNetwork', 'pods.conflist'],
    ['clusterNetwork', ''],
    ['defaultNetworks', ['10-pods.conf']],
    ['defaultNetworks', 'pods'],
    ['kubeconfig', '/etc/cni/net.d/multus.d/no-such.kubeconfig'],
    ['kubeconfig', ''],
    ['delegates', []],
    ['delegates', {}],
    ['delegates', [{}]],
    ['namespaceIsolation', 'true'],
    ['globalNamespaces', ['default']],
    ['systemNamespaces', 'kube-system'],
    ['logOptions', { maxSize: '100' }],
    ['logToStderr', false],
    ['retryDeleteOnError', true],
    ['daemonSocketDir', '/run/multus'],
  ]),
);

/** The configurations in `delegate` of flannel; an empty one where it has none. */
function flannelDelegates(draft: Draft): Branch[] {
  return holdersOf(draft, 'delegate')
    .map(({ delegate }) => delegate)
    .filter(isBranch);
}

const changedLease: Mutation = (draft, random) => {
  const one = anyOf(random, flannelDelegates(draft));
  if (one === undefined) {
    return undefined;
  }
  const more = random.pick<Branch>([
    { name: 'other' },
    { ipam: { type: 'host-local' } },
    { ipam: null },
    { type: 5 },
    { type: '' },
    { type: 'macvlan', master: 'eth0' },
    { type: 'ptp' },
    { type: 'host-local' },
    { bridge: 'a-name-that-is-too-long' },
    { bridge: 'eth0' },
    { mtu: 9000 },
    { mtu: '1400' },
    { mtu: null },
    { vlan: 5000 },
    { hairpinMode: true, promiscMode: true },
    { isDefaultGateway: true },
    { isGateway: false },
    { cniVersion: '9.0.0' },
    { ipMasq: 'yes' },
  ]);
  Object.assign(one, more);
  return `the delegate with ${JSON.stringify(more)}`;
};

const flannelIpam = setting(['delegate'], (random) => [
  'ipam',
  random.pick<Tree>([
    {},
    null,
    { type: 'static' },
    { type: 5 },
    { subnet: '10.77.50.0/24' },
    { ranges: 5 },
    { routes: [{ dst: '0.0.0.0/0' }] },
    { routes: [{ dst: '10.77.0.0/16' }] },
    { routes: [{ dst: '192.168.7.0' }] },
    { routes: { dst: '192.168.7.0/24' } },
    { dataDir: '/var/lib/cni/other' },
    'host-local',
  ]),
]);

const flannelPaths = setting(['delegate'], (random) => [
  random.pick(['subnetFile', 'subnetFile', 'dataDir']),
  random.pick(['/run/flannel/other.env', '/var/lib/cni/other', '']),
]);

/** Mutations of the keys of Whereabouts, Multus and flannel. */
export const thirdPartyMutations: readonly WeightedMutation[] = [
  ['range of whereabouts', range, 9],
  ['bound of whereabouts', bound, 4],
  ['exclude of whereabouts', exclusion, 7],
  ['another range of whereabouts', secondRange, 5],
  ['leader election', election, 4],
  ['name of the pool', pool, 3],
  ['gateway of whereabouts', gateway, 3],
  ['keys of another IPAM', mixed, 5],
  ['another delegate', anotherDelegate, 9],
  ['delegate changed', changedDelegate, 9],
  ['cluster network', ofCluster, 8],
  ['delegate of flannel', changedLease, 12],
  ['ipam of flannel', flannelIpam, 6],
  ['paths of flannel', flannelPaths, 4],
];
