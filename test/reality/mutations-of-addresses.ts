import type { Random } from '../conformance/generate/random.ts';
import {
  anyOf,
  type Branch,
  type Draft,
  ipamsOf,
  isBranch,
  type Mutation,
  pathText,
  put,
  type Spot,
  spots,
  plain,
  type Tree,
  type WeightedMutation,
} from './draft.ts';

const PREFIXED = /^[\da-f.:]+\/\d+$/i;
const PLAIN = /^(\d+\.\d+\.\d+\.\d+|[\da-f]*:[\da-f:]*)$/i;

const isPrefixed = ({ value }: Spot): boolean => typeof value === 'string' && PREFIXED.test(value);
const isPlain = ({ value }: Spot): boolean => typeof value === 'string' && PLAIN.test(value);

function rewriting(wanted: (spot: Spot) => boolean, rewrite: (text: string, random: Random) => string): Mutation {
  return (draft, random) => {
    const spot = anyOf(random, spots(draft, wanted));
    if (spot === undefined) {
      return undefined;
    }
    const text = rewrite(plain(spot.value), random);
    put(spot, text);
    return `${pathText(spot.path)}: ${text}`;
  };
}

/** An IPv4 address with one octet changed. */
function octet(text: string, random: Random): string {
  const parts = text.split('.');
  if (parts.length !== 4) {
    return random.pick([`${text}g`, text.replace('::', ':0::'), `${text}%eth0`, text.replace('::', ':')]);
  }
  const at = random.below(4);
  const changed = random.pick(['0', '1', '255', '256', '999', '-1', '010', '', String(random.below(256))]);
  return parts.map((part, index) => (index === at ? changed : part)).join('.');
}

const range = rewriting(isPrefixed, (text, random) => {
  const [address = '', prefix = ''] = text.split('/');
  const isIPv4 = address.includes('.');
  return random.pick([
    address,
    `${address}/`,
    `${octet(address, random)}/${prefix}`,
    `${octet(address, random)}/${prefix}`,
    `${address}/${random.below(isIPv4 ? 33 : 129)}`,
    `${address}/${random.pick(['33', '129', '-1', '024', '31', '32', '30', '127', '128', '255.255.255.0'])}`,
    isIPv4 ? `::ffff:${address}/120` : `10.78.0.0/24`,
    isIPv4 ? 'fd00:78::/64' : `${address}/64/64`,
  ]);
});

const others = [
  '10.77.0.0',
  '10.77.0.1',
  '10.77.0.2',
  '10.77.0.100',
  '10.77.0.255',
  '10.78.0.1',
  '0.0.0.0',
  '127.0.0.1',
  '224.0.0.1',
  '255.255.255.255',
  'fd00:77::1',
  '::',
  '::ffff:10.77.0.9',
] as const;

const address = rewriting(isPlain, (text, random) =>
  random.pick([`${text}/24`, octet(text, random), octet(text, random), random.pick(others), random.pick(others)]),
);

/** The range objects of host-local, wherever they are. */
function rangesOf(draft: Draft): Branch[] {
  const found = spots(draft, ({ value }) => isBranch(value) && typeof value['subnet'] === 'string');
  return found.map(({ value }) => value).filter(isBranch);
}

/** Adds or changes a bound or the gateway of a range. */
const bounds: Mutation = (draft, random) => {
  const one = anyOf(random, rangesOf(draft));
  if (one === undefined) {
    return undefined;
  }
  const key = random.pick(['rangeStart', 'rangeEnd', 'gateway']);
  const isIPv4 = plain(one['subnet']).includes('.');
  const inside = isIPv4
    ? plain(one['subnet']).replace(/\.\d+\/.*$/, `.${random.pick(['0', '1', '2', '5', '60', '254', '255'])}`)
    : plain(one['subnet']).replace(/::?\/.*$/, `::${random.pick(['', '1', '5', 'ffff'])}`);
  const value = random.chance(0.6) ? inside : random.pick(others);
  one[key] = value;
  return `${key} ${value} in ${plain(one['subnet'])}`;
};

