import {
  contains,
  describeRange,
  formatAddress,
  formatPrefixed,
  isInRange,
  lastAddress,
  movedInto,
  networkAddress,
  parseAddress,
  parsePrefixed,
  sameAddress,
  shifted,
  type Address,
  type Prefixed,
} from '../addresses.ts';
import { assignedIn, type RangeAt, type RangeSetAt, type TextAt } from '../ipam-ranges.ts';
import { replaceSpan } from '../edits/style.ts';
import { foldedMember, type Member } from '../members.ts';
import { perModel, type Model } from '../model.ts';
import { changeTo, removal } from './simple-fixes.ts';
import { where, type Finding, type Rule } from './rule.ts';

function setsIn(model: Model): RangeSetAt[] {
  return assignedIn(model).flatMap(({ sets }) => sets);
}

/** The ranges whose subnet can be read, with it. */
const subnetsIn = perModel((model): readonly { range: RangeAt; at: TextAt; subnet: Prefixed }[] =>
  setsIn(model).flatMap(({ ranges }) =>
    ranges.flatMap((range) => {
      const subnet = range.subnet && parsePrefixed(range.subnet.text);
      return range.subnet === undefined || subnet === undefined ? [] : [{ range, at: range.subnet, subnet }];
    }),
  ),
);

/** Whether a range has a first or last address of its own. */
const hasBounds = (model: Model): boolean =>
  subnetsIn(model).some(({ range: { start, end } }) => start !== undefined || end !== undefined);

const isTooSmall = ({ address, prefix }: Prefixed): boolean => prefix > address.bits - 2;
const hasHostBits = (subnet: Prefixed): boolean => !sameAddress(subnet.address, networkAddress(subnet));

const hostBits: Rule = {
  id: 'R127',
  name: 'subnet-host-bits',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const { at, subnet } of subnetsIn(model)) {
      if (isTooSmall(subnet) || subnet.mapped || !hasHostBits(subnet)) continue;
      const address = networkAddress(subnet);
      yield {
        span: at.node,
        message: `A subnet is written by its first address: host-local fails with "Network has host bits set. For a subnet mask of length ${subnet.prefix} the network address is ${formatAddress(address)}"`,
        fixes: () => [changeTo(at.node, formatPrefixed({ address, prefix: subnet.prefix }))],
      };
    }
  },
};

const tooSmall: Rule = {
  id: 'R128',
  name: 'subnet-too-small',
  severity: 'error',
  *check(model) {
    for (const { at, subnet } of subnetsIn(model)) {
      if (!isTooSmall(subnet)) continue;
      const wider = { ...subnet, prefix: subnet.address.bits - 2 };
      yield {
        span: at.node,
        message: `There is no room for a gateway and a container: host-local fails with "Network ${formatPrefixed(subnet)} too small to allocate from"`,
        fixes: () => [changeTo(at.node, formatPrefixed({ ...wider, address: networkAddress(wider) }))],
      };
    }
  },
};

const mapped: Rule = {
  id: 'R129',
  name: 'subnet-v4-mapped',
  severity: 'error',
  *check(model) {
    for (const { at, subnet } of subnetsIn(model)) {
      if (!subnet.mapped || isTooSmall(subnet)) continue;
      yield {
        span: at.node,
        message:
          'This is an IPv4 subnet in the clothes of IPv6: host-local fails with "IPNet IP and Mask version mismatch"',
        fixes: () => [changeTo(at.node, formatPrefixed({ ...subnet, address: networkAddress(subnet) }))],
      };
    }
  },
};

/** Range ends that can be read. */
interface End {
  readonly key: 'RangeStart' | 'RangeEnd';
  readonly at: TextAt;
  readonly address: Address;
}

function endsOf({ start, end }: RangeAt): End[] {
  const [first, last] = [start && parseAddress(start.text), end && parseAddress(end.text)];
  return [
    ...(start && first ? [{ key: 'RangeStart' as const, at: start, address: first }] : []),
    ...(end && last ? [{ key: 'RangeEnd' as const, at: end, address: last }] : []),
  ];
}

const outside: Rule = {
  id: 'R130',
  name: 'range-outside-subnet',
  severity: 'error',
  *check(model) {
    for (const { range, subnet } of subnetsIn(model)) {
      if (isTooSmall(subnet) || hasHostBits(subnet)) continue;
      for (const { key, at, address } of endsOf(range)) {
        const isBefore =
          key === 'RangeEnd' && range.start === undefined && sameAddress(address, networkAddress(subnet));
        if (contains(subnet, address) && !isBefore) continue;
        const fits = address.bits === subnet.address.bits && !isBefore;
        yield {
          span: at.node,
          message: `host-local fails with "${key} ${formatAddress(address)} not in network ${formatPrefixed(subnet)}"`,
          fixes: () => (fits ? [changeTo(at.node, formatAddress(movedInto(subnet, address)))] : []),
        };
      }
    }
  },
};

