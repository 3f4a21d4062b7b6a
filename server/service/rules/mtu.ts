import { foldedMember } from '../members.ts';
import { assignedIn, isReference } from '../ipam-ranges.ts';
import type { Model, PluginView } from '../model.ts';
import { mayCheck } from './check-failures.ts';
import { changeTo, typePlace } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

/** The least MTU that the kernel takes for an Ethernet-like device, and the most. */
const [LEAST, MOST] = [68, 65535];
/** IPv6 is off on a link with a lower MTU (RFC 8200). */
const LEAST_IPV6 = 1280;

/** What a plugin says when the kernel refuses its MTU. */
const SAYS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bridge: 'could not add "cni0": invalid argument',
    ptp: 'failed to make veth pair: invalid argument',
    macvlan: 'failed to create macvlan: invalid argument',
    tap: 'Error: mtu less than device minimum.',
    tuning: 'invalid argument',
  }),
);

/** Plugins that do nothing with an MTU below zero; the others hand it to the kernel. */
const IGNORES_NEGATIVE = new Set(['bridge', 'ptp', 'ipvlan']);
/** Plugins whose schema tells negative values. */
const TOLD_BY_SCHEMA = new Set(['macvlan', 'vlan']);

function problem(plugin: PluginView, mtu: number): Pick<Finding, 'message' | 'severity'> | undefined {
  const type = plugin.typeName ?? '';
  if (mtu < 0 && TOLD_BY_SCHEMA.has(type)) return undefined;
  if (mtu < 0 && IGNORES_NEGATIVE.has(type))
    return { severity: 'warning', message: `${type} takes no notice of an MTU below zero` };
  if (mtu === 0 || (mtu >= LEAST && mtu <= MOST)) return undefined;
  const says = SAYS.get(type);
  if (says === undefined) return undefined;
  return { message: `The kernel takes an MTU between ${LEAST} and ${MOST}: ${type} fails with "${says}"` };
}

/** Whether a plugin gives its interface an IPv6 address. */
function assignsIPv6(model: Model, plugin: PluginView): boolean {
  const found = assignedIn(model).find((assigned) => assigned.plugin === plugin);
  if (found === undefined) return false;
  const ranged = found.sets.some(({ ranges }) => ranges.some(({ facts }) => facts?.network.bits === 128));
  return ranged || found.addresses.some(({ parsed }) => parsed?.address.bits === 128);
}

/** The plugin before a tuning whose IPv6 address goes with the MTU that tuning sets. */
function losesIPv6(model: Model, plugin: PluginView): PluginView | undefined {
  if (plugin.typeName !== 'tuning' || !mayCheck(model)) return undefined;
  return model.plugins.find((one) => one.index < plugin.index && isReference(one) && assignsIPv6(model, one));
}

const mtuRange: Rule = {
  id: 'R091',
  name: 'mtu-range',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const plugin of model.plugins) {
      const value = foldedMember(plugin.node, 'mtu')?.value;
      const mtu: unknown = value?.value;
      // What is more than an int in Go is told by R016.
      if (value?.type !== 'number' || typeof mtu !== 'number') continue;
      if (!Number.isInteger(mtu) || Math.abs(mtu) >= 2 ** 63) continue;
      const found = problem(plugin, mtu);
      if (found !== undefined) {
        yield { span: value, ...found, fixes: () => [changeTo(value, 1500)] };
      } else if (mtu >= LEAST && mtu < LEAST_IPV6 && assignsIPv6(model, plugin)) {
        yield {
          span: value,
          ...(isReference(plugin) ? {} : { severity: 'warning' as const }),
          message: `IPv6 needs an MTU of ${LEAST_IPV6} or more: ${plugin.typeName} fails with "failed to add IP addr … invalid argument"`,
          fixes: () => [changeTo(value, LEAST_IPV6)],
        };
      } else if (mtu >= LEAST && mtu < LEAST_IPV6) {
        const before = losesIPv6(model, plugin);
        if (before === undefined) continue;
        yield {
          span: value,
          message: `IPv6 needs an MTU of ${LEAST_IPV6} or more: the kernel takes the addresses away, and CHECK of ${before.typeName} fails with "Failed to match addr … on interface eth0"`,
          related: [{ span: typePlace(before), message: 'This gives the interface an IPv6 address' }],
          fixes: () => [changeTo(value, LEAST_IPV6)],
        };
      }
    }
  },
};

export const mtuRules: readonly Rule[] = [mtuRange];
