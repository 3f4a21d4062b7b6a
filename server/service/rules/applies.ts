import { foldedMember } from '../members.ts';
import { perModel, type Model } from '../model.ts';
import { where, type Rule, type RuleContext } from './rule.ts';

const typesIn = perModel(
  ({ plugins }): ReadonlySet<string | undefined> =>
    new Set(plugins.flatMap(({ typeName, ipam }) => [typeName, ipam?.typeName])),
);

/** Rules about some types of plugins and IPAM plugins, each named once: a document with none of them is done with. */
export function about(types: string, rules: readonly Rule[]): readonly Rule[] {
  const names = types.split(' ');
  return where((model) => names.some((name) => typesIn(model).has(name)), rules);
}

/** Whether a plugin has an object `ipam`. */
export const hasIPAM = ({ plugins }: Model): boolean => plugins.some(({ ipam }) => ipam !== undefined);

/** Whether there is a chain, and not one plugin alone. */
export const hasChain = ({ plugins }: Model): boolean => plugins.length > 1;

/** Whether a plugin names capabilities. */
export const hasCapabilities = ({ plugins }: Model): boolean =>
  plugins.some(({ node }) => foldedMember(node, 'capabilities') !== undefined);

/** Whether the parser stumbled, or there is nothing. */
export const isUnsound = ({ parsed, root }: Model): boolean => parsed.problems.length > 0 || root === undefined;

/** Whether there are other files beside it. */
export const hasNeighbours = (_: Model, { neighbours = [] }: RuleContext): boolean => neighbours.length > 0;
