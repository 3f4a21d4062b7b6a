import { chosenFor, rules } from '../../check.ts';
import type { Model } from '../../document/model.ts';
import type { RuleContext } from '../../workspace/context.ts';
import type { Refactoring } from './refactoring.ts';
import type { Selected } from './where-offered.ts';

const opinions = rules.filter(({ severity }) => severity === 'off');

/**
 * Returns the fixes of rules that are off by default, for the selection. None in a template, whose statements a change
 * could lose.
 */
export function opinionFixes(model: Model, selected: Selected, context: RuleContext): readonly Refactoring[] {
  if (model.parsed.tokens.length > 0) {
    return [];
  }
  return opinions
    .filter((rule) => chosenFor(rule, context) === undefined)
    .flatMap((rule) => [...rule.check(model, context)])
    .filter(({ span }) => selected.touches(span))
    .flatMap(({ fixes }) => fixes?.() ?? [])
    .map(({ title, changes = [] }): Refactoring => ({ title, kind: 'refactor.rewrite', changes }));
}
