import { removeMember } from '../edits/style.ts';
import { parseAddress, parsePrefixed } from '../addresses.ts';
import { loadError } from '../load-error.ts';
import { memberOf, members, textOf, type Member } from '../members.ts';
import { inventoryOf } from '../inventory.ts';
import { perModel, type Model } from '../model.ts';
import type { Node } from '../parse.ts';
import { foldKey, memberSchema, type Schema } from '../schema/schema.ts';
import { withKey } from './applies.ts';
import { where, type Finding, type Rule } from './rule.ts';
import { removal } from './simple-fixes.ts';

const keyOf = (property: Node | undefined): string => String(property?.children?.[0]?.value);

/** Of so few keys each is compared with each, which is faster than a set. */
const FEW = 12;

/** Whether a key stands in an object twice, in whatever spelling. */
function hasTwins({ children = [] }: Node): boolean {
  if (children.length >= FEW) return new Set(children.map((one) => keyOf(one).toLowerCase())).size < children.length;
  for (let index = 1; index < children.length; index++) {
    const key = keyOf(children[index]);
    for (let before = 0; before < index; before++) {
      const other = keyOf(children[before]);
      if (other.length === key.length && (other === key || other.toLowerCase() === key.toLowerCase())) return true;
    }
  }
  return false;
}

/** The objects in which a key stands twice, in whatever spelling; hardly a document has one. */
const objectsWithTwins = perModel((model): readonly Node[] =>
  inventoryOf(model).containers.filter((node) => node.type === 'object' && hasTwins(node)),
);

/** The pairs of equal keys of an object: the one that is dropped, and the one that counts. */
function* repeated(object: Node): Generator<readonly [Member, Member]> {
  const children = object.children ?? [];
  const last = new Map<unknown, Node>();
  for (const property of children) last.set(property.children?.[0]?.value, property);
  if (last.size === children.length) return;
  for (const property of children) {
    const counts = last.get(property.children?.[0]?.value);
    const [member, other] = [memberOf(property), counts === undefined ? undefined : memberOf(counts)];
    if (counts !== property && member !== undefined && other !== undefined && member.key !== '') yield [member, other];
  }
}

/** Whether a value that is dropped is of the type of the one that counts, so that nothing comes of it. */
function mayBeLeft(dropped: Node | undefined, counts: Node | undefined): boolean {
  return dropped === undefined || counts === undefined || dropped.type === 'null' || dropped.type === counts.type;
}

const duplicateKey: Rule = {
  id: 'R009',
  name: 'json-duplicate-key',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    // A single plugin configuration is decoded as it stands, with what is dropped; a list is read into a map before.
    const says = model.content === 'single' ? loadError(model) : undefined;
    for (const node of objectsWithTwins(model)) {
      for (const [member, counts] of repeated(node)) {
        const fails = says !== undefined && !mayBeLeft(member.value, counts.value);
        yield {
          span: member.keyNode,
          ...(fails ? { severity: 'error' as const } : {}),
          message: `"${member.key}" is there twice: the last value counts, this one is dropped${fails ? `, but not without being read: libcni says "${says}"` : ' without a word'}`,
          unnecessary: true,
          related: [{ span: counts.keyNode, message: 'This one counts' }],
          fixes: () => {
            const change = removeMember(node, member.key);
            return change === undefined
              ? []
              : [{ title: `Remove this "${member.key}"`, preferred: true, changes: [change] }];
          },
        };
      }
    }
  },
};

/** The objects of plugin configurations whose keys Go matches whatever their case, with their schema. */
function structs(model: Model): (readonly [Node, Schema])[] {
  const found: (readonly [Node, Schema])[] = [];
  for (const { node, described, ipam } of model.plugins) {
    if (described !== undefined) addStructs(found, node, described.schema, ipam?.node);
    if (ipam?.described !== undefined) addStructs(found, ipam.node, ipam.described.schema, undefined);
  }
  return found;
}

