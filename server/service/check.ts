import { ignoredIn } from './ignored.ts';
import { about, hasChain, hasIPAM, hasNeighbours, isUnsound, withKey } from './rules/applies.ts';
import { capabilityRules, undeclaredRules } from './rules/capabilities.ts';
import { checkFailureRules } from './rules/check-failures.ts';
import { bandwidthOrderRules, chainOrderRules } from './rules/chain-order.ts';
import { chainRules } from './rules/chain.ts';
import { defaultRouteRules } from './rules/default-route.ts';
import { duplicateKeyRules } from './rules/duplicate-keys.ts';
import { fileNameRules } from './rules/file-names.ts';
import { ipamUseRules, retiredRules } from './rules/ipam-use.ts';
import { keyRules } from './rules/keys.ts';
import { directoryRules } from './rules/directory-order.ts';
import { hostInterfaceRules } from './rules/host-interfaces.ts';
import { hostKernelRules } from './rules/host-kernel.ts';
import { hostPluginRules } from './rules/host-plugins.ts';
import { hostStateRules } from './rules/host-state.ts';
import type { Model } from './model.ts';
import { isUnfinished } from './parse.ts';
import { literalRules } from './rules/literals.ts';
import { nameRules } from './rules/names.ts';
import { reservedKeyRules } from './rules/reserved-keys.ts';
import { pluginRules } from './rules/plugin-rules.ts';
import {
  doesApply,
  joinById,
  ofEachPlugin,
  where,
  type Finding,
  type Rule,
  type RuleContext,
  type Severity,
} from './rules/rule.ts';
import { schemaRules } from './rules/schema-rules.ts';
import { shapeRules } from './rules/shape.ts';
import { sharedRules } from './rules/shared-resources.ts';
import { singleFileRules } from './rules/single-file.ts';
import { commaRules, syntaxRules } from './rules/syntax.ts';
import { templateRules } from './rules/template-tokens.ts';
import { tuningChainRules } from './rules/tuning.ts';
import { versionKeyRules } from './rules/version-keys.ts';
import { versionNeedRules } from './rules/version-needs.ts';
import { versionRules } from './rules/version.ts';
import { touchesToken } from './templates.ts';

/** All rules, some of them told in parts. */
export const ruleParts: readonly Rule[] = [
  ...where(isUnsound, syntaxRules),
  ...commaRules,
  ...literalRules,
  ...shapeRules,
  ...where(({ content }) => content === 'single', singleFileRules),
  ...fileNameRules,
  ...nameRules,
  ...versionRules,
  ...ofEachPlugin([...versionNeedRules, ...versionKeyRules]),
  ...chainRules,
  ...about('bandwidth', bandwidthOrderRules),
  ...where(hasChain, chainOrderRules),
  ...about('tuning', tuningChainRules),
  ...about('portmap dnsname bandwidth', undeclaredRules),
  ...withKey('capabilities', capabilityRules),
  ...ofEachPlugin(about('bridge ptp', defaultRouteRules)),
  ...where(hasIPAM, ipamUseRules),
  ...retiredRules,
  ...checkFailureRules,
  ...ofEachPlugin([...schemaRules, ...pluginRules, ...keyRules, ...duplicateKeyRules, ...reservedKeyRules]),
  ...where(({ parsed }) => parsed.tokens.length > 0, templateRules),
  ...where(hasNeighbours, directoryRules),
  ...where(hasNeighbours, sharedRules),
  ...where(
    (_, { hostFacts }) => hostFacts !== undefined,
    [...ofEachPlugin(hostPluginRules), ...hostInterfaceRules, ...hostKernelRules, ...hostStateRules],
  ),
];

/** Every rule, in the order in which findings are told. */
export const rules: readonly Rule[] = joinById(ruleParts);

/** A finding with the rule that made it and the severity that holds for it here. */
export interface Checked {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly severity: Severity;
}

const idsOf = (some: readonly Rule[]): ReadonlySet<string> => new Set(some.map(({ id }) => id));
const SYNTAX = idsOf([...syntaxRules, ...commaRules, ...literalRules]);
const TEMPLATE = idsOf(templateRules);

/** Whether a finding is about what an installer fills in later; syntax cannot be told where that is more than a string. */
function isAboutTemplate({ parsed }: Model, rule: Rule, { span }: Finding): boolean {
  if (parsed.tokens.length === 0 || TEMPLATE.has(rule.id)) return false;
  return touchesToken(parsed.tokens, span) || (SYNTAX.has(rule.id) && parsed.tokens.some(({ quoted }) => !quoted));
}

/** A string that does not end is nothing but that: what would be wrong with its text is not looked at. */
function isAboutUnfinished({ parsed }: Model, rule: Rule, { span }: Finding): boolean {
  if (parsed.problems.length === 0 || SYNTAX.has(rule.id)) return false;
  return parsed.problems.some(
    (problem) => isUnfinished(problem) && problem.offset === span.offset && problem.length === span.length,
  );
}

/** What is set for a rule: another severity, or that it is off. */
function chosenFor({ id, name }: Rule, { severities }: RuleContext): Severity | 'off' | undefined {
  return severities === undefined ? undefined : (severities[id] ?? severities[name]);
}

/** Puts what came last, from `start` on, in the order of its places; those of one place stay as they were found. */
function sortTail(checked: Checked[], start: number): void {
  if (checked.length - start < 2) return;
  const tail = checked.splice(start).toSorted((a, b) => a.finding.span.offset - b.finding.span.offset);
  checked.push(...tail);
}

/**
 * Runs all rules over a document. A rule that is set to `off`, or ignored in this file, is not run; another setting
 * replaces its severity. What a rule of each plugin finds is told from the top to the bottom, however it goes about.
 * `find` tells what a rule finds, where that is known by other means.
 */
export function check(
  model: Model,
  context: RuleContext,
  find?: (rule: Rule) => Iterable<Finding>,
): readonly Checked[] {
  const checked: Checked[] = [];
  const ignored = ignoredIn(model.document.uri, context.ignored ?? []);
  let asked: Rule['applies'];
  let holds = true;
  for (const rule of rules) {
    // Neighbours of a group share their condition: it is asked once. `find` asks what is of each plugin by itself.
    const isAsked = find === undefined || rule.scope !== 'plugin';
    if (isAsked && rule.applies !== asked) {
      asked = rule.applies;
      holds = doesApply(rule, model, context);
    }
    if (isAsked && !holds) continue;
    const chosen = chosenFor(rule, context);
    if (chosen === 'off' || (ignored.size > 0 && (ignored.has(rule.id) || ignored.has(rule.name)))) continue;
    const start = checked.length;
    for (const finding of find === undefined ? rule.check(model, context) : find(rule)) {
      if (isAboutTemplate(model, rule, finding) || isAboutUnfinished(model, rule, finding)) continue;
      checked.push({ rule, finding, severity: chosen ?? finding.severity ?? rule.severity });
    }
    if (rule.scope === 'plugin') sortTail(checked, start);
  }
  return checked;
}
