import { delegateMember, delegatesOf, ignoresDelegates, type Delegate } from '../document/delegates.ts';
import { exactMember } from '../document/members.ts';
import { perModel, type Model } from '../document/model.ts';
import { mayCheck } from './list/check-failures.ts';
import type { Finding, Rule } from './rule.ts';

/** Returns the model of a configuration that a plugin delegates, with the name and version of the whole document. */
function modelOf(model: Model, delegate: Delegate): Model {
  const { node, isList, plugins } = delegate;
  const part = {
    ...model,
    plugins,
    name: delegateMember(delegate, 'name') ?? model.name,
    cniVersion: delegateMember(delegate, 'cniVersion') ?? model.cniVersion,
  };
  const isChecked = isList && mayCheck(model);
  return isChecked ? { ...part, root: node, content: 'list', pluginsMember: exactMember(node, 'plugins') } : part;
}

/** The delegated configurations in a document, at any depth, each with its delegation. */
const delegatedIn = perModel((model): readonly { readonly of: Delegate; readonly model: Model }[] => {
  const running = model.plugins.filter((plugin) => !ignoresDelegates(plugin));
  return running.flatMap(delegatesOf).flatMap((of) => {
    const part = modelOf(model, of);
    return [{ of, model: part }, ...delegatedIn(part)];
  });
});

/**
 * Returns rules about single plugins that also check delegated configurations: all, or those for which `isIncluded` holds.
 */
export function inDelegates(
  rules: readonly Rule[],
  isIncluded: (delegate: Delegate) => boolean = () => true,
): readonly Rule[] {
  const modelsIn = perModel((model) =>
    delegatedIn(model)
      .filter(({ of }) => isIncluded(of))
      .map((one) => one.model),
  );
  return rules.map((rule) => ({
    ...rule,
    check(model, context): Iterable<Finding> {
      const below = modelsIn(model);
      if (below.length === 0) {
        return rule.check(model, context);
      }
      return [model, ...below].flatMap((one) => [...rule.check(one, context)]);
    },
  }));
}
