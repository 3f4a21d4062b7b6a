import { indentAt, replaceSpan } from '../../edits/style.ts';
import type { Model, PluginView } from '../../model.ts';
import type { Refactoring } from './refactoring.ts';
import { dedented } from './text.ts';

/** Plugins that redirect the traffic of what all others have made, and so come last (their own documentation). */
const LAST = new Set(['istio-cni', 'linkerd-cni', 'kuma-cni', 'consul-cni', 'tc-redirect-tap']);

/** Where a plugin stands in a chain; plugins of the same rank keep their order, for it may matter. */
function rank({ typeName, described }: PluginView): number {
  if (typeName === 'loopback') return 0;
  if (LAST.has(typeName ?? '')) return 3;
  return described?.traits?.kind === 'main' ? 1 : 2;
}

/** Puts what makes the interface before what works on it; undefined where the order is right. */
export function sortChain(model: Model): Refactoring | undefined {
  const nodes = model.pluginsMember?.value?.children ?? [];
  const { plugins } = model;
  if (model.content !== 'list' || plugins.length !== nodes.length || model.parsed.problems.length > 0) return undefined;
  const sorted = plugins.toSorted((a, b) => rank(a) - rank(b));
  if (sorted.every((plugin, index) => plugin === plugins[index])) return undefined;
  const { text } = model.parsed;
  const changes = plugins.flatMap(({ node }, index) => {
    const next = sorted[index];
    if (next === undefined || next.node === node) return [];
    const indent = indentAt(text, node.offset);
    return [replaceSpan(node, dedented(text, next.node).replaceAll('\n', `\n${indent}`))];
  });
  const order = sorted.map(({ typeName }) => typeName ?? '?').join(', ');
  return { title: `Sort the chain: ${order}`, kind: 'refactor.rewrite', changes };
}
