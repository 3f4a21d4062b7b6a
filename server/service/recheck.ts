import { check, type Checked } from './check.ts';
import type { Model, PluginView } from './model.ts';
import type { Node, Span } from './parse.ts';
import { doesApply, type Finding, type Rule, type RuleContext } from './rules/rule.ts';

/** A place that is found again after the text around it changed: counted from a plugin configuration, or an end of the text. */
interface Anchor {
  readonly from: Node | 'start' | 'end';
  readonly offset: number;
  readonly length: number;
}

/** A finding with the anchors of its own place and of the related ones. */
interface Kept {
  readonly finding: Finding;
  readonly at: Anchor;
  readonly related: readonly Anchor[];
}

/** What was found in a document, so that the check of its next version can take over what did not change. */
export interface Recheckable {
  readonly model: Model;
  readonly context: RuleContext;
  readonly checked: readonly Checked[];
  /** Same as the model's; that of a later version differs unless only plugin configurations changed. */
  readonly outside: object;
  readonly elements: ReadonlySet<Node>;
  /** The findings of the rules that look at each plugin by itself. */
  readonly kept: ReadonlyMap<Rule, readonly Kept[]>;
}

/** The elements of the list: plugin configurations, and what stands among them. */
function elementsOf({ pluginsMember }: Model): readonly Node[] {
  return pluginsMember?.value?.children ?? [];
}

/** The element that an offset lies in. */
function elementAt(model: Model, offset: number): Node | undefined {
  const elements = elementsOf(model);
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const node = elements[low - 1];
  return node !== undefined && offset < node.offset + node.length ? node : undefined;
}

function anchorOf(model: Model, { offset, length }: Span): Anchor {
  const element = elementAt(model, offset);
  if (element !== undefined) return { from: element, offset: offset - element.offset, length };
  const list = model.pluginsMember?.value;
  const isAfter = list !== undefined && offset >= list.offset + list.length;
  return isAfter
    ? { from: 'end', offset: offset - model.parsed.text.length, length }
    : { from: 'start', offset, length };
}

function placeOf(model: Model, { from, offset, length }: Anchor): Span {
  if (from === 'start') return { offset, length };
  return { offset: (from === 'end' ? model.parsed.text.length : from.offset) + offset, length };
}

function keep(model: Model, finding: Finding): Kept {
  const related = (finding.related ?? []).map(({ span }) => anchorOf(model, span));
  return { finding, at: anchorOf(model, finding.span), related };
}

/** A finding at the place where it is now. */
function moved(model: Model, { finding, at, related }: Kept): Finding {
  const span = placeOf(model, at);
  if (finding.related === undefined) return { ...finding, span };
  const places = finding.related.map((one, index) => {
    const anchor = related[index];
    return anchor === undefined || one.place !== undefined ? one : { ...one, span: placeOf(model, anchor) };
  });
  return { ...finding, span, related: places };
}

/** The finding with fixes for the whole document as it is, looked for when they are asked for. */
function withFixes(rule: Rule, model: Model, context: RuleContext, finding: Finding): Finding {
  if (finding.fixes === undefined) return finding;
  const { span, message } = finding;
  const isSame = (other: Finding): boolean =>
    other.span.offset === span.offset && other.span.length === span.length && other.message === message;
  const fixes = () => [...rule.check(model, context)].find(isSame)?.fixes?.() ?? [];
  return { ...finding, fixes };
}

/** The document with some of its plugin configurations only. */
function withOnly(model: Model, plugins: readonly PluginView[]): Model {
  const { root, pluginsMember } = model;
  const list = pluginsMember?.value;
  if (root === undefined || pluginsMember === undefined || list === undefined) return { ...model, plugins };
  const value: Node = { ...list, children: plugins.map(({ node }) => node) };
  const property: Node = { ...pluginsMember.node, children: [pluginsMember.keyNode, value] };
  const children = root.children?.map((child) => (child === pluginsMember.node ? property : child)) ?? [];
  const top: Node = { ...root, children };
  const parsed = { ...model.parsed, root: top };
  return { ...model, plugins, parsed, root: top, pluginsMember: { ...pluginsMember, node: property, value } };
}

/** What a rule finds of each plugin, given what it found before and the plugins that were not there then. */
function taken(model: Model, context: RuleContext, before: Recheckable): (rule: Rule) => Iterable<Finding> {
  const fresh = model.plugins.filter(({ node }) => !before.elements.has(node));
  const isFresh = new Set<Node | undefined>(fresh.map(({ node }) => node));
  const part = withOnly(model, fresh);
  const still = new Set(elementsOf(model));
  return (rule) => {
    if (rule.scope !== 'plugin') return rule.check(model, context);
    const found: Finding[] = [];
    for (const kept of before.kept.get(rule) ?? []) {
      if (typeof kept.at.from === 'string' || still.has(kept.at.from)) found.push(moved(model, kept));
    }
    for (const finding of doesApply(rule, part, context) ? rule.check(part, context) : []) {
      if (isFresh.has(elementAt(model, finding.span.offset))) found.push(finding);
    }
    return found.map((finding) => withFixes(rule, model, context, finding));
  };
}

/**
 * Runs all rules over a document of which an earlier version was checked. Where nothing but plugin configurations
 * changed since, in the same context, rules that look at each plugin by itself are run for the changed ones only. What
 * is found is what {@link check} finds.
 */
export function recheck(model: Model, context: RuleContext, before: Recheckable | undefined): Recheckable {
  const { outside } = model.parsed;
  const isUsable = before?.outside === outside && before.context === context;
  const checked = check(model, context, isUsable ? taken(model, context, before) : undefined);
  const kept = new Map<Rule, Kept[]>();
  for (const { rule, finding } of checked) {
    if (rule.scope !== 'plugin') continue;
    const ofRule = kept.get(rule) ?? [];
    ofRule.push(keep(model, finding));
    kept.set(rule, ofRule);
  }
  return { model, context, checked, outside, elements: new Set(elementsOf(model)), kept };
}
