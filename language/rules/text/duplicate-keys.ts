import * as l10n from '@vscode/l10n';
import { removeMember } from '../../edits/style.ts';
import { parseAddress, parsePrefixed } from '../../document/addresses.ts';
import { loadError } from '../../document/load-error.ts';
import { memberOf, members, textOf, type Member } from '../../document/members.ts';
import { inventoryOf } from '../../document/inventory.ts';
import { perRoot, type Model } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { foldKey, memberSchema, type Schema } from '../../schema/schema.ts';
import { type Finding, type Rule } from '../rule.ts';
import { removal } from '../../edits/simple-fixes.ts';

const keyOf = (property: Node | undefined): string => String(property?.children?.[0]?.value);

/** Up to this many keys are compared in pairs, which is faster than a set. */
const mostPairedKeys = 12;

/** Whether two keys of an object differ at most in case. */
function hasTwins({ children = [] }: Node): boolean {
  if (children.length >= mostPairedKeys) {
    return new Set(children.map((one) => keyOf(one).toLowerCase())).size < children.length;
  }
  for (let index = 1; index < children.length; index++) {
    const key = keyOf(children[index]);
    for (let before = 0; before < index; before++) {
      const other = keyOf(children[before]);
      if (other.length === key.length && (other === key || other.toLowerCase() === key.toLowerCase())) {
        return true;
      }
    }
  }
  return false;
}

/** The objects with two keys that differ at most in case; most documents have none. */
const objectsWithTwins = perRoot((root): readonly Node[] =>
  inventoryOf({ root }).containers.filter((node) => node.type === 'object' && hasTwins(node)),
);

/** Yields the pairs of equal keys of an object: the ignored one, then the used one. */
function* repeated(object: Node): Generator<readonly [Member, Member]> {
  const children = object.children ?? [];
  const last = new Map<unknown, Node>();
  for (const property of children) {
    last.set(property.children?.[0]?.value, property);
  }
  if (last.size === children.length) {
    return;
  }
  for (const property of children) {
    const counts = last.get(property.children?.[0]?.value);
    const [member, other] = [memberOf(property), counts === undefined ? undefined : memberOf(counts)];
    if (counts !== property && member !== undefined && other !== undefined && member.key !== '') {
      yield [member, other];
    }
  }
}

/** Whether an ignored value has the type of the used one, so that decoding it does not fail. */
function isHarmless(dropped: Node | undefined, counts: Node | undefined): boolean {
  return dropped === undefined || counts === undefined || dropped.type === 'null' || dropped.type === counts.type;
}

const duplicateKey: Rule = {
  id: 'R009',
  name: 'json-duplicate-key',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    // libcni decodes a single plugin configuration directly, ignored values included; it reads a list into a map first.
    const objects = objectsWithTwins(model);
    const error = model.content === 'single' && objects.length > 0 ? loadError(model) : undefined;
    for (const node of objects) {
      for (const [member, counts] of repeated(node)) {
        const fails = error !== undefined && !isHarmless(member.value, counts.value);
        yield {
          span: member.keyNode,
          severity: fails ? 'error' : undefined,
          message: fails
            ? l10n.t(
                'The key "{0}" is repeated. libcni uses the last value, but decodes this one too and reports: {1}',
                member.key,
                error,
              )
            : l10n.t(
                'The key "{0}" is repeated. Only the last value is used, and this one is silently ignored.',
                member.key,
              ),
          unnecessary: true,
          related: [{ span: counts.keyNode, message: l10n.t('This value is used.') }],
          fixes: () => {
            const change = removeMember(node, member);
            return change === undefined
              ? []
              : [{ title: l10n.t('Remove this "{0}"', member.key), preferred: true, changes: [change] }];
          },
        };
      }
    }
  },
};

/**
 * Returns the objects of plugin configurations that Go decodes into structs, ignoring case of keys, with their schemas.
 */
function structs(model: Model): (readonly [Node, Schema])[] {
  const found: (readonly [Node, Schema])[] = [];
  for (const { node, described, ipam } of model.plugins) {
    if (described !== undefined) {
      addStructs(found, node, described.schema, ipam?.node);
    }
    if (ipam?.described !== undefined) {
      addStructs(found, ipam.node, ipam.described.schema, undefined);
    }
  }
  return found;
}

