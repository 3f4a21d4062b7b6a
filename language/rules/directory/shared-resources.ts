import * as l10n from '@vscode/l10n';
import { contains, formatPrefixed, rangesOverlap, sameAddress, type Prefixed } from '../../document/addresses.ts';
import type { Neighbor, PluginUse } from '../../directory/neighbor.ts';
import type { SubnetUse } from '../../directory/subnets.ts';
import { insertMember, replaceSpan } from '../../edits/style.ts';
import { foldedMember } from '../../document/members.ts';
import type { Model } from '../../document/model.ts';
import { nextVlan, otherInterfaces, sameType } from './shared-fixes.ts';
import { subnetFixes } from '../../edits/simple-fixes.ts';
import { nearbyFiles, elsewhere, pairs } from './same-directory.ts';
import type { Finding, Fix, Rule } from '../rule.ts';

const valueOf = (plugin: PluginUse, key: string): string | number | boolean | undefined => plugin.settings[key]?.value;

/**
 * What goes wrong when two networks use overlapping addresses: two pools, one fixed address twice, or one in a pool.
 */
type Clash = 'pools' | 'same address' | 'address in pool';

function clash(mine: SubnetUse, theirs: SubnetUse): Clash | undefined {
  if (mine.facts !== undefined && theirs.facts !== undefined) {
    if (mine.state === theirs.state || !rangesOverlap(mine.facts, theirs.facts)) {
      return undefined;
    }
    return 'pools';
  }
  const [pool, fixed] = mine.facts === undefined ? [theirs.facts, mine] : [mine.facts, theirs];
  if (pool === undefined) {
    return sameAddress(mine.subnet.address, theirs.subnet.address) ? 'same address' : undefined;
  }
  const { address } = fixed.subnet;
  const isInside =
    contains(pool.subnet, address) && address.value >= pool.first.value && address.value <= pool.last.value;
  return isInside ? 'address in pool' : undefined;
}

function clashMessage(kind: Clash, mine: SubnetUse, theirs: SubnetUse, file: string): string {
  const names = { mine: mine.text, theirs: theirs.text, file };
  switch (kind) {
    case 'pools':
      return l10n.t(
        '{mine} overlaps {theirs} of {file}. Each network assigns its addresses independently, so two containers can get the same one.',
        names,
      );
    case 'same address':
      return l10n.t('{mine} overlaps {theirs} of {file}, so two containers get the same address.', names);
    case 'address in pool':
      return l10n.t(
        '{mine} overlaps {theirs} of {file}, so host-local can assign the fixed address to another container.',
        names,
      );
  }
}

const subnetOverlap: Rule = {
  id: 'R162',
  name: 'subnet-overlap-networks',
  severity: 'warning',
  *check(model, context) {
    const nearby = nearbyFiles(model, context);
    for (const mine of nearby?.own.subnets ?? []) {
      for (const other of nearby?.others ?? []) {
        // R158 reports it.
        if (other.name?.text === nearby?.own.name?.text) {
          continue;
        }
        const found = other.subnets.find((theirs) => clash(mine, theirs) !== undefined);
        const kind = found && clash(mine, found);
        if (found === undefined || kind === undefined) {
          continue;
        }
        yield {
          span: mine.location.span,
          message: clashMessage(kind, mine, found, other.file),
          related: [
            elsewhere(found.location, l10n.t('These addresses belong to {0}.', other.name?.text ?? other.file)),
          ],
          fixes: () => (mine.facts === undefined ? [] : subnetFixes(model, mine.location.span, context)),
        };
        break;
      }
    }
  },
};

const isGateway = (plugin: PluginUse): boolean =>
  valueOf(plugin, 'isGateway') === true || valueOf(plugin, 'isDefaultGateway') === true;

const bridgeOf = (plugin: PluginUse): string | undefined => {
  if (plugin.type !== 'bridge') {
    return undefined;
  }
  return `${String(valueOf(plugin, 'bridge') || 'cni0')}${valueOf(plugin, 'vlan') ? `.${String(valueOf(plugin, 'vlan'))}` : ''}`;
};

