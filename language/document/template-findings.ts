import type { Finding, Rule } from '../rules/rule.ts';
import { isSOPS } from './encoded-text.ts';
import { exactMember } from './members.ts';
import { perModel, readModel, type Model } from './model.ts';
import type { Node } from './parse.ts';
import { isAnyBetween, isWithin, lastBefore, touchesToken } from './templates.ts';

/** Rules about something that is missing in an object or a list, which a template may add there. */
const absenceRules: ReadonlySet<string> = new Set([
  'name-missing',
  'cniversion-missing',
  'plugins-missing',
  'plugin-type-missing',
  'single-in-conflist',
  'load-only-inlined-without-plugins',
  'ipam-required',
  'ipam-type-missing',
  'chained-plugin-first',
  'portmap-without-address',
  'bandwidth-needs-veth',
  'bandwidth-pair',
  'ingress-policy-needs-bridge',
  'range-subnet-missing',
  'ranges-empty',
  'no-default-route',
  'masq-without-gateway',
  'dualstack-route-missing',
  'bridge-l3-option-without-ipam',
  'vlan-master-required',
  'master-required-sometimes',
  'host-device-selector',
  'capability-not-declared',
  'tuning-noop',
]);

/** Rules about two members or plugins of which a template may write only one. */
const repetitionRules: ReadonlySet<string> = new Set([
  'json-duplicate-key',
  'plugin-key-case-collision',
  'duplicate-plugin',
  'default-route-twice',
]);

/** Yields the nodes that hold a position, outer ones first. */
function* nodesAround(root: Node | undefined, offset: number): Generator<Node> {
  for (let node = root; node !== undefined && isIn(node, offset); node = lastBefore(node.children ?? [], offset)) {
    yield node;
  }
}

const isIn = (node: Node, offset: number): boolean => node.offset <= offset && offset < node.offset + node.length;

/** The objects and arrays to which a template may add something. */
const additions = perModel(({ root, parsed }): ReadonlySet<Node> => {
  const found = (parsed.template?.adding ?? []).flatMap(({ offset }) => {
    const node = [...nodesAround(root, offset)].at(-1);
    return node !== undefined && offset > node.offset ? [node] : [];
  });
  return new Set(found.filter(({ type }) => type === 'object' || type === 'array'));
});

/** Whether a template may add something to an object or array that holds a position, or to one around it. */
function mayBeAdded(model: Model, offset: number): boolean {
  const added = additions(model);
  return [...nodesAround(model.root, offset)].some((node) => added.has(node));
}

const controls = perModel(({ parsed }) => parsed.tokens.filter(({ quoted, role }) => !quoted && role !== 'value'));

/**
 * Whether a finding is about a template and not about the text: about the replacement of a token, something that a token
 * may add, or two parts of which only one may be written. A syntax error next to a token is about the text.
 */
export function isAboutTemplate(model: Model, rule: Rule, isSyntax: boolean, finding: Finding): boolean {
  const { tokens, template } = model.parsed;
  if (tokens.length === 0) {
    return false;
  }
  const { span, related = [] } = finding;
  // `.0` after a placeholder is part of its value.
  if (isSyntax && rule.name !== 'json-number-form') {
    return isWithin(tokens, span.offset) && !isQuotedAt(model, span.offset);
  }
  if (touchesToken(tokens, span)) {
    return true;
  }
  if (isSOPS(model.parsed.text)) {
    return absenceRules.has(rule.name) || isInSOPS(model, span.offset);
  }
  if (template === undefined) {
    return false;
  }
  if (repetitionRules.has(rule.name)) {
    return related.some(({ span: other }) => {
      const [from, to] = [Math.min(span.offset, other.offset), Math.max(span.offset, other.offset)];
      return isAnyBetween(controls(model), from, to);
    });
  }
  return template.adding.length > 0 && absenceRules.has(rule.name) && mayBeAdded(model, span.offset);
}

/** Whether a position is in what SOPS adds to a file. */
function isInSOPS({ root }: Model, offset: number): boolean {
  const node = exactMember(root, 'sops')?.node;
  return node !== undefined && isIn(node, offset);
}

/** Whether the token at a position is inside a string, so that an error there is not about the token. */
function isQuotedAt({ parsed }: Model, offset: number): boolean {
  return parsed.tokens.some((token) => token.quoted && token.offset <= offset && offset < token.offset + token.length);
}

/** Returns the models of the branches of a template that a model leaves out. */
export const otherBranches = perModel(({ document, parsed }): readonly Model[] => {
  const count = parsed.template?.variants ?? 1;
  return Array.from({ length: count - 1 }, (_, index) => readModel(document, index + 1));
});

/** Whether a position is in a branch that a model leaves out. */
export function isHidden({ parsed }: Model, offset: number): boolean {
  return (parsed.template?.hidden ?? []).some((one) => one.offset <= offset && offset < one.offset + one.length);
}
