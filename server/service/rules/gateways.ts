import {
  contains,
  formatAddress,
  formatPrefixed,
  lastAddress,
  networkAddress,
  parseAddress,
  sameAddress,
  shifted,
  type Address,
  type Prefixed,
} from '../addresses.ts';
import { assignedIn, isOn, isReference, type Assigned, type TextAt } from '../ipam-ranges.ts';
import type { Model, PluginView } from '../model.ts';
import { changeTo } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

/** A gateway that is written, with the network it is for. */
interface Gateway {
  readonly assigned: Assigned;
  readonly at: TextAt;
  readonly address: Address;
  readonly network: Prefixed;
  /** Whether it is the one that routes of its network's family go through. */
  readonly isFirst: boolean;
}

/** The written gateways of all ranges and static addresses. */
function gatewaysIn(model: Model): Gateway[] {
  return assignedIn(model).flatMap((assigned) => {
    const ranges = assigned.sets.flatMap((set) =>
      set.ranges.map(({ gateway, facts }, index) => ({ gateway, network: facts?.subnet, canBeFirst: index === 0 })),
    );
    const fixed = assigned.addresses.map(({ gateway, parsed }) => ({ gateway, network: parsed, canBeFirst: true }));
    const seen = new Set<number>();
    return [...ranges, ...fixed].flatMap(({ gateway, network, canBeFirst }) => {
      if (network === undefined) return [];
      const isFirst = canBeFirst && !seen.has(network.address.bits);
      seen.add(network.address.bits);
      const address = gateway && parseAddress(gateway.text);
      return gateway && address ? [{ assigned, at: gateway, address, network, isFirst }] : [];
    });
  });
}

/** Whether a route goes by this gateway: one without "gw", or the default route of bridge. */
function isRelied({ assigned, network, isFirst }: Gateway): boolean {
  const { plugin, routes } = assigned;
  if (!isFirst || !isReference(plugin)) return false;
  if (plugin.typeName === 'bridge' && isOn(plugin, 'isDefaultGateway')) return true;
  return routes.some(({ dst, gw }) => gw === undefined && dst?.text.includes(':') === (network.address.bits === 128));
}

const firstHost = (network: Prefixed): string => formatAddress(shifted(networkAddress(network), 1n));

const outside: Rule = {
  id: 'R134',
  name: 'gateway-outside-subnet',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const gateway of gatewaysIn(model)) {
      const { address, network, at, assigned } = gateway;
      if (address.bits !== network.address.bits || contains(network, address)) continue;
      if (isLinkLocal(address) || isElsewhere(gateway)) continue;
      // An address that stands alone has its gateway outside, which harms where a route goes by it.
      if (network.prefix === network.address.bits && !isRelied(gateway)) continue;
      // A route through 0.0.0.0 is one without a next hop.
      const fails = isRelied(gateway) && address.value !== 0n;
      yield {
        span: at.node,
        ...(fails ? { severity: 'error' as const } : {}),
        message: `The gateway is not in ${formatPrefixed({ ...network, address: networkAddress(network) })}${fails ? `: the route through it makes ${assigned.plugin.typeName} fail with "${address.bits === 32 ? 'network is unreachable' : 'no route to host'}"` : ', so nothing can be routed through it'}`,
        fixes: () => [changeTo(at.node, firstHost(network))],
      };
    }
  },
};

/** Whether another address of the interface has the gateway in its subnet. */
function isElsewhere({ assigned, address }: Gateway): boolean {
  const ranged = assigned.sets.flatMap(({ ranges }) => ranges.slice(0, 1).flatMap(({ facts }) => facts?.subnet ?? []));
  const fixed = assigned.addresses.flatMap(({ parsed }) => parsed ?? []);
  return [...ranged, ...fixed].some((network) => contains(network, address));
}

/** An IPv6 gateway may well be known by its link-local address. */
const isLinkLocal = ({ bits, value }: Address): boolean => bits === 128 && value >> 118n === 0x3fan;

const border: Rule = {
  id: 'R135',
  name: 'gateway-network-or-broadcast',
  severity: 'warning',
  *check(model) {
    for (const gateway of gatewaysIn(model)) {
      const { address, network, at, assigned } = gateway;
      if (address.bits !== 32 || network.prefix > 30 || address.bits !== network.address.bits) continue;
      const isBroadcast = sameAddress(address, lastAddress(network));
      if (!isBroadcast && !sameAddress(address, networkAddress(network))) continue;
      const fails = isBroadcast && (isRelied(gateway) || assigned.plugin.typeName === 'ptp');
      const what = `The gateway is the ${isBroadcast ? 'broadcast' : 'network'} address of ${formatPrefixed({ ...network, address: networkAddress(network) })}`;
      yield {
        span: at.node,
        ...(fails ? { severity: 'error' as const } : {}),
        message: fails
          ? `${what}: ${assigned.plugin.typeName} fails with "failed to add route …: invalid argument"`
          : what,
        fixes: () => [changeTo(at.node, isBroadcast ? formatAddress(shifted(address, -1n)) : firstHost(network))],
      };
    }
  },
};

/** Whether bridge cannot take the address for a gateway of the other family: a default route, or no address at all. */
function isDoor(plugin: PluginView, address: Address): boolean {
  if (plugin.typeName !== 'bridge') return false;
  return isOn(plugin, 'isDefaultGateway') || (isOn(plugin, 'isGateway') && address.value === 0n);
}

const family: Rule = {
  id: 'R136',
  name: 'gateway-family',
  severity: 'warning',
  *check(model) {
    for (const gateway of gatewaysIn(model)) {
      const { address, network, at, assigned } = gateway;
      const { plugin } = assigned;
      if (address.bits === network.address.bits) continue;
      const fails = plugin.typeName === 'ptp' || isDoor(plugin, address);
      const [own, other] = network.address.bits === 32 ? ['IPv4', 'IPv6'] : ['IPv6', 'IPv4'];
      yield {
        span: at.node,
        ...(fails ? { severity: 'error' as const } : {}),
        message: `An ${own} subnet cannot be left by an ${other} gateway${fails ? `: ${plugin.typeName} fails with "… not the same IP family"` : '; host-local does not notice'}`,
        fixes: () => [changeTo(at.node, firstHost(network))],
      };
    }
  },
};

export const gatewayRules: readonly Rule[] = [outside, border, family];
