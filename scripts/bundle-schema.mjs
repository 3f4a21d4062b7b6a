// Makes schemas/cni.schema.json of the schemas beside it: one file that other editors and CI can use with any JSON
// Schema 2020-12 validator. `type` chooses the schema of a plugin; what has another type is held to the common one only.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { readSchemas } from './generate-validators.mjs';
import { inProject } from './project.mjs';

const BUNDLE = inProject('schemas', 'cni.schema.json');

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Where a definition of a part goes: parts that say the same under one name share it. */
class Definitions {
  #placed = new Map();

  nameFor(part, name, definition) {
    const taken = this.#placed.get(name);
    const free = taken === undefined || same(taken, definition) ? name : `${part}.${name}`;
    this.#placed.set(free, definition);
    return free;
  }

  get all() {
    return Object.fromEntries([...this.#placed].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** A schema with its references to `#/$defs/NAME` renamed. */
function renamed(schema, names) {
  if (Array.isArray(schema)) return schema.map((one) => renamed(one, names));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' ? `#/$defs/${names.get(value.slice('#/$defs/'.length))}` : renamed(value, names),
    ]),
  );
}

/** A part without what only a file of its own has; its definitions go to `definitions`. */
function embedded(part, schema, definitions) {
  const { $schema: _dialect, $id: _id, $defs = {}, ...rest } = schema;
  const names = new Map(
    Object.entries($defs).map(([name, definition]) => [name, definitions.nameFor(part, name, definition)]),
  );
  return renamed(rest, names);
}

/** The part of a plugin's schema that the schema of any plugin does not already hold. */
function ownPart(part, common) {
  const { defaultSnippets: _snippets, properties, required, ...rest } = part;
  const own = Object.entries(properties).filter(([key, value]) => !same(value, common.properties[key]));
  const needed = (required ?? []).filter((key) => !(common.required ?? []).includes(key));
  return { ...rest, properties: Object.fromEntries(own), ...(needed.length === 0 ? {} : { required: needed }) };
}

/** `then` for objects of one `type`. */
const dispatch = (type, name) => ({
  if: { type: 'object', properties: { type: { const: type } }, required: ['type'] },
  then: { $ref: `#/$defs/${name}` },
});

const snippetsOf = (schemas) => Object.values(schemas).flatMap(({ defaultSnippets = [] }) => defaultSnippets);

/** `any`, and for each known type what is known of it. */
function dispatched(any, kind, schemas) {
  const types = Object.keys(schemas);
  const { type } = any.properties;
  return {
    ...any,
    properties: { ...any.properties, type: { ...type, examples: types } },
    allOf: types.map((one) => dispatch(one, `${kind}.${one}`)),
    defaultSnippets: snippetsOf(schemas),
  };
}

/** The definitions of one kind of plugin, by name, without what `any` of the kind holds already. */
function partsOf(kind, schemas, any, definitions) {
  return Object.fromEntries(
    Object.entries(schemas).map(([type, schema]) => [
      `${kind}.${type}`,
      ownPart(embedded(`${kind}.${type}`, schema, definitions), any),
    ]),
  );
}

/** The text of schemas/cni.schema.json; the same schemas always give the same bytes. */
export function bundledSchema() {
  const { list, plugin, plugins, ipam } = readSchemas();
  const definitions = new Definitions();
  const listPart = embedded('list', list, definitions);
  const anyPlugin = embedded('plugin', plugin, definitions);
  const { description, ...anyIPAM } = anyPlugin.properties.ipam;
  const parts = {
    ...partsOf('plugin', plugins, anyPlugin, definitions),
    ...partsOf('ipam', ipam, { properties: { type: {} }, required: ['type'] }, definitions),
  };
  const pluginPart = dispatched(
    { ...anyPlugin, properties: { ...anyPlugin.properties, ipam: { $ref: '#/$defs/ipam', description } } },
    'plugin',
    plugins,
  );
  const { plugins: inList } = listPart.properties;
  const bundle = {
    $schema: list.$schema,
    $id: new URL('cni.schema.json', list.$id).href,
    $comment: 'Made by "npm run schema" of the schemas beside it; change those.',
    title: 'CNI network configuration',
    description: 'A network configuration list, or a single plugin configuration.',
    'x-source': list['x-source'],
    type: 'object',
    properties: { plugins: { description: inList.description } },
    if: { required: ['plugins'] },
    then: { $ref: '#/$defs/list' },
    else: { $ref: '#/$defs/plugin' },
    defaultSnippets: list.defaultSnippets,
    $defs: {
      list: {
        ...listPart,
        properties: { ...listPart.properties, plugins: { ...inList, items: { $ref: '#/$defs/plugin' } } },
      },
      plugin: pluginPart,
      ipam: dispatched(anyIPAM, 'ipam', ipam),
      ...definitions.all,
      ...parts,
    },
  };
  return `${JSON.stringify(bundle, undefined, 2)}\n`;
}

/** What is wrong with the file as it is committed; nothing where it is what its parts make. */
export function bundleFindings() {
  const isFresh = readFileSync(BUNDLE, 'utf8') === bundledSchema();
  return isFresh ? [] : ['schemas/cni.schema.json is not what its parts say: run "npm run schema".'];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(BUNDLE, bundledSchema());
}
