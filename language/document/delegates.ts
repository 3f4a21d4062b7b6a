import { exactMember, foldedMember, textOf, type Member } from './members.ts';
import { pluginView, type PluginView } from './model.ts';
import type { Node } from './parse.ts';
import type { Delegation, Schema } from '../schema/schema.ts';

/** A key of a plugin configuration for configurations of other plugins that this one runs. */
export interface DelegateKey {
  readonly key: string;
  readonly delegation: Delegation;
  /** Whether the value is an array of configurations. */
  readonly isArray: boolean;
}

/** A configuration that a plugin passes to others: of one plugin, or a whole list. */
export interface Delegate extends DelegateKey {
  readonly node: Node;
  /** Its index in the array. */
  readonly index: number;
  readonly isList: boolean;
  /** The plugin, or those of the list. */
  readonly plugins: readonly PluginView[];
}

const keysOf = new WeakMap<Schema, readonly DelegateKey[]>();

/** Returns the keys of a plugin that hold configurations of others, marked with `x-delegate` in its schema. */
export function delegateKeys(schema: Schema | undefined): readonly DelegateKey[] {
  if (schema === undefined) {
    return [];
  }
  const known = keysOf.get(schema);
  if (known !== undefined) {
    return known;
  }
  const found = Object.entries(schema.properties ?? {}).flatMap(([key, { items, ...property }]) => {
    const delegation = property['x-delegate'] ?? items?.['x-delegate'];
    return delegation === undefined ? [] : [{ key, delegation, isArray: items !== undefined }];
  });
  keysOf.set(schema, found);
  return found;
}

function delegate(node: Node, index: number, of: DelegateKey): Delegate {
  const list = exactMember(node, 'plugins')?.value;
  const isList = of.isArray && list?.type === 'array';
  const nodes = isList ? (list.children ?? []) : [node];
  const plugins = nodes.flatMap((one, at) =>
    one.type === 'object' ? [pluginView(one, isList ? at : index, of.delegation.type)] : [],
  );
  return { ...of, node, index, isList, plugins };
}

/** Returns the name or version of a delegated configuration. Of a list, libcni reads them from a map, so their case counts. */
export function delegateMember({ node, isList }: Delegate, key: 'name' | 'cniVersion'): Member | undefined {
  return isList ? exactMember(node, key) : foldedMember(node, key);
}

const delegatesBy = new WeakMap<PluginView, readonly Delegate[]>();

/** Returns the configurations that a plugin passes to others: flannel's `delegate`, multus's `delegates`. */
export function delegatesOf(plugin: PluginView): readonly Delegate[] {
  const keys = delegateKeys(plugin.described?.schema);
  if (keys.length === 0) {
    return [];
  }
  const known = delegatesBy.get(plugin);
  if (known !== undefined) {
    return known;
  }
  const found = keys.flatMap((of) => {
    const value = foldedMember(plugin.node, of.key)?.value;
    const nodes = of.isArray ? (value?.type === 'array' ? (value.children ?? []) : []) : [value];
    return nodes.flatMap((node, index) => (node?.type === 'object' ? [delegate(node, index, of)] : []));
  });
  delegatesBy.set(plugin, found);
  return found;
}

/** Whether a plugin does not read its delegates: Multus with "clusterNetwork" (multus-cni: pkg/types, LoadNetConf). */
export function ignoresDelegates({ typeName, node }: PluginView): boolean {
  return typeName === 'multus' && Boolean(textOf(foldedMember(node, 'clusterNetwork')?.value));
}

/** Returns a plugin with all its direct and indirect delegates. */
export function withDelegates(plugin: PluginView): readonly PluginView[] {
  const delegates = delegatesOf(plugin);
  if (delegates.length === 0) {
    return [plugin];
  }
  return [plugin, ...delegates.flatMap(({ plugins }) => plugins.flatMap(withDelegates))];
}

/** Returns the innermost plugin on a path of keys and indexes, with the rest of the path. */
export function innermost(
  plugin: PluginView,
  path: readonly (string | number)[],
): { readonly plugin: PluginView; readonly path: readonly (string | number)[] } {
  for (const { key, isArray, index, isList, plugins } of delegatesOf(plugin)) {
    const [first, ...rest] = path;
    if (typeof first !== 'string' || first.toLowerCase() !== key.toLowerCase()) {
      continue;
    }
    if (isArray && rest[0] !== index) {
      continue;
    }
    const below = isArray ? rest.slice(1) : rest;
    const inner = isList ? plugins.find((one) => one.index === below[1]) : plugins[0];
    if (inner === undefined || (isList && below[0] !== 'plugins')) {
      continue;
    }
    return innermost(inner, isList ? below.slice(2) : below);
  }
  return { plugin, path };
}