/** Adds the objects at and below a node, except those in `except`, which has its own schema. */
function addStructs(to: (readonly [Node, Schema])[], node: Node, schema: Schema, except: Node | undefined): void {
  if (schema.properties !== undefined && node.type === 'object') {
    to.push([node, schema]);
  }
  if (node.type === 'array' && schema.items !== undefined) {
    for (const child of node.children ?? []) {
      addStructs(to, child, schema.items, except);
    }
    return;
  }
  for (const { children } of node.type === 'object' ? (node.children ?? []) : []) {
    const [key, value] = [children?.[0]?.value as unknown, children?.[1]];
    if (typeof key !== 'string' || value === except || (value?.type !== 'object' && value?.type !== 'array')) {
      continue;
    }
    const below = memberSchema(schema, key);
    if (below !== undefined) {
      addStructs(to, value, below, except);
    }
  }
}

/** Whether an object also has the key in a different case. */
export function hasCaseVariant(object: Node | undefined, key: string): boolean {
  const folded = key.toLowerCase();
  return members(object).some((other) => other.key !== key && other.key.toLowerCase() === folded);
}

/**
 * Keys of routes and ranges whose values Go parses while decoding, even if another spelling wins; null is read as ''.
 */
const readAtOnce: ReadonlySet<string> = new Set(['subnet', 'dst']);
/** The same for addresses; `''` and null mean that there is none. */
const addresses: ReadonlySet<string> = new Set(['rangeStart', 'rangeEnd', 'gateway', 'gw']);

/**
 * Whether Go can decode a value into the field that the schema describes, judged by its outermost type and its text.
 */
function mayDecode(name: string, value: Node | undefined, schema: Schema | undefined): boolean {
  const text = value?.type === 'null' ? '' : textOf(value);
  if (readAtOnce.has(name) && text !== undefined) {
    return parsePrefixed(text) !== undefined;
  }
  if (addresses.has(name) && text) {
    return parseAddress(text) !== undefined;
  }
  const types = schema?.type === undefined ? [] : [schema.type].flat();
  if (value === undefined || value.type === 'null' || types.length === 0) {
    return true;
  }
  return types.includes(value.type) || (value.type === 'number' && types.includes('integer'));
}

const caseCollision: Rule = {
  id: 'R012',
  name: 'plugin-key-case-collision',
  severity: 'warning',
  *check(model) {
    if (objectsWithTwins(model).length === 0) {
      return;
    }
    for (const [object, schema] of structs(model)) {
      const byName = new Map<string, Member>();
      for (const member of members(object)) {
        const name = foldKey(schema.properties ?? {}, member.key);
        if (name === undefined) {
          continue;
        }
        const before = byName.get(name);
        if (before === undefined || before.key === member.key) {
          byName.set(name, member);
          continue;
        }
        // libcni sorts the keys, capitals before small letters, and the plugin uses the last.
        const [loses, wins] = before.key < member.key ? [before, member] : [member, before];
        byName.set(name, wins);
        // R013 reports it.
        if (name === 'cniVersion') {
          continue;
        }
        const fits = mayDecode(name, loses.value, schema.properties?.[name]);
        yield {
          span: loses.keyNode,
          severity: fits ? undefined : 'error',
          message: fits
            ? l10n.t(
                'Go plugins read "{0}" and "{1}" as the same key. libcni sorts the keys, so "{1}" is used and this one is ignored.',
                loses.key,
                wins.key,
              )
            : l10n.t(
                'Go plugins read "{0}" and "{1}" as the same key and decode both values. Decoding this one fails.',
                loses.key,
                wins.key,
              ),
          unnecessary: true,
          related: [{ span: wins.keyNode, message: l10n.t('This value is used.') }],
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
    if (model.content !== 'list') {
      return;
    }
    for (const { node } of model.plugins) {
      for (const member of members(node)) {
        const { key, keyNode } = member;
        if (!overridesVersion(key)) {
          continue;
        }
        yield {
          span: keyNode,
          message: l10n.t(
            'The plugin reads "{0}" instead of the "cniVersion" that libcni copies from the list, so the two can work with different versions. Remove this key.',
            key,
          ),
          fixes: () => [removal(node, [member])],
        };
      }
    }
  },
};

/** Whether a key is a spelling of `cniVersion` that sorts after it, so that the plugin reads it instead. */
export function overridesVersion(key: string): boolean {
  return key > 'cniVersion' && key.toLowerCase() === 'cniversion';
}

/** Rules about keys that occur twice in an object. */
export const duplicateKeyRules: readonly Rule[] = [duplicateKey, versionOverride];

/** Rules about spellings of one key, which also hold for plugins that other plugins run. */
export const keySpellingRules: readonly Rule[] = [caseCollision];
