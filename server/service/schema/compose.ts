import type { JSONSchema } from 'vscode-json-languageservice';
import { members } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import { delegateKeys, delegatesOf, type DelegateKey } from '../delegates.ts';
import { catalogue, type Described } from './catalogue.ts';
import { foldKey, writtenValues, type Delegation, type Schema } from './schema.ts';

/** Keys that a plugin configuration may hold but that nobody writes into an element of a list. */
const FILLED_IN_LISTS: ReadonlySet<string> = new Set(['name', 'cniVersion', 'args', 'runtimeConfig', 'prevResult']);
const FILLED_EVERYWHERE: ReadonlySet<string> = new Set(['args', 'runtimeConfig', 'prevResult']);

/** What a key or value is, for hover and completion: description, default, first release, page. */
function markdown(schema: Schema): string {
  const facts = [
    schema.deprecated === true ? 'Deprecated' : '',
    schema.default === undefined ? '' : `Default: \`${JSON.stringify(schema.default)}\``,
    schema['x-since'] === undefined ? '' : `Since: ${schema['x-since']}`,
    schema['x-source'] === undefined ? '' : `[Documentation](${schema['x-source']})`,
  ].filter((fact) => fact !== '');
  return [schema.description ?? '', facts.join(' · ')].filter((part) => part !== '').join('\n\n');
}

const annotated = new WeakMap<Schema, JSONSchema>();

/** {@link describe}, once per schema: the composed schemas of many documents share their parts. */
function annotate(schema: Schema): JSONSchema {
  const known = annotated.get(schema) ?? describe(schema);
  annotated.set(schema, known);
  return known;
}

/** Our schema in the words of the JSON language service, which proposes from it but does not validate. */
function describe(schema: Schema): JSONSchema {
  const { type } = schema;
  const named = typeof type === 'string' ? type : (type ?? []).filter((one) => one !== 'null' && one !== 'string')[0];
  return {
    ...(named === undefined ? {} : { type: jsonType(named) }),
    markdownDescription: markdown(schema),
    // What is on its way out is read and explained, and not proposed.
    ...(schema.deprecated === true ? { doNotSuggest: true } : {}),
    ...(schema.enum === undefined
      ? {}
      : { enum: [...writtenValues(schema)], enumSortTexts: writtenValues(schema).map(sortText) }),
    ...(schema.enumDescriptions === undefined ? {} : { markdownEnumDescriptions: [...schema.enumDescriptions] }),
    ...(schema.const === undefined ? {} : { enum: [schema.const] }),
    ...(schema.examples === undefined ? {} : { examples: [...schema.examples] }),
    ...defaults(schema),
    ...(schema.properties === undefined ? {} : { properties: annotateAll(schema.properties) }),
    ...(schema.additionalProperties === undefined
      ? {}
      : { additionalProperties: annotate(schema.additionalProperties) }),
    ...(schema.items === undefined ? {} : { items: annotate(schema.items) }),
  };
}

function jsonType(type: string): NonNullable<JSONSchema['type']> {
  switch (type) {
    case 'object':
    case 'array':
    case 'string':
    case 'integer':
    case 'boolean':
    case 'null':
      return type;
    default:
      return 'number';
  }
}

/** Keeps proposals in the order of the schema; clients sort them by text. */
const sortText = (_value: unknown, index: number): string => String(index).padStart(2, '0');

/** Nobody writes out a default: a boolean key is completed with the value that changes something. */
function defaults(schema: Schema): JSONSchema {
  if ([schema.type].flat().includes('boolean')) {
    const change = schema.default !== true;
    return { defaultSnippets: [{ label: String(change), body: change }] };
  }
  const body = schema.default === undefined ? skeleton(schema) : undefined;
  const snippets = schema.defaultSnippets?.map((one) => ({ ...one })) ?? (body === undefined ? [] : [{ body }]);
  return {
    ...(schema.default === undefined ? {} : { default: schema.default }),
    ...(snippets.length === 0 ? {} : { defaultSnippets: snippets }),
  };
}

/** The least that an object, or an array of objects, must hold, in snippet syntax; undefined where that is nothing. */
function skeleton({ type, required = [], properties = {}, items }: Schema): unknown {
  const types = [type].flat();
  if (types.includes('array')) {
    const item = items === undefined ? undefined : skeleton(items);
    return item === undefined ? undefined : [item];
  }
  if (!types.includes('object') || required.length === 0) return undefined;
  return Object.fromEntries(required.map((key, index) => [key, placeholder(properties[key], index + 1)]));
}

