import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt, valueKeywords } from '../schema/schema-match.ts';
import { foldedMember } from '../../document/members.ts';
import { assignedIn, isReference } from '../../document/ipam-ranges.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { mayCheck } from '../list/check-failures.ts';
import { changeTo, typeSpan } from '../../edits/simple-fixes.ts';
import { checkFailsWith, failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';

/** The minimum and maximum MTU of an Ethernet-like device in the kernel. */
const [least, most] = [68, 65535];
/** IPv6 is disabled on a link with a lower MTU (RFC 8200). */
const leastIpv6 = 1280;

/** The error of a plugin if the kernel rejects its MTU. */
const errors: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bridge: 'could not add "cni0": invalid argument',
    ptp: 'failed to make veth pair: invalid argument',
    macvlan: 'failed to create macvlan: invalid argument',
    tap: 'Error: mtu less than device minimum.',
    tuning: 'invalid argument',
  }),
);

/** Plugins that ignore a negative MTU; the others pass it to the kernel. */
const ignoresNegative = new Set(['bridge', 'ptp', 'ipvlan']);
/** Plugins whose schema reports negative values. */
const reportedBySchema = new Set(['macvlan', 'vlan']);

function problem(plugin: PluginView, mtu: number): Pick<Finding, 'message' | 'severity'> | undefined {
  const type = plugin.typeName ?? '';
  if (mtu < 0 && reportedBySchema.has(type)) {
    return undefined;
  }
  if (mtu < 0 && ignoresNegative.has(type)) {
    return { severity: 'warning', message: l10n.t('{0} ignores a negative MTU.', type) };
  }
  if (mtu === 0 || (mtu >= least && mtu <= most)) {
    return undefined;
  }
  const error = errors.get(type);
  if (error === undefined) {
    return undefined;
  }
  const message = l10n.t('The MTU must be between {0} and {1}.', least, most);
  return { message: sentences(message, failsWith(type, error)) };
}

/** Whether a plugin gives its interface an IPv6 address. */
function assignsIPv6(model: Model, plugin: PluginView): boolean {
  const found = assignedIn(model).find((assigned) => assigned.plugin === plugin);
  if (found === undefined) {
    return false;
  }
  const ranged = found.sets.some(({ ranges }) => ranges.some(({ facts }) => facts?.network.bits === 128));
  return ranged || found.addresses.some(({ parsed }) => parsed?.address.bits === 128);
}

/** The plugin before a tuning whose IPv6 address is lost with the MTU that tuning sets. */
function losesIPv6(model: Model, plugin: PluginView): PluginView | undefined {
  if (plugin.typeName !== 'tuning' || !mayCheck(model)) {
    return undefined;
  }
  return model.plugins.find((one) => one.index < plugin.index && isReference(one) && assignsIPv6(model, one));
}

const rejectedMTU = (value: unknown): string => `invalid MTU ${String(value)}, must be [0, master MTU(…)]`;

const mtuRange: Rule = {
  id: 'R091',
  name: 'mtu-range',
  severity: 'error',
  schema: [schemaAt('macvlan/mtu', rejectedMTU, valueKeywords), schemaAt('vlan/mtu', rejectedMTU, valueKeywords)],
  *check(model): Iterable<Finding> {
    for (const plugin of model.plugins) {
      const value = foldedMember(plugin.node, 'mtu')?.value;
      const mtu: unknown = value?.value;
      // R016 reports numbers that exceed Go's int.
      if (value?.type !== 'number' || typeof mtu !== 'number') {
        continue;
      }
      if (!Number.isInteger(mtu) || Math.abs(mtu) >= 2 ** 63) {
        continue;
      }
      const found = problem(plugin, mtu);
      if (found !== undefined) {
        yield { span: value, ...found, fixes: () => [changeTo(value, 1500)] };
      } else if (mtu >= least && mtu < leastIpv6 && assignsIPv6(model, plugin)) {
        yield {
          span: value,
          severity: isReference(plugin) ? undefined : 'warning',
          message: sentences(
            l10n.t('IPv6 needs an MTU of at least {0}.', leastIpv6),
            failsWith(plugin.typeName, 'failed to add IP addr … invalid argument'),
          ),
          fixes: () => [changeTo(value, leastIpv6)],
        };
      } else if (mtu >= least && mtu < leastIpv6) {
        const before = losesIPv6(model, plugin);
        if (before === undefined) {
          continue;
        }
        yield {
          span: value,
          message: sentences(
            l10n.t('IPv6 needs an MTU of at least {0}, so the kernel removes the IPv6 addresses.', leastIpv6),
            checkFailsWith(before.typeName, 'Failed to match addr … on interface eth0'),
          ),
          related: [{ span: typeSpan(before), message: l10n.t('This plugin adds an IPv6 address.') }],
          fixes: () => [changeTo(value, leastIpv6)],
        };
      }
    }
  },
};

export const mtuRules: readonly Rule[] = [mtuRange];