/** Adds what there is at and below a node, but for one that has a schema of its own. */
function addStructs(to: (readonly [Node, Schema])[], node: Node, schema: Schema, except: Node | undefined): void {
  if (schema.properties !== undefined && node.type === 'object') to.push([node, schema]);
  if (node.type === 'array' && schema.items !== undefined) {
    for (const child of node.children ?? []) addStructs(to, child, schema.items, except);
    return;
  }
  for (const { children } of node.type === 'object' ? (node.children ?? []) : []) {
    const [key, value] = [children?.[0]?.value as unknown, children?.[1]];
    if (typeof key !== 'string' || value === except || (value?.type !== 'object' && value?.type !== 'array')) continue;
    const below = memberSchema(schema, key);
    if (below !== undefined) addStructs(to, value, below, except);
  }
}

/** Whether the same key stands in an object in another spelling too. */
export function collides(object: Node | undefined, key: string): boolean {
  const folded = key.toLowerCase();
  return members(object).some((other) => other.key !== key && other.key.toLowerCase() === folded);
}

/** The texts of routes and ranges that are read at once, also where another spelling of the key wins; null is read as ''. */
const READ_AT_ONCE: ReadonlySet<string> = new Set(['subnet', 'dst']);
/** The same of an address; `''` and null are none. */
const ADDRESSES: ReadonlySet<string> = new Set(['rangeStart', 'rangeEnd', 'gateway', 'gw']);

/** Whether Go decodes a value into a field that the schema describes, as far as its outermost type and its text tell. */
function mayDecode(name: string, value: Node | undefined, schema: Schema | undefined): boolean {
  const text = value?.type === 'null' ? '' : textOf(value);
  if (READ_AT_ONCE.has(name) && text !== undefined) return parsePrefixed(text) !== undefined;
  if (ADDRESSES.has(name) && text) return parseAddress(text) !== undefined;
  const types = schema?.type === undefined ? [] : [schema.type].flat();
  if (value === undefined || value.type === 'null' || types.length === 0) return true;
  return types.includes(value.type) || (value.type === 'number' && types.includes('integer'));
}

const caseCollision: Rule = {
  id: 'R012',
  name: 'plugin-key-case-collision',
  severity: 'warning',
  *check(model) {
    for (const [object, schema] of structs(model)) {
      const byName = new Map<string, Member>();
      for (const member of members(object)) {
        const name = foldKey(schema.properties ?? {}, member.key);
        if (name === undefined) continue;
        const before = byName.get(name);
        if (before === undefined || before.key === member.key) {
          byName.set(name, member);
          continue;
        }
        // libcni sorts the keys, and the plugin keeps the last: capitals come before small letters.
        const [loses, wins] = before.key < member.key ? [before, member] : [member, before];
        byName.set(name, wins);
        if (name === 'cniVersion') continue; // R013
        const fits = mayDecode(name, loses.value, schema.properties?.[name]);
        yield {
          span: loses.keyNode,
          ...(fits ? {} : { severity: 'error' as const }),
          message: `"${loses.key}" and "${wins.key}" are one key to a Go plugin, and after sorting "${wins.key}" wins${fits ? '' : '; but both are decoded, and this one fails'}`,
          unnecessary: true,
          related: [{ span: wins.keyNode, message: 'This one counts' }],
          fixes: () => [removal(object, [loses])],
        };
      }
    }
  },
};

const versionOverride: Rule = {
  id: 'R013',
  name: 'plugin-cniversion-override',
  severity: 'warning',
  *check(model) {
    if (model.content !== 'list') return;
    for (const { node } of model.plugins) {
      for (const member of members(node)) {
        const { key, keyNode } = member;
        if (!overridesVersion(key)) continue;
        yield {
          span: keyNode,
          message: `libcni puts "cniVersion" of the list beside this, and the plugin reads "${key}" instead: it works with another version than the list says`,
          fixes: () => [removal(node, [member])],
        };
      }
    }
  },
};

/** Spellings of `cniVersion` that sort after it, and so survive its injection. */
export function overridesVersion(key: string): boolean {
  return key > 'cniVersion' && key.toLowerCase() === 'cniversion';
}

const hasAnyTwins = (model: Model): boolean => objectsWithTwins(model).length > 0;

export const duplicateKeyRules: readonly Rule[] = [
  ...where(hasAnyTwins, [duplicateKey, caseCollision]),
  ...withKey('cniVersion', [versionOverride]),
];
