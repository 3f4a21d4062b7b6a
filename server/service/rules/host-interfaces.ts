import { contains, formatPrefixed, parseAddress, parsePrefixed, networksOverlap } from '../addresses.ts';
import { didYouMean } from '../did-you-mean.ts';
import { subnetsOf } from '../directory/subnets.ts';
import { insertMember, replaceSpan } from '../edits/style.ts';
import type { HostFacts, InterfaceFact } from '../host-facts.ts';
import { foldedMember, textOf } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import type { Finding, Fix, Rule } from './rule.ts';
import { insertion, masterNames, subnetFixes } from './simple-fixes.ts';

/** The keys that name an interface of the host, by plugin type. */
const MASTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    macvlan: 'master',
    ipvlan: 'master',
    vlan: 'master',
    'host-device': 'device',
  }),
);

/** What the plugin says when the interface is not there. */
const MISSING: ReadonlyMap<string, (name: string) => string> = new Map(
  Object.entries({
    macvlan: () => 'Link not found',
    vlan: () => 'Link not found',
    ipvlan: (name) => `failed to lookup master "${name}": Link not found`,
    'host-device': () => 'failed to find host device: Link not found',
  }),
);

const isOn = (plugin: PluginView, key: string): boolean => foldedMember(plugin.node, key)?.value?.value === true;

/** The interface that a plugin names, when it is one of the host (not of the container). */
function masterOf(plugin: PluginView): { readonly name: string; readonly node: Node } | undefined {
  const key = MASTERS.get(plugin.typeName ?? '');
  const node = key === undefined ? undefined : foldedMember(plugin.node, key)?.value;
  const name = textOf(node);
  return node === undefined || !name || isOn(plugin, 'linkInContainer') ? undefined : { name, node };
}

const linkOf = ({ interfaces }: HostFacts, name: string | undefined): InterfaceFact | undefined =>
  interfaces?.find((one) => one.name === name);

const defaultDevice = ({ routes }: HostFacts): string | undefined =>
  routes?.find(({ destination }) => destination === 'default')?.device;

const numbersIn = (name: string): string => name.replaceAll(/\D+/g, ' ').trim();

const masterMissing: Rule = {
  id: 'R175',
  name: 'master-interface-missing',
  severity: 'warning',
  scope: 'plugin',
  *check(model, { hostFacts }) {
    if (hostFacts?.interfaces === undefined) return;
    const names = hostFacts.interfaces.map(({ name }) => name);
    for (const plugin of model.plugins) {
      const master = masterOf(plugin);
      if (master === undefined || names.includes(master.name)) continue;
      const near = didYouMean(
        master.name,
        names.filter((name) => name !== 'lo'),
      );
      // Another number is another interface, which another host may have.
      const isMisspelt = near !== undefined && numbersIn(near) === numbersIn(master.name);
      const says = MISSING.get(plugin.typeName ?? '')?.(master.name) ?? 'Link not found';
      yield {
        span: master.node,
        ...(isMisspelt ? { severity: 'error' as const } : {}),
        message: `There is no interface "${master.name}" on ${hostFacts.host}: ADD fails with "${says}"`,
        fixes: () =>
          near === undefined
            ? []
            : [
                {
                  title: `Change to "${near}"`,
                  preferred: true,
                  changes: [replaceSpan(master.node, JSON.stringify(near))],
                },
              ],
      };
    }
  },
};

const mtuAboveMaster: Rule = {
  id: 'R176',
  name: 'mtu-above-master',
  severity: 'error',
  scope: 'plugin',
  *check(model, { hostFacts }) {
    for (const plugin of model.plugins) {
      if (hostFacts === undefined || !['macvlan', 'vlan'].includes(plugin.typeName ?? '')) continue;
      if (isOn(plugin, 'linkInContainer')) continue;
      const named = masterOf(plugin)?.name ?? (plugin.typeName === 'macvlan' ? defaultDevice(hostFacts) : undefined);
      const link = linkOf(hostFacts, named);
      const node = foldedMember(plugin.node, 'mtu')?.value;
      const mtu: unknown = node?.value;
      if (link?.mtu === undefined || node === undefined || typeof mtu !== 'number' || mtu <= link.mtu) continue;
      const most = link.mtu;
      yield {
        span: node,
        message: `${link.name} on ${hostFacts.host} has an MTU of ${most}: ADD fails with "invalid MTU ${mtu}, must be [0, master MTU(${most})]"`,
        fixes: () => [{ title: `Change to ${most}`, preferred: true, changes: [replaceSpan(node, String(most))] }],
      };
    }
  },
};

function forceFix(model: Model, plugin: PluginView): Fix[] {
  const change = insertMember(model.parsed.text, plugin.node, 'forceAddress', 'true', plugin.type?.key);
  return [{ title: 'Insert "forceAddress": true', changes: [change] }];
}

