import { contains, formatPrefixed, rangesOverlap, sameAddress, type Prefixed } from '../addresses.ts';
import type { Neighbour, PluginUse } from '../directory/neighbour.ts';
import type { SubnetUse } from '../directory/subnets.ts';
import { insertMember, replaceSpan } from '../edits/style.ts';
import { foldedMember } from '../members.ts';
import type { Model } from '../model.ts';
import { nextVlan, otherInterfaces, sameType } from './shared-fixes.ts';
import { subnetFixes } from './simple-fixes.ts';
import { besideOf, elsewhere, pairs } from './beside.ts';
import type { Finding, Fix, Rule } from './rule.ts';

const valueOf = (plugin: PluginUse, key: string): string | number | boolean | undefined => plugin.settings[key]?.value;

function clash(mine: SubnetUse, theirs: SubnetUse): string | undefined {
  if (mine.facts !== undefined && theirs.facts !== undefined) {
    if (mine.state === theirs.state || !rangesOverlap(mine.facts, theirs.facts)) return undefined;
    return 'each network hands out its addresses by itself, so two containers can get the same one';
  }
  const [pool, fixed] = mine.facts === undefined ? [theirs.facts, mine] : [mine.facts, theirs];
  if (pool === undefined) {
    return sameAddress(mine.subnet.address, theirs.subnet.address) ? 'two containers get the same address' : undefined;
  }
  const { address } = fixed.subnet;
  const isInside =
    contains(pool.subnet, address) && address.value >= pool.first.value && address.value <= pool.last.value;
  return isInside ? 'host-local can give the fixed address to another container' : undefined;
}

const subnetOverlap: Rule = {
  id: 'R162',
  name: 'subnet-overlap-networks',
  severity: 'warning',
  *check(model, context) {
    const beside = besideOf(model, context);
    for (const mine of beside?.own.subnets ?? []) {
      for (const other of beside?.others ?? []) {
        if (other.name?.text === beside?.own.name?.text) continue; // R158's
        const found = other.subnets.find((theirs) => clash(mine, theirs) !== undefined);
        if (found === undefined) continue;
        yield {
          span: mine.place.span,
          message: `${mine.text} overlaps ${found.text} of ${other.file}: ${clash(mine, found)}`,
          related: [elsewhere(found.place, `Taken by ${other.name?.text ?? other.file}`)],
          fixes: () => (mine.facts === undefined ? [] : subnetFixes(model, mine.place.span, context)),
        };
        break;
      }
    }
  },
};

const isGateway = (plugin: PluginUse): boolean =>
  valueOf(plugin, 'isGateway') === true || valueOf(plugin, 'isDefaultGateway') === true;

const bridgeOf = (plugin: PluginUse): string | undefined => {
  if (plugin.type !== 'bridge') return undefined;
  return `${String(valueOf(plugin, 'bridge') || 'cni0')}${valueOf(plugin, 'vlan') ? `.${String(valueOf(plugin, 'vlan'))}` : ''}`;
};

/** The IPv4 address that the bridge plugin gives to its bridge for a network. */
function gatewayOf({ subnets }: Neighbour, plugin: PluginUse): { text: string; use: SubnetUse } | undefined {
  const use = subnets.find(({ pluginIndex, facts }) => pluginIndex === plugin.index && facts?.gateway.bits === 32);
  if (use?.facts === undefined) return undefined;
  const onBridge: Pick<Prefixed, 'address' | 'prefix'> = { address: use.facts.gateway, prefix: use.subnet.prefix };
  return { text: formatPrefixed(onBridge), use };
}

function bridgeFix(model: Model, mine: PluginUse, others: readonly Neighbour[]): Fix[] {
  const plugin = model.plugins.find(({ index }) => index === mine.index);
  if (plugin === undefined) return [];
  const taken = new Set(others.flatMap(({ plugins }) => plugins.map(bridgeOf)));
  let number = 1;
  while (taken.has(`cni${number}`)) number++;
  const name = JSON.stringify(`cni${number}`);
  const written = mine.settings['bridge']?.place.span;
  const change =
    written === undefined
      ? insertMember(model.parsed.text, plugin.node, 'bridge', name, plugin.type?.key)
      : replaceSpan(written, `"bridge": ${name}`);
  return [{ title: `Use a bridge of its own, ${name}`, changes: [change] }];
}

