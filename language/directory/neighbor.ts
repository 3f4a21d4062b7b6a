import { loadError } from '../document/load-error.ts';
import { exactMember, foldedMember, textOf } from '../document/members.ts';
import { perModel, type Model, type PluginView } from '../document/model.ts';
import type { Node } from '../document/parse.ts';
import { locationOf, type SourceLocation } from './location.ts';
import { subnetsOf, type SubnetUse } from './subnets.ts';

/** One plugin of a network, with the host resources that other networks may use too. */
export interface PluginUse {
  readonly index: number;
  readonly type: string;
  readonly location: SourceLocation;
  /** Settings that name or change a host resource, with their values as written and their locations. */
  readonly settings: Readonly<
    Record<string, { readonly value: string | number | boolean; readonly location: SourceLocation }>
  >;
}

/**
 * A summary of a configuration file for the other files of its directory. It has no syntax tree, so that hundreds of them
 * use little memory.
 */
export interface Neighbor {
  readonly uri: string;
  /** Directory path without the file. */
  readonly directory: string;
  readonly file: string;
  readonly content: Model['content'];
  readonly loadedAs: Model['loadedAs'];
  readonly name: { readonly text: string; readonly location: SourceLocation } | undefined;
  /** The error of libcni when it loads the file by its extension; undefined if it loads. */
  readonly error: string | undefined;
  readonly plugins: readonly PluginUse[];
  readonly subnets: readonly SubnetUse[];
  readonly loadOnlyInlinedPlugins: boolean;
}

const sharedSettings = [
  'bridge',
  'isGateway',
  'isDefaultGateway',
  'forceAddress',
  'mtu',
  'promiscMode',
  'vlan',
  'master',
  'vlanId',
  'linkInContainer',
  'device',
  'hwaddr',
  'pciBusID',
  'kernelpath',
];

function scalar(node: Node | undefined): string | number | boolean | undefined {
  const value: unknown = node?.value;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

function pluginUse(model: Model, plugin: PluginView): PluginUse[] {
  if (plugin.typeName === undefined || plugin.type?.value === undefined) {
    return [];
  }
  const settings: Record<string, PluginUse['settings'][string]> = {};
  for (const key of sharedSettings) {
    const member = foldedMember(plugin.node, key);
    const value = scalar(member?.value);
    if (member !== undefined && value !== undefined) {
      settings[key] = { value, location: locationOf(model, member.node) };
    }
  }
  if (plugin.typeName === 'flannel') {
    Object.assign(settings, flannelSettings(model, plugin));
  }
  return [{ index: plugin.index, type: plugin.typeName, location: locationOf(model, plugin.type.value), settings }];
}

/** Returns what flannel's delegate uses of the host, and the file with the subnet. */
function flannelSettings(model: Model, { node }: PluginView): Record<string, PluginUse['settings'][string]> {
  const delegate = foldedMember(node, 'delegate')?.value;
  const members = [
    ...['bridge', 'isGateway', 'isDefaultGateway', 'forceAddress', 'vlan'].map(
      (key) => [key, foldedMember(delegate, key)] as const,
    ),
    ['delegateType', foldedMember(delegate, 'type')] as const,
    ['subnetFile', foldedMember(node, 'subnetFile')] as const,
  ];
  const settings: Record<string, PluginUse['settings'][string]> = {};
  for (const [name, member] of members) {
    const value = scalar(member?.value);
    if (member !== undefined && value !== undefined) {
      settings[name] = { value, location: locationOf(model, member.node) };
    }
  }
  return settings;
}

function inlinedOnly({ root }: Model): boolean {
  const value: unknown = exactMember(root, 'loadOnlyInlinedPlugins')?.value?.value;
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

/** Summarizes a document for its own rules. The error of libcni is computed on demand. */
export const ownOf = perModel((model): Neighbor => {
  const { path } = model;
  const slash = path.lastIndexOf('/');
  const name = textOf(model.name?.value);
  return {
    uri: model.document.uri,
    directory: path.slice(0, Math.max(0, slash)),
    file: path.slice(slash + 1),
    content: model.content,
    loadedAs: model.loadedAs,
    name:
      name === undefined || model.name?.value === undefined
        ? undefined
        : { text: name, location: locationOf(model, model.name.value) },
    get error() {
      return loadError(model);
    },
    plugins: model.plugins.flatMap((plugin) => pluginUse(model, plugin)),
    subnets: subnetsOf(model),
    loadOnlyInlinedPlugins: inlinedOnly(model),
  };
});

/** Summarizes a document for other files, without its tree. */
export const neighborOf = perModel((model): Neighbor => ({ ...ownOf(model) }));
