import * as l10n from '@vscode/l10n';
import { commaList } from '../../../engine/text/listing.ts';
import { indentAt, replaceSpan } from '../../edits/style.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Refactoring } from './refactoring.ts';
import { dedented } from './text.ts';
import { writtenOf, type Selected } from './where-offered.ts';

/** Plugins that redirect the traffic of all other plugins and come last, according to their documentation. */
const last = new Set(['istio-cni', 'linkerd-cni', 'kuma-cni', 'consul-cni', 'tc-redirect-tap']);

const isLast = ({ typeName }: PluginView): boolean => last.has(typeName ?? '');

/** Returns the rank of a plugin in a chain. Plugins of the same rank keep their order, because it may matter. */
function rank(plugin: PluginView): number {
  if (plugin.typeName === 'loopback') {
    return 0;
  }
  if (isLast(plugin)) {
    return 3;
  }
  return plugin.described?.traits?.kind === 'main' ? 1 : 2;
}

/**
 * Whether the order of a chain is certainly wrong: a plugin that needs a previous result comes before a plugin that creates
 * an interface, or a known plugin comes after one that must be last. Anything else may be correct: an unknown plugin may
 * create an interface, cilium-cni works on the interface of another plugin, and loopback may be anywhere.
 */
function isMisordered(plugins: readonly PluginView[]): boolean {
  const [first, ...later] = plugins.filter(({ typeName }) => typeName !== 'loopback');
  const needsOther = first?.described?.traits?.chained !== undefined;
  if (needsOther && later.some(({ described }) => described?.traits?.kind === 'main')) {
    return true;
  }
  const end = plugins.findIndex((plugin) => isLast(plugin));
  return end >= 0 && plugins.slice(end).some((plugin) => plugin.described !== undefined && !isLast(plugin));
}

/**
 * Moves the plugin that creates the interface before those that work on it; undefined if the order is not wrong. Offered
 * on the key `plugins` and on the type of a plugin that moves.
 */
export function sortChain(model: Model, selected: Selected): Refactoring | undefined {
  const nodes = model.pluginsMember?.value?.children ?? [];
  const { plugins } = model;
  if (model.content !== 'list' || plugins.length !== nodes.length || model.parsed.problems.length > 0) {
    return undefined;
  }
  if (!isMisordered(plugins)) {
    return undefined;
  }
  const sorted = plugins.toSorted((a, b) => rank(a) - rank(b));
  const moved = plugins.filter((plugin, index) => plugin !== sorted[index]);
  if (!selected.touches(model.pluginsMember?.keyNode, ...moved.map(({ type }) => type && writtenOf(type)))) {
    return undefined;
  }
  const { text } = model.parsed;
  const changes = plugins.flatMap(({ node }, index) => {
    const next = sorted[index];
    if (next === undefined || next.node === node) {
      return [];
    }
    const indent = indentAt(text, node.offset);
    return [replaceSpan(node, dedented(text, next.node).replaceAll('\n', `\n${indent}`))];
  });
  const order = commaList(sorted.map(({ writtenType }) => writtenType ?? '?'));
  return { title: l10n.t('Sort the chain: {0}', order), kind: 'refactor.rewrite', changes };
}
