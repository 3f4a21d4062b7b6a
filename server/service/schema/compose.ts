import type { JSONSchema } from 'vscode-json-languageservice';
import type { Model, PluginView } from '../model.ts';
import { catalogue, type Described } from './catalogue.ts';
import type { Schema } from './schema.ts';

/** Keys that a plugin configuration may hold but that nobody writes into an element of a list. */
const FILLED_IN_LISTS: ReadonlySet<string> = new Set(['name', 'cniVersion', 'args', 'runtimeConfig', 'prevResult']);
const FILLED_EVERYWHERE: ReadonlySet<string> = new Set(['args', 'runtimeConfig', 'prevResult']);

/** What a key or value is, for hover and completion: description, default, first release, page. */
function markdown(schema: Schema): string {
  const facts = [
    schema.default === undefined ? '' : `Default: \`${JSON.stringify(schema.default)}\``,
    schema['x-since'] === undefined ? '' : `Since: ${schema['x-since']}`,
    schema['x-source'] === undefined ? '' : `[Documentation](${schema['x-source']})`,
  ].filter((fact) => fact !== '');
  return [schema.description ?? '', facts.join(' · ')].filter((part) => part !== '').join('\n\n');
}

/** Our schema in the words of the JSON language service, which proposes from it but does not validate. */
function annotate(schema: Schema): JSONSchema {
  const { type } = schema;
  const named = typeof type === 'string' ? type : (type ?? []).filter((one) => one !== 'null' && one !== 'string')[0];
  return {
    ...(named === undefined ? {} : { type: jsonType(named) }),
    markdownDescription: markdown(schema),
    ...(schema.enum === undefined ? {} : { enum: [...schema.enum] }),
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

/** Nobody writes out a default of false: the key is completed with what changes something. */
function defaults(schema: Schema): JSONSchema {
  if (schema.default === false) return { default: false, defaultSnippets: [{ label: 'true', body: true }] };
  return schema.default === undefined ? {} : { default: schema.default };
}

function annotateAll(properties: Readonly<Record<string, Schema>>): Record<string, JSONSchema> {
  return Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, annotate(schema)]));
}

function snippetsOf(known: Iterable<Described>): NonNullable<JSONSchema['defaultSnippets']> {
  return [...known].flatMap(({ schema }) => (schema.defaultSnippets ?? []).map((snippet) => ({ ...snippet })));
}

/** The schema of `type`: all types that are known, with what each is for. */
function typeSchema(known: ReadonlyMap<string, Described>, description: string): JSONSchema {
  const all = [...known];
  return {
    type: 'string',
    markdownDescription: description,
    enum: all.map(([type]) => type),
    markdownEnumDescriptions: all.map(([, { schema }]) => markdown(schema)),
    suggestSortText: '0',
  };
}

function pluginSchema(plugin: PluginView | undefined, inList: boolean): JSONSchema {
  const described = plugin?.described ?? catalogue.plugin;
  const { schema, traits } = described;
  const common = new Set(Object.keys(catalogue.plugin.schema.properties ?? {}));
  const hidden = inList ? FILLED_IN_LISTS : FILLED_EVERYWHERE;
  const properties: Record<string, JSONSchema> = {};
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const useless = key === 'ipam' && traits?.ipam === 'none';
    properties[key] = {
      ...annotate(property),
      suggestSortText: common.has(key) ? '2' : '1',
      ...(useless || hidden.has(key) ? { doNotSuggest: true } : {}),
    };
  }
  properties['type'] = typeSchema(catalogue.plugins, 'File name of the plugin to run.');
  properties['ipam'] = { ...properties['ipam'], ...ipamSchema(plugin) };
  const { cniVersion } = catalogue.list.schema.properties ?? {};
  if (!inList && cniVersion !== undefined) properties['cniVersion'] = { ...annotate(cniVersion), suggestSortText: '0' };
  const snippets = plugin === undefined ? { defaultSnippets: snippetsOf(catalogue.plugins.values()) } : {};
  return { type: 'object', markdownDescription: markdown(schema), properties, ...snippets };
}

function ipamSchema(plugin: PluginView | undefined): JSONSchema {
  const described = plugin?.ipam?.described;
  const properties = described === undefined ? {} : annotateAll(described.schema.properties ?? {});
  return {
    type: 'object',
    properties: { ...properties, type: typeSchema(catalogue.ipam, 'File name of the IPAM plugin to run.') },
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
  const makeup = slots.map((slot) => `${slot?.typeName ?? ''}+${slot?.ipam?.typeName ?? ''}`).join('|');
  if (model.content === 'single') return { key: `single:${makeup}`, schema: () => pluginSchema(slots[0], false) };
  return { key: `list:${makeup}`, schema: () => listSchema(slots) };
}

function listSchema(slots: readonly (PluginView | undefined)[]): JSONSchema {
  const list = annotate(catalogue.list.schema);
  const next = pluginSchema(undefined, true);
  const items = [...slots.map((slot) => (slot?.typeName === undefined ? next : pluginSchema(slot, true))), next];
  const own = catalogue.list.schema.properties?.['plugins'];
  const plugins: JSONSchema = { ...(own && annotate(own)), items, additionalItems: next, suggestSortText: '2' };
  return {
    ...list,
    $schema: 'http://json-schema.org/draft-07/schema#',
    properties: { ...list.properties, plugins },
    defaultSnippets: snippetsOf([catalogue.list]),
  };
}
