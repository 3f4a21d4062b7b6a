import * as l10n from '@vscode/l10n';
import type { JSONSchema } from 'vscode-json-languageservice';
import { members } from '../document/members.ts';
import type { Model, PluginView } from '../document/model.ts';
import { delegateKeys, delegatesOf, type DelegateKey } from '../document/delegates.ts';
import { catalog, type Described } from '../schema/catalog.ts';
import { translatedDescription } from '../schema/description.ts';
import { foldKey, writtenValues, type Delegation, type Schema } from '../schema/schema.ts';

/** Keys of a plugin configuration that are valid in an element of a list, but never written there by hand. */
const filledInLists: ReadonlySet<string> = new Set(['name', 'cniVersion', 'args', 'runtimeConfig', 'prevResult']);
const filledEverywhere: ReadonlySet<string> = new Set(['args', 'runtimeConfig', 'prevResult']);

/** Describes a key or value for hover and completion: description, default, first release, page. */
function markdown(schema: Schema): string {
  const facts = [
    schema.deprecated === true ? l10n.t('Deprecated') : '',
    schema.default === undefined ? '' : l10n.t('Default: {0}', `\`${JSON.stringify(schema.default)}\``),
    schema['x-since'] === undefined ? '' : l10n.t('Since: {0}', schema['x-since']),
    schema['x-source'] === undefined ? '' : `[${l10n.t('Documentation')}](${schema['x-source']})`,
  ].filter((fact) => fact !== '');
  return [translatedDescription(schema.description ?? ''), facts.join(' · ')]
    .filter((part) => part !== '')
    .join('\n\n');
}

const annotated = new WeakMap<Schema, JSONSchema>();

/** Returns {@link describe} of a schema, computed once, because the schemas of many documents share their parts. */
function annotate(schema: Schema): JSONSchema {
  const known = annotated.get(schema) ?? describe(schema);
  annotated.set(schema, known);
  return known;
}

/** Converts our schema to that of the JSON language service, which uses it for proposals but not for validation. */
function describe(schema: Schema): JSONSchema {
  const { type } = schema;
  const named = typeof type === 'string' ? type : (type ?? []).filter((one) => one !== 'null' && one !== 'string')[0];
  return {
    ...(named === undefined ? {} : { type: jsonType(named) }),
    markdownDescription: markdown(schema),
    // Deprecated keys are read and explained, but not proposed.
    ...(schema.deprecated === true ? { doNotSuggest: true } : {}),
    ...(schema.enum === undefined
      ? {}
      : { enum: [...writtenValues(schema)], enumSortTexts: writtenValues(schema).map(sortText) }),
    ...(schema.enumDescriptions === undefined
      ? {}
      : { markdownEnumDescriptions: schema.enumDescriptions.map(translatedDescription) }),
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

/** Keeps proposals in the order of the schema, because clients sort them by text. */
const sortText = (_value: unknown, index: number): string => String(index).padStart(2, '0');

const translatedSnippet = (snippet: NonNullable<Schema['defaultSnippets']>[number]) => ({
  ...snippet,
  description: translatedDescription(snippet.description),
});

/** Returns the proposals for a value. A boolean key is completed with the value that is not the default. */
function defaults(schema: Schema): JSONSchema {
  if ([schema.type].flat().includes('boolean')) {
    const change = schema.default !== true;
    return { defaultSnippets: [{ label: String(change), body: change }] };
  }
  const body = schema.default === undefined ? skeleton(schema) : undefined;
  const snippets = schema.defaultSnippets?.map(translatedSnippet) ?? (body === undefined ? [] : [{ body }]);
  return {
    ...(schema.default === undefined ? {} : { default: schema.default }),
    ...(snippets.length === 0 ? {} : { defaultSnippets: snippets }),
  };
}

/** Returns the required content of an object or an array of objects, in snippet syntax; undefined if there is none. */
function skeleton({ type, required = [], properties = {}, items }: Schema): unknown {
  const types = [type].flat();
  if (types.includes('array')) {
    const item = items === undefined ? undefined : skeleton(items);
    return item === undefined ? undefined : [item];
  }
  if (!types.includes('object') || required.length === 0) {
    return undefined;
  }
  return Object.fromEntries(required.map((key, index) => [key, placeholder(properties[key], index + 1)]));
}

/** Returns a placeholder for a value: in quotes for a string, bare (`^`) for any other. */
function placeholder(schema: Schema | undefined, number: number): unknown {
  const inner = schema === undefined ? undefined : skeleton(schema);
  if (inner !== undefined) {
    return inner;
  }
  const types = [schema?.type ?? 'string'].flat();
  if (types.includes('array')) {
    return [];
  }
  if (types.includes('object')) {
    return {};
  }
  const example = schema?.const ?? schema?.default ?? schema?.examples?.[0] ?? schema?.enum?.[0];
  const written = typeof example === 'string' ? example : JSON.stringify(example);
  const slot = typeof example === 'object' || written === undefined ? `$${number}` : `\${${number}:${written}}`;
  return types.includes('string') ? slot : `^${slot}`;
}

function annotateAll(properties: Readonly<Record<string, Schema>>): Record<string, JSONSchema> {
  return Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, annotate(schema)]));
}

function snippetsOf(known: Iterable<Described>): NonNullable<JSONSchema['defaultSnippets']> {
  return [...known].flatMap(({ schema }) => (schema.defaultSnippets ?? []).map(translatedSnippet));
}

