import { withDelegates } from '../delegates.ts';
import { decodeNode, exactMember, nodeAt, pointerPath } from '../members.ts';
import { perModel, type Model, type PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import type { Validate } from '../../../generated/validators.js';
import { catalogue } from './catalogue.ts';
import { memberSchema, type Schema } from './schema.ts';

/** One place where a document does not follow the schema of its list, plugin or IPAM plugin. */
export interface SchemaProblem {
  /** `list`, or the type of the plugin (one that another runs, too) or IPAM plugin whose schema it is; '' for a type we do not know. */
  readonly owner: string;
  readonly plugin: PluginView | undefined;
  /** Keys and indexes from the object of the owner. */
  readonly path: readonly string[];
  readonly keyword: string;
  /** The key that is missing, where that is the problem. */
  readonly missing: string | undefined;
  /** The value at fault; for a missing key, the object that lacks it. */
  readonly node: Node;
  /** What the value should be. */
  readonly schema: Schema;
}

/** All schema problems of a document, in its order. */
export const schemaProblems = perModel((model): readonly SchemaProblem[] => [...collect(model)]);

function* collect(model: Model): Generator<SchemaProblem> {
  if (model.content === 'list' && model.root !== undefined) {
    // The list's own keys are read from a map, so their case counts; a plugin's are struct fields.
    const { schema, validate: isValid } = catalogue.list;
    yield* validate(isValid, schema, decodeList(model.root), 'list', model.root, undefined);
  }
  for (const plugin of model.plugins) for (const one of withDelegates(plugin)) yield* problemsOf(one);
}

function* problemsOf(plugin: PluginView): Generator<SchemaProblem> {
  const { described } = plugin;
  const owner = described === undefined ? '' : (plugin.typeName ?? '');
  const { schema } = described ?? catalogue.plugin;
  const value = decodeNode(plugin.node, schema);
  yield* validate(catalogue.plugin.validate, schema, value, owner, plugin.node, plugin);
  if (described !== undefined) yield* validate(described.validate, schema, value, owner, plugin.node, plugin);
  const { ipam } = plugin;
  if (ipam?.described === undefined || described?.traits?.ipam === 'none') return; // R069
  const inIPAM = ipam.described.schema;
  const decoded = decodeNode(ipam.node, inIPAM);
  yield* validate(ipam.described.validate, inIPAM, decoded, ipam.typeName ?? '', ipam.node, plugin);
}

function* validate(
  isValid: Validate,
  schema: Schema,
  value: unknown,
  owner: string,
  root: Node,
  plugin: PluginView | undefined,
): Generator<SchemaProblem> {
  if (isValid(value)) return;
  const errors = isValid.errors ?? [];
  const mistyped = new Set(errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath));
  for (const { instancePath, keyword, missing } of errors) {
    if (keyword !== 'type' && mistyped.has(instancePath)) continue; // nothing more can be said of such a value
    const path = pointerPath(instancePath);
    const node = nodeAt(root, path);
    if (node === undefined) continue;
    const place = path.reduce<Schema | undefined>(
      (at, part) => memberSchema(at, at?.items === undefined ? part : Number(part)),
      schema,
    );
    if (node.type === 'null' && !isEmptyElement(node, place)) continue;
    yield { owner, plugin, path, keyword, missing, node, schema: place ?? {} };
  }
}

/**
 * Whether `null` is as bad as its kind of nothing: Go leaves a field as it was, but of an array it makes an element, an
 * empty object or list.
 */
function isEmptyElement({ parent }: Node, schema: Schema | undefined): boolean {
  const types = [schema?.type].flat();
  return parent?.type === 'array' && (types.includes('object') || types.includes('array'));
}

/**
 * The members that libcni reads of a list, but for what others look at: the plugin configurations have validators of
 * their own, the name and the text of the version have rules.
 */
function decodeList(root: Node): Record<string, unknown> {
  const list: Record<string, unknown> = {};
  const version = exactMember(root, 'cniVersion')?.value;
  if (version !== undefined && version.type !== 'string') list['cniVersion'] = decodeNode(version, undefined);
  for (const key of ['cniVersions', 'disableCheck', 'disableGC', 'loadOnlyInlinedPlugins']) {
    const value = exactMember(root, key)?.value;
    if (value !== undefined && value.type !== 'null') list[key] = decodeNode(value, undefined);
  }
  return { cniVersion: '1.0.0', name: 'x', plugins: [{ type: 'x' }], ...list };
}