const bridgeConflict: Rule = {
  id: 'R177',
  name: 'bridge-exists-conflict',
  severity: 'error',
  scope: 'plugin',
  *check(model, { hostFacts }): Iterable<Finding> {
    for (const plugin of model.plugins) {
      if (hostFacts === undefined || plugin.typeName !== 'bridge') continue;
      const member = foldedMember(plugin.node, 'bridge')?.value;
      const name = textOf(member) || 'cni0';
      const link = linkOf(hostFacts, name);
      const span = member ?? plugin.type?.value;
      if (link === undefined || span === undefined) continue;
      if (link.kind !== 'bridge') {
        yield {
          span,
          message: `${name} on ${hostFacts.host} is no bridge: ADD fails with ""${name}" already exists but is not a bridge"`,
        };
        continue;
      }
      if (!isOn(plugin, 'isGateway') && !isOn(plugin, 'isDefaultGateway')) continue;
      if (isOn(plugin, 'forceAddress') || foldedMember(plugin.node, 'vlan')?.value?.value) continue;
      const use = subnetsOf(model).find(
        ({ pluginIndex, facts }) => pluginIndex === plugin.index && facts?.gateway.bits === 32,
      );
      if (use?.facts === undefined) continue;
      const own = formatPrefixed({ address: use.facts.gateway, prefix: use.subnet.prefix });
      const other = link.addresses.find((address) => !address.includes(':') && address !== own);
      if (other === undefined) continue;
      yield {
        span: use.place.span,
        message: `${name} on ${hostFacts.host} has ${other}, and this network gives it ${own}: ADD fails with ""${name}" already has an IP address different from ${own}"`,
        fixes: () => forceFix(model, plugin),
      };
    }
  },
};

/** Plugins that make a subnet of their own on the host; macvlan and its like join the subnet of their master. */
const OWN_SUBNET = new Set(['bridge', 'ptp']);

const routeOverlap: Rule = {
  id: 'R178',
  name: 'subnet-overlaps-host-route',
  severity: 'warning',
  scope: 'plugin',
  *check(model, context) {
    const { hostFacts } = context;
    if (hostFacts?.routes === undefined) return;
    for (const use of subnetsOf(model)) {
      const plugin = model.plugins.find(({ index }) => index === use.pluginIndex);
      if (plugin === undefined || !OWN_SUBNET.has(plugin.typeName ?? '')) continue;
      const bridge =
        plugin.typeName === 'bridge' ? textOf(foldedMember(plugin.node, 'bridge')?.value) || 'cni0' : undefined;
      const taken = hostFacts.routes.find(({ destination, device }) => {
        if (device === bridge || linkOf(hostFacts, device)?.kind === 'veth') return false;
        const route = parsePrefixed(destination);
        if (route !== undefined) return route.prefix > 0 && networksOverlap(route, use.subnet);
        const address = parseAddress(destination);
        return address !== undefined && contains(use.subnet, address);
      });
      if (taken === undefined) continue;
      yield {
        span: use.place.span,
        message: `${hostFacts.host} has a route to ${taken.destination}${taken.device === undefined ? '' : ` by ${taken.device}`}, which overlaps ${use.text}: traffic goes to the wrong one of the two`,
        fixes: () => (use.facts === undefined ? [] : subnetFixes(model, use.place.span, context)),
      };
    }
  },
};

/** The interfaces of the host that another one can be made on. */
function masterFixes(model: Model, plugin: PluginView, facts: HostFacts): readonly Fix[] {
  return masterNames(facts).map((name) =>
    insertion(model, plugin.node, 'master', JSON.stringify(name), plugin.type?.key, false),
  );
}

/** ipvlan has other modes than macvlan, so that one written for macvlan stands in the way. */
function ipvlanFix({ node, type }: PluginView): readonly Fix[] {
  if (type?.value === undefined || foldedMember(node, 'mode') !== undefined) return [];
  return [{ title: 'Use ipvlan', changes: [replaceSpan(type.value, '"ipvlan"')] }];
}

const noDefaultRoute: Rule = {
  id: 'R179',
  name: 'default-route-absent',
  severity: 'warning',
  scope: 'plugin',
  *check(model, { hostFacts }) {
    if (hostFacts?.routes === undefined || defaultDevice(hostFacts) !== undefined) return;
    for (const plugin of model.plugins) {
      const isFirst = plugin.index === 0;
      if (plugin.typeName !== 'macvlan' && !(plugin.typeName === 'ipvlan' && isFirst)) continue;
      if (textOf(foldedMember(plugin.node, 'master')?.value) || plugin.type?.value === undefined) continue;
      if (isOn(plugin, 'linkInContainer')) continue;
      yield {
        span: plugin.type.value,
        message: `Without "master" it takes the interface of the default route, and ${hostFacts.host} has none: ADD fails with "no default route interface found"`,
        fixes: () => masterFixes(model, plugin, hostFacts),
      };
    }
  },
};

const wireless: Rule = {
  id: 'R180',
  name: 'wireless-master',
  severity: 'warning',
  scope: 'plugin',
  *check(model, { hostFacts }) {
    for (const plugin of model.plugins) {
      const master = masterOf(plugin);
      if (hostFacts === undefined || plugin.typeName !== 'macvlan' || master === undefined) continue;
      if (linkOf(hostFacts, master.name)?.wireless !== true) continue;
      yield {
        span: master.node,
        message: `${master.name} on ${hostFacts.host} is a wireless interface: access points drop frames from the other MAC addresses that macvlan uses. Take ipvlan`,
        fixes: () => ipvlanFix(plugin),
      };
    }
  },
};

/** Whether the host's interfaces, addresses and routes suit the networks. */
export const hostInterfaceRules: readonly Rule[] = [
  masterMissing,
  mtuAboveMaster,
  bridgeConflict,
  routeOverlap,
  noDefaultRoute,
  wireless,
];
