import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt, valueKeywords } from '../schema/schema-match.ts';
import { replaceSpan } from '../../edits/style.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import { changeTo, ofType, insertion, masterNames, typeSpan } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import { noFindings, type Finding, type Rule } from '../rule.ts';

const ipvlanDHCP: Rule = {
  id: 'R095',
  name: 'ipvlan-dhcp',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const { type, ipam } of ofType(model, 'ipvlan')) {
      if (ipam?.typeName !== 'dhcp' || ipam.type?.value === undefined) {
        continue;
      }
      yield {
        span: ipam.type.value,
        message: l10n.t(
          'All ipvlan interfaces have the MAC address of their master. The DHCP server sees one client and may assign the same address to all of them.',
        ),
        fixes: () =>
          type?.value === undefined
            ? []
            : [{ title: l10n.t('Use macvlan'), preferred: true, changes: [replaceSpan(type.value, '"macvlan"')] }],
      };
    }
  },
};

const noMaster: Rule = {
  id: 'R098',
  name: 'master-required-sometimes',
  severity: 'hint',
  *check(model, { hostFacts }) {
    const device = hostFacts?.routes?.find(({ destination }) => destination === 'default')?.device;
    for (const plugin of ofType(model, 'macvlan', 'ipvlan')) {
      const master = foldedMember(plugin.node, 'master')?.value;
      const isGiven = master !== undefined && master.type !== 'null' && textOf(master) !== '';
      // A chained ipvlan uses the interface of the previous plugin.
      if (isGiven || (plugin.typeName === 'ipvlan' && plugin.index > 0) || model.sideLoaded) {
        continue;
      }
      yield {
        span: master ?? typeSpan(plugin),
        message: l10n.t(
          'Without "master", {0} uses the interface of the current default route. If there is none, it fails with "{1}".',
          plugin.typeName ?? '',
          'no default route interface found',
        ),
        fixes: () =>
          device === undefined || master !== undefined
            ? []
            : [insertion(model, plugin.node, 'master', JSON.stringify(device), plugin.type?.key, false)],
      };
    }
  },
};

const vlanWithoutId: Rule = {
  id: 'R097',
  name: 'vlan-id',
  severity: 'error',
  schema: [
    schemaAt(
      'vlan/vlanId',
      (id) => `invalid VLAN ID ${String(id)} (must be between 0 and 4095 inclusive)`,
      valueKeywords,
    ),
  ],
  *check(model) {
    for (const plugin of ofType(model, 'vlan')) {
      const id = foldedMember(plugin.node, 'vlanId');
      if (id !== undefined && id.value?.type !== 'null') {
        continue;
      }
      const other = foldedMember(plugin.node, 'vlan');
      yield {
        span: other?.keyNode ?? typeSpan(plugin),
        severity: 'warning',
        message:
          other === undefined
            ? l10n.t(
                'Without "vlanId" the VLAN is 0, so frames carry only a priority and belong to no VLAN. Add "vlanId".',
              )
            : l10n.t('The vlan plugin reads "vlanId", not "vlan", so the VLAN is 0. Rename the key.'),
        fixes: () =>
          other === undefined
            ? [insertion(model, plugin.node, 'vlanId', '1', 'master', false)]
            : [
                {
                  title: l10n.t('Rename to "{0}"', 'vlanId'),
                  preferred: true,
                  changes: [replaceSpan(other.keyNode, '"vlanId"')],
                },
              ],
      };
    }
  },
};

const masterRequired = '"master" field is required. It specifies the host interface name to create the VLAN for';

const emptyMaster: Rule = {
  id: 'R096',
  name: 'vlan-master-required',
  severity: 'error',
  schema: [schemaAt('vlan/master', () => masterRequired, valueKeywords)],
  *check(model, { hostFacts }) {
    for (const plugin of ofType(model, 'vlan')) {
      const value = foldedMember(plugin.node, 'master')?.value;
      if (value === undefined || textOf(value) !== '') {
        continue;
      }
      const message = sentences(l10n.t('"{0}" is empty.', 'master'), failsWith('vlan', masterRequired));
      const names = hostFacts?.interfaces === undefined ? ['eth0'] : masterNames(hostFacts);
      yield { span: value, message, fixes: () => names.map((name) => changeTo(value, name, false)) };
    }
  },
};

const macvlanMode: Rule = {
  id: 'R093',
  name: 'macvlan-mode',
  severity: 'error',
  schema: [schemaAt('macvlan/mode', (value) => `unknown macvlan mode: ${JSON.stringify(value)}`, valueKeywords)],
  check: noFindings,
};

const ipvlanMode: Rule = {
  id: 'R094',
  name: 'ipvlan-mode',
  severity: 'error',
  schema: [schemaAt('ipvlan/mode', (value) => `unknown ipvlan mode: ${JSON.stringify(value)}`, valueKeywords)],
  check: noFindings,
};

export const macvlanRules: readonly Rule[] = [
  macvlanMode,
  ipvlanMode,
  ipvlanDHCP,
  noMaster,
  vlanWithoutId,
  emptyMaster,
];
