import { ignoredIn } from './ignored.ts';
import { awsRules } from './rules/aws-plugins.ts';
import { capabilityRules } from './rules/capabilities.ts';
import { checkFailureRules } from './rules/check-failures.ts';
import { chainOrderRules } from './rules/chain-order.ts';
import { chainRules } from './rules/chain.ts';
import { defaultRouteRules } from './rules/default-route.ts';
import { duplicateKeyRules } from './rules/duplicate-keys.ts';
import { fileNameRules } from './rules/file-names.ts';
import { ipamUseRules } from './rules/ipam-use.ts';
import { keyRules } from './rules/keys.ts';
import { directoryRules } from './rules/directory-order.ts';
import { hostInterfaceRules } from './rules/host-interfaces.ts';
import { hostKernelRules } from './rules/host-kernel.ts';
import { hostPluginRules } from './rules/host-plugins.ts';
import { hostStateRules } from './rules/host-state.ts';
import type { Model } from './model.ts';
import { literalRules } from './rules/literals.ts';
import { nameRules } from './rules/names.ts';
import { reservedKeyRules } from './rules/reserved-keys.ts';
import { pluginRules } from './rules/plugin-rules.ts';
import { joinById, type Finding, type Rule, type RuleContext, type Severity } from './rules/rule.ts';
import { schemaRules } from './rules/schema-rules.ts';
import { shapeRules } from './rules/shape.ts';
import { sharedRules } from './rules/shared-resources.ts';
import { singleFileRules } from './rules/single-file.ts';
import { syntaxRules } from './rules/syntax.ts';
import { templateRules } from './rules/template-tokens.ts';
import { versionKeyRules } from './rules/version-keys.ts';
import { versionNeedRules } from './rules/version-needs.ts';
import { versionRules } from './rules/version.ts';
import { touchesToken } from './templates.ts';

/** Every rule, in the order in which findings are told. */
export const rules: readonly Rule[] = joinById([
  ...syntaxRules,
  ...literalRules,
  ...shapeRules,
  ...singleFileRules,
  ...fileNameRules,
  ...nameRules,
  ...versionRules,
  ...versionNeedRules,
  ...versionKeyRules,
  ...chainRules,
  ...chainOrderRules,
  ...capabilityRules,
  ...defaultRouteRules,
  ...ipamUseRules,
  ...checkFailureRules,
  ...schemaRules,
  ...pluginRules,
  ...awsRules,
  ...keyRules,
  ...duplicateKeyRules,
  ...reservedKeyRules,
  ...templateRules,
  ...directoryRules,
  ...sharedRules,
  ...hostPluginRules,
  ...hostInterfaceRules,
  ...hostKernelRules,
  ...hostStateRules,
]);

/** A finding with the rule that made it and the severity that holds for it here. */
export interface Checked {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly severity: Severity;
}

const SYNTAX: ReadonlySet<Rule> = new Set([...syntaxRules, ...literalRules]);
const TEMPLATE: ReadonlySet<Rule> = new Set(templateRules);

/** Whether a finding is about what an installer fills in later; syntax cannot be told where that is more than a string. */
function isAboutTemplate({ parsed }: Model, rule: Rule, { span }: Finding): boolean {
  if (parsed.tokens.length === 0 || TEMPLATE.has(rule)) return false;
  return touchesToken(parsed.tokens, span) || (SYNTAX.has(rule) && parsed.tokens.some(({ quoted }) => !quoted));
}

/**
 * Runs all rules over a document. A rule that is set to `off`, or ignored in this file, is not run; another setting
 * replaces its severity.
 */
export function check(model: Model, context: RuleContext): readonly Checked[] {
  const checked: Checked[] = [];
  const ignored = ignoredIn(model.document.uri, context.ignored ?? []);
  for (const rule of rules) {
    const chosen = context.severities?.[rule.id] ?? context.severities?.[rule.name];
    if (chosen === 'off' || ignored.has(rule.id) || ignored.has(rule.name)) continue;
    for (const finding of rule.check(model, context)) {
      if (isAboutTemplate(model, rule, finding)) continue;
      checked.push({ rule, finding, severity: chosen ?? finding.severity ?? rule.severity });
    }
  }
  return checked;
}
