import * as l10n from '@vscode/l10n';
import { ignoredIn } from './workspace/ignored.ts';
import { capabilityRules, undeclaredRules } from './rules/list/capabilities.ts';
import { checkFailureRules } from './rules/list/check-failures.ts';
import { bandwidthOrderRules, chainOrderRules } from './rules/list/chain-order.ts';
import { chainRules } from './rules/list/chain.ts';
import { defaultRouteRules } from './rules/addresses/default-route.ts';
import { duplicateKeyRules, keySpellingRules } from './rules/text/duplicate-keys.ts';
import { fileNameRules } from './rules/list/file-names.ts';
import { ipamUseRules, retiredRules } from './rules/list/ipam-use.ts';
import { keyRules } from './rules/text/keys.ts';
import { directoryRules } from './rules/directory/directory-order.ts';
import { hostInterfaceRules } from './rules/host/host-interfaces.ts';
import { hostFlannelRules } from './rules/host/host-flannel.ts';
import { hostIPv6Rules } from './rules/host/host-ipv6.ts';
import { hostMasterRules } from './rules/host/host-masters.ts';
import { inDelegates } from './rules/delegated.ts';
import { hostKernelRules } from './rules/host/host-kernel.ts';
import { hostPluginRules } from './rules/host/host-plugins.ts';
import { hostStateRules } from './rules/host/host-state.ts';
import { perModel, type Model } from './document/model.ts';
import { isUnfinished } from './document/parse.ts';
import { literalRules } from './rules/text/literals.ts';
import { nameRules } from './rules/list/names.ts';
import { reservedKeyRules } from './rules/text/reserved-keys.ts';
import { isWhole, pluginRules } from './rules/plugin-rules.ts';
import type { Finding, Rule } from './rules/rule.ts';
import type { RuleContext, Severity } from './workspace/context.ts';
import { schemaFindings } from './rules/schema/schema-findings.ts';
import { numberRules } from './rules/text/numbers.ts';
import { switchRules } from './rules/list/switches.ts';
import { shapeRules } from './rules/list/shape.ts';
import { flannelBridgeRules } from './rules/directory/flannel-bridges.ts';
import { mainNetworkRules } from './rules/directory/main-network.ts';
import { sharedRules } from './rules/directory/shared-resources.ts';
import { singleFileRules } from './rules/list/single-file.ts';
import { commaRules, syntaxRules } from './rules/text/syntax.ts';
import { templateRules } from './rules/text/template-tokens.ts';
import { versionKeyRules } from './rules/list/version-keys.ts';
import { versionNeedRules } from './rules/list/version-needs.ts';
import { versionRules } from './rules/list/version.ts';
import type { CarrierContents } from './carriers/embedded.ts';
import type { CarrierRule } from './rules/carrier/carrier-rule.ts';
import { definitionRules } from './rules/carrier/definitions.ts';
import { selectionRules } from './rules/carrier/selections.ts';
import { undefinedRules } from './rules/carrier/undefined-networks.ts';
import { noCarriers } from './workspace/known-carriers.ts';
import { isTooLarge } from './document/text-limit.ts';
import { isAboutTemplate, isHidden, otherBranches } from './document/template-findings.ts';

/** The rules about files that contain configurations. */
const carrierRules: readonly CarrierRule[] = [...definitionRules, ...selectionRules, ...undefinedRules];

/** All rules, in the order in which findings are reported. */
export const rules: readonly Rule[] = [
  ...syntaxRules,
  ...commaRules,
  ...literalRules,
  ...shapeRules,
  ...switchRules,
  ...singleFileRules,
  ...fileNameRules,
  ...nameRules,
  ...versionRules,
  ...versionNeedRules,
  ...versionKeyRules,
  ...chainRules,
  ...bandwidthOrderRules,
  ...chainOrderRules,
  ...undeclaredRules,
  ...capabilityRules,
  ...defaultRouteRules,
  ...ipamUseRules,
  ...retiredRules,
  ...inDelegates(checkFailureRules, isWhole),
  ...numberRules,
  ...pluginRules,
  ...keyRules,
  ...duplicateKeyRules,
  ...inDelegates(keySpellingRules),
  ...reservedKeyRules,
  ...templateRules,
  ...directoryRules,
  ...sharedRules,
  ...flannelBridgeRules,
  ...mainNetworkRules,
  ...inDelegates([
    ...hostPluginRules,
    ...hostInterfaceRules,
    ...hostMasterRules,
    ...hostIPv6Rules,
    ...hostFlannelRules,
    ...hostKernelRules,
  ]),
  ...hostStateRules,
  ...carrierRules,
];

const schemaFindingsIn = perModel(schemaFindings(rules));
const none: readonly Finding[] = [];

/** A finding with its rule and its effective severity. */
export interface Checked {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly severity: Severity;
}

const idsOf = (some: readonly Rule[]): ReadonlySet<string> => new Set(some.map(({ id }) => id));
const syntax = idsOf([...syntaxRules, ...commaRules, ...literalRules]);
const template = idsOf(templateRules);