const bridgeSubnet: Rule = {
  id: 'R163',
  name: 'bridge-shared-different-subnet',
  severity: 'error',
  *check(model, context): Iterable<Finding> {
    const beside = besideOf(model, context);
    if (beside === undefined) return;
    for (const { mine, theirs, other } of pairs(model, context)) {
      const bridge = bridgeOf(mine);
      if (bridge === undefined || bridge !== bridgeOf(theirs) || !isGateway(mine) || !isGateway(theirs)) continue;
      const [own, their] = [gatewayOf(beside.own, mine), gatewayOf(other, theirs)];
      if (own === undefined || their === undefined || own.text === their.text) continue;
      const forced = valueOf(mine, 'forceAddress') === true;
      yield {
        span: (mine.settings['bridge']?.place ?? mine.place).span,
        severity: forced ? 'warning' : 'error',
        message: forced
          ? `${other.file} has another address on the bridge ${bridge} (${their.text}); "forceAddress" takes it away from there`
          : `${other.file} puts ${their.text} on the same bridge, and a bridge has one IPv4 address: whichever network ` +
            `comes second fails with ""${bridge}" already has an IP address different from ${own.text}"`,
        related: [elsewhere(their.use.place, `${bridge} is ${their.text} here`)],
        fixes: () => bridgeFix(model, mine, beside.others),
      };
      return;
    }
  },
};

const OPTIONS = ['mtu', 'promiscMode', 'vlan'];

const bridgeOptions: Rule = {
  id: 'R164',
  name: 'bridge-shared-options',
  severity: 'warning',
  *check(model, context) {
    for (const { mine, theirs, other } of pairs(model, context)) {
      if (mine.type !== 'bridge' || theirs.type !== 'bridge') continue;
      const [bridge, their] = [mine, theirs].map((one) => valueOf(one, 'bridge') || 'cni0');
      if (bridge !== their) continue;
      for (const key of OPTIONS) {
        const [own, set] = [mine, theirs].map((one) => effective(one, key));
        if (own === set) continue;
        const span = (mine.settings[key]?.place ?? mine.settings['bridge']?.place ?? mine.place).span;
        yield {
          span,
          message:
            `${other.file} uses the bridge ${String(bridge)} with another "${key}" (${String(set)}, here ${String(own)}): ` +
            'the bridge is made once, and keeps what the network that came first asked for',
          related: [elsewhere(theirs.settings[key]?.place ?? theirs.place, `${String(set)} here`)],
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
  if (plugin === undefined || value === undefined) return [];
  const written = foldedMember(plugin.node, key)?.value;
  const title = `Set "${key}" to ${JSON.stringify(value)} as there`;
  const change =
    written === undefined
      ? insertMember(model.parsed.text, plugin.node, key, JSON.stringify(value), plugin.type?.key)
      : replaceSpan(written, JSON.stringify(value));
  return [{ title, changes: [change] }];
}

/** What a bridge is made with: whether VLANs are filtered, not which one; what is not set is off. */
function effective(plugin: PluginUse, key: string): string | number | boolean {
  const value = valueOf(plugin, key);
  if (key === 'vlan') return Boolean(value);
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
      if (types !== 'ipvlan macvlan' || !master || master.value !== valueOf(theirs, 'master')) continue;
      if (valueOf(mine, 'linkInContainer') === true || valueOf(theirs, 'linkInContainer') === true) continue;
      yield {
        span: master.place.span,
        message:
          `${other.file} uses ${String(master.value)} as master of ${theirs.type}: an interface carries macvlan or ipvlan, ` +
          'not both, and the second fails with "device or resource busy"',
        related: [elsewhere((theirs.settings['master'] ?? theirs).place, `Master of ${theirs.type} here`)],
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
      if (mine.type !== 'vlan' || theirs.type !== 'vlan' || id === undefined) continue;
      if (id.value !== valueOf(theirs, 'vlanId') || valueOf(mine, 'master') !== valueOf(theirs, 'master')) continue;
      yield {
        span: id.place.span,
        message: `${other.file} makes the same VLAN ${String(id.value)} on the same master: the kernel has it once, so only one container can hold it`,
        related: [elsewhere((theirs.settings['vlanId'] ?? theirs).place, 'The same VLAN')],
        fixes: () => nextVlan(model, mine, context),
      };
      return;
    }
  },
};

const DEVICES = ['device', 'hwaddr', 'pciBusID', 'kernelpath'];

const deviceShared: Rule = {
  id: 'R167',
  name: 'host-device-shared',
  severity: 'warning',
  *check(model, context) {
    for (const { mine, theirs, other } of pairs(model, context)) {
      if (mine.type !== 'host-device' || theirs.type !== 'host-device') continue;
      const key = DEVICES.find((one) => valueOf(mine, one) && valueOf(mine, one) === valueOf(theirs, one));
      const setting = key === undefined ? undefined : mine.settings[key];
      if (key === undefined || setting === undefined) continue;
      yield {
        span: setting.place.span,
        message: `${other.file} moves the same device into its containers: only one can have ${String(setting.value)}`,
        related: [elsewhere((theirs.settings[key] ?? theirs).place, 'The same device')],
        fixes: () => (key === 'device' ? otherInterfaces(model, mine, key, context) : []),
      };
      return;
    }
  },
};

/** What two networks of one host cannot share. */
export const sharedRules: readonly Rule[] = [
  subnetOverlap,
  bridgeSubnet,
  bridgeOptions,
  masterShared,
  vlanShared,
  deviceShared,
];
