import { chainRules } from './rules/chain.ts';
import { keyRules } from './rules/keys.ts';
import { directoryRules } from './rules/directory-order.ts';
import type { Model } from './model.ts';
import { nameRules } from './rules/names.ts';
import type { Finding, Rule, RuleContext, Severity } from './rules/rule.ts';
import { schemaRules } from './rules/schema-rules.ts';
import { shapeRules } from './rules/shape.ts';
import { sharedRules } from './rules/shared-resources.ts';
import { syntaxRules } from './rules/syntax.ts';
import { versionRules } from './rules/version.ts';

/** Every rule, in the order in which findings are told. */
export const rules: readonly Rule[] = [
  ...syntaxRules,
  ...shapeRules,
  ...nameRules,
  ...versionRules,
  ...chainRules,
  ...schemaRules,
  ...keyRules,
  ...directoryRules,
  ...sharedRules,
];

/** A finding with the rule that made it and the severity that holds for it here. */
export interface Checked {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly severity: Severity;
}

/** Runs all rules over a document. A rule that is set to `off` is not run; another setting replaces its severity. */
export function check(model: Model, context: RuleContext): readonly Checked[] {
  const checked: Checked[] = [];
  for (const rule of rules) {
    const chosen = context.severities?.[rule.id] ?? context.severities?.[rule.name];
    if (chosen === 'off') continue;
    for (const finding of rule.check(model, context)) {
      checked.push({ rule, finding, severity: chosen ?? finding.severity ?? rule.severity });
    }
  }
  return checked;
}
