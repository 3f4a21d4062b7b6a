import * as l10n from '@vscode/l10n';
import { andList } from '../../../engine/text/listing.ts';
import { sentences } from '../../../engine/text/sentences.ts';
import { formatPrefixed, networkAddress, parsePrefixed, shifted } from '../../document/addresses.ts';
import { assignedIn } from '../../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { PluginView } from '../../document/model.ts';
import type { HostFacts } from '../../workspace/host-facts.ts';
import { elementRemoval, insertion, ofType, typeSpan } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Rule } from '../rule.ts';
import { conflictingAddress, linkOf } from './host-interfaces.ts';

const subnetFile = '/run/flannel/subnet.env';

const flannelFile = ['FLANNEL_NETWORK', 'FLANNEL_SUBNET', 'FLANNEL_MTU', 'FLANNEL_IPMASQ'];

/** Returns the variables that a subnet file must set but does not; either IP family is enough (flannel.go, missing). */
function lackingIn(text: string): string[] {
  const has = (name: string): boolean => new RegExp(`^${name}=.`, 'm').test(text);
  return flannelFile.filter((name) => {
    if (name === 'FLANNEL_IPMASQ' || name === 'FLANNEL_MTU') {
      return !has(name);
    }
    return !has(name) && !has(name.replace('FLANNEL_', 'FLANNEL_IPV6_'));
  });
}

const subnetMissing: Rule = {
  id: 'R170',
  name: 'flannel-subnet-env',
  severity: 'warning',
  *check(model, { hostFacts }) {
    for (const plugin of model.plugins) {
      if (plugin.typeName !== 'flannel' || plugin.type?.value === undefined) {
        continue;
      }
      const member = foldedMember(plugin.node, 'subnetFile')?.value;
      const path = textOf(member) || subnetFile;
      const text = hostFacts?.files?.[path];
      if (hostFacts === undefined || text === undefined) {
        continue;
      }
      const lacking = text === null ? [] : lackingIn(text);
      if (text !== null && lacking.length === 0) {
        continue;
      }
      // flanneld has written its own file, so the plugin reads another one by mistake.
      const isElsewhere = text === null && typeof hostFacts.files?.[subnetFile] === 'string';
      yield {
        span: member ?? plugin.type.value,
        severity: isElsewhere ? 'error' : undefined,
        message:
          text === null
            ? l10n.t(
                'flanneld has not written {0} on {1}. ADD fails with "open {0}: no such file or directory".',
                path,
                hostFacts.host,
              )
            : l10n.t(
                '{path} on {host} does not set {variables}. ADD fails with "failed to load flannel \'{default}\' file".',
                { path, host: hostFacts.host, variables: andList(lacking), default: subnetFile },
              ),
      };
    }
  },
};

/** Returns a variable as the plugin's subnet file on the host has it, '' without one. */
function leased(variable: string, { node }: PluginView, { files = {} }: HostFacts): string {
  const path = textOf(foldedMember(node, 'subnetFile')?.value) || subnetFile;
  return new RegExp(`^${variable}=(.+)$`, 'm').exec(files[path] ?? '')?.[1]?.trim() ?? '';
}

/** Returns FLANNEL_SUBNET as the plugin's subnet file on the host has it, '' without one. */
export function flannelSubnet(plugin: PluginView, facts: HostFacts): string {
  return leased('FLANNEL_SUBNET', plugin, facts);
}

/** Returns the address that flannel's bridge gets: the first one of FLANNEL_SUBNET (host-local's usual gateway). */
function bridgeAddress(plugin: PluginView, facts: HostFacts): string | undefined {
  const subnet = parsePrefixed(flannelSubnet(plugin, facts));
  if (subnet?.address.bits !== 32) {
    return undefined;
  }
  return formatPrefixed({ address: shifted(networkAddress(subnet), 1n), prefix: subnet.prefix });
}

/** Whether flannel delegates to a bridge whose only address is that of the subnet. */
function isRoutedBridge({ node }: PluginView): boolean {
  const delegate = foldedMember(node, 'delegate')?.value;
  const valueOf = (key: string): unknown => foldedMember(delegate, key)?.value?.value;
  const isBridge = (valueOf('type') ?? 'bridge') === 'bridge';
  const hasGateway = valueOf('isGateway') !== false || valueOf('isDefaultGateway') === true;
  return isBridge && hasGateway && valueOf('forceAddress') !== true && !valueOf('vlan');
}

const staleBridge: Rule = {
  id: 'R207',
  name: 'flannel-stale-bridge',
  severity: 'error',
  *check(model, { hostFacts }) {
    for (const plugin of hostFacts === undefined ? [] : ofType(model, 'flannel')) {
      const delegate = foldedMember(plugin.node, 'delegate')?.value;
      const name = textOf(foldedMember(delegate, 'bridge')?.value) || 'cni0';
      const own = hostFacts && bridgeAddress(plugin, hostFacts);
      const link = hostFacts && linkOf(hostFacts, name);
      if (own === undefined || link?.kind !== 'bridge' || !isRoutedBridge(plugin)) {
        continue;
      }
      const other = conflictingAddress(link, own);
      if (other === undefined) {
        continue;
      }
      const problem = l10n.t(
        'The bridge {name} on {host} has the address {other} of an earlier lease, but FLANNEL_SUBNET now assigns {own}; delete the bridge on the host.',
        { name, host: hostFacts?.host ?? '', other, own },
      );
      yield {
        span: typeSpan(plugin),
        message: sentences(problem, failsWith('bridge', `"${name}" already has an IP address different from ${own}`)),
        fixes: () =>
          delegate?.type === 'object' ? [insertion(model, delegate, 'forceAddress', 'true', undefined, false)] : [],
      };
    }
  },
};

const routeTwice: Rule = {
  id: 'R221',
  name: 'flannel-route-twice',
  severity: 'error',
  *check(model, { hostFacts }) {
    for (const { plugin, routes } of hostFacts === undefined ? [] : assignedIn(model)) {
      if (hostFacts === undefined || plugin.typeName !== 'flannel') {
        continue;
      }
      const networks = leased('FLANNEL_NETWORK', plugin, hostFacts).split(',');
      for (const { node, dst, gw } of routes) {
        if (dst === undefined || gw !== undefined || !networks.includes(dst.text)) {
          continue;
        }
        const problem = l10n.t(
          'flannel itself adds the route to its network {0}, so it would be there twice.',
          dst.text,
        );
        yield {
          span: dst.node,
          message: sentences(problem, failsWith('flannel', 'failed to add route … file exists')),
          fixes: () => elementRemoval(node, l10n.t('Remove the route')),
        };
      }
    }
  },
};

/** Rules about flannel, its lease and its bridge on the host. */
export const hostFlannelRules: readonly Rule[] = [subnetMissing, staleBridge, routeTwice];
