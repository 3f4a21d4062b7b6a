import { delegatesOf, type Delegate } from '../delegates.ts';
import { exactMember } from '../members.ts';
import { perModel, type Model } from '../model.ts';
import { mayCheck } from './check-failures.ts';
import { doesApply, type Finding, type Rule } from './rule.ts';

const NONE: readonly Model[] = [];

/** A document as if what a plugin hands on were all of it, with what the runtime says of the whole. */
function modelOf(model: Model, { node, isList, plugins }: Delegate): Model {
  const part = {
    ...model,
    plugins,
    name: exactMember(node, 'name') ?? model.name,
    cniVersion: exactMember(node, 'cniVersion') ?? model.cniVersion,
  };
  const isOwn = isList && mayCheck(model);
  return isOwn ? { ...part, root: node, content: 'list', pluginsMember: exactMember(node, 'plugins') } : part;
}

/** What is handed on in a document, at whatever depth, each with how it is handed on. */
const delegatedIn = perModel((model): readonly { readonly of: Delegate; readonly model: Model }[] =>
  model.plugins.flatMap(delegatesOf).flatMap((of) => {
    const part = modelOf(model, of);
    return [{ of, model: part }, ...delegatedIn(part)];
  }),
);

/**
 * Rules about single plugins that look at the configurations which plugins hand on to others, too; with
 * `isMeant` only at those for which it holds.
 */
export function inDelegates(rules: readonly Rule[], isMeant?: (delegate: Delegate) => boolean): readonly Rule[] {
  const parts = (model: Model): readonly Model[] => {
    const all = delegatedIn(model);
    const meant = isMeant === undefined ? all : all.filter(({ of }) => isMeant(of));
    return meant.length === 0 ? NONE : meant.map((one) => one.model);
  };
  // Neighbours of a group go on sharing their condition.
  const conditions = new Map<Rule['applies'], Rule['applies']>();
  return rules.map((rule): Rule => {
    const { applies } = rule;
    const condition: Rule['applies'] =
      conditions.get(applies) ??
      (applies && ((model, context) => applies(model, context) || parts(model).some((one) => applies(one, context))));
    conditions.set(applies, condition);
    return {
      ...rule,
      applies: condition,
      check(model, context): Iterable<Finding> {
        const below = parts(model);
        if (below.length === 0) return rule.check(model, context);
        return [model, ...below].flatMap((one) => (doesApply(rule, one, context) ? [...rule.check(one, context)] : []));
      },
    };
  });
}
