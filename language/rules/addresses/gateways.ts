import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
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
} from '../../document/addresses.ts';
import { assignedIn, isOn, isReference, type Assigned, type TextAt } from '../../document/ipam-ranges.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { changeTo } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';

/** A gateway in the text, and the network it is for. */
interface Gateway {
  readonly assigned: Assigned;
  readonly at: TextAt;
  readonly address: Address;
  readonly network: Prefixed;
  /** Whether routes of its network's family use it. */
  readonly isFirst: boolean;
}

/** The gateways in the text, of all ranges and static addresses. */
function gatewaysIn(model: Model): Gateway[] {
  return assignedIn(model).flatMap((assigned) => {
    const ranges = assigned.sets.flatMap((set) =>
      set.ranges.map(({ gateway, facts }, index) => ({ gateway, network: facts?.subnet, canBeFirst: index === 0 })),
    );
    const fixed = assigned.addresses.map(({ gateway, parsed }) => ({ gateway, network: parsed, canBeFirst: true }));
    const seen = new Set<number>();
    return [...ranges, ...fixed].flatMap(({ gateway, network, canBeFirst }) => {
      if (network === undefined) {
        return [];
      }
      const isFirst = canBeFirst && !seen.has(network.address.bits);
      seen.add(network.address.bits);
      const address = gateway && parseAddress(gateway.text);
      return gateway && address ? [{ assigned, at: gateway, address, network, isFirst }] : [];
    });
  });
}

/** Whether a route uses this gateway: one without "gw", or the default route of bridge. */
function isUsed({ assigned, network, isFirst }: Gateway): boolean {
  const { plugin, routes } = assigned;
  if (!isFirst || !isReference(plugin)) {
    return false;
  }
  if (plugin.typeName === 'bridge' && isOn(plugin, 'isDefaultGateway')) {
    return true;
  }
  return routes.some(({ dst, gw }) => gw === undefined && dst?.text.includes(':') === (network.address.bits === 128));
}

const networkText = (network: Prefixed): string => formatPrefixed({ ...network, address: networkAddress(network) });

const firstHost = (network: Prefixed): string => formatAddress(shifted(networkAddress(network), 1n));

const outside: Rule = {
  id: 'R134',
  name: 'gateway-outside-subnet',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const gateway of gatewaysIn(model)) {
      const { address, network, at, assigned } = gateway;
      if (address.bits !== network.address.bits || contains(network, address)) {
        continue;
      }
      if (isLinkLocal(address) || isElsewhere(gateway)) {
        continue;
      }
      // The gateway of a single address is always outside, which matters only if a route uses it.
      if (network.prefix === network.address.bits && !isUsed(gateway)) {
        continue;
      }
      // A route through 0.0.0.0 is one without a next hop.
      const fails = isUsed(gateway) && address.value !== 0n;
      yield {
        span: at.node,
        severity: fails ? 'error' : undefined,
        message: fails
          ? sentences(
              l10n.t('The gateway is not in {0}, and a route uses it.', networkText(network)),
              failsWith(assigned.plugin.typeName, address.bits === 32 ? 'network is unreachable' : 'no route to host'),
            )
          : l10n.t('The gateway is not in {0}, so no traffic can be routed through it.', networkText(network)),
        fixes: () => [changeTo(at.node, firstHost(network))],
      };
    }
  },
};

/** Whether the subnet of another address of the interface contains the gateway. */
function isElsewhere({ assigned, address }: Gateway): boolean {
  const ranged = assigned.sets.flatMap(({ ranges }) => ranges.slice(0, 1).flatMap(({ facts }) => facts?.subnet ?? []));
  const fixed = assigned.addresses.flatMap(({ parsed }) => parsed ?? []);
  return [...ranged, ...fixed].some((network) => contains(network, address));
}

/** An IPv6 gateway may have a link-local address. */
const isLinkLocal = ({ bits, value }: Address): boolean => bits === 128 && value >> 118n === 0x3fan;

const reservedAddress: Rule = {
  id: 'R135',
  name: 'gateway-network-or-broadcast',
  severity: 'warning',
  *check(model) {
    for (const gateway of gatewaysIn(model)) {
      const { address, network, at, assigned } = gateway;
      if (address.bits !== 32 || network.prefix > 30 || address.bits !== network.address.bits) {
        continue;
      }
      const isBroadcast = sameAddress(address, lastAddress(network));
      if (!isBroadcast && !sameAddress(address, networkAddress(network))) {
        continue;
      }
      const fails = isBroadcast && (isUsed(gateway) || assigned.plugin.typeName === 'ptp');
      const problem = isBroadcast
        ? l10n.t('The gateway is the broadcast address of {0}.', networkText(network))
        : l10n.t('The gateway is the network address of {0}.', networkText(network));
      yield {
        span: at.node,
        severity: fails ? 'error' : undefined,
        message: fails
          ? sentences(problem, failsWith(assigned.plugin.typeName, 'failed to add route …: invalid argument'))
          : sentences(problem, l10n.t('Use a host address of the subnet.')),
        fixes: () => [changeTo(at.node, isBroadcast ? formatAddress(shifted(address, -1n)) : firstHost(network))],
      };
    }
  },
};

/** Whether bridge fails with an address of the other family as gateway: for a default route, or an unspecified address. */
function failsOnBridge(plugin: PluginView, address: Address): boolean {
  if (plugin.typeName !== 'bridge') {
    return false;
  }
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
      if (address.bits === network.address.bits) {
        continue;
      }
      const fails = plugin.typeName === 'ptp' || failsOnBridge(plugin, address);
      const problem =
        network.address.bits === 32
          ? l10n.t('The subnet is IPv4, but its gateway is IPv6.')
          : l10n.t('The subnet is IPv6, but its gateway is IPv4.');
      yield {
        span: at.node,
        severity: fails ? 'error' : undefined,
        message: fails
          ? sentences(problem, failsWith(plugin.typeName, '… not the same IP family'))
          : sentences(problem, l10n.t('No traffic can be routed through it, and the plugin does not report that.')),
        fixes: () => [changeTo(at.node, firstHost(network))],
      };
    }
  },
};

export const gatewayRules: readonly Rule[] = [outside, reservedAddress, family];
