import { didYouMean } from '../did-you-mean.ts';
import { replaceSpan } from '../edits/style.ts';
import { members, type Member } from '../members.ts';
import type { Model } from '../model.ts';
import type { Node } from '../parse.ts';
import { catalogue } from '../schema/catalogue.ts';
import { foldKey, memberSchema, type Schema } from '../schema/schema.ts';
import type { Finding, Fix, Rule } from './rule.ts';

/** Keys that are notes to the reader, or belong to the protocol. */
const IGNORED = /^(?:[_$#]|\/\/|cni\.dev\/)|comment/i;

function rename(member: Member, key: string): Fix {
  return { title: `Rename to "${key}"`, preferred: true, changes: [replaceSpan(member.keyNode, JSON.stringify(key))] };
}

const listProperties = catalogue.list.schema.properties ?? {};

const listKeyCase: Rule = {
  id: 'R010',
  name: 'list-key-case',
  severity: 'error',
  *check({ content, root }): Iterable<Finding> {
    if (content !== 'list') return;
    for (const member of members(root)) {
      const key = foldKey(listProperties, member.key);
      if (key === undefined || key === member.key) continue;
      yield {
        span: member.keyNode,
        message: `Keys of a list are case-sensitive: libcni ignores "${member.key}", it reads "${key}"`,
        fixes: () => [rename(member, key)],
      };
    }
  },
};

/** One key of an object that a schema describes, with the keys that could stand there. */
interface Place {
  readonly member: Member;
  readonly properties: Readonly<Record<string, Schema>>;
  /** Whose key it is, for the message. */
  readonly owner: string;
}

/** All keys at and below an object whose keys the schema names; objects with free keys are passed over. */
function* places(node: Node | undefined, schema: Schema | undefined, owner: string): Generator<Place> {
  if (node?.type === 'array') {
    for (const child of node.children ?? []) yield* places(child, schema?.items, owner);
    return;
  }
  if (node?.type !== 'object' || schema?.properties === undefined) return;
  for (const member of members(node)) {
    if (schema.additionalProperties === undefined) yield { member, properties: schema.properties, owner };
    yield* places(member.value, memberSchema(schema, member.key), owner);
  }
}

function* pluginPlaces(model: Model): Generator<Place> {
  for (const { node, described, typeName, ipam } of model.plugins) {
    for (const place of described === undefined ? [] : places(node, described.schema, typeName ?? '')) {
      const insideIPAM = ipam !== undefined && isInside(place.member.node, ipam.node);
      if (!insideIPAM) yield place;
    }
    if (ipam?.described !== undefined) yield* places(ipam.node, ipam.described.schema, ipam.typeName ?? '');
  }
}

function isInside(node: Node, outer: Node): boolean {
  return node.offset >= outer.offset && node.offset + node.length <= outer.offset + outer.length;
}

const pluginKeyCase: Rule = {
  id: 'R011',
  name: 'plugin-key-case',
  severity: 'information',
  *check(model) {
    for (const { member, properties } of pluginPlaces(model)) {
      const key = foldKey(properties, member.key);
      if (key === undefined || key === member.key) continue;
      yield {
        span: member.keyNode,
        message: `Written "${key}" everywhere else: Go plugins accept "${member.key}" as well, other programs will not`,
        fixes: () => [rename(member, key)],
      };
    }
  },
};

/** Where a key belongs that is unknown here but known in the other part of a plugin configuration. */
function elsewhere(model: Model, { member, owner }: Place): string {
  for (const plugin of model.plugins) {
    if (!isInside(member.node, plugin.node)) continue;
    const inIPAM = plugin.ipam?.described?.schema.properties ?? {};
    const inPlugin = plugin.described?.schema.properties ?? {};
    if (owner === plugin.typeName && Object.hasOwn(inIPAM, member.key)) return `; it belongs in "ipam"`;
    if (owner === plugin.ipam?.typeName && Object.hasOwn(inPlugin, member.key)) return `; it belongs outside of "ipam"`;
  }
  return '';
}

const unknownKey: Rule = {
  id: 'R074',
  name: 'unknown-key',
  severity: 'information',
  *check(model) {
    const listKeys = model.content === 'list' ? members(model.root) : [];
    const list: Place[] = listKeys.map((member) => ({ member, properties: listProperties, owner: 'libcni' }));
    for (const place of [...list, ...pluginPlaces(model)]) {
      const { member, properties, owner } = place;
      if (member.key === '' || IGNORED.test(member.key) || foldKey(properties, member.key) !== undefined) continue;
      const where = elsewhere(model, place);
      const near = where === '' ? didYouMean(member.key, Object.keys(properties)) : undefined;
      const hint = near === undefined ? where : `; did you mean "${near}"?`;
      yield {
        span: member.keyNode,
        severity: hint === '' ? 'information' : 'warning',
        message: `${owner} does not know "${member.key}" and ignores it${hint}`,
        ...(near === undefined ? {} : { fixes: () => [rename(member, near)] }),
      };
    }
  },
};

export const keyRules: readonly Rule[] = [listKeyCase, pluginKeyCase, unknownKey];