/** Returns whole plugin configurations. A single one gets a name and the last version that allows single ones. */
function wholePlugins(slot: Slot): NonNullable<JSONSchema['defaultSnippets']> {
  const snippets = snippetsOf(catalog.plugins.values());
  if (slot !== 'single') {
    return snippets;
  }
  const head = { cniVersion: '0.4.0', name: '${9:mynet}' };
  return snippets.map(({ body, ...rest }) => ({ ...rest, body: { ...head, ...body } }));
}

/** Returns the schema of `type`: all known types with their purpose; those of the kind that fits here come first. */
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

/** The position of a plugin configuration: alone, or the index in a list. */
type Slot = 'single' | number;

function pluginSchema(
  plugin: PluginView | undefined,
  slot: Slot,
  described = plugin?.described ?? catalog.plugin,
): JSONSchema {
  const { schema, traits } = described;
  const common = catalog.plugin.schema.properties ?? {};
  const hidden = slot === 'single' ? filledEverywhere : filledInLists;
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
  properties['type'] = typeSchema(catalog.plugins, l10n.t('File name of the plugin to run.'), first);
  properties['ipam'] = { ...properties['ipam'], ...ipamSchema(plugin) };
  const { cniVersion } = catalog.list.schema.properties ?? {};
  if (slot === 'single' && cniVersion) {
    properties['cniVersion'] = { ...annotate(cniVersion), suggestSortText: '0' };
  }
  for (const [written, key] of otherSpellings(plugin)) {
    properties[written] = { ...properties[key], doNotSuggest: true };
  }
  for (const of of delegateKeys(schema)) {
    properties[of.key] = { ...delegateSchema(plugin, of), ...documented(properties[of.key]) };
  }
  const snippets = plugin === undefined ? { defaultSnippets: wholePlugins(slot) } : {};
  return { type: 'object', markdownDescription: markdown(schema), properties, ...snippets };
}

/** Returns the documentation of a key, without its value. */
function documented(schema: JSONSchema | undefined): JSONSchema {
  const { markdownDescription = '', suggestSortText = '' } = schema ?? {};
  return { markdownDescription, suggestSortText };
}

/** Returns the schema of delegated configurations: by the type of each, or the usual type. */
function delegateSchema(plugin: PluginView | undefined, { key, delegation, isArray }: DelegateKey): JSONSchema {
  const delegates = plugin === undefined ? [] : delegatesOf(plugin).filter((one) => one.key === key);
  const usual = (type: string | undefined): JSONSchema =>
    delegatedSchema(pluginSchema(undefined, 0, catalog.plugins.get(type ?? '')), delegation);
  if (!isArray) {
    const [view] = delegates[0]?.plugins ?? [];
    return view === undefined ? usual(delegation.type) : delegatedSchema(pluginSchema(view, 0), delegation);
  }
  const at = new Map(delegates.map((one) => [one.index, one]));
  const length = Math.max(-1, ...at.keys()) + 1;
  const items = Array.from({ length }, (_, index) => {
    const one = at.get(index);
    if (one?.isList === true) {
      return listSchema(one.plugins);
    }
    const [view] = one?.plugins ?? [];
    return view?.typeName === undefined ? usual(undefined) : delegatedSchema(pluginSchema(view, 0), delegation);
  });
  return { type: 'array', items: [...items, usual(undefined)], additionalItems: usual(undefined) };
}

/** Returns the schema of a plugin without the keys that the delegating plugin sets. */
function delegatedSchema(schema: JSONSchema, { sets = [] }: Delegation): JSONSchema {
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([key, property]) => [
      key,
      sets.includes(key) && typeof property === 'object' ? { ...property, doNotSuggest: true } : property,
    ]),
  );
  return { ...schema, properties };
}

/** Returns the types in a plugin configuration and its delegates that determine its schema. */
function makeupOf(plugin: PluginView | undefined): unknown {
  const types = [plugin?.typeName, plugin?.ipam?.typeName, otherSpellings(plugin)];
  const delegates = plugin === undefined ? [] : delegatesOf(plugin);
  if (delegates.length === 0) {
    return types;
  }
  return [...types, delegates.map(({ index, isList, plugins }) => [index, isList, plugins.map(makeupOf)])];
}

/** Returns the keys that differ from those of the schema by case: as written, and as in the schema. */
function otherSpellings(plugin: PluginView | undefined): (readonly [string, string])[] {
  const properties = (plugin?.described ?? catalog.plugin).schema.properties ?? {};
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
    properties: {
      ...properties,
      type: typeSchema(catalog.ipam, l10n.t('File name of the IPAM plugin to run.'), 'main'),
    },
    defaultSnippets: snippetsOf(catalog.ipam.values()),
  };
}

/** A schema for one document, with a key that is equal for documents of the same structure. */
export interface Composed {
  readonly key: string;
  readonly schema: () => JSONSchema;
}

/**
 * Composes the schema of a document: its list or single plugin configuration, each plugin and IPAM object by its own
 * `type`. Uses draft-07 keywords (a tuple in `items`), which completion supports.
 */
export function compose(model: Model): Composed {
  const at = new Map(model.plugins.map((plugin) => [plugin.index, plugin]));
  const length = Math.max(-1, ...at.keys()) + 1;
  const slots = Array.from({ length }, (_, index) => at.get(index));
  const makeup = JSON.stringify(slots.map(makeupOf));
  const isSingle = model.content === 'single' || (model.content === 'none' && model.loadedAs === 'single');
  if (isSingle) {
    return { key: `single:${makeup}`, schema: () => pluginSchema(slots[0], 'single') };
  }
  return { key: `list:${makeup}`, schema: () => listSchema(slots) };
}

function listSchema(slots: readonly (PluginView | undefined)[]): JSONSchema {
  const { schema } = catalog.list;
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
    defaultSnippets: snippetsOf([catalog.list]),
  };
}