const swapped: Mutation = (draft, random) => {
  const both = rangesOf(draft).filter(({ rangeStart, rangeEnd }) => rangeStart !== undefined && rangeEnd !== undefined);
  const one = anyOf(random, both);
  if (one === undefined) {
    return undefined;
  }
  const { rangeStart = null, rangeEnd = null } = one;
  one['rangeStart'] = rangeEnd;
  one['rangeEnd'] = rangeStart;
  return 'rangeStart and rangeEnd swapped';
};

const moreRanges: readonly [Branch, ...Branch[]] = [
  { subnet: '10.77.0.0/24' },
  { subnet: '10.77.0.128/25' },
  { subnet: '10.77.9.0/24' },
  { subnet: 'fd00:79::/64' },
  { subnet: '10.77.0.0/16' },
  {},
];

/** Another range: in a separate set, in the first set, or in place of a set. */
const anotherRange: Mutation = (draft, random) => {
  const ipam = anyOf(random, ipamsOf(draft, 'host-local'));
  if (ipam === undefined) {
    return undefined;
  }
  const sets: Tree[] = Array.isArray(ipam['ranges']) ? ipam['ranges'] : [];
  const more: Branch = { ...random.pick(moreRanges) };
  const [first] = sets;
  const where = random.below(3);
  if (where === 0 && Array.isArray(first)) {
    first.push(more);
  } else {
    sets.push(where === 1 ? more : [more]);
  }
  ipam['ranges'] = sets;
  return `another range ${JSON.stringify(more)}, ${['in the first set', 'bare', 'in a set'][where] ?? ''}`;
};

const moreRoutes: readonly [Branch, ...Branch[]] = [
  { dst: '0.0.0.0/0' },
  { dst: '::/0' },
  { dst: '192.168.9.0/24' },
  { dst: '192.168.9.7/24' },
  { dst: '192.168.9.0/24', gw: '10.77.0.1' },
  { dst: '192.168.9.0/24', gw: '10.99.0.1' },
  { dst: '192.168.9.0/24', gw: 'fd00:77::1' },
  { dst: '10.77.0.0/24' },
  { dst: '10.77.0.0/16' },
  { dst: '192.168.9.0/24', priority: 100 },
  { dst: '192.168.9.0/24', scope: 253 },
  { dst: '192.168.9.0/24', table: 100, mtu: 1400, advmss: 1360 },
  { dst: '192.168.9.1' },
  { gw: '10.77.0.1' },
  {},
];

const anotherRoute: Mutation = (draft, random) => {
  const ipam = anyOf(random, ipamsOf(draft));
  if (ipam === undefined) {
    return undefined;
  }
  const routes: Tree[] = Array.isArray(ipam['routes']) ? ipam['routes'] : [];
  const more: Branch = { ...random.pick(moreRoutes) };
  ipam['routes'] = random.chance(0.8) ? [...routes, more] : [more, ...routes];
  return `another route ${JSON.stringify(more)}`;
};

const moreAddresses = [
  '10.77.0.5/24',
  '10.77.0.6/24',
  '10.77.0.0/24',
  '224.0.0.5/24',
  'fd00:77::5/64',
  '::/64',
  '10.77.0.7',
] as const;

const anotherAddress: Mutation = (draft, random) => {
  const ipam = anyOf(random, ipamsOf(draft, 'static'));
  if (ipam === undefined) {
    return undefined;
  }
  const addresses: Tree[] = Array.isArray(ipam['addresses']) ? ipam['addresses'] : [];
  const more = random.pick(moreAddresses);
  ipam['addresses'] = [...addresses, { address: more }];
  return `another address ${more}`;
};

/** Mutations of ranges, addresses and routes. */
export const addressMutations: readonly WeightedMutation[] = [
  ['CIDR changed', range, 8],
  ['address changed', address, 5],
  ['bound or gateway of a range', bounds, 6],
  ['bounds swapped', swapped, 1],
  ['another range', anotherRange, 4],
  ['another route', anotherRoute, 5],
  ['another static address', anotherAddress, 1],
];