const inverted: Rule = {
  id: 'R131',
  name: 'range-inverted',
  severity: 'error',
  *check(model) {
    for (const { range, subnet } of subnetsIn(model)) {
      const [start, end] = endsOf(range);
      if (start === undefined || end === undefined || start.address.value <= end.address.value) continue;
      if (!contains(subnet, start.address) || !contains(subnet, end.address) || hasHostBits(subnet)) continue;
      yield {
        span: start.at.node,
        message: `The range ends before it starts: host-local fails with "RangeStart ${formatAddress(start.address)} not in network ${formatPrefixed(subnet)}"`,
        related: [{ span: end.at.node, message: 'It ends here' }],
        fixes: () => [
          {
            title: 'Exchange start and end',
            preferred: true,
            changes: [
              replaceSpan(start.at.node, JSON.stringify(end.at.text)),
              replaceSpan(end.at.node, JSON.stringify(start.at.text)),
            ],
          },
        ],
      };
    }
  },
};

const borders: Rule = {
  id: 'R132',
  name: 'range-includes-network-or-broadcast',
  severity: 'warning',
  *check(model) {
    for (const { range, subnet } of subnetsIn(model)) {
      if (subnet.address.bits !== 32 || isTooSmall(subnet)) continue;
      for (const { at, address } of endsOf(range)) {
        const isNetwork = sameAddress(address, networkAddress(subnet));
        if (!isNetwork && !sameAddress(address, lastAddress(subnet))) continue;
        if (isNetwork && at === range.end) continue;
        yield {
          span: at.node,
          message: `host-local hands out ${formatAddress(address)}, which is the ${isNetwork ? 'network' : 'broadcast'} address of ${formatPrefixed(subnet)}`,
          fixes: () => [changeTo(at.node, formatAddress(shifted(address, isNetwork ? 1n : -1n)))],
        };
      }
    }
  },
};

/** The members that make a range smaller than its subnet. */
const boundsOf = ({ node }: RangeAt): Member[] =>
  ['rangeStart', 'rangeEnd'].flatMap((key) => foldedMember(node, key) ?? []);

const nothingLeft: Rule = {
  id: 'R133',
  name: 'range-only-gateway',
  severity: 'error',
  *check(model) {
    for (const { ranges } of setsIn(model)) {
      if (ranges.length === 0 || !ranges.every(({ facts }) => facts !== undefined && facts.usable === 0n)) continue;
      const [range] = ranges;
      if (range?.facts === undefined) continue;
      const { first, last, subnet } = range.facts;
      if (isTooSmall(subnet)) continue;
      yield {
        span: (range.start ?? range.subnet)?.node ?? range.node,
        message: `Its only address is the gateway's, so there is none to hand out: host-local fails with "no IP addresses available in range set: ${formatAddress(first)}-${formatAddress(last)}"`,
        fixes: () => (ranges.length > 1 ? [] : [removal(range.node, boundsOf(range), false)]),
      };
    }
  },
};

const gatewayInRange: Rule = {
  id: 'R137',
  name: 'gateway-in-explicit-range',
  severity: 'information',
  *check(model) {
    for (const { range, subnet } of subnetsIn(model)) {
      const { facts, start, end, gateway } = range;
      if (facts === undefined || start === undefined || facts.usable === 0n || isTooSmall(subnet)) continue;
      const isFirst = sameAddress(facts.first, describeRange({ subnet }).first);
      if (isFirst && end === undefined) continue; // as without "rangeStart"
      if (!isInRange(facts, facts.gateway)) continue;
      yield {
        span: (gateway ?? start).node,
        message: `The gateway ${formatAddress(facts.gateway)} is in the range and is not handed out: ${facts.usable} addresses are left`,
        fixes: () => {
          // At an end of the range it can be left out without a change of what is handed out.
          if (sameAddress(facts.gateway, facts.first))
            return [changeTo(start.node, formatAddress(shifted(facts.first, 1n)))];
          const isLast = end !== undefined && sameAddress(facts.gateway, facts.last);
          return isLast ? [changeTo(end.node, formatAddress(shifted(facts.last, -1n)))] : [];
        },
      };
    }
  },
};

export const hostLocalRangeRules: readonly Rule[] = [
  hostBits,
  tooSmall,
  mapped,
  ...where(hasBounds, [outside, inverted, borders, gatewayInRange]),
  nothingLeft,
];
