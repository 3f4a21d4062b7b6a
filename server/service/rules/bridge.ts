import { byteLength } from '../byte-length.ts';
import { foldedMember, textOf, type Member } from '../members.ts';
import { isOn } from '../ipam-ranges.ts';
import type { PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { changeTo, insertion, ofType, removal } from './simple-fixes.ts';
import type { Finding, Fix, Rule } from './rule.ts';

const isOnMember = ({ value }: Member): boolean => value?.value === true;

/** The member of a key whose value is true. */
function switchedOn({ node }: PluginView, key: string): Member | undefined {
  const member = foldedMember(node, key);
  return member !== undefined && isOnMember(member) ? member : undefined;
}

const hairpinPromisc: Rule = {
  id: 'R078',
  name: 'bridge-hairpin-promisc',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'bridge')) {
      const [hairpin, promisc] = [switchedOn(plugin, 'hairpinMode'), switchedOn(plugin, 'promiscMode')];
      if (hairpin === undefined || promisc === undefined) continue;
      yield {
        span: hairpin.keyNode,
        message:
          'A promiscuous bridge sends packets back by itself; bridge fails with ' +
          '"cannot set hairpin mode and promiscuous mode at the same time"',
        related: [{ span: promisc.keyNode, message: '"promiscMode" is set here' }],
        fixes: () => [removal(plugin.node, [hairpin]), removal(plugin.node, [promisc], false)],
      };
    }
  },
};

const disabledInterface: Rule = {
  id: 'R079',
  name: 'bridge-disable-iface-ipam',
  severity: 'error',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      const { ipam } = plugin;
      const member = switchedOn(plugin, 'disableContainerInterface');
      if (member === undefined || !ipam?.typeName) continue;
      yield {
        span: member.keyNode,
        message:
          'An interface that stays down gets no addresses; bridge fails with ' +
          '"cannot use IPAM when DisableContainerInterface flag is set"',
        related: [{ span: ipam.member.keyNode, message: 'IPAM is set here' }],
        fixes: () => [removal(plugin.node, [ipam.member]), removal(plugin.node, [member], false)],
      };
    }
  },
};

/** Keys of bridge that only work on addresses. */
const LAYER3 = ['isGateway', 'isDefaultGateway', 'ipMasq', 'enabledad', 'forceAddress'];

const withoutIPAM: Rule = {
  id: 'R086',
  name: 'bridge-l3-option-without-ipam',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      if (plugin.ipam?.typeName) continue;
      for (const key of LAYER3) {
        const member = switchedOn(plugin, key);
        if (member === undefined) continue;
        yield {
          span: member.keyNode,
          unnecessary: true,
          message: `"${key}" has no effect without IPAM: bridge then only connects, and hands out no addresses`,
          fixes: () => [removal(plugin.node, [member])],
        };
      }
    }
  },
};

const dhcpGateway: Rule = {
  id: 'R088',
  name: 'bridge-dhcp-gateway',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      if (plugin.ipam?.typeName !== 'dhcp') continue;
      const member = switchedOn(plugin, 'isDefaultGateway') ?? switchedOn(plugin, 'isGateway');
      if (member === undefined) continue;
      yield {
        span: member.keyNode,
        message: `"${member.key}" puts the address of the DHCP server's router on the bridge of this host: two machines then answer for it`,
        fixes: () => [removal(plugin.node, [member])],
      };
    }
  },
};

const forceAddress: Rule = {
  id: 'R089',
  name: 'bridge-force-address',
  severity: 'information',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      const member = switchedOn(plugin, 'forceAddress');
      if (member === undefined || !plugin.ipam?.typeName) continue;
      yield {
        span: member.keyNode,
        message:
          '"forceAddress" takes other addresses off the bridge: two networks on one bridge would undo each other',
        fixes: () => [removal(plugin.node, [member], false)],
      };
    }
  },
};

/** VLAN settings of a bridge configuration that are well-formed. */
function vlanOf({ node }: PluginView): { member: Member; vlan: number } | undefined {
  const member = foldedMember(node, 'vlan');
  const vlan: unknown = member?.value?.value;
  if (member === undefined || typeof vlan !== 'number' || vlan <= 0 || vlan > 4094) return undefined;
  return { member, vlan };
}

/** The name cut to a length; one in other letters than ASCII is not ours to cut. */
function shorter(value: Node | undefined, name: string, length: number): readonly Fix[] {
  const cut = name.slice(0, length).replace(/[-_.]+$/, '');
  return value === undefined || cut === '' || !/^[ -~]*$/.test(name) ? [] : [changeTo(value, cut, false)];
}

const vlanGatewayName: Rule = {
  id: 'R084',
  name: 'bridge-vlan-gateway-name',
  severity: 'error',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      const isGateway = isOn(plugin, 'isGateway') || isOn(plugin, 'isDefaultGateway');
      const [found, bridge] = [vlanOf(plugin), foldedMember(plugin.node, 'bridge')];
      const name = textOf(bridge?.value);
      if (!isGateway || found === undefined || bridge?.value === undefined || name === undefined) continue;
      const made = `${name}.${found.vlan}`;
      if (!plugin.ipam?.typeName || byteLength(made) <= 15 || name.length > 15) continue;
      yield {
        span: bridge.value,
        message: `The gateway of VLAN ${found.vlan} becomes an interface "${made}", and the kernel takes names of at most 15 bytes: shorten "bridge"`,
        related: [{ span: found.member.keyNode, message: 'The VLAN is set here' }],
        fixes: () => shorter(bridge.value, name, 15 - made.length + name.length),
      };
    }
  },
};

const preserveDefault: Rule = {
  id: 'R085',
  name: 'bridge-preserve-default-vlan',
  severity: 'information',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      const trunk = foldedMember(plugin.node, 'vlanTrunk');
      const member = vlanOf(plugin)?.member ?? ((trunk?.value?.children ?? []).length > 0 ? trunk : undefined);
      if (member === undefined || foldedMember(plugin.node, 'preserveDefaultVlan') !== undefined) continue;
      yield {
        span: member.keyNode,
        message:
          'Plugins 1.3.0 to 1.7.1 keep the default VLAN of the bridge on the port as well, since 1.8.0 they do not: ' +
          'write "preserveDefaultVlan"',
        fixes: () => [insertion(model, plugin.node, 'preserveDefaultVlan', 'false', member.key)],
      };
    }
  },
};

export const bridgeRules: readonly Rule[] = [
  hairpinPromisc,
  disabledInterface,
  vlanGatewayName,
  preserveDefault,
  withoutIPAM,
  dhcpGateway,
  forceAddress,
];
