import { loadError } from '../load-error.ts';
import { exactMember, foldedMember, textOf } from '../members.ts';
import { perModel, type Model, type PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { placeOf, type Place } from './place.ts';
import { subnetsOf, type SubnetUse } from './subnets.ts';

/** One plugin of a network, with what it takes of the host that other networks may take too. */
export interface PluginUse {
  readonly index: number;
  readonly type: string;
  readonly place: Place;
  /** Settings that name or shape something of the host, with their values as written and where. */
  readonly settings: Readonly<Record<string, { readonly value: string | number | boolean; readonly place: Place }>>;
}

/**
 * A configuration file in short: what other files of its directory need to know of it. It holds no tree, so a directory
 * of hundreds costs little.
 */
export interface Neighbour {
  readonly uri: string;
  /** Directory path without the file. */
  readonly directory: string;
  readonly file: string;
  readonly content: Model['content'];
  readonly loadedAs: Model['loadedAs'];
  readonly name: { readonly text: string; readonly place: Place } | undefined;
  /** What libcni says of it when it loads it as its extension asks; undefined when it loads. */
  readonly error: string | undefined;
  readonly plugins: readonly PluginUse[];
  readonly subnets: readonly SubnetUse[];
  readonly loadOnlyInlinedPlugins: boolean;
}

const SETTINGS = [
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
  if (plugin.typeName === undefined || plugin.type?.value === undefined) return [];
  const settings: Record<string, PluginUse['settings'][string]> = {};
  for (const key of SETTINGS) {
    const member = foldedMember(plugin.node, key);
    const value = scalar(member?.value);
    if (member !== undefined && value !== undefined) settings[key] = { value, place: placeOf(model, member.node) };
  }
  return [{ index: plugin.index, type: plugin.typeName, place: placeOf(model, plugin.type.value), settings }];
}

function inlinedOnly({ root }: Model): boolean {
  const value: unknown = exactMember(root, 'loadOnlyInlinedPlugins')?.value?.value;
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

/** A document in short, for itself: what libcni says is found out when it is asked for. */
export const ownOf = perModel((model): Neighbour => {
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
        : { text: name, place: placeOf(model, model.name.value) },
    get error() {
      return loadError(model);
    },
    plugins: model.plugins.flatMap((plugin) => pluginUse(model, plugin)),
    subnets: subnetsOf(model),
    loadOnlyInlinedPlugins: inlinedOnly(model),
  };
});

/** A document in short, for others: without its tree. */
export const neighbourOf = perModel((model): Neighbour => ({ ...ownOf(model) }));
