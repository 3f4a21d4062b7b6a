import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt, valueKeywords } from '../schema/schema-match.ts';
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
} from '../../document/addresses.ts';
import { assignedIn, type RangeAt, type RangeSetAt, type TextAt } from '../../document/ipam-ranges.ts';
import { replaceSpan } from '../../edits/style.ts';
import { foldedMember, type Member } from '../../document/members.ts';
import { perModel, type Model } from '../../document/model.ts';
import { changeTo, removal } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import { noFindings, type Finding, type Rule } from '../rule.ts';

function setsIn(model: Model): RangeSetAt[] {
  return assignedIn(model).flatMap(({ sets }) => sets);
}

/** The ranges with a valid subnet, and that subnet. */
const subnetsIn = perModel((model): readonly { range: RangeAt; at: TextAt; subnet: Prefixed }[] =>
  setsIn(model).flatMap(({ ranges }) =>
    ranges.flatMap((range) => {
      const subnet = range.subnet && parsePrefixed(range.subnet.text);
      return range.subnet === undefined || subnet === undefined ? [] : [{ range, at: range.subnet, subnet }];
    }),
  ),
);

const isTooSmall = ({ address, prefix }: Prefixed): boolean => prefix > address.bits - 2;
const hasHostBits = (subnet: Prefixed): boolean => !sameAddress(subnet.address, networkAddress(subnet));

const hostBits: Rule = {
  id: 'R127',
  name: 'subnet-host-bits',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const { at, subnet } of subnetsIn(model)) {
      if (isTooSmall(subnet) || subnet.mapped || !hasHostBits(subnet)) {
        continue;
      }
      const address = networkAddress(subnet);
      yield {
        span: at.node,
        message: sentences(
          l10n.t('The subnet does not begin at its network address.'),
          failsWith(
            'host-local',
            `Network has host bits set. For a subnet mask of length ${subnet.prefix} the network address is ${formatAddress(address)}`,
          ),
        ),
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
      if (!isTooSmall(subnet)) {
        continue;
      }
      const wider = { ...subnet, prefix: subnet.address.bits - 2 };
      yield {
        span: at.node,
        message: sentences(
          l10n.t('The subnet has no room for a gateway and a container.'),
          failsWith('host-local', `Network ${formatPrefixed(subnet)} too small to allocate from`),
        ),
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
      if (!subnet.mapped || isTooSmall(subnet)) {
        continue;
      }
      yield {
        span: at.node,
        message: sentences(
          l10n.t('The subnet is an IPv4 subnet written in IPv6 notation.'),
          failsWith('host-local', 'IPNet IP and Mask version mismatch'),
        ),
        fixes: () => [changeTo(at.node, formatPrefixed({ ...subnet, address: networkAddress(subnet) }))],
      };
    }
  },
};

/** A valid start or end of a range. */
interface Bound {
  readonly key: 'RangeStart' | 'RangeEnd';
  readonly at: TextAt;
  readonly address: Address;
}

function boundsOf({ start, end }: RangeAt): Bound[] {
  const [first, last] = [start && parseAddress(start.text), end && parseAddress(end.text)];
  return [
    ...(start && first ? [{ key: 'RangeStart' as const, at: start, address: first }] : []),
    ...(end && last ? [{ key: 'RangeEnd' as const, at: end, address: last }] : []),
  ];
}

function outsideProblem(key: Bound['key'], isBeforeStart: boolean): string {
  if (isBeforeStart) {
    return l10n.t('The range ends before the first usable address of its subnet.');
  }
  return key === 'RangeStart'
    ? l10n.t('The range starts outside its subnet.')
    : l10n.t('The range ends outside its subnet.');
}

