import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { withDelegates } from '../../document/delegates.ts';
import { suggester } from '../../document/did-you-mean.ts';
import { exactMember, foldedMember, memberOf, members, type Member } from '../../document/members.ts';
import { perModel, type Model, type PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { catalog } from '../../schema/catalog.ts';
import { foldKey, memberSchema, type Schema } from '../../schema/schema.ts';
import { hasCaseVariant, overridesVersion } from './duplicate-keys.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { removal, renameKey } from '../../edits/simple-fixes.ts';
import { isReportedKey } from './reported-keys.ts';
import { listOnlyKeys } from '../list/single-file.ts';

/** Comments, and keys of the protocol. */
const ignored = /^(?:[_$#]|\/\/|cni\.dev\/)|comment/i;

/** Returns a fix that renames an unknown key, or removes it if the right one exists already. */
function renameOrRemove(member: Member, key: string, known: UnknownKey['properties'], right: Member | undefined): Fix {
  const object = member.node.parent;
  if (right !== undefined && object !== undefined) {
    return removal(object, [member], false);
  }
  return renameKey(member, key, Object.keys(known));
}

const listProperties = catalog.list.schema.properties ?? {};

/** Keys that libcni requires of a list. */
const needed: ReadonlySet<string> = new Set(['name', 'plugins']);

const listKeyCase: Rule = {
  id: 'R010',
  name: 'list-key-case',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const { member } of unknownListKeys(model)) {
      const key = foldKey(listProperties, member.key);
      if (key === undefined) {
        continue;
      }
      const fails = needed.has(key) && exactMember(model.root, key) === undefined;
      yield {
        span: member.keyNode,
        severity: fails ? 'error' : undefined,
        message: l10n.t(
          'libcni ignores "{0}" because the keys of a list are case-sensitive. Write "{1}".',
          member.key,
          key,
        ),
        fixes: () => [renameOrRemove(member, key, listProperties, exactMember(model.root, key))],
      };
    }
  },
};

/** A key that its schema does not list in this spelling, with the keys that it lists. */
interface UnknownKey {
  readonly member: Member;
  readonly properties: Readonly<Record<string, Schema>>;
  /** Name of the program that reads the object, for the message. */
  readonly owner: string;
  /** Date of the owner's release that the schema describes, if others may have more keys. */
  readonly release: string | undefined;
  readonly plugin: PluginView | undefined;
}

/** The keys of the list itself that libcni does not read in this spelling. */
const unknownListKeys = perModel(({ content, root }): readonly UnknownKey[] => {
  if (content !== 'list') {
    return [];
  }
  return members(root)
    .filter(({ key }) => !Object.hasOwn(listProperties, key))
    .map((member) => ({ member, properties: listProperties, owner: 'libcni', release: undefined, plugin: undefined }));
});

const suggesters = new WeakMap<object, ReturnType<typeof suggester>>();

/** Returns a function that finds the probably intended key of a schema. */
function suggesterFor(properties: UnknownKey['properties']): ReturnType<typeof suggester> {
  const suggest = suggesters.get(properties) ?? suggester(Object.keys(properties));
  suggesters.set(properties, suggest);
  return suggest;
}

/** Collects the keys at and below an object that its schema does not list; objects with free keys are skipped. */
function collect(
  into: UnknownKey[],
  node: Node | undefined,
  schema: Schema | undefined,
  owner: Pick<UnknownKey, 'owner' | 'release' | 'plugin'>,
): void {
  if (node?.type === 'array') {
    for (const child of node.children ?? []) {
      collect(into, child, schema?.items, owner);
    }
    return;
  }
  const properties = schema?.properties;
  if (node?.type !== 'object' || properties === undefined) {
    return;
  }
  for (const property of node.children ?? []) {
    const key: unknown = property.children?.[0]?.value;
    const value = property.children?.[1];
    if (typeof key !== 'string') {
      continue;
    }
    if (schema?.additionalProperties === undefined && !Object.hasOwn(properties, key)) {
      const member = memberOf(property);
      if (member !== undefined) {
        into.push({ member, properties, ...owner });
      }
    }
    // The IPAM plugin reads "ipam".
    if (value === owner.plugin?.ipam?.node || (value?.type !== 'object' && value?.type !== 'array')) {
      continue;
    }
    collect(into, value, memberSchema(schema, key), owner);
  }
}

/** The keys of plugin configurations that their schemas do not list in this spelling. */
const unknownPluginKeys = perModel((model): readonly UnknownKey[] => {
  const found: UnknownKey[] = [];
  for (const plugin of model.plugins.flatMap(withDelegates)) {
    for (const { node, described, typeName: owner = '' } of plugin.ipam === undefined
      ? [plugin]
      : [plugin, plugin.ipam]) {
      collect(found, node, described?.schema, { owner, release: described?.schema['x-release'], plugin });
    }
  }
  return found;
});

const pluginKeyCase: Rule = {
  id: 'R011',
  name: 'plugin-key-case',
  severity: 'hint',
  *check(model) {
    for (const { member, properties, owner } of unknownPluginKeys(model)) {
      const key = foldKey(properties, member.key);
      if (isReportedKey(owner, member.key)) {
        continue;
      }
      if (key === undefined || key === member.key || overridesVersion(member.key)) {
        continue;
      }
      // R012 reports it.
      if (hasCaseVariant(member.node.parent, member.key)) {
        continue;
      }
      yield {
        span: member.keyNode,
        message: l10n.t(
          'Go plugins accept "{0}", but other programs may not. The usual spelling is "{1}".',
          member.key,
          key,
        ),
        fixes: () => [renameKey(member, key, Object.keys(properties))],
      };
    }
  },
};

/** Keys that every configuration has; they are never misplaced. */
const protocol: ReadonlySet<string> = new Set(['name', 'cniVersion']);

/** Returns a sentence about where a key belongs if the other part of the plugin configuration knows it. */
function placementOf({ member, properties, plugin }: UnknownKey): string | undefined {
  const inPlugin = plugin?.described?.schema.properties ?? {};
  const inIPAM = plugin?.ipam?.described?.schema.properties ?? {};
  if (properties === inPlugin && Object.hasOwn(inIPAM, member.key)) {
    return l10n.t('The key belongs in "ipam".');
  }
  if (properties === inIPAM && Object.hasOwn(inPlugin, member.key) && !protocol.has(member.key)) {
    return l10n.t('The key belongs outside "ipam".');
  }
  return undefined;
}

/** Whether R033 reports a key: one of lists in a single plugin configuration. */
function isListKeyOf({ member, plugin }: UnknownKey): boolean {
  return member.node.parent?.parent === undefined && plugin !== undefined && listOnlyKeys.has(member.key);
}

/** Whether a key of a delegate is for Multus before 3.0, which used that delegate's result for the pod. */
function isReadByCaller({ member, plugin }: UnknownKey, { plugins }: Model): boolean {
  return member.key === 'masterplugin' && plugin !== undefined && !plugins.includes(plugin);
}

const unknownKey: Rule = {
  id: 'R074',
  name: 'unknown-key',
  severity: 'information',
  *check(model) {
    for (const found of [...unknownListKeys(model), ...unknownPluginKeys(model)]) {
      const { member, properties, owner, release } = found;
      if (
        member.key === '' ||
        ignored.test(member.key) ||
        isReportedKey(owner, member.key) ||
        isListKeyOf(found) ||
        foldKey(properties, member.key) !== undefined ||
        isReadByCaller(found, model)
      ) {
        continue;
      }
      const placement = placementOf(found);
      const near = placement === undefined ? suggesterFor(properties)(member.key) : undefined;
      const remedy = near === undefined ? placement : l10n.t('Did you mean "{0}"?', near);
      const unsure = release === undefined ? 'information' : 'hint';
      yield {
        span: member.keyNode,
        severity: remedy === undefined ? unsure : 'warning',
        message: messageOf(found, remedy),
        ...(near === undefined
          ? {}
          : { fixes: () => [renameOrRemove(member, near, properties, foldedMember(member.node.parent, near))] }),
      };
    }
  },
};

/** Returns the message about an unknown key, followed by a sentence with the remedy if there is one. */
function messageOf({ member: { key }, owner, release }: UnknownKey, remedy: string | undefined): string {
  if (release === undefined) {
    const problem = l10n.t('{0} does not know "{1}" and ignores it.', owner, key);
    return remedy === undefined ? problem : sentences(problem, remedy);
  }
  const problem = l10n.t('As of {release}, {owner} does not read "{key}".', { owner, release, key });
  return sentences(problem, remedy ?? l10n.t('Other releases may read it.'));
}

export const keyRules: readonly Rule[] = [listKeyCase, pluginKeyCase, unknownKey];
