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
} from '../addresses.ts';
import { assignedIn, hasCapability, isOn, type Assigned } from '../ipam-ranges.ts';
import type { Node } from '../parse.ts';
import type { Finding, Rule } from './rule.ts';
import { elementRemoval } from './simple-fixes.ts';

/** A gateway that bridge would put on itself, with where it is from. */
interface Door {
  readonly node: Node;
  /** The range set or the address that it comes with. */
  readonly owner: Node;
  readonly gateway: Address;
  readonly network: Prefixed;
}

/** The gateways of the first address of each set, in their order; bridge adds one after the other (calcGateways). */
function doorsOf({ sets, addresses }: Assigned): Door[] {
  const ranged = sets.flatMap(({ node: owner, ranges }) => {
    const [first] = ranges;
    if (first?.facts === undefined) return [];
    const { gateway, subnet: network } = first.facts;
    return [{ node: first.subnet?.node ?? first.node, owner, gateway, network }];
  });
  const fixed = addresses.flatMap(({ node, gateway, parsed, address }) => {
    if (parsed === undefined) return [];
    // Without a gateway bridge takes the first address of the subnet.
    const door = gateway === undefined ? shifted(networkAddress(parsed), 1n) : parseAddress(gateway.text);
    return door === undefined ? [] : [{ node: address?.node ?? node, owner: node, gateway: door, network: parsed }];
  });
  return [...ranged, ...fixed];
}

/** Two gateways that cannot be on one bridge: two of IPv4 in each case, and of IPv6 those whose networks overlap (ensureAddr). */
function collide(a: Door, b: Door): boolean {
  if (a.gateway.bits !== b.gateway.bits) return false;
  if (sameAddress(a.gateway, b.gateway) && a.network.prefix === b.network.prefix) return false;
  if (a.gateway.bits === 32) return true;
  return contains(a.network, b.gateway) || contains(b.network, a.gateway);
}

const severalGateways: Rule = {
  id: 'R087',
  name: 'bridge-multi-v4-gateway',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const assigned of assignedIn(model)) {
      const { plugin, sets } = assigned;
      if (plugin.typeName !== 'bridge' || !(isOn(plugin, 'isGateway') || isOn(plugin, 'isDefaultGateway'))) continue;
      const isForced = isOn(plugin, 'forceAddress');
      const doors = doorsOf(assigned);
      const second = doors.find((door, index) => doors.slice(0, index).some((before) => collide(before, door)));
      if (second !== undefined) yield* collision(doors, second, isForced, assigned);
      for (const { ranges } of second === undefined ? sets : []) {
        const [, next] = ranges.filter(({ facts }) => facts?.network.bits === 32);
        if (next === undefined) continue;
        yield {
          span: next.subnet?.node ?? next.node,
          severity: 'information',
          message:
            'When the subnet before is full, the gateway of this one is another address, and bridge fails with ' +
            '"… already has an IP address different from …"',
        };
      }
    }
  },
};

function* collision(doors: readonly Door[], second: Door, isForced: boolean, of: Assigned): Generator<Finding> {
  const first = doors.find((door) => collide(door, second));
  const shown = `${formatAddress(second.gateway)}/${second.network.prefix}`;
  const replaced = hasCapability(of.plugin, 'ips') && of.addresses.length > 0;
  yield {
    span: second.node,
    ...(isForced || replaced ? { severity: 'warning' as const } : {}),
    message: isForced
      ? `The bridge takes one of these gateways: ${shown} pushes the one before off it, whose network is then without`
      : `The bridge takes one of these gateways: it fails with "already has an IP address different from ${shown}"`,
    ...(first === undefined ? {} : { related: [{ span: first.node, message: 'The gateway before belongs to this' }] }),
    fixes: () => elementRemoval(second.owner, `Remove ${formatPrefixed(second.network)}`),
  };
}

export const bridgeGatewayRules: readonly Rule[] = [severalGateways];