const outside: Rule = {
  id: 'R130',
  name: 'range-outside-subnet',
  severity: 'error',
  *check(model) {
    for (const { range, subnet } of subnetsIn(model)) {
      if (isTooSmall(subnet) || hasHostBits(subnet)) {
        continue;
      }
      for (const { key, at, address } of boundsOf(range)) {
        const isBefore =
          key === 'RangeEnd' && range.start === undefined && sameAddress(address, networkAddress(subnet));
        if (contains(subnet, address) && !isBefore) {
          continue;
        }
        const fits = address.bits === subnet.address.bits && !isBefore;
        yield {
          span: at.node,
          message: sentences(
            outsideProblem(key, isBefore),
            failsWith('host-local', `${key} ${formatAddress(address)} not in network ${formatPrefixed(subnet)}`),
          ),
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
      const [start, end] = boundsOf(range);
      if (start === undefined || end === undefined || start.address.value <= end.address.value) {
        continue;
      }
      if (!contains(subnet, start.address) || !contains(subnet, end.address) || hasHostBits(subnet)) {
        continue;
      }
      yield {
        span: start.at.node,
        message: sentences(
          l10n.t('The range ends before it starts.'),
          failsWith(
            'host-local',
            `RangeStart ${formatAddress(start.address)} not in network ${formatPrefixed(subnet)}`,
          ),
        ),
        related: [{ span: end.at.node, message: l10n.t('The range ends here.') }],
        fixes: () => [
          {
            title: l10n.t('Swap start and end'),
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

const reservedAddresses: Rule = {
  id: 'R132',
  name: 'range-includes-network-or-broadcast',
  severity: 'warning',
  *check(model) {
    for (const { range, subnet } of subnetsIn(model)) {
      if (subnet.address.bits !== 32 || isTooSmall(subnet)) {
        continue;
      }
      for (const { at, address } of boundsOf(range)) {
        const isNetwork = sameAddress(address, networkAddress(subnet));
        if (!isNetwork && !sameAddress(address, lastAddress(subnet))) {
          continue;
        }
        if (isNetwork && at === range.end) {
          continue;
        }
        yield {
          span: at.node,
          message: isNetwork
            ? l10n.t(
                'The range includes {0}, the network address of {1}. host-local assigns it to a container.',
                formatAddress(address),
                formatPrefixed(subnet),
              )
            : l10n.t(
                'The range includes {0}, the broadcast address of {1}. host-local assigns it to a container.',
                formatAddress(address),
                formatPrefixed(subnet),
              ),
          fixes: () => [changeTo(at.node, formatAddress(shifted(address, isNetwork ? 1n : -1n)))],
        };
      }
    }
  },
};

/** The members that make a range smaller than its subnet. */
const boundMembers = ({ node }: RangeAt): Member[] =>
  ['rangeStart', 'rangeEnd'].flatMap((key) => foldedMember(node, key) ?? []);

const onlyGateway: Rule = {
  id: 'R133',
  name: 'range-only-gateway',
  severity: 'error',
  *check(model) {
    for (const { ranges } of setsIn(model)) {
      if (ranges.length === 0 || !ranges.every(({ facts }) => facts !== undefined && facts.usable === 0n)) {
        continue;
      }
      const [range] = ranges;
      if (range?.facts === undefined) {
        continue;
      }
      const { first, last, subnet } = range.facts;
      if (isTooSmall(subnet)) {
        continue;
      }
      yield {
        span: (range.start ?? range.subnet)?.node ?? range.node,
        message: sentences(
          l10n.t('The only address of the range is the gateway, so none is left for containers.'),
          failsWith(
            'host-local',
            `no IP addresses available in range set: ${formatAddress(first)}-${formatAddress(last)}`,
          ),
        ),
        fixes: () => (ranges.length > 1 ? [] : [removal(range.node, boundMembers(range), false)]),
      };
    }
  },
};

const gatewayInRange: Rule = {
  id: 'R137',
  name: 'gateway-in-explicit-range',
  severity: 'hint',
  *check(model) {
    for (const { range, subnet } of subnetsIn(model)) {
      const { facts, start, end, gateway } = range;
      if (facts === undefined || start === undefined || facts.usable === 0n || isTooSmall(subnet)) {
        continue;
      }
      const isFirst = sameAddress(facts.first, describeRange({ subnet }).first);
      // The same as without "rangeStart".
      if (isFirst && end === undefined) {
        continue;
      }
      if (!isInRange(facts, facts.gateway)) {
        continue;
      }
      yield {
        span: (gateway ?? start).node,
        message: l10n.t(
          'The range includes the gateway {0}, which host-local does not assign. Addresses left for containers: {1}.',
          formatAddress(facts.gateway),
          String(facts.usable),
        ),
        fixes: () => {
          // At either end of the range it can be excluded without a change to the assigned addresses.
          if (sameAddress(facts.gateway, facts.first)) {
            return [changeTo(start.node, formatAddress(shifted(facts.first, 1n)))];
          }
          const isLast = end !== undefined && sameAddress(facts.gateway, facts.last);
          return isLast ? [changeTo(end.node, formatAddress(shifted(facts.last, -1n)))] : [];
        },
      };
    }
  },
};

const rangesShape: Rule = {
  id: 'R138',
  name: 'ranges-shape',
  severity: 'error',
  schema: [schemaAt('host-local/ranges/*')],
  check: noFindings,
};

const subnetMissing: Rule = {
  id: 'R140',
  name: 'range-subnet-missing',
  severity: 'error',
  schema: [schemaAt('host-local/ranges/*/*/subnet', () => 'IP <nil> not v4 nor v6', valueKeywords)],
  check: noFindings,
};

export const hostLocalRangeRules: readonly Rule[] = [
  rangesShape,
  subnetMissing,
  hostBits,
  tooSmall,
  mapped,
  outside,
  inverted,
  reservedAddresses,
  gatewayInRange,
  onlyGateway,
];
