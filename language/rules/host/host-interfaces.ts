import * as l10n from '@vscode/l10n';
import { contains, formatPrefixed, parseAddress, parsePrefixed, networksOverlap } from '../../document/addresses.ts';
import { didYouMean } from '../../document/did-you-mean.ts';
import { subnetsOf } from '../../directory/subnets.ts';
import { replaceSpan } from '../../edits/style.ts';
import type { HostFacts, InterfaceFact, RouteFact } from '../../workspace/host-facts.ts';
import { isOn } from '../../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { changeTo, insertion, masterNames, subnetFixes } from '../../edits/simple-fixes.ts';

/** The keys that name an interface of the host, by plugin type. */
const interfaceKeys: ReadonlyMap<string, string> = new Map(
  Object.entries({
    macvlan: 'master',
    ipvlan: 'master',
    vlan: 'master',
    'host-device': 'device',
  }),
);

/** The plugin's error if the interface does not exist. */
const missing: ReadonlyMap<string, (name: string) => string> = new Map(
  Object.entries({
    macvlan: () => 'Link not found',
    vlan: () => 'Link not found',
    ipvlan: (name) => `failed to lookup master "${name}": Link not found`,
    'host-device': () => 'failed to find host device: Link not found',
  }),
);

/** Returns the interface of the host that a plugin names; undefined if it is one of the container. */
export function masterOf(plugin: PluginView): { readonly name: string; readonly node: Node } | undefined {
  const key = interfaceKeys.get(plugin.typeName ?? '');
  const node = key === undefined ? undefined : foldedMember(plugin.node, key)?.value;
  const name = textOf(node);
  return node === undefined || !name || isOn(plugin, 'linkInContainer') ? undefined : { name, node };
}

/** Returns the interface of the host with a name, or alternative name. */
export const linkOf = ({ interfaces }: HostFacts, name: string | undefined): InterfaceFact | undefined =>
  interfaces?.find((one) => one.name === name || (name !== undefined && one.altNames?.includes(name)));

/**
 * Returns the IPv4 address of an existing bridge because of which the plugin cannot add its own; undefined if there is none
 * or the bridge already has its own one (ensureAddr of the bridge plugin).
 */
export function conflictingAddress({ addresses }: InterfaceFact, own: string): string | undefined {
  const existing = addresses.filter((address) => !address.includes(':'));
  return existing.includes(own) ? undefined : existing[0];
}

/** Returns the interface of the default route. */
export const defaultDevice = ({ routes }: HostFacts): string | undefined =>
  routes?.find(({ destination }) => destination === 'default')?.device;

const numbersIn = (name: string): string => name.replaceAll(/\D+/g, ' ').trim();

const masterMissing: Rule = {
  id: 'R175',
  name: 'master-interface-missing',
  severity: 'warning',
  *check(model, { hostFacts }) {
    if (hostFacts?.interfaces === undefined) {
      return;
    }
    const names = hostFacts.interfaces.flatMap(({ name, altNames = [] }) => [name, ...altNames]);
    for (const plugin of model.plugins) {
      const master = masterOf(plugin);
      if (master === undefined || names.includes(master.name)) {
        continue;
      }
      const near = didYouMean(
        master.name,
        names.filter((name) => name !== 'lo'),
      );
      // A different number is a different interface, which another host may have.
      const isMisspelt = near !== undefined && numbersIn(near) === numbersIn(master.name);
      const error = missing.get(plugin.typeName ?? '')?.(master.name) ?? 'Link not found';
      yield {
        span: master.node,
        severity: isMisspelt ? 'error' : undefined,
        message: l10n.t('The interface "{name}" does not exist on {host}. ADD fails with: {error}', {
          name: master.name,
          host: hostFacts.host,
          error,
        }),
        fixes: () => (near === undefined ? [] : [changeTo(master.node, near)]),
      };
    }
  },
};

