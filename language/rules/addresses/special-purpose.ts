import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import {
  contains,
  formatAddress,
  lastAddress,
  networkAddress,
  parsePrefixed,
  sameAddress,
  type Address,
  type RangeFacts,
} from '../../document/addresses.ts';
import { assignedIn, isOn, isReference } from '../../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { withoutPrefixRoute } from './prefix-routes.ts';
import { changeTo, subnetFixes } from '../../edits/simple-fixes.ts';
import type { Finding, Rule } from '../rule.ts';

/** A block of addresses. */
interface Block {
  readonly bits: number;
  readonly first: bigint;
  readonly last: bigint;
}

function blockOf(text: string): Block[] {
  const parsed = parsePrefixed(text);
  if (parsed === undefined) {
    return [];
  }
  return [{ bits: parsed.address.bits, first: networkAddress(parsed).value, last: lastAddress(parsed).value }];
}

/** What a block is reserved for, other than addresses of containers. */
type Purpose = 'this network' | 'loopback' | 'link-local' | 'multicast' | 'broadcast' | 'IPv4-compatible';

interface ReservedBlock extends Block {
  readonly text: string;
  readonly purpose: Purpose;
}

/** Blocks that are reserved (IANA's registries). */
const reserved = (
  [
    ['0.0.0.0/8', 'this network'],
    ['127.0.0.0/8', 'loopback'],
    ['169.254.0.0/16', 'link-local'],
    ['224.0.0.0/4', 'multicast'],
    ['255.255.255.255/32', 'broadcast'],
    ['::1/128', 'loopback'],
    ['::/96', 'IPv4-compatible'],
    ['fe80::/10', 'link-local'],
    ['ff00::/8', 'multicast'],
  ] as const
).flatMap(([text, purpose]) => blockOf(text).map((block): ReservedBlock => ({ ...block, text, purpose })));

function reservedMessage({ text, purpose }: ReservedBlock): string {
  switch (purpose) {
    case 'this network':
      return l10n.t('{0} is reserved for "this network".', text);
    case 'loopback':
      return l10n.t('{0} is reserved for loopback addresses.', text);
    case 'link-local':
      return l10n.t('{0} is reserved for link-local addresses.', text);
    case 'multicast':
      return l10n.t('{0} is reserved for multicast.', text);
    case 'broadcast':
      return l10n.t('{0} is reserved for broadcast.', text);
    case 'IPv4-compatible':
      return l10n.t('{0} is reserved for IPv4-compatible addresses, which are deprecated.', text);
  }
}

/** Blocks that anyone may use: private ones, and those for documentation and benchmarks, which are not routed. */
const free = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '198.18.0.0/15',
  'fc00::/7',
  '2001:db8::/32',
  '3fff::/20',
].flatMap(blockOf);

/** The network of the link-local address of a bridge. */
const ofBridge = parsePrefixed('fe80::/64');

/** Only lo may have it. */
const loopback: Address = { bits: 128, value: 1n };

/** Returns a sentence about what certainly fails with a subnet in a reserved block. */
function failure(model: Model, plugin: PluginView, facts: RangeFacts, block: ReservedBlock): string | undefined {
  const { subnet } = facts;
  const isGateway = plugin.typeName === 'bridge' && (isOn(plugin, 'isGateway') || isOn(plugin, 'isDefaultGateway'));
  const isSame = ofBridge !== undefined && contains(subnet, ofBridge.address) && subnet.prefix <= ofBridge.prefix;
  if (isGateway && isSame && !isOn(plugin, 'forceAddress')) {
    return l10n.t(
      'The bridge has a link-local address in this subnet, and bridge fails with "{0}".',
      'already has an IP address different from …',
    );
  }
  const isFirstAssigned = sameAddress(facts.first, loopback) && !sameAddress(facts.gateway, loopback);
  const isOnHost = (isGateway || plugin.typeName === 'ptp') && sameAddress(facts.gateway, loopback);
  if (isOnHost || (isFirstAssigned && isReference(plugin))) {
    return l10n.t(
      '{0} is the loopback address, and {1} fails with "{2}".',
      formatAddress(loopback),
      plugin.typeName ?? '',
      'cannot assign requested address',
    );
  }
  if (subnet.address.bits === 32) {
    return withoutPrefixRoute(model, plugin, subnet);
  }
  // The kernel rejects IPv6 multicast addresses.
  return block.purpose === 'multicast' && isReference(plugin)
    ? l10n.t('The kernel rejects such an address for an interface, and {0} fails.', plugin.typeName ?? '')
    : undefined;
}

const specialPurpose: Rule = {
  id: 'R154',
  name: 'special-purpose-subnet',
  severity: 'warning',
  *check(model, context): Iterable<Finding> {
    const ranges = assignedIn(model).flatMap(({ sets }) => sets.flatMap((set) => set.ranges));
    for (const { subnet, facts, plugin } of ranges) {
      if (subnet === undefined || facts === undefined) {
        continue;
      }
      const fixes = () => subnetFixes(model, subnet.node, context);
      const { bits, value: first } = facts.network;
      const last = lastAddress(facts.subnet).value;
      const overlaps = (other: Block): boolean => other.bits === bits && other.first <= last && first <= other.last;
      const block = reserved.find(overlaps);
      if (block !== undefined) {
        const fails = failure(model, plugin, facts, block);
        const problem =
          facts.subnet.prefix === 0 ? l10n.t('The subnet contains every address.') : reservedMessage(block);
        const message = sentences(problem, fails ?? l10n.t('Packets from and to such addresses may be dropped.'));
        yield { span: subnet.node, message, fixes, severity: fails === undefined ? undefined : 'error' };
      } else if (!free.some(overlaps)) {
        const message = l10n.t(
          'The subnet is public. Unless it is yours, containers cannot reach the real hosts with these addresses.',
        );
        yield { span: subnet.node, severity: 'information', message, fixes };
      }
    }
  },
};

const resolvConf: Rule = {
  id: 'R155',
  name: 'resolvconf-path',
  severity: 'warning',
  *check(model) {
    for (const { ipam } of assignedIn(model)) {
      const value = ipam.typeName === 'host-local' ? foldedMember(ipam.node, 'resolvConf')?.value : undefined;
      const path = textOf(value);
      if (value === undefined || !path || path.startsWith('/') || /^[A-Za-z]:\\/.test(path)) {
        continue;
      }
      yield {
        span: value,
        message: l10n.t(
          'A relative path depends on the working directory of the runtime. If the file is not there, host-local fails with "{0}".',
          `open ${path}: no such file or directory`,
        ),
        fixes: () => (path.endsWith('resolv.conf') ? [changeTo(value, '/etc/resolv.conf')] : []),
      };
    }
  },
};

export const specialPurposeRules: readonly Rule[] = [specialPurpose, resolvConf];