/** Whether a finding is about the text of an unterminated string. Only the missing end is reported. */
function isAboutUnfinished(model: Model, rule: Rule, { span }: Finding): boolean {
  if (model.parsed.problems.length === 0 || syntax.has(rule.id)) {
    return false;
  }
  return unfinishedStrings(model).get(span.offset) === span.length;
}

/** Returns the unterminated strings: their length by their offset. */
const unfinishedStrings = perModel(
  ({ parsed }) => new Map(parsed.problems.filter(isUnfinished).map(({ offset, length }) => [offset, length])),
);

/** Returns the configured severity of a rule; undefined if none is set. */
export function chosenFor({ id, name }: Rule, { severities }: RuleContext): Severity | 'off' | undefined {
  return severities === undefined ? undefined : (severities[id] ?? severities[name]);
}

/** Maximum number of findings of one rule in one document. */
const mostFindings = 100;

/** Sorts the findings of one rule by position. Above the limit, the last one states how many are left out. */
function limited(found: readonly Finding[]): readonly Finding[] {
  if (found.length < 2) {
    return found;
  }
  const sorted = found.toSorted((a, b) => a.span.offset - b.span.offset);
  const more = sorted.length - mostFindings;
  if (more <= 0) {
    return sorted;
  }
  const shown = sorted.slice(0, mostFindings);
  const last = shown.pop();
  return last === undefined
    ? shown
    : [...shown, { ...last, message: l10n.t('{0} ({1} more like this)', last.message, more) }];
}

/** Adds the findings of a rule, except those about templates and unterminated strings. */
function addReported(to: Finding[], model: Model, rule: Rule, findings: Iterable<Finding>): void {
  for (const finding of findings) {
    const isTemplate = !template.has(rule.id) && isAboutTemplate(model, rule, syntax.has(rule.id), finding);
    if (!isTemplate && !isAboutUnfinished(model, rule, finding)) {
      to.push(finding);
    }
  }
}

/**
 * Runs all rules over a document, of a template over each of its branches. A rule that is set to `off` or ignored in this file is not run; any other setting
 * replaces its severity. A text above the limit of document/text-limit.ts has no findings. Findings are grouped by rule
 * and sorted by position.
 */
export function check(model: Model, context: RuleContext): readonly Checked[] {
  const checked = checkBranch(model, context);
  const others = otherBranches(model).flatMap((other) =>
    checkBranch(other, context).filter(({ finding }) => isHidden(model, finding.span.offset)),
  );
  if (others.length === 0) {
    return checked;
  }
  const keyOf = ({ rule, finding: { span, message } }: Checked): string =>
    `${rule.id} ${span.offset} ${span.length} ${message}`;
  const known = new Map([...checked, ...others].map((one) => [keyOf(one), one]));
  return rules.flatMap((rule) => [...known.values()].filter((one) => one.rule === rule).toSorted(byOffset));
}

const byOffset = (a: Checked, b: Checked): number => a.finding.span.offset - b.finding.span.offset;

/** Runs all rules over one variant of a document. */
function checkBranch(model: Model, context: RuleContext): readonly Checked[] {
  const checked: Checked[] = [];
  if (isTooLarge(model.parsed.text)) {
    return checked;
  }
  const ignored = ignoredIn(model.document.uri, context.ignored ?? []);
  const ofSchemas = schemaFindingsIn(model);
  for (const rule of rules) {
    const chosen = chosenFor(rule, context);
    const usual = chosen ?? rule.severity;
    if (usual === 'off' || (ignored.size > 0 && (ignored.has(rule.id) || ignored.has(rule.name)))) {
      continue;
    }
    if (context.excluded?.has(rule.id) === true) {
      continue;
    }
    const found: Finding[] = [];
    if (ofSchemas.size > 0) {
      addReported(found, model, rule, ofSchemas.get(rule.id) ?? none);
    }
    addReported(found, model, rule, rule.check(model, context));
    for (const finding of limited(found)) {
      checked.push({ rule, finding, severity: chosen === undefined ? (finding.severity ?? usual) : usual });
    }
  }
  return checked;
}

/** Runs the rules about a file that contains configurations. `known` has the other such files of its workspace. */
export function checkCarrier(
  contents: CarrierContents,
  uri: string,
  context: RuleContext,
  known = noCarriers,
): readonly Checked[] {
  const ignored = ignoredIn(uri, context.ignored ?? []);
  const around = { uri, isComplete: known.isComplete, others: () => known.except(uri) };
  return carrierRules.flatMap((rule) => {
    const chosen = chosenFor(rule, context);
    const usual = chosen ?? rule.severity;
    if (usual === 'off' || ignored.has(rule.id) || ignored.has(rule.name)) {
      return [];
    }
    return limited([...rule.checkCarrier(contents, around)]).map((finding) => ({
      rule,
      finding,
      severity: chosen === undefined ? (finding.severity ?? usual) : usual,
    }));
  });
}