/** Returns the IPv4 address that the bridge plugin assigns to its bridge for a network. */
function gatewayOf({ subnets }: Neighbor, plugin: PluginUse): { text: string; use: SubnetUse } | undefined {
  const use = subnets.find(({ pluginIndex, facts }) => pluginIndex === plugin.index && facts?.gateway.bits === 32);
  if (use?.facts === undefined) {
    return undefined;
  }
  const onBridge: Pick<Prefixed, 'address' | 'prefix'> = { address: use.facts.gateway, prefix: use.subnet.prefix };
  return { text: formatPrefixed(onBridge), use };
}

function bridgeFix(model: Model, mine: PluginUse, others: readonly Neighbor[]): Fix[] {
  const plugin = model.plugins.find(({ index }) => index === mine.index);
  if (plugin === undefined) {
    return [];
  }
  const taken = new Set(others.flatMap(({ plugins }) => plugins.map(bridgeOf)));
  let number = 1;
  while (taken.has(`cni${number}`)) {
    number++;
  }
  const name = JSON.stringify(`cni${number}`);
  const written = mine.settings['bridge']?.location.span;
  const change =
    written === undefined
      ? insertMember(model.parsed.text, plugin.node, 'bridge', name, plugin.type?.key)
      : replaceSpan(written, `"bridge": ${name}`);
  return [{ title: l10n.t('Use a separate bridge, {0}', name), changes: [change] }];
}

const bridgeSubnet: Rule = {
  id: 'R163',
  name: 'bridge-shared-different-subnet',
  severity: 'error',
  *check(model, context): Iterable<Finding> {
    const nearby = nearbyFiles(model, context);
    if (nearby === undefined) {
      return;
    }
    for (const { mine, theirs, other } of pairs(model, context)) {
      const bridge = bridgeOf(mine);
      if (bridge === undefined || bridge !== bridgeOf(theirs) || !isGateway(mine) || !isGateway(theirs)) {
        continue;
      }
      const [own, their] = [gatewayOf(nearby.own, mine), gatewayOf(other, theirs)];
      if (own === undefined || their === undefined || own.text === their.text) {
        continue;
      }
      const forced = valueOf(mine, 'forceAddress') === true;
      yield {
        span: (mine.settings['bridge']?.location ?? mine.location).span,
        severity: forced ? 'warning' : 'error',
        message: forced
          ? l10n.t(
              '{file} assigns {address} to the bridge {bridge}. "forceAddress" removes that address when this network is added.',
              { file: other.file, address: their.text, bridge },
            )
          : l10n.t(
              '{file} assigns {address} to the same bridge, which can have only one IPv4 address. ADD of the second network fails with: "{bridge}" already has an IP address different from {own}',
              { file: other.file, address: their.text, bridge, own: own.text },
            ),
        related: [elsewhere(their.use.location, l10n.t('This network assigns {0} to {1}.', their.text, bridge))],
        fixes: () => bridgeFix(model, mine, nearby.others),
      };
      return;
    }
  },
};

const options = ['mtu', 'promiscMode', 'vlan'];

const bridgeOptions: Rule = {
  id: 'R164',
  name: 'bridge-shared-options',
  severity: 'warning',
  *check(model, context) {
    for (const { mine, theirs, other } of pairs(model, context)) {
      if (mine.type !== 'bridge' || theirs.type !== 'bridge') {
        continue;
      }
      const [bridge, their] = [mine, theirs].map((one) => valueOf(one, 'bridge') || 'cni0');
      if (bridge !== their) {
        continue;
      }
      for (const key of options) {
        const [own, set] = [mine, theirs].map((one) => effective(one, key));
        if (own === set) {
          continue;
        }
        const span = (mine.settings[key]?.location ?? mine.settings['bridge']?.location ?? mine.location).span;
        yield {
          span,
          message: l10n.t(
            '{file} uses the bridge {bridge} with a different "{key}" ({theirs}, here {own}). The bridge keeps the value of the network that is added first.',
            { file: other.file, bridge: String(bridge), key, theirs: String(set), own: String(own) },
          ),
          related: [
            elsewhere(
              theirs.settings[key]?.location ?? theirs.location,
              l10n.t('Here "{0}" is {1}.', key, String(set)),
            ),
          ],
          fixes: () => (key === 'vlan' ? [] : sameFix(model, mine, key, set)),
        };
        return;
      }
    }
  },
};

