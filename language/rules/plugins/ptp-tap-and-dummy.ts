import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { formatAddress, networkAddress, shifted } from '../../document/addresses.ts';
import { assignedIn, hasCapability } from '../../document/ipam-ranges.ts';
import { replaceSpan } from '../../edits/style.ts';
import { foldedMember, members, type Member } from '../../document/members.ts';
import type { Model } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { hostLocalFix } from '../list/chain-fixes.ts';
import { insertion, ofType, removal } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Fix, Rule } from '../rule.ts';

const ptpGateway: Rule = {
  id: 'R102',
  name: 'ptp-gateway',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const { plugin, addresses } of assignedIn(model)) {
      if (plugin.typeName !== 'ptp' || hasCapability(plugin, 'ips')) {
        continue;
      }
      for (const { node, address, gateway, parsed } of addresses) {
        if (gateway !== undefined || address === undefined || parsed === undefined) {
          continue;
        }
        const first = shifted(networkAddress(parsed), 1n);
        const other = first.value === parsed.address.value ? shifted(first, 1n) : first;
        yield {
          span: address.node,
          message: sentences(
            l10n.t('ptp assigns the gateway to the host end of the pair, but this address has no "gateway".'),
            failsWith(
              'ptp',
              'failed to add IP addr (&net.IPNet{IP:net.IP(nil), …}) to veth: numerical result out of range',
            ),
          ),
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
      if (ipam?.typeName !== 'dhcp' || ipam.type?.value === undefined) {
        continue;
      }
      const message = l10n.t(
        'ptp connects the container only to this host, where no DHCP server responds. Use host-local, or use macvlan instead of ptp.',
      );
      yield {
        span: ipam.type.value,
        message,
        fixes: () => [
          hostLocalFix(model, plugin),
          ...(type?.value === undefined
            ? []
            : [{ title: l10n.t('Use macvlan'), changes: [replaceSpan(type.value, '"macvlan"')] }]),
        ],
      };
    }
  },
};

/** Inserts `owner` or `group`, whichever is missing, with the number of the other. */
function bothFix(model: Model, tap: Node, { key, value }: Member): Fix[] {
  if (value?.type !== 'number') {
    return [];
  }
  const other = key.toLowerCase() === 'owner' ? 'group' : 'owner';
  return [insertion(model, tap, other, String(value.value), key, false)];
}

const tapProgram: Rule = {
  id: 'R104',
  name: 'tap-owner-group',
  severity: 'hint',
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
        const message = context
          ? l10n.t('With "selinuxContext", tap runs the program ip, which must be on the PATH of the runtime.')
          : l10n.t(
              'tap runs the program ip, which must be on the PATH of the runtime. Set both "owner" and "group" to avoid that.',
            );
        yield { span: (context ?? first).keyNode, message, fixes: () => (context ? [] : bothFix(model, node, first)) };
      }
      const mac = foldedMember(node, 'mac');
      if (both && context === undefined && mac?.value?.value) {
        const message = l10n.t('tap ignores "mac" if "owner" and "group" are both set.');
        const fixes = () => [removal(node, [mac], false)];
        yield { span: mac.keyNode, severity: 'warning', message, fixes };
      }
    }
  },
};

/** Keys of other main plugins that dummy does not read. */
const ignoredByDummy = new Set(['dns', 'mtu', 'mac', 'master', 'mode']);

const dummyKeys: Rule = {
  id: 'R105',
  name: 'dummy-extra-keys',
  severity: 'information',
  *check(model) {
    for (const { node } of ofType(model, 'dummy')) {
      for (const member of members(node)) {
        if (!ignoredByDummy.has(member.key.toLowerCase())) {
          continue;
        }
        yield {
          span: member.keyNode,
          unnecessary: true,
          message: l10n.t('dummy ignores "{0}".', member.key),
          fixes: () => [removal(node, [member])],
        };
      }
    }
  },
};

export const ptpTapDummyRules: readonly Rule[] = [ptpGateway, ptpDHCP, tapProgram, dummyKeys];