/** A value to type over: in quotes for a string, bare (`^`) for any other. */
function placeholder(schema: Schema | undefined, number: number): unknown {
  const inner = schema === undefined ? undefined : skeleton(schema);
  if (inner !== undefined) return inner;
  const types = [schema?.type ?? 'string'].flat();
  if (types.includes('array')) return [];
  if (types.includes('object')) return {};
  const example = schema?.const ?? schema?.default ?? schema?.examples?.[0] ?? schema?.enum?.[0];
  const written = typeof example === 'string' ? example : JSON.stringify(example);
  const slot = typeof example === 'object' || written === undefined ? `$${number}` : `\${${number}:${written}}`;
  return types.includes('string') ? slot : `^${slot}`;
}

function annotateAll(properties: Readonly<Record<string, Schema>>): Record<string, JSONSchema> {
  return Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, annotate(schema)]));
}

function snippetsOf(known: Iterable<Described>): NonNullable<JSONSchema['defaultSnippets']> {
  return [...known].flatMap(({ schema }) => (schema.defaultSnippets ?? []).map((snippet) => ({ ...snippet })));
}

/** Whole plugin configurations; one that stands alone has a name and a version, the last with single ones in its SPEC. */
function wholePlugins(slot: Slot): NonNullable<JSONSchema['defaultSnippets']> {
  const snippets = snippetsOf(catalogue.plugins.values());
  if (slot !== 'single') return snippets;
  const head = { cniVersion: '0.4.0', name: '${9:mynet}' };
  return snippets.map(({ body, ...rest }) => ({ ...rest, body: { ...head, ...body } }));
}

/** The schema of `type`: all types that are known, with what each is for; those of the kind that fits here come first. */
function typeSchema(known: ReadonlyMap<string, Described>, description: string, first: 'main' | 'meta'): JSONSchema {
  const all = [...known];
  return {
    type: 'string',
    markdownDescription: description,
    enum: all.map(([type]) => type),
    markdownEnumDescriptions: all.map(([, { schema }]) => markdown(schema)),
    enumSortTexts: all.map(([type, { traits }]) => `${traits?.kind === first ? 0 : 1}${type}`),
    suggestSortText: '0',
  };
}

/** Where a plugin configuration stands: alone, or as which element of a list. */
type Slot = 'single' | number;

function pluginSchema(
  plugin: PluginView | undefined,
  slot: Slot,
  described = plugin?.described ?? catalogue.plugin,
): JSONSchema {
  const { schema, traits } = described;
  const common = catalogue.plugin.schema.properties ?? {};
  const hidden = slot === 'single' ? FILLED_EVERYWHERE : FILLED_IN_LISTS;
  const properties: Record<string, JSONSchema> = {};
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const useless = key === 'ipam' && traits?.ipam === 'none';
    const needed = schema.required?.includes(key) || (key === 'ipam' && traits?.ipam === 'required');
    const rank = Object.hasOwn(common, key) ? '2' : '1';
    properties[key] = {
      ...annotate(property),
      suggestSortText: needed ? '0' : rank,
      ...(useless || hidden.has(key) ? { doNotSuggest: true } : {}),
    };
  }
  const first = slot === 'single' || slot === 0 ? 'main' : 'meta';
  properties['type'] = typeSchema(catalogue.plugins, 'File name of the plugin to run.', first);
  properties['ipam'] = { ...properties['ipam'], ...ipamSchema(plugin) };
  const { cniVersion } = catalogue.list.schema.properties ?? {};
  if (slot === 'single' && cniVersion) properties['cniVersion'] = { ...annotate(cniVersion), suggestSortText: '0' };
  for (const [written, key] of otherSpellings(plugin)) properties[written] = { ...properties[key], doNotSuggest: true };
  for (const of of delegateKeys(schema))
    properties[of.key] = { ...delegateSchema(plugin, of), ...told(properties[of.key]) };
  const snippets = plugin === undefined ? { defaultSnippets: wholePlugins(slot) } : {};
  return { type: 'object', markdownDescription: markdown(schema), properties, ...snippets };
}

/** What a schema says of a key, whatever its value. */
function told(schema: JSONSchema | undefined): JSONSchema {
  const { markdownDescription = '', suggestSortText = '' } = schema ?? {};
  return { markdownDescription, suggestSortText };
}

