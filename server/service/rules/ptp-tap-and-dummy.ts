import { formatAddress, networkAddress, shifted } from '../addresses.ts';
import { assignedIn, hasCapability } from '../ipam-ranges.ts';
import { foldedMember, members } from '../members.ts';
import { insertion, ofType, removal } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

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
    for (const { ipam } of ofType(model, 'ptp')) {
      if (ipam?.typeName !== 'dhcp' || ipam.type?.value === undefined) continue;
      const message = 'ptp connects the container with this host alone: there is no DHCP server at the other end';
      yield { span: ipam.type.value, message };
    }
  },
};

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
        yield { span: (context ?? first).keyNode, message };
      }
      const mac = foldedMember(node, 'mac');
      if (both && context === undefined && mac?.value?.value) {
        const message = 'With "owner" and "group" both set tap does not apply "mac"';
        yield { span: mac.keyNode, severity: 'warning', message };
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
