import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { PluginView } from '../../document/model.ts';
import type { HostFacts, InterfaceFact } from '../../workspace/host-facts.ts';
import { changeTo, masterNames, typeSpan } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { defaultDevice, linkOf, masterOf } from './host-interfaces.ts';

/** Devices whose ports pass every frame to them, so that the port can carry no macvlan and no ipvlan. */
const portOwners: ReadonlySet<string> = new Set(['bridge', 'bond', 'team', 'openvswitch']);

/** Returns the interface of the host that a macvlan or ipvlan uses, and the span that names it. */
function masterLink(plugin: PluginView, facts: HostFacts): readonly [InterfaceFact, Finding['span']] | undefined {
  const named = masterOf(plugin);
  const isUsual = !textOf(foldedMember(plugin.node, 'master')?.value);
  const isInContainer = foldedMember(plugin.node, 'linkInContainer')?.value?.value === true;
  // Without "master", ipvlan uses an interface of the previous plugin if there is one.
  const usesDefault = isUsual && !isInContainer && (plugin.typeName === 'macvlan' || plugin.index === 0);
  const link = linkOf(facts, named?.name ?? (usesDefault ? defaultDevice(facts) : undefined));
  return link === undefined ? undefined : [link, named?.node ?? typeSpan(plugin)];
}

/** Returns fixes that use the device itself, or another interface that can be a master. */
function otherMasters(plugin: PluginView, link: InterfaceFact, facts: HostFacts): readonly Fix[] {
  const named = masterOf(plugin);
  if (named === undefined) {
    return [];
  }
  const free = masterNames(facts).filter((name) => {
    const other = linkOf(facts, name);
    return name !== link.name && other?.master === undefined && (other?.linkType ?? 'ether') === 'ether';
  });
  const owner = linkOf(facts, link.master);
  const names = owner === undefined || owner.kind === 'openvswitch' ? free : [owner.name, ...free];
  return names.map((name) => changeTo(named.node, name, false));
}

const masterIsPort: Rule = {
  id: 'R204',
  name: 'master-is-port',
  severity: 'error',
  *check(model, { hostFacts }): Iterable<Finding> {
    if (hostFacts === undefined) {
      return;
    }
    for (const plugin of model.plugins) {
      const { typeName = '' } = plugin;
      const [link, span] = (/^(?:mac|ip)vlan$/.test(typeName) ? masterLink(plugin, hostFacts) : undefined) ?? [];
      const owner = linkOf(hostFacts, link?.master);
      if (link === undefined || span === undefined || owner === undefined || !portOwners.has(owner.kind ?? '')) {
        continue;
      }
      const problem = l10n.t('{interface} on {host} is a port of {owner}, which receives all its frames.', {
        interface: link.name,
        host: hostFacts.host,
        owner: owner.name,
      });
      const error =
        typeName === 'macvlan'
          ? 'failed to create macvlan: device or resource busy'
          : 'failed to create ipvlan: device or resource busy';
      yield {
        span,
        message: sentences(problem, failsWith(typeName, error)),
        fixes: () => otherMasters(plugin, link, hostFacts),
      };
    }
  },
};

const masterNotEthernet: Rule = {
  id: 'R205',
  name: 'master-not-ethernet',
  severity: 'error',
  *check(model, { hostFacts }) {
    if (hostFacts === undefined) {
      return;
    }
    for (const plugin of model.plugins) {
      const [link, span] = (plugin.typeName === 'macvlan' ? masterLink(plugin, hostFacts) : undefined) ?? [];
      // R077 reports the loopback interface.
      if (link?.linkType === undefined || span === undefined || ['ether', 'loopback'].includes(link.linkType)) {
        continue;
      }
      const problem = l10n.t(
        '{interface} on {host} is not an Ethernet interface (its type is "{type}"), which macvlan needs.',
        {
          interface: link.name,
          host: hostFacts.host,
          type: link.linkType,
        },
      );
      yield {
        span,
        message: sentences(problem, failsWith('macvlan', 'failed to create macvlan: invalid argument')),
        fixes: () => otherMasters(plugin, link, hostFacts),
      };
    }
  },
};

/** Rules about whether an interface of the host can be the master of macvlan and ipvlan. */
export const hostMasterRules: readonly Rule[] = [masterIsPort, masterNotEthernet];
