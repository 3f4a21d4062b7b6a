import { replaceSpan } from '../edits/style.ts';
import { foldedMember, type Member } from '../members.ts';
import type { PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { insertion, ofType, removal } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

/** The trunk of a bridge configuration, where it is an array. */
function trunkOf(plugin: PluginView): { member: Member; entries: readonly Node[] } | undefined {
  const member = foldedMember(plugin.node, 'vlanTrunk');
  if (member?.value?.type !== 'array') return undefined;
  return { member, entries: (member.value.children ?? []).filter(({ type }) => type === 'object') };
}

/** A number under a key, within the range of VLANs; what is outside the schema tells. */
function vlanId(node: Node, key: string): { node: Node; id: number } | undefined {
  const value = foldedMember(node, key)?.value;
  return value?.type === 'number' && typeof value.value === 'number' ? { node: value, id: value.value } : undefined;
}

const entry: Rule = {
  id: 'R081',
  name: 'bridge-trunk-entry',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'bridge')) {
      const trunk = trunkOf(plugin);
      if (trunk === undefined) continue;
      if ((trunk.member.value?.children ?? []).length === 0) {
        const message = 'An empty trunk lets the bridge filter VLANs, and lets none of them through';
        yield { span: trunk.member.keyNode, severity: 'warning', message };
      }
      for (const one of trunk.entries) {
        const [min, max, id] = [vlanId(one, 'minID'), vlanId(one, 'maxID'), vlanId(one, 'id')];
        if (min && max && min.id > max.id) {
          yield {
            span: min.node,
            message: `"minID" ${min.id} is above "maxID" ${max.id}: bridge fails with "minID is greater than maxID in trunk parameter"`,
            fixes: () => [
              {
                title: 'Exchange "minID" and "maxID"',
                preferred: true,
                changes: [replaceSpan(min.node, String(max.id)), replaceSpan(max.node, String(min.id))],
              },
            ],
          };
        } else if ((min === undefined) !== (max === undefined)) {
          const [has, lacks] = min === undefined ? ['maxID', 'minID'] : ['minID', 'maxID'];
          const value = String((min ?? max)?.id ?? 1);
          yield {
            span: (min ?? max)?.node ?? one,
            message: `"${has}" goes with "${lacks}": bridge fails with "minID and maxID should be configured simultaneously, ${lacks} is missing"`,
            fixes: () => [insertion(model, one, lacks, value, has)],
          };
        } else if (min === undefined && id === undefined && (one.children ?? []).length === 0) {
          yield {
            span: one,
            severity: 'warning',
            message: 'This entry names no VLAN: write "id", or "minID" and "maxID"',
          };
        }
      }
    }
  },
};

const vlanAndTrunk: Rule = {
  id: 'R082',
  name: 'bridge-vlan-and-trunk',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      const [trunk, vlan] = [trunkOf(plugin), foldedMember(plugin.node, 'vlan')];
      const id: unknown = vlan?.value?.value;
      if (trunk === undefined || trunk.entries.length === 0 || typeof id !== 'number' || id <= 0) continue;
      yield {
        span: vlan?.keyNode ?? plugin.node,
        message:
          '"vlan" beside "vlanTrunk" is the native VLAN since plugins 1.8.0; before, bridge fails with ' +
          '"cannot set vlan and vlanTrunk at the same time"',
        related: [{ span: trunk.member.keyNode, message: 'The trunk is here' }],
        fixes: () => (vlan === undefined ? [] : [removal(plugin.node, [vlan], false)]),
      };
    }
  },
};

/** Whether a trunk entry has a VLAN in it. */
function covers(one: Node, vlan: number): boolean {
  const [min, max, id] = [vlanId(one, 'minID'), vlanId(one, 'maxID'), vlanId(one, 'id')];
  return id?.id === vlan || (min !== undefined && max !== undefined && min.id <= vlan && vlan <= max.id);
}

const vlanInTrunk: Rule = {
  id: 'R083',
  name: 'bridge-vlan-in-trunk',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'bridge')) {
      const [trunk, vlan] = [trunkOf(plugin), foldedMember(plugin.node, 'vlan')];
      const id: unknown = vlan?.value?.value;
      if (trunk === undefined || vlan === undefined || typeof id !== 'number' || id <= 0) continue;
      const found = trunk.entries.find((one) => covers(one, id));
      if (found === undefined) continue;
      const [min, max] = [vlanId(found, 'minID'), vlanId(found, 'maxID')];
      yield {
        span: found,
        message: `VLAN ${id} is the native one and tagged as well: the tagged setting comes last, and the kernel forgets the native one`,
        related: [{ span: vlan.keyNode, message: 'The native VLAN is set here' }],
        fixes: () => {
          if (min?.id === id && max !== undefined && max.id > id)
            return [{ title: `Begin at ${id + 1}`, preferred: true, changes: [replaceSpan(min.node, String(id + 1))] }];
          if (max?.id === id && min !== undefined && min.id < id)
            return [{ title: `End at ${id - 1}`, preferred: true, changes: [replaceSpan(max.node, String(id - 1))] }];
          return [removal(plugin.node, [vlan], false)];
        },
      };
    }
  },
};

export const bridgeTrunkRules: readonly Rule[] = [entry, vlanAndTrunk, vlanInTrunk];