const mtuAboveMaster: Rule = {
  id: 'R176',
  name: 'mtu-above-master',
  severity: 'error',
  *check(model, { hostFacts }) {
    for (const plugin of model.plugins) {
      if (hostFacts === undefined || !['macvlan', 'vlan'].includes(plugin.typeName ?? '')) {
        continue;
      }
      if (isOn(plugin, 'linkInContainer')) {
        continue;
      }
      const named = masterOf(plugin)?.name ?? (plugin.typeName === 'macvlan' ? defaultDevice(hostFacts) : undefined);
      const link = linkOf(hostFacts, named);
      const node = foldedMember(plugin.node, 'mtu')?.value;
      const mtu: unknown = node?.value;
      if (link?.mtu === undefined || node === undefined || typeof mtu !== 'number' || mtu <= link.mtu) {
        continue;
      }
      const most = link.mtu;
      yield {
        span: node,
        message: l10n.t(
          '{interface} on {host} has an MTU of {most}. ADD fails with "invalid MTU {mtu}, must be [0, master MTU({most})]".',
          { interface: link.name, host: hostFacts.host, most, mtu },
        ),
        fixes: () => [changeTo(node, most)],
      };
    }
  },
};

const bridgeConflict: Rule = {
  id: 'R177',
  name: 'bridge-exists-conflict',
  severity: 'error',
  *check(model, { hostFacts }): Iterable<Finding> {
    for (const plugin of model.plugins) {
      if (hostFacts === undefined || plugin.typeName !== 'bridge') {
        continue;
      }
      const member = foldedMember(plugin.node, 'bridge')?.value;
      const name = textOf(member) || 'cni0';
      const link = linkOf(hostFacts, name);
      const span = member ?? plugin.type?.value;
      if (link === undefined || span === undefined) {
        continue;
      }
      if (link.kind !== 'bridge') {
        yield {
          span,
          message: l10n.t(
            '{0} on {1} is not a bridge. ADD fails with: "{0}" already exists but is not a bridge',
            name,
            hostFacts.host,
          ),
        };
        continue;
      }
      if (!isOn(plugin, 'isGateway') && !isOn(plugin, 'isDefaultGateway')) {
        continue;
      }
      if (isOn(plugin, 'forceAddress') || foldedMember(plugin.node, 'vlan')?.value?.value) {
        continue;
      }
      const use = subnetsOf(model).find(
        ({ pluginIndex, facts }) => pluginIndex === plugin.index && facts?.gateway.bits === 32,
      );
      if (use?.facts === undefined) {
        continue;
      }
      const own = formatPrefixed({ address: use.facts.gateway, prefix: use.subnet.prefix });
      const other = conflictingAddress(link, own);
      if (other === undefined) {
        continue;
      }
      yield {
        span: use.location.span,
        message: l10n.t(
          '{name} on {host} has the address {other}, but this network assigns {own} to it. ADD fails with: "{name}" already has an IP address different from {own}',
          { name, host: hostFacts.host, other, own },
        ),
        fixes: () => [insertion(model, plugin.node, 'forceAddress', 'true', plugin.type?.key, false)],
      };
    }
  },
};

/** Plugins that create a separate subnet on the host; macvlan and similar plugins join the subnet of their master. */
const ownSubnet = new Set(['bridge', 'ptp']);