/** The schema of what a plugin hands on to others: by the type of each, or the usual one. */
function delegateSchema(plugin: PluginView | undefined, { key, delegation, isArray }: DelegateKey): JSONSchema {
  const delegates = plugin === undefined ? [] : delegatesOf(plugin).filter((one) => one.key === key);
  const usual = (type: string | undefined): JSONSchema =>
    handedOn(pluginSchema(undefined, 0, catalogue.plugins.get(type ?? '')), delegation);
  if (!isArray) {
    const [view] = delegates[0]?.plugins ?? [];
    return view === undefined ? usual(delegation.type) : handedOn(pluginSchema(view, 0), delegation);
  }
  const at = new Map(delegates.map((one) => [one.index, one]));
  const length = Math.max(-1, ...at.keys()) + 1;
  const items = Array.from({ length }, (_, index) => {
    const one = at.get(index);
    if (one?.isList === true) return listSchema(one.plugins);
    const [view] = one?.plugins ?? [];
    return view?.typeName === undefined ? usual(undefined) : handedOn(pluginSchema(view, 0), delegation);
  });
  return { type: 'array', items: [...items, usual(undefined)], additionalItems: usual(undefined) };
}

/** The schema of a plugin without the keys that whoever runs it fills in. */
function handedOn(schema: JSONSchema, { sets = [] }: Delegation): JSONSchema {
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([key, property]) => [
      key,
      sets.includes(key) && typeof property === 'object' ? { ...property, doNotSuggest: true } : property,
    ]),
  );
  return { ...schema, properties };
}

/** The types in a plugin configuration and all that it hands on, as far as they make its schema. */
function makeupOf(plugin: PluginView | undefined): unknown {
  const types = [plugin?.typeName, plugin?.ipam?.typeName, otherSpellings(plugin)];
  const delegates = plugin === undefined ? [] : delegatesOf(plugin);
  if (delegates.length === 0) return types;
  return [...types, delegates.map(({ index, isList, plugins }) => [index, isList, plugins.map(makeupOf)])];
}

/** The keys of a plugin configuration that differ from the schema's by case: as written, and as in the schema. */
function otherSpellings(plugin: PluginView | undefined): (readonly [string, string])[] {
  const properties = (plugin?.described ?? catalogue.plugin).schema.properties ?? {};
  return members(plugin?.node).flatMap(({ key }) => {
    const name = foldKey(properties, key);
    return name === undefined || name === key ? [] : [[key, name] as const];
  });
}

function ipamSchema(plugin: PluginView | undefined): JSONSchema {
  const described = plugin?.ipam?.described;
  const properties = described === undefined ? {} : annotateAll(described.schema.properties ?? {});
  return {
    type: 'object',
    properties: { ...properties, type: typeSchema(catalogue.ipam, 'File name of the IPAM plugin to run.', 'main') },
    defaultSnippets: snippetsOf(catalogue.ipam.values()),
  };
}

/** A schema made for one document, with a key that is equal for documents of the same make-up. */
export interface Composed {
  readonly key: string;
  readonly schema: () => JSONSchema;
}

/**
 * The schema of a document: its list or single plugin configuration, each plugin and IPAM object by its own `type`.
 * In draft-07 words (a tuple in `items`), the form that completion understands.
 */
export function compose(model: Model): Composed {
  const at = new Map(model.plugins.map((plugin) => [plugin.index, plugin]));
  const length = Math.max(-1, ...at.keys()) + 1;
  const slots = Array.from({ length }, (_, index) => at.get(index));
  const makeup = JSON.stringify(slots.map(makeupOf));
  const isSingle = model.content === 'single' || (model.content === 'none' && model.loadedAs === 'single');
  if (isSingle) return { key: `single:${makeup}`, schema: () => pluginSchema(slots[0], 'single') };
  return { key: `list:${makeup}`, schema: () => listSchema(slots) };
}

function listSchema(slots: readonly (PluginView | undefined)[]): JSONSchema {
  const { schema } = catalogue.list;
  const properties: Record<string, JSONSchema> = {};
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    properties[key] = { ...annotate(property), suggestSortText: schema.required?.includes(key) ? '0' : '1' };
  }
  const next = pluginSchema(undefined, slots.length);
  const known = slots.map((slot, index) => pluginSchema(slot?.typeName === undefined ? undefined : slot, index));
  properties['plugins'] = { ...properties['plugins'], items: [...known, next], additionalItems: next };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    markdownDescription: markdown(schema),
    properties,
    defaultSnippets: snippetsOf([catalogue.list]),
  };
}
