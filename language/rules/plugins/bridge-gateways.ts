import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import {
  contains,
  formatAddress,
  formatPrefixed,
  networkAddress,
  parseAddress,
  sameAddress,
  shifted,
  type Address,
  type Prefixed,
} from '../../document/addresses.ts';
import { assignedIn, hasCapability, isOn, type Assigned } from '../../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { Node } from '../../document/parse.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';
import { whereaboutsRanges } from '../addresses/whereabouts-ranges.ts';
import { elementRemoval } from '../../edits/simple-fixes.ts';

/** A gateway that bridge would add to the bridge, and its origin. */
interface BridgeGateway {
  readonly node: Node;
  /** The range set or address that it belongs to. */
  readonly owner: Node;
  readonly gateway: Address;
  readonly network: Prefixed;
}

/** The gateways of the first range of each set and of each address, in the order in which bridge adds them (calcGateways). */
function gatewaysOf({ plugin, ipam, sets, addresses }: Assigned): BridgeGateway[] {
  const ranged = sets.flatMap(({ node: owner, ranges }) => {
    const [first] = ranges;
    if (first?.facts === undefined) {
      return [];
    }
    const { gateway, subnet: network } = first.facts;
    return [{ node: first.subnet?.node ?? first.node, owner, gateway, network }];
  });
  const fixed = addresses.flatMap(({ node, gateway, parsed, address }) => {
    if (parsed === undefined) {
      return [];
    }
    // Without a gateway bridge uses the first address of the subnet.
    const door = gateway === undefined ? shifted(networkAddress(parsed), 1n) : parseAddress(gateway.text);
    return door === undefined ? [] : [{ node: address?.node ?? node, owner: node, gateway: door, network: parsed }];
  });
  // whereabouts returns one gateway for all its addresses, or none.
  const common = parseAddress(textOf(foldedMember(ipam.node, 'gateway')?.value) ?? '');
  const pooled = whereaboutsRanges(plugin).map(({ node, owner, network }) => ({
    node,
    owner,
    gateway: common ?? shifted(network.address, 1n),
    network,
  }));
  return [...ranged, ...fixed, ...pooled];
}

/** The address of the bridge: the gateway with the prefix length of its network. */
const onBridge = ({ gateway: address, network: { prefix } }: BridgeGateway): Pick<Prefixed, 'address' | 'prefix'> => ({
  address,
  prefix,
});

/** Whether two gateways cannot be on one bridge: two of IPv4 always, two of IPv6 if their networks overlap (ensureAddr). */
function collide(a: BridgeGateway, b: BridgeGateway): boolean {
  if (a.gateway.bits !== b.gateway.bits) {
    return false;
  }
  if (sameAddress(a.gateway, b.gateway) && a.network.prefix === b.network.prefix) {
    return false;
  }
  if (a.gateway.bits === 32) {
    return true;
  }
  return contains(onBridge(a), b.gateway) || contains(onBridge(b), a.gateway);
}

/** The network with a prefix length that contains an address. */
const networkOf = (address: Address, prefix: number): string =>
  `${networkAddress({ address, prefix }).value}/${prefix}`;

/**
 * Returns the first gateway that collides with an earlier one. Thousands of gateways are not compared in pairs: they are
 * looked up by the networks of each prefix length that contain them.
 */
function firstCollision(gateways: readonly BridgeGateway[]): BridgeGateway | undefined {
  if (gateways.length < 2) {
    return undefined;
  }
  const prefixes = new Set(gateways.flatMap(({ gateway, network }) => (gateway.bits === 128 ? [network.prefix] : [])));
  const [seen, networks, containing] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let hasIPv4 = false;
  for (const one of gateways) {
    const { gateway, network } = one;
    const key = `${gateway.bits}:${gateway.value}/${network.prefix}`;
    // The same gateway collides with the same ones.
    if (seen.has(key)) {
      continue;
    }
    seen.add(key);
    if (gateway.bits === 32) {
      if (hasIPv4) {
        return one;
      }
      hasIPv4 = true;
      continue;
    }
    const own = networkOf(gateway, network.prefix);
    const around = [...prefixes].map((prefix) => networkOf(gateway, prefix));
    if (containing.has(own) || around.some((text) => networks.has(text))) {
      return one;
    }
    networks.add(own);
    for (const text of around) {
      containing.add(text);
    }
  }
  return undefined;
}

const severalGateways: Rule = {
  id: 'R087',
  name: 'bridge-multi-v4-gateway',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const assigned of assignedIn(model)) {
      const { plugin, sets } = assigned;
      if (plugin.typeName !== 'bridge' || !(isOn(plugin, 'isGateway') || isOn(plugin, 'isDefaultGateway'))) {
        continue;
      }
      const isForced = isOn(plugin, 'forceAddress');
      const gateways = gatewaysOf(assigned);
      const second = firstCollision(gateways);
      if (second !== undefined) {
        yield* collision(gateways, second, isForced, assigned);
      }
      for (const { ranges } of second === undefined ? sets : []) {
        const [, next] = ranges.filter(({ facts }) => facts?.network.bits === 32);
        if (next === undefined) {
          continue;
        }
        yield {
          span: next.subnet?.node ?? next.node,
          severity: 'information',
          message: l10n.t(
            'This subnet has a different gateway than the previous one. When the previous subnet is full, bridge fails with "{0}".',
            '… already has an IP address different from …',
          ),
        };
      }
    }
  },
};

function* collision(
  gateways: readonly BridgeGateway[],
  second: BridgeGateway,
  isForced: boolean,
  of: Assigned,
): Generator<Finding> {
  const first = gateways.find((one) => collide(one, second));
  const gateway = `${formatAddress(second.gateway)}/${second.network.prefix}`;
  const replaced = hasCapability(of.plugin, 'ips') && of.addresses.length > 0;
  yield {
    span: second.node,
    severity: isForced || replaced ? 'warning' : undefined,
    message: isForced
      ? l10n.t(
          'The bridge can have only one of these gateways. {0} replaces the previous one, whose network is left without a gateway.',
          gateway,
        )
      : sentences(
          l10n.t('The bridge can have only one of these gateways.'),
          failsWith('bridge', `already has an IP address different from ${gateway}`),
        ),
    ...(first === undefined
      ? {}
      : { related: [{ span: first.node, message: l10n.t('The previous gateway belongs to this network.') }] }),
    fixes: () => elementRemoval(second.owner, l10n.t('Remove {0}', formatPrefixed(second.network))),
  };
}

export const bridgeGatewayRules: readonly Rule[] = [severalGateways];
