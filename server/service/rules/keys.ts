import { withDelegates } from '../delegates.ts';
import { suggester } from '../did-you-mean.ts';
import { replaceSpan } from '../edits/style.ts';
import { exactMember, foldedMember, memberOf, members, type Member } from '../members.ts';
import { perModel, type Model, type PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { catalogue } from '../schema/catalogue.ts';
import { foldKey, memberSchema, type Schema } from '../schema/schema.ts';
import { collides, overridesVersion } from './duplicate-keys.ts';
import { where, type Finding, type Fix, type Rule } from './rule.ts';
import { removal } from './simple-fixes.ts';
import { isToldKey } from './told-keys.ts';
import { listOnlyKeys } from './single-file.ts';

/** Keys that are notes to the reader, or belong to the protocol. */
const IGNORED = /^(?:[_$#]|\/\/|cni\.dev\/)|comment/i;

function rename(member: Member, key: string): Fix {
  return { title: `Rename to "${key}"`, preferred: true, changes: [replaceSpan(member.keyNode, JSON.stringify(key))] };
}

/** Renames a key that nobody reads; where the right one is there already, takes it out. */
function renameOrRemove(member: Member, key: string, right: Member | undefined): Fix {
  const object = member.node.parent;
  return right === undefined || object === undefined ? rename(member, key) : removal(object, [member], false);
}

const listProperties = catalogue.list.schema.properties ?? {};

/** Keys without which libcni does not load a list. */
const NEEDED: ReadonlySet<string> = new Set(['name', 'plugins']);

const listKeyCase: Rule = {
  id: 'R010',
  name: 'list-key-case',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const { member } of listPlaces(model)) {
      const key = foldKey(listProperties, member.key);
      if (key === undefined) continue;
      const fails = NEEDED.has(key) && exactMember(model.root, key) === undefined;
      yield {
        span: member.keyNode,
        ...(fails ? { severity: 'error' as const } : {}),
        message: `Keys of a list are case-sensitive: libcni ignores "${member.key}", it reads "${key}"`,
        fixes: () => [renameOrRemove(member, key, exactMember(model.root, key))],
      };
    }
  },
};

/** One key that is not as a schema has it, with the keys that could stand there. */
interface Place {
  readonly member: Member;
  readonly properties: Readonly<Record<string, Schema>>;
  /** Whose key it is, for the message. */
  readonly owner: string;
  readonly plugin: PluginView | undefined;
}

/** The keys of the list itself that are not as libcni reads them. */
const listPlaces = perModel(({ content, root }): readonly Place[] => {
  if (content !== 'list') return [];
  return members(root)
    .filter(({ key }) => !Object.hasOwn(listProperties, key))
    .map((member) => ({ member, properties: listProperties, owner: 'libcni', plugin: undefined }));
});

const suggesters = new WeakMap<object, ReturnType<typeof suggester>>();

/** Finds the key that was meant among those of a schema. */
function suggesterFor(properties: Place['properties']): ReturnType<typeof suggester> {
  const suggest = suggesters.get(properties) ?? suggester(Object.keys(properties));
  suggesters.set(properties, suggest);
  return suggest;
}

/** Collects the keys at and below an object that are not as its schema has them; free keys are passed over. */
function collect(
  into: Place[],
  node: Node | undefined,
  schema: Schema | undefined,
  owner: string,
  plugin: PluginView,
): void {
  if (node?.type === 'array') {
    for (const child of node.children ?? []) collect(into, child, schema?.items, owner, plugin);
    return;
  }
  const properties = schema?.properties;
  if (node?.type !== 'object' || properties === undefined) return;
  for (const property of node.children ?? []) {
    const key: unknown = property.children?.[0]?.value;
    const value = property.children?.[1];
    if (typeof key !== 'string') continue;
    if (schema?.additionalProperties === undefined && !Object.hasOwn(properties, key)) {
      const member = memberOf(property);
      if (member !== undefined) into.push({ member, properties, owner, plugin });
    }
    // What is in "ipam" is the IPAM plugin's.
    if (value === plugin.ipam?.node || (value?.type !== 'object' && value?.type !== 'array')) continue;
    collect(into, value, memberSchema(schema, key), owner, plugin);
  }
}

/** The keys of plugin configurations that are not as their schemas have them. */
const pluginPlaces = perModel((model): readonly Place[] => {
  const found: Place[] = [];
  for (const plugin of model.plugins.flatMap(withDelegates)) {
    const { node, described, typeName, ipam } = plugin;
    collect(found, node, described?.schema, typeName ?? '', plugin);
    collect(found, ipam?.node, ipam?.described?.schema, ipam?.typeName ?? '', plugin);
  }
  return found;
});

const pluginKeyCase: Rule = {
  id: 'R011',
  name: 'plugin-key-case',
  severity: 'information',
  *check(model) {
    for (const { member, properties, owner } of pluginPlaces(model)) {
      const key = foldKey(properties, member.key);
      if (isToldKey(owner, member.key)) continue;
      if (key === undefined || key === member.key || overridesVersion(member.key)) continue;
      if (collides(member.node.parent, member.key)) continue; // R012
      yield {
        span: member.keyNode,
        message: `Written "${key}" everywhere else: Go plugins accept "${member.key}" as well, other programs will not`,
        fixes: () => [rename(member, key)],
      };
    }
  },
};

/** Keys that are written for whom it may concern; nobody means to move them. */
const PROTOCOL: ReadonlySet<string> = new Set(['name', 'cniVersion']);

/** Where a key belongs that is unknown here but known in the other part of a plugin configuration. */
function elsewhere({ member, properties, plugin }: Place): string {
  const inPlugin = plugin?.described?.schema.properties ?? {};
  const inIPAM = plugin?.ipam?.described?.schema.properties ?? {};
  if (properties === inPlugin && Object.hasOwn(inIPAM, member.key)) return '; it belongs in "ipam"';
  if (properties === inIPAM && Object.hasOwn(inPlugin, member.key) && !PROTOCOL.has(member.key))
    return '; it belongs outside of "ipam"';
  return '';
}

/** A key of lists in a single plugin configuration is told by R033. */
function isListKeyOf({ member, plugin }: Place): boolean {
  return member.node.parent?.parent === undefined && plugin !== undefined && listOnlyKeys.has(member.key);
}

const unknownKey: Rule = {
  id: 'R074',
  name: 'unknown-key',
  severity: 'information',
  *check(model) {
    for (const place of [...listPlaces(model), ...pluginPlaces(model)]) {
      const { member, properties, owner } = place;
      if (
        member.key === '' ||
        IGNORED.test(member.key) ||
        isToldKey(owner, member.key) ||
        isListKeyOf(place) ||
        foldKey(properties, member.key) !== undefined
      )
        continue;
      const outside = elsewhere(place);
      const near = outside === '' ? suggesterFor(properties)(member.key) : undefined;
      const hint = near === undefined ? outside : `; did you mean "${near}"?`;
      yield {
        span: member.keyNode,
        severity: hint === '' ? 'information' : 'warning',
        message: `${owner} does not know "${member.key}" and ignores it${hint}`,
        ...(near === undefined
          ? {}
          : { fixes: () => [renameOrRemove(member, near, foldedMember(member.node.parent, near))] }),
      };
    }
  },
};

const hasOddListKeys = (model: Model): boolean => listPlaces(model).length > 0;
const hasOddKeys = (model: Model): boolean => pluginPlaces(model).length > 0;

export const keyRules: readonly Rule[] = [
  ...where(hasOddListKeys, [listKeyCase]),
  ...where(hasOddKeys, [pluginKeyCase]),
  ...where((model) => hasOddListKeys(model) || hasOddKeys(model), [unknownKey]),
];
