import { withDelegates } from '../../document/delegates.ts';
import { decodeNode, exactMember, nodeAt, pointerPath } from '../../document/members.ts';
import { overwritesRanges } from '../../document/ipam-ranges.ts';
import { perModel, type IPAMView, type PluginView } from '../../document/model.ts';
import { isRecord } from '../../../engine/libcni/json/record.ts';
import type { Node } from '../../document/parse.ts';
import { catalog, type Described } from '../../schema/catalog.ts';
import { memberSchema, type Schema } from '../../schema/schema.ts';

/** A violation of the schema of the list, a plugin or an IPAM plugin. */
export interface SchemaProblem {
  /** `list`, or the type of the plugin (also of one that another plugin runs) or IPAM plugin whose schema it is; '' for an unknown type. */
  readonly owner: string;
  readonly plugin: PluginView | undefined;
  /** Keys and indexes from the object of the owner. */
  readonly path: readonly string[];
  readonly keyword: string;
  /** The key that is missing, if that is the problem. */
  readonly missing: string | undefined;
  /** The invalid value; for a missing key, the object that lacks it. */
  readonly node: Node;
  /** The schema of the value. */
  readonly schema: Schema;
}

/** All schema problems of a document, in its order. */
export const schemaProblems = perModel((model): readonly SchemaProblem[] => {
  const found: SchemaProblem[] = [];
  if (model.content === 'list' && model.root !== undefined) {
    // libcni reads the keys of the list from a map, so their case counts; those of a plugin are struct fields.
    const of = { owner: 'list', plugin: undefined, root: model.root };
    validate(found, catalog.list, decodeList(model.root), of);
  }
  for (const plugin of model.plugins) {
    for (const one of withDelegates(plugin)) {
      addProblems(found, one);
    }
  }
  return found;
});

/** Returns a decoded configuration with the type that its schema expects, also for a copy under another name. */
function withOriginalType(value: unknown, { typeName, writtenType }: PluginView | IPAMView): unknown {
  return typeName === writtenType || !isRecord(value) ? value : { ...value, type: typeName };
}

function addProblems(to: SchemaProblem[], plugin: PluginView): void {
  const { described } = plugin;
  const owner = described === undefined ? '' : (plugin.typeName ?? '');
  const { schema } = described ?? catalog.plugin;
  const value = withOriginalType(decodeNode(plugin.node, schema), plugin);
  const of = { owner, plugin, root: plugin.node };
  validate(to, { schema, validate: catalog.plugin.validate }, value, of);
  if (described !== undefined) {
    validate(to, described, value, of);
  }
  const { ipam } = plugin;
  // R069 reports such an `ipam`.
  if (ipam?.described === undefined || described?.traits?.ipam === 'none') {
    return;
  }
  const decoded = withOriginalType(decodeNode(ipam.node, ipam.described.schema), ipam);
  const read = overwritesRanges(plugin) && isRecord(decoded) ? { ...decoded, ranges: [] } : decoded;
  validate(to, ipam.described, read, { owner: ipam.typeName ?? '', plugin, root: ipam.node });
}

function validate(
  to: SchemaProblem[],
  { schema, validate: isValid }: Pick<Described, 'schema' | 'validate'>,
  value: unknown,
  { owner, plugin, root }: Pick<SchemaProblem, 'owner' | 'plugin'> & { readonly root: Node },
): void {
  if (isValid(value)) {
    return;
  }
  const errors = isValid.errors ?? [];
  const mistyped = new Set(errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath));
  for (const { instancePath, keyword, missing } of errors) {
    // A value of the wrong type has no further problems.
    if (keyword !== 'type' && mistyped.has(instancePath)) {
      continue;
    }
    const path = pointerPath(instancePath);
    const node = nodeAt(root, path);
    if (node === undefined) {
      continue;
    }
    const expected = path.reduce<Schema | undefined>(
      (at, part) => memberSchema(at, at?.items === undefined ? part : Number(part)),
      schema,
    );
    if (node.type === 'null' && !isEmptyElement(node, expected)) {
      continue;
    }
    to.push({ owner, plugin, path, keyword, missing, node, schema: expected ?? {} });
  }
}

/**
 * Whether Go decodes a `null` as an element of an array: an empty object or list. It leaves a field unchanged.
 */
function isEmptyElement({ parent }: Node, schema: Schema | undefined): boolean {
  const types = [schema?.type].flat();
  return parent?.type === 'array' && (types.includes('object') || types.includes('array'));
}

/**
 * The members of a list that libcni reads, except those that are checked elsewhere: plugin configurations have their own
 * validators, the name and the text of the version have rules.
 */
function decodeList(root: Node): Record<string, unknown> {
  const list: Record<string, unknown> = {};
  const version = exactMember(root, 'cniVersion')?.value;
  if (version !== undefined && version.type !== 'string') {
    list['cniVersion'] = decodeNode(version, undefined);
  }
  for (const key of ['cniVersions', 'disableCheck', 'disableGC', 'loadOnlyInlinedPlugins']) {
    const value = exactMember(root, key)?.value;
    if (value !== undefined && value.type !== 'null') {
      list[key] = decodeNode(value, undefined);
    }
  }
  return { cniVersion: '1.0.0', name: 'x', plugins: [{ type: 'x' }], ...list };
}
