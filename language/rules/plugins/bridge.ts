import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt, valueKeywords } from '../schema/schema-match.ts';
import { byteLength } from '../../document/byte-length.ts';
import { foldedMember, textOf, type Member } from '../../document/members.ts';
import { isOn } from '../../document/ipam-ranges.ts';
import type { PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { changeTo, insertion, ofType, removal } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import { noFindings, type Finding, type Fix, type Rule } from '../rule.ts';

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
      if (hairpin === undefined || promisc === undefined) {
        continue;
      }
      yield {
        span: hairpin.keyNode,
        message: sentences(
          l10n.t(
            '"hairpinMode" and "promiscMode" cannot be used together; a promiscuous bridge needs no hairpin mode.',
          ),
          failsWith('bridge', 'cannot set hairpin mode and promiscuous mode at the same time'),
        ),
        related: [{ span: promisc.keyNode, message: l10n.t('"{0}" is set here.', 'promiscMode') }],
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
      if (member === undefined || !ipam?.typeName) {
        continue;
      }
      yield {
        span: member.keyNode,
        message: sentences(
          l10n.t('"disableContainerInterface" keeps the interface down, so it cannot get addresses.'),
          failsWith('bridge', 'cannot use IPAM when DisableContainerInterface flag is set'),
        ),
        related: [{ span: ipam.member.keyNode, message: l10n.t('"{0}" is set here.', 'ipam') }],
        fixes: () => [removal(plugin.node, [ipam.member]), removal(plugin.node, [member], false)],
      };
    }
  },
};

/** Keys of bridge that have an effect only with addresses. */
const layer3 = ['isGateway', 'isDefaultGateway', 'ipMasq', 'enabledad', 'forceAddress'];

const withoutIPAM: Rule = {
  id: 'R086',
  name: 'bridge-l3-option-without-ipam',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      if (plugin.ipam?.typeName) {
        continue;
      }
      for (const key of layer3) {
        const member = switchedOn(plugin, key);
        if (member === undefined) {
          continue;
        }
        yield {
          span: member.keyNode,
          unnecessary: true,
          message: l10n.t(
            '"{0}" has no effect without "ipam". bridge then only connects the interface and assigns no addresses.',
            key,
          ),
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
      if (plugin.ipam?.typeName !== 'dhcp') {
        continue;
      }
      const member = switchedOn(plugin, 'isDefaultGateway') ?? switchedOn(plugin, 'isGateway');
      if (member === undefined) {
        continue;
      }
      yield {
        span: member.keyNode,
        message: l10n.t(
          '"{0}" adds the router address of the DHCP server to the bridge of this host. Then two machines respond to that address.',
          member.key,
        ),
        fixes: () => [removal(plugin.node, [member])],
      };
    }
  },
};

const forceAddress: Rule = {
  id: 'R089',
  name: 'bridge-force-address',
  severity: 'hint',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      const member = switchedOn(plugin, 'forceAddress');
      if (member === undefined || !plugin.ipam?.typeName) {
        continue;
      }
      yield {
        span: member.keyNode,
        message: l10n.t(
          '"forceAddress" removes other addresses from the bridge. Do not use it if several networks share the bridge.',
        ),
        fixes: () => [removal(plugin.node, [member], false)],
      };
    }
  },
};

/** The VLAN of a bridge configuration if it is valid. */
function vlanOf({ node }: PluginView): { member: Member; vlan: number } | undefined {
  const member = foldedMember(node, 'vlan');
  const vlan: unknown = member?.value?.value;
  if (member === undefined || typeof vlan !== 'number' || vlan <= 0 || vlan > 4094) {
    return undefined;
  }
  return { member, vlan };
}

/** Cuts a name to a length, unless it has characters other than ASCII. */
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
      if (!isGateway || found === undefined || bridge?.value === undefined || name === undefined) {
        continue;
      }
      const made = `${name}.${found.vlan}`;
      if (!plugin.ipam?.typeName || byteLength(made) <= 15 || name.length > 15) {
        continue;
      }
      yield {
        span: bridge.value,
        message: l10n.t(
          'The gateway of VLAN {0} needs an interface "{1}", but the kernel allows names of at most 15 bytes. Shorten "bridge".',
          found.vlan,
          made,
        ),
        related: [{ span: found.member.keyNode, message: l10n.t('The VLAN is set here.') }],
        fixes: () => shorter(bridge.value, name, 15 - made.length + name.length),
      };
    }
  },
};

const preserveDefault: Rule = {
  id: 'R085',
  name: 'bridge-preserve-default-vlan',
  severity: 'hint',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      const trunk = foldedMember(plugin.node, 'vlanTrunk');
      const member = vlanOf(plugin)?.member ?? ((trunk?.value?.children ?? []).length > 0 ? trunk : undefined);
      if (member === undefined || foldedMember(plugin.node, 'preserveDefaultVlan') !== undefined) {
        continue;
      }
      yield {
        span: member.keyNode,
        message: l10n.t(
          'Reference plugins 1.3.0 to 1.7.1 also keep the default VLAN of the bridge on the port; since 1.8.0 they do not. Set "preserveDefaultVlan" to get the same result with every version.',
        ),
        fixes: () => [insertion(model, plugin.node, 'preserveDefaultVlan', 'false', member.key)],
      };
    }
  },
};

const vlanRange: Rule = {
  id: 'R080',
  name: 'bridge-vlan-range',
  severity: 'error',
  schema: [
    schemaAt('bridge/vlan', (vlan) => `invalid VLAN ID ${String(vlan)} (must be between 0 and 4094)`, valueKeywords),
  ],
  check: noFindings,
};

/** Rules about the addresses of bridge, for configurations with the `ipam` that the plugin gets. */
export const bridgeAddressRules: readonly Rule[] = [
  disabledInterface,
  vlanGatewayName,
  withoutIPAM,
  dhcpGateway,
  forceAddress,
];

export const bridgeRules: readonly Rule[] = [vlanRange, hairpinPromisc, preserveDefault];