function sameFix(
  model: Model,
  mine: PluginUse,
  key: string,
  value: PluginUse['settings'][string]['value'] | undefined,
): Fix[] {
  const plugin = model.plugins.find(({ index }) => index === mine.index);
  if (plugin === undefined || value === undefined) {
    return [];
  }
  const written = foldedMember(plugin.node, key)?.value;
  const title = l10n.t('Set "{0}" to {1} as in the other network', key, JSON.stringify(value));
  const change =
    written === undefined
      ? insertMember(model.parsed.text, plugin.node, key, JSON.stringify(value), plugin.type?.key)
      : replaceSpan(written, JSON.stringify(value));
  return [{ title, changes: [change] }];
}

/** Returns the value that a bridge is created with: for `vlan` whether VLANs are filtered; unset keys are off. */
function effective(plugin: PluginUse, key: string): string | number | boolean {
  const value = valueOf(plugin, key);
  if (key === 'vlan') {
    return Boolean(value);
  }
  return value ?? (key === 'mtu' ? 0 : false);
}

const masterShared: Rule = {
  id: 'R165',
  name: 'master-shared-macvlan-ipvlan',
  severity: 'error',
  *check(model, context) {
    for (const { mine, theirs, other } of pairs(model, context)) {
      const types = [mine.type, theirs.type].toSorted().join(' ');
      const master = mine.settings['master'];
      if (types !== 'ipvlan macvlan' || !master || master.value !== valueOf(theirs, 'master')) {
        continue;
      }
      if (valueOf(mine, 'linkInContainer') === true || valueOf(theirs, 'linkInContainer') === true) {
        continue;
      }
      yield {
        span: master.location.span,
        message: l10n.t(
          '{file} uses {master} as the master of {type}. An interface cannot carry both macvlan and ipvlan, so ADD of the second network fails with "device or resource busy".',
          { file: other.file, master: String(master.value), type: theirs.type },
        ),
        related: [
          elsewhere((theirs.settings['master'] ?? theirs).location, l10n.t('This is the master of {0}.', theirs.type)),
        ],
        fixes: () => [...sameType(model, mine, theirs), ...otherInterfaces(model, mine, 'master', context)],
      };
      return;
    }
  },
};

const vlanShared: Rule = {
  id: 'R166',
  name: 'vlan-shared-id',
  severity: 'warning',
  *check(model, context) {
    for (const { mine, theirs, other } of pairs(model, context)) {
      const id = mine.settings['vlanId'];
      if (mine.type !== 'vlan' || theirs.type !== 'vlan' || id === undefined) {
        continue;
      }
      if (id.value !== valueOf(theirs, 'vlanId') || valueOf(mine, 'master') !== valueOf(theirs, 'master')) {
        continue;
      }
      yield {
        span: id.location.span,
        message: l10n.t(
          '{0} creates the same VLAN {1} on the same master. The kernel allows it only once, so only one container can have it.',
          other.file,
          String(id.value),
        ),
        related: [elsewhere((theirs.settings['vlanId'] ?? theirs).location, l10n.t('This is the same VLAN.'))],
        fixes: () => nextVlan(model, mine, context),
      };
      return;
    }
  },
};

const devices = ['device', 'hwaddr', 'pciBusID', 'kernelpath'];

const deviceShared: Rule = {
  id: 'R167',
  name: 'host-device-shared',
  severity: 'warning',
  *check(model, context) {
    for (const { mine, theirs, other } of pairs(model, context)) {
      if (mine.type !== 'host-device' || theirs.type !== 'host-device') {
        continue;
      }
      const key = devices.find((one) => valueOf(mine, one) && valueOf(mine, one) === valueOf(theirs, one));
      const setting = key === undefined ? undefined : mine.settings[key];
      if (key === undefined || setting === undefined) {
        continue;
      }
      yield {
        span: setting.location.span,
        message: l10n.t(
          '{0} moves the same device into its containers, so only one container can have {1}.',
          other.file,
          String(setting.value),
        ),
        related: [elsewhere((theirs.settings[key] ?? theirs).location, l10n.t('This is the same device.'))],
        fixes: () => (key === 'device' ? otherInterfaces(model, mine, key, context) : []),
      };
      return;
    }
  },
};

/** Rules about what two networks of one host cannot share. */
export const sharedRules: readonly Rule[] = [
  subnetOverlap,
  bridgeSubnet,
  bridgeOptions,
  masterShared,
  vlanShared,
  deviceShared,
];
