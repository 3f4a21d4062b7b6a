import * as l10n from '@vscode/l10n';
import { parsePrefixed } from '../../document/addresses.ts';
import { foldedMember, members, textOf, type Member } from '../../document/members.ts';
import type { PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { changeTo, renameKey } from '../../edits/simple-fixes.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { hasAddresses } from './whereabouts-ranges.ts';

type IPAM = NonNullable<PluginView['ipam']>;

/** The keys of the other IPAM plugin, with the own key for the same purpose, or '' if there is none. */
const keysOfOther: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    'whereabouts',
    new Map([
      ['subnet', 'range'],
      ['ranges', ''],
      ['rangestart', 'range_start'],
      ['rangeend', 'range_end'],
    ]),
  ],
  [
    'host-local',
    new Map([
      ['range', 'subnet'],
      ['range_start', 'rangeStart'],
      ['range_end', 'rangeEnd'],
      ['exclude', ''],
      ['ipranges', ''],
      ['enable_overlapping_ranges', ''],
    ]),
  ],
]);

/** A key that only the other of host-local and whereabouts reads. */
export interface ForeignKey {
  readonly member: Member;
  readonly object: Node;
  readonly own: string;
  /** The IPAM plugin that reads it. */
  readonly reader: string;
}

/** Returns the objects of an `ipam` object that hold ranges, and itself. */
function* objectsOf(node: Node): Generator<Node> {
  if (node.type === 'object') {
    yield node;
    for (const { key, value } of members(node)) {
      if (/^(?:ip)?ranges$/i.test(key) && value !== undefined) {
        yield* objectsOf(value);
      }
    }
  } else if (node.type === 'array') {
    for (const child of node.children ?? []) {
      yield* objectsOf(child);
    }
  }
}

/** Returns the keys in an `ipam` object that only the other of host-local and whereabouts reads. */
function foreignKeys({ typeName = '', node }: IPAM): readonly ForeignKey[] {
  const keys = keysOfOther.get(typeName);
  if (keys === undefined) {
    return [];
  }
  const reader = typeName === 'whereabouts' ? 'host-local' : 'whereabouts';
  return [...objectsOf(node)].flatMap((object) =>
    members(object).flatMap((member) => {
      const own = keys.get(member.key.toLowerCase());
      return own === undefined ? [] : [{ member, object, own, reader }];
    }),
  );
}

/** Whether every key of an `ipam` object suits the other plugin. */
function suitsOther(ipam: IPAM): boolean {
  const keys = keysOfOther.get(ipam.typeName ?? '')?.keys() ?? [];
  const common = ['type', 'routes', 'gateway', ...keys];
  return members(ipam.node).every(({ key }) => common.includes(key.toLowerCase()));
}

/** Returns the fixes for a key of the other plugin: the own key, and the other type if all keys suit it. */
export function keyFixes(ipam: IPAM, { member, object, own, reader }: ForeignKey): readonly Fix[] {
  const isFree = own !== '' && foldedMember(object, own) === undefined;
  const isValue = own !== 'subnet' || parsePrefixed(textOf(member.value) ?? '') !== undefined;
  const renamed = isFree && isValue ? [renameKey(member, own, [])] : [];
  const type = ipam.type?.value;
  return type === undefined || !suitsOther(ipam) ? renamed : [...renamed, changeTo(type, reader, renamed.length === 0)];
}

/** Returns the key in place of a range for which R197 reports that whereabouts has none. */
export function insteadOfRange(ipam: IPAM): ForeignKey | undefined {
  if (ipam.typeName !== 'whereabouts' || hasAddresses(ipam.node)) {
    return undefined;
  }
  const found = foreignKeys(ipam);
  const bound = found.find(({ member }) => /^range(?:Start|End)$/i.test(member.key));
  return (
    found.find(({ member }) => /^(?:subnet|ranges)$/i.test(member.key)) ??
    // As a start or end it would still lack the range.
    (bound && { ...bound, own: parsePrefixed(textOf(bound.member.value) ?? '') === undefined ? '' : 'range' })
  );
}

const mixed: Rule = {
  id: 'R198',
  name: 'ipam-keys-mixed',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const { ipam } of model.plugins) {
      for (const found of ipam === undefined ? [] : foreignKeys(ipam)) {
        const { member, own, reader } = found;
        // R197 reports it.
        if (ipam === undefined || insteadOfRange(ipam)?.member.node === found.member.node) {
          continue;
        }
        const values = { type: ipam.typeName ?? '', key: member.key, reader, own };
        yield {
          span: member.keyNode,
          message:
            own === ''
              ? l10n.t('{type} ignores "{key}", which is a key of {reader}.', values)
              : l10n.t('{type} ignores "{key}", which is a key of {reader}. Write "{own}".', values),
          fixes: () => keyFixes(ipam, found),
        };
      }
    }
  },
};

export const ipamKeyRules: readonly Rule[] = [mixed];
