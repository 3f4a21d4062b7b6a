import { exactMember, foldedMember } from './members.ts';
import { pluginView, type PluginView } from './model.ts';
import type { Node } from './parse.ts';
import type { Delegation, Schema } from './schema/schema.ts';

/** A place in a plugin configuration for configurations of other plugins, that this one runs. */
export interface DelegateKey {
  readonly key: string;
  readonly delegation: Delegation;
  /** Whether there may be several, in an array. */
  readonly isArray: boolean;
}

/** One configuration that a plugin hands on to others: of a plugin, or a whole list. */
export interface Delegate extends DelegateKey {
  readonly node: Node;
  /** Its place in the array. */
  readonly index: number;
  readonly isList: boolean;
  /** The plugin, or those of the list. */
  readonly plugins: readonly PluginView[];
}

const keysOf = new WeakMap<Schema, readonly DelegateKey[]>();

/** The keys of a plugin that hold configurations of others, as its schema marks them (`x-delegate`). */
export function delegateKeys(schema: Schema | undefined): readonly DelegateKey[] {
  if (schema === undefined) return [];
  const known = keysOf.get(schema);
  if (known !== undefined) return known;
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

const delegatesBy = new WeakMap<PluginView, readonly Delegate[]>();

/** What a plugin hands on to others: flannel's `delegate`, multus's `delegates`. */
export function delegatesOf(plugin: PluginView): readonly Delegate[] {
  const keys = delegateKeys(plugin.described?.schema);
  if (keys.length === 0) return [];
  const known = delegatesBy.get(plugin);
  if (known !== undefined) return known;
  const found = keys.flatMap((of) => {
    const value = foldedMember(plugin.node, of.key)?.value;
    const nodes = of.isArray ? (value?.type === 'array' ? (value.children ?? []) : []) : [value];
    return nodes.flatMap((node, index) => (node?.type === 'object' ? [delegate(node, index, of)] : []));
  });
  delegatesBy.set(plugin, found);
  return found;
}

/** A plugin, and all that it runs, and what those run. */
export function withDelegates(plugin: PluginView): readonly PluginView[] {
  const delegates = delegatesOf(plugin);
  if (delegates.length === 0) return [plugin];
  return [plugin, ...delegates.flatMap(({ plugins }) => plugins.flatMap(withDelegates))];
}

/** The innermost plugin that keys and indexes lead into, with those below it. */
export function innermost(
  plugin: PluginView,
  path: readonly (string | number)[],
): { readonly plugin: PluginView; readonly path: readonly (string | number)[] } {
  for (const { key, isArray, index, isList, plugins } of delegatesOf(plugin)) {
    const [first, ...rest] = path;
    if (typeof first !== 'string' || first.toLowerCase() !== key.toLowerCase()) continue;
    if (isArray && rest[0] !== index) continue;
    const below = isArray ? rest.slice(1) : rest;
    const inner = isList ? plugins.find((one) => one.index === below[1]) : plugins[0];
    if (inner === undefined || (isList && below[0] !== 'plugins')) continue;
    return innermost(inner, isList ? below.slice(2) : below);
  }
  return { plugin, path };
}
