import { formatAddress, networkAddress, shifted } from '../addresses.ts';
import { assignedIn, hasCapability } from '../ipam-ranges.ts';
import { replaceSpan } from '../edits/style.ts';
import { foldedMember, members, type Member } from '../members.ts';
import type { Model } from '../model.ts';
import type { Node } from '../parse.ts';
import { hostLocalFix } from './chain-fixes.ts';
import { insertion, ofType, removal } from './simple-fixes.ts';
import type { Finding, Fix, Rule } from './rule.ts';

const ptpGateway: Rule = {
  id: 'R102',
  name: 'ptp-gateway',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const { plugin, addresses } of assignedIn(model)) {
      if (plugin.typeName !== 'ptp' || hasCapability(plugin, 'ips')) continue;
      for (const { node, address, gateway, parsed } of addresses) {
        if (gateway !== undefined || address === undefined || parsed === undefined) continue;
        const first = shifted(networkAddress(parsed), 1n);
        const other = first.value === parsed.address.value ? shifted(first, 1n) : first;
        yield {
          span: address.node,
          message:
            'ptp gives the gateway to its end of the pair, and this address has none: it fails with ' +
            '"failed to add IP addr (&net.IPNet{IP:net.IP(nil), …}) to veth: numerical result out of range"',
          fixes: () => [insertion(model, node, 'gateway', JSON.stringify(formatAddress(other)), 'address')],
        };
      }
    }
  },
};

const ptpDHCP: Rule = {
  id: 'R103',
  name: 'ptp-dhcp',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'ptp')) {
      const { ipam, type } = plugin;
      if (ipam?.typeName !== 'dhcp' || ipam.type?.value === undefined) continue;
      const message = 'ptp connects the container with this host alone: there is no DHCP server at the other end';
      yield {
        span: ipam.type.value,
        message,
        fixes: () => [
          hostLocalFix(model, plugin, false),
          ...(type?.value === undefined
            ? []
            : [{ title: 'Use macvlan', changes: [replaceSpan(type.value, '"macvlan"')] }]),
        ],
      };
    }
  },
};

/** Inserts the one of `owner` and `group` that is missing, with the number of the other. */
function bothFix(model: Model, tap: Node, { key, value }: Member): Fix[] {
  if (value?.type !== 'number') return [];
  const other = key.toLowerCase() === 'owner' ? 'group' : 'owner';
  return [insertion(model, tap, other, String(value.value), key, false)];
}

const tapProgram: Rule = {
  id: 'R104',
  name: 'tap-owner-group',
  severity: 'information',
  *check(model) {
    for (const { node } of ofType(model, 'tap')) {
      const given = ['owner', 'group', 'selinuxContext'].flatMap((key) => {
        const member = foldedMember(node, key);
        return member?.value === undefined || member.value.type === 'null' ? [] : [member];
      });
      const both = foldedMember(node, 'owner') !== undefined && foldedMember(node, 'group') !== undefined;
      const context = foldedMember(node, 'selinuxContext');
      const [first] = given;
      if (first !== undefined && (!both || context !== undefined)) {
        const message =
          'Unless "owner" and "group" are both set and "selinuxContext" is not, tap runs the program ip, which must be on the PATH of the runtime';
        yield { span: (context ?? first).keyNode, message, fixes: () => (context ? [] : bothFix(model, node, first)) };
      }
      const mac = foldedMember(node, 'mac');
      if (both && context === undefined && mac?.value?.value) {
        const message = 'With "owner" and "group" both set tap does not apply "mac"';
        const fixes = () => [removal(node, [mac], false)];
        yield { span: mac.keyNode, severity: 'warning', message, fixes };
      }
    }
  },
};

/** Keys that other main plugins have and dummy has not. */
const NOT_DUMMYS = new Set(['dns', 'mtu', 'mac', 'master', 'mode']);

const dummyKeys: Rule = {
  id: 'R105',
  name: 'dummy-extra-keys',
  severity: 'information',
  *check(model) {
    for (const { node } of ofType(model, 'dummy')) {
      for (const member of members(node)) {
        if (!NOT_DUMMYS.has(member.key.toLowerCase())) continue;
        yield {
          span: member.keyNode,
          unnecessary: true,
          message: `dummy takes no notice of "${member.key}"`,
          fixes: () => [removal(node, [member])],
        };
      }
    }
  },
};

export const ptpTapDummyRules: readonly Rule[] = [ptpGateway, ptpDHCP, tapProgram, dummyKeys];
