import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt, valueKeywords } from '../schema/schema-match.ts';
import { replaceSpan } from '../../edits/style.ts';
import { foldedMember, type Member } from '../../document/members.ts';
import type { PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { insertion, ofType, removal } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';

/** The trunk of a bridge configuration, where it is an array. */
function trunkOf(plugin: PluginView): { member: Member; entries: readonly Node[] } | undefined {
  const member = foldedMember(plugin.node, 'vlanTrunk');
  if (member?.value?.type !== 'array') {
    return undefined;
  }
  return { member, entries: (member.value.children ?? []).filter(({ type }) => type === 'object') };
}

/** A VLAN ID; the schema reports numbers that are out of range. */
function vlanId(node: Node, key: string): { node: Node; id: number } | undefined {
  const value = foldedMember(node, key)?.value;
  return value?.type === 'number' && typeof value.value === 'number' ? { node: value, id: value.value } : undefined;
}

const entry: Rule = {
  id: 'R081',
  name: 'bridge-trunk-entry',
  severity: 'error',
  schema: ['id', 'minID', 'maxID'].map((key) =>
    schemaAt(`bridge/vlanTrunk/*/${key}`, () => `incorrect trunk ${key} parameter`, valueKeywords),
  ),
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'bridge')) {
      const trunk = trunkOf(plugin);
      if (trunk === undefined) {
        continue;
      }
      if ((trunk.member.value?.children ?? []).length === 0) {
        const message = l10n.t(
          'The trunk is empty, so the bridge filters VLANs and accepts none of them. Add an entry or remove "vlanTrunk".',
        );
        yield { span: trunk.member.keyNode, severity: 'warning', message };
      }
      for (const one of trunk.entries) {
        const [min, max, id] = [vlanId(one, 'minID'), vlanId(one, 'maxID'), vlanId(one, 'id')];
        if (min && max && min.id > max.id) {
          yield {
            span: min.node,
            message: sentences(
              l10n.t('"minID" {0} is greater than "maxID" {1}.', min.id, max.id),
              failsWith('bridge', 'minID is greater than maxID in trunk parameter'),
            ),
            fixes: () => [
              {
                title: l10n.t('Swap "{0}" and "{1}"', 'minID', 'maxID'),
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
            message: sentences(
              l10n.t('"{0}" needs "{1}".', has, lacks),
              failsWith('bridge', `minID and maxID should be configured simultaneously, ${lacks} is missing`),
            ),
            fixes: () => [insertion(model, one, lacks, value, has)],
          };
        } else if (min === undefined && id === undefined && (one.children ?? []).length === 0) {
          yield {
            span: one,
            severity: 'warning',
            message: l10n.t('The entry selects no VLAN. Add "id", or "minID" and "maxID".'),
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
      if (trunk === undefined || trunk.entries.length === 0 || typeof id !== 'number' || id <= 0) {
        continue;
      }
      yield {
        span: vlan?.keyNode ?? plugin.node,
        message: l10n.t(
          'Since reference plugins 1.8.0, "vlan" together with "vlanTrunk" is the native VLAN. Older versions of bridge fail with "{0}".',
          'cannot set vlan and vlanTrunk at the same time',
        ),
        related: [{ span: trunk.member.keyNode, message: l10n.t('The trunk is set here.') }],
        fixes: () => (vlan === undefined ? [] : [removal(plugin.node, [vlan], false)]),
      };
    }
  },
};

/** Whether a trunk entry includes a VLAN. */
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
      if (trunk === undefined || vlan === undefined || typeof id !== 'number' || id <= 0) {
        continue;
      }
      const found = trunk.entries.find((one) => covers(one, id));
      if (found === undefined) {
        continue;
      }
      const [min, max] = [vlanId(found, 'minID'), vlanId(found, 'maxID')];
      yield {
        span: found,
        message: l10n.t(
          'VLAN {0} is both the native VLAN and tagged in the trunk. The trunk is applied last and replaces the native setting.',
          id,
        ),
        related: [{ span: vlan.keyNode, message: l10n.t('The native VLAN is set here.') }],
        fixes: () => {
          if (min?.id === id && max !== undefined && max.id > id) {
            return [
              {
                title: l10n.t('Start at {0}', id + 1),
                preferred: true,
                changes: [replaceSpan(min.node, String(id + 1))],
              },
            ];
          }
          if (max?.id === id && min !== undefined && min.id < id) {
            return [
              {
                title: l10n.t('End at {0}', id - 1),
                preferred: true,
                changes: [replaceSpan(max.node, String(id - 1))],
              },
            ];
          }
          return [removal(plugin.node, [vlan], false)];
        },
      };
    }
  },
};

export const bridgeTrunkRules: readonly Rule[] = [entry, vlanAndTrunk, vlanInTrunk];