const routeOverlap: Rule = {
  id: 'R178',
  name: 'subnet-overlaps-host-route',
  severity: 'warning',
  *check(model, context) {
    const { hostFacts } = context;
    if (hostFacts?.routes === undefined) {
      return;
    }
    for (const use of subnetsOf(model)) {
      const plugin = model.plugins.find(({ index }) => index === use.pluginIndex);
      if (plugin === undefined || !ownSubnet.has(plugin.typeName ?? '')) {
        continue;
      }
      const bridge =
        plugin.typeName === 'bridge' ? textOf(foldedMember(plugin.node, 'bridge')?.value) || 'cni0' : undefined;
      const taken = hostFacts.routes.find(({ destination, device }) => {
        if (device === bridge || linkOf(hostFacts, device)?.kind === 'veth') {
          return false;
        }
        const route = parsePrefixed(destination);
        if (route !== undefined) {
          return route.prefix > 0 && networksOverlap(route, use.subnet);
        }
        const address = parseAddress(destination);
        return address !== undefined && contains(use.subnet, address);
      });
      if (taken === undefined) {
        continue;
      }
      yield {
        span: use.location.span,
        message: overlapMessage(use.text, taken, hostFacts.host),
        fixes: () => (use.facts === undefined ? [] : subnetFixes(model, use.location.span, context)),
      };
    }
  },
};

function overlapMessage(subnet: string, { destination, device }: RouteFact, host: string): string {
  return device === undefined
    ? l10n.t('{subnet} overlaps the route to {destination} on {host}, so traffic goes to the wrong network.', {
        subnet,
        destination,
        host,
      })
    : l10n.t(
        '{subnet} overlaps the route to {destination} through {device} on {host}, so traffic goes to the wrong network.',
        { subnet, destination, device, host },
      );
}

/** Returns fixes that set `master` to an interface of the host. */
function masterFixes(model: Model, plugin: PluginView, facts: HostFacts): readonly Fix[] {
  return masterNames(facts).map((name) =>
    insertion(model, plugin.node, 'master', JSON.stringify(name), plugin.type?.key, false),
  );
}

/** Returns a fix that uses ipvlan, unless there is a `mode`: ipvlan has different modes than macvlan. */
function ipvlanFix({ node, type }: PluginView): readonly Fix[] {
  if (type?.value === undefined || foldedMember(node, 'mode') !== undefined) {
    return [];
  }
  return [{ title: l10n.t('Use {0}', 'ipvlan'), changes: [replaceSpan(type.value, '"ipvlan"')] }];
}

const noDefaultRoute: Rule = {
  id: 'R179',
  name: 'default-route-absent',
  severity: 'warning',
  *check(model, { hostFacts }) {
    if (hostFacts?.routes === undefined || defaultDevice(hostFacts) !== undefined) {
      return;
    }
    for (const plugin of model.plugins) {
      const isFirst = plugin.index === 0;
      if (plugin.typeName !== 'macvlan' && !(plugin.typeName === 'ipvlan' && isFirst)) {
        continue;
      }
      if (textOf(foldedMember(plugin.node, 'master')?.value) || plugin.type?.value === undefined) {
        continue;
      }
      if (isOn(plugin, 'linkInContainer')) {
        continue;
      }
      yield {
        span: plugin.type.value,
        message: l10n.t(
          'Without "master" the plugin uses the interface of the default route, but there is none on {0}. ADD fails with "no default route interface found".',
          hostFacts.host,
        ),
        fixes: () => masterFixes(model, plugin, hostFacts),
      };
    }
  },
};

const wireless: Rule = {
  id: 'R180',
  name: 'wireless-master',
  severity: 'warning',
  *check(model, { hostFacts }) {
    for (const plugin of model.plugins) {
      const master = masterOf(plugin);
      if (hostFacts === undefined || plugin.typeName !== 'macvlan' || master === undefined) {
        continue;
      }
      if (linkOf(hostFacts, master.name)?.wireless !== true) {
        continue;
      }
      yield {
        span: master.node,
        message: l10n.t(
          '{0} on {1} is a wireless interface, and access points drop frames from the additional MAC addresses of macvlan. Use ipvlan instead.',
          master.name,
          hostFacts.host,
        ),
        fixes: () => ipvlanFix(plugin),
      };
    }
  },
};

/** Rules about whether a network fits the interfaces, addresses and routes of the host. */
export const hostInterfaceRules: readonly Rule[] = [
  masterMissing,
  mtuAboveMaster,
  bridgeConflict,
  routeOverlap,
  noDefaultRoute,
  wireless,
];
