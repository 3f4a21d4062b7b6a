import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { subnetsOf } from '../../directory/subnets.ts';
import { isOn } from '../../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { HostFacts } from '../../workspace/host-facts.ts';
import { whereaboutsRanges } from '../addresses/whereabouts-ranges.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';
import { linkOf } from './host-interfaces.ts';

/** Whether a plugin assigns an address to an interface of the host: the gateway of its container. */
function hasHostAddress(plugin: PluginView): boolean {
  if (plugin.typeName === 'bridge') {
    return isOn(plugin, 'isGateway') || isOn(plugin, 'isDefaultGateway');
  }
  return plugin.typeName === 'ptp';
}

/** Returns the span of the first IPv6 range or address that a plugin assigns. */
function ipv6Span(model: Model, plugin: PluginView): Finding['span'] | undefined {
  const use = subnetsOf(model).find(
    ({ pluginIndex, subnet }) => pluginIndex === plugin.index && subnet.address.bits === 128,
  );
  return use?.location.span ?? whereaboutsRanges(plugin).find(({ network }) => network.address.bits === 128)?.node;
}

/** The sysctl that disables IPv6 for new interfaces. Turning on `all.disable_ipv6` turns it on, too. */
const disabling = 'net.ipv6.conf.default.disable_ipv6';

/** Whether a bridge exists with IPv6, which it can have although IPv6 is disabled for new interfaces. */
function hasIPv6(plugin: PluginView, facts: HostFacts): boolean {
  const name = textOf(foldedMember(plugin.node, 'bridge')?.value) || 'cni0';
  const link = plugin.typeName === 'bridge' ? linkOf(facts, name) : undefined;
  return link?.addresses.some((address) => address.includes(':')) === true;
}

const disabled: Rule = {
  id: 'R217',
  name: 'ipv6-disabled',
  severity: 'error',
  *check(model, { hostFacts }): Iterable<Finding> {
    if (hostFacts?.sysctls?.[disabling] !== '1') {
      return;
    }
    for (const plugin of model.plugins) {
      const span = hasHostAddress(plugin) && !hasIPv6(plugin, hostFacts) ? ipv6Span(model, plugin) : undefined;
      if (span === undefined) {
        continue;
      }
      const problem = l10n.t(
        'IPv6 is disabled on {host} ({sysctl} is 1), so the host gets no IPv6 address as the gateway.',
        {
          host: hostFacts.host,
          sysctl: disabling,
        },
      );
      yield { span, message: sentences(problem, failsWith(plugin.typeName, 'permission denied')) };
    }
  },
};

const routeLost: Rule = {
  id: 'R206',
  name: 'forwarding-drops-default-route',
  severity: 'warning',
  *check(model, { hostFacts }) {
    const { sysctls = {}, routes = [] } = hostFacts ?? {};
    if (hostFacts === undefined || sysctls['net.ipv6.conf.all.forwarding'] !== '0') {
      return;
    }
    const route = routes.find(
      ({ destination, protocol, device }) =>
        destination === 'default' && protocol === 'ra' && sysctls[`net.ipv6.conf.${device ?? ''}.accept_ra`] === '1',
    );
    for (const plugin of route === undefined ? [] : model.plugins) {
      const span = hasHostAddress(plugin) ? ipv6Span(model, plugin) : undefined;
      if (route?.device === undefined || span === undefined) {
        continue;
      }
      yield {
        span,
        message: l10n.t(
          '{type} turns on IPv6 forwarding, so {host} drops the IPv6 default route that it got from router advertisements. Set {sysctl} to 2 on the host.',
          {
            type: plugin.typeName ?? '',
            host: hostFacts.host,
            sysctl: `net.ipv6.conf.${route.device}.accept_ra`,
          },
        ),
      };
    }
  },
};

/** Rules about whether the host supports the IPv6 addresses of a network. */
export const hostIPv6Rules: readonly Rule[] = [disabled, routeLost];
