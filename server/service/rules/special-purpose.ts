import {
  contains,
  formatAddress,
  lastAddress,
  networkAddress,
  parsePrefixed,
  sameAddress,
  type Address,
  type RangeFacts,
} from '../addresses.ts';
import { assignedIn, isOn, isReference } from '../ipam-ranges.ts';
import { foldedMember, textOf } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import { withoutPrefixRoute } from './prefix-routes.ts';
import { changeTo, subnetFixes } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

/** A stretch of addresses, from its first to its last. */
interface Stretch {
  readonly text: string;
  readonly what: string;
  readonly bits: number;
  readonly first: bigint;
  readonly last: bigint;
}

const networks = (list: Readonly<Record<string, string>>): Stretch[] =>
  Object.entries(list).flatMap(([text, what]) => {
    const parsed = parsePrefixed(text);
    if (parsed === undefined) return [];
    const { bits } = parsed.address;
    return [{ text, what, bits, first: networkAddress(parsed).value, last: lastAddress(parsed).value }];
  });

/** Networks that are set aside for something else than the addresses of containers (IANA's registries). */
const SET_ASIDE = networks({
  '0.0.0.0/8': 'for "this network"',
  '127.0.0.0/8': 'for the machine itself',
  '169.254.0.0/16': 'for link-local addresses',
  '224.0.0.0/4': 'for multicast',
  '255.255.255.255/32': 'for broadcast',
  '::1/128': 'for the machine itself',
  '::/96': 'for addresses that once went with those of IPv4, and is not used any more',
  'fe80::/10': 'for link-local addresses',
  'ff00::/8': 'for multicast',
});

/** Networks that anybody may use: private ones, and those of documents and benchmarks, which nobody routes. */
const FREE = networks({
  '10.0.0.0/8': '',
  '172.16.0.0/12': '',
  '192.168.0.0/16': '',
  '100.64.0.0/10': '',
  '192.0.2.0/24': '',
  '198.51.100.0/24': '',
  '203.0.113.0/24': '',
  '198.18.0.0/15': '',
  'fc00::/7': '',
  '2001:db8::/32': '',
  '3fff::/20': '',
});

/** The network of the address that a bridge has by itself. */
const OF_BRIDGE = parsePrefixed('fe80::/64');

/** No interface but lo may have it. */
const LOOPBACK: Address = { bits: 128, value: 1n };

/** What fails for certain with a subnet that is set aside. */
function failure(model: Model, plugin: PluginView, facts: RangeFacts, aside: Stretch): string | undefined {
  const { subnet } = facts;
  const isDoor = plugin.typeName === 'bridge' && (isOn(plugin, 'isGateway') || isOn(plugin, 'isDefaultGateway'));
  const isSame = OF_BRIDGE !== undefined && contains(subnet, OF_BRIDGE.address) && subnet.prefix <= OF_BRIDGE.prefix;
  if (isDoor && isSame && !isOn(plugin, 'forceAddress'))
    return 'bridge fails with "already has an IP address different from …", which is its link-local address';
  const isFirstHandedOut = sameAddress(facts.first, LOOPBACK) && !sameAddress(facts.gateway, LOOPBACK);
  const isOwnDoor = (isDoor || plugin.typeName === 'ptp') && sameAddress(facts.gateway, LOOPBACK);
  if (isOwnDoor || (isFirstHandedOut && isReference(plugin)))
    return `${formatAddress(LOOPBACK)} is of every machine itself, and ${plugin.typeName} fails with "cannot assign requested address"`;
  if (subnet.address.bits === 32) return withoutPrefixRoute(model, plugin, subnet);
  // The kernel refuses IPv6 multicast addresses.
  return aside.what.endsWith('multicast') && isReference(plugin) ? `${plugin.typeName} fails` : undefined;
}

const specialPurpose: Rule = {
  id: 'R154',
  name: 'special-purpose-subnet',
  severity: 'warning',
  *check(model, context): Iterable<Finding> {
    const ranges = assignedIn(model).flatMap(({ sets }) => sets.flatMap((set) => set.ranges));
    for (const { subnet, facts, plugin } of ranges) {
      if (subnet === undefined || facts === undefined) continue;
      const fixes = () => subnetFixes(model, subnet.node, context);
      const { bits, value: first } = facts.network;
      const last = lastAddress(facts.subnet).value;
      const overlaps = (other: Stretch): boolean => other.bits === bits && other.first <= last && first <= other.last;
      const aside = SET_ASIDE.find(overlaps);
      if (aside !== undefined) {
        const fails = failure(model, plugin, facts, aside);
        const what =
          facts.subnet.prefix === 0 ? 'This is every address there is' : `${aside.text} is set aside ${aside.what}`;
        const message = `${what}: ${fails ?? 'packets of such addresses do not get far'}`;
        yield { span: subnet.node, message, fixes, ...(fails === undefined ? {} : { severity: 'error' as const }) };
      } else if (!FREE.some(overlaps)) {
        const message = 'These are public addresses: unless they are yours, the containers cannot reach their owner';
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
      if (value === undefined || !path || path.startsWith('/') || /^[A-Za-z]:\\/.test(path)) continue;
      yield {
        span: value,
        message: `A relative path is looked up where the runtime happens to run: where nothing is there host-local fails with "open ${path}: no such file or directory"`,
        fixes: () => (path.endsWith('resolv.conf') ? [changeTo(value, '/etc/resolv.conf')] : []),
      };
    }
  },
};

export const specialPurposeRules: readonly Rule[] = [specialPurpose, resolvConf];
