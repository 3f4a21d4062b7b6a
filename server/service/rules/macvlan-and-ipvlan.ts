import { replaceSpan } from '../edits/style.ts';
import { foldedMember, textOf } from '../members.ts';
import { changeTo, ofType, insertion, masterNames, typePlace } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

const ipvlanDHCP: Rule = {
  id: 'R095',
  name: 'ipvlan-dhcp',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const { type, ipam } of ofType(model, 'ipvlan')) {
      if (ipam?.typeName !== 'dhcp' || ipam.type?.value === undefined) continue;
      yield {
        span: ipam.type.value,
        message:
          'All ipvlan interfaces have the MAC address of their master: the DHCP server sees one client, and may give all of them one address',
        fixes: () =>
          type?.value === undefined
            ? []
            : [{ title: 'Use macvlan', preferred: true, changes: [replaceSpan(type.value, '"macvlan"')] }],
      };
    }
  },
};

const noMaster: Rule = {
  id: 'R098',
  name: 'master-required-sometimes',
  severity: 'information',
  *check(model, { hostFacts }) {
    const device = hostFacts?.routes?.find(({ destination }) => destination === 'default')?.device;
    for (const plugin of ofType(model, 'macvlan', 'ipvlan')) {
      const master = foldedMember(plugin.node, 'master')?.value;
      const isGiven = master !== undefined && master.type !== 'null' && textOf(master) !== '';
      // A chained ipvlan takes the interface of the plugin before it.
      if (isGiven || (plugin.typeName === 'ipvlan' && plugin.index > 0) || model.sideLoaded) continue;
      yield {
        span: master ?? typePlace(plugin),
        message: `Without "master", ${plugin.typeName} takes the interface of the default route that there is at the time; where there is none it fails with "no default route interface found"`,
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
  *check(model) {
    for (const plugin of ofType(model, 'vlan')) {
      const id = foldedMember(plugin.node, 'vlanId');
      if (id !== undefined && id.value?.type !== 'null') continue;
      const other = foldedMember(plugin.node, 'vlan');
      yield {
        span: other?.keyNode ?? typePlace(plugin),
        severity: 'warning',
        message:
          other === undefined
            ? 'Without "vlanId" it is 0: frames then carry a priority, and belong to no VLAN'
            : 'The plugin vlan reads "vlanId"; "vlan" is bridge\'s. As it is the VLAN is 0',
        fixes: () =>
          other === undefined
            ? [insertion(model, plugin.node, 'vlanId', '1', 'master', false)]
            : [{ title: 'Rename to "vlanId"', preferred: true, changes: [replaceSpan(other.keyNode, '"vlanId"')] }],
      };
    }
  },
};

const emptyMaster: Rule = {
  id: 'R096',
  name: 'vlan-master-required',
  severity: 'error',
  *check(model, { hostFacts }) {
    for (const plugin of ofType(model, 'vlan')) {
      const value = foldedMember(plugin.node, 'master')?.value;
      if (value === undefined || textOf(value) !== '') continue;
      const message =
        '"master" is empty: vlan fails with ""master" field is required. It specifies the host interface name to create the VLAN for"';
      const names = hostFacts?.interfaces === undefined ? ['eth0'] : masterNames(hostFacts);
      yield { span: value, message, fixes: () => names.map((name) => changeTo(value, name, false)) };
    }
  },
};

export const macvlanRules: readonly Rule[] = [ipvlanDHCP, noMaster, vlanWithoutId, emptyMaster];
