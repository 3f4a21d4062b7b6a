import { assignedIn } from '../ipam-ranges.ts';
import { members } from '../members.ts';
import { perModel, type Model } from '../model.ts';
import { where, type Rule, type RuleContext } from './rule.ts';

const typesIn = perModel(({ plugins }): ReadonlySet<string | undefined> => {
  const types = new Set<string | undefined>();
  for (const { typeName, ipam } of plugins) types.add(typeName).add(ipam?.typeName);
  return types;
});

/** Rules about some types of plugins and IPAM plugins, each named once: a document with none of them is done with. */
export function about(types: string, rules: readonly Rule[]): readonly Rule[] {
  const names = types.split(' ');
  return where((model) => names.some((name) => typesIn(model).has(name)), rules);
}

/** The keys of the plugin configurations, in small letters. */
export const keysIn = perModel(({ plugins }): ReadonlySet<string> => {
  const keys = new Set<string>();
  for (const { node } of plugins) for (const { key } of members(node)) keys.add(key.toLowerCase());
  return keys;
});

/**
 * Rules about some keys of plugin configurations, in whatever spelling, each named once: a document with none of them is
 * done with.
 */
export function withKey(keys: string, rules: readonly Rule[]): readonly Rule[] {
  const folded = keys.toLowerCase().split(' ');
  return where((model) => folded.some((key) => keysIn(model).has(key)), rules);
}

/** Whether a plugin has an object `ipam`. */
export const hasIPAM = ({ plugins }: Model): boolean => plugins.some(({ ipam }) => ipam !== undefined);

/** Whether an IPAM plugin is given routes. */
export const hasRoutes = (model: Model): boolean => assignedIn(model).some(({ routes }) => routes.length > 0);

/** Whether there is a chain, and not one plugin alone. */
export const hasChain = ({ plugins }: Model): boolean => plugins.length > 1;

/** Whether the parser stumbled, or there is nothing. */
export const isUnsound = ({ parsed, root }: Model): boolean => parsed.problems.length > 0 || root === undefined;

/** Whether there are other files beside it. */
export const hasNeighbours = (_: Model, { neighbours = [] }: RuleContext): boolean => neighbours.length > 0;
