import * as l10n from '@vscode/l10n';
import { indentAt, insertMember, isMultiline, replaceSpan, styleOf } from '../../edits/style.ts';
import { foldedMember, members } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { catalog } from '../../schema/catalog.ts';
import { foldKey } from '../../schema/schema.ts';
import type { Fix } from '../rule.ts';
import { releasedTypes } from '../../schema/released-types.ts';
import { elementRemoval, insertion, withoutElement } from '../../edits/simple-fixes.ts';

/** Returns a fix that swaps the first two plugin configurations if the second creates an interface. */
export function swapWithNext(model: Model): readonly Fix[] {
  const [first, second] = model.plugins;
  if (first === undefined || second?.index !== 1 || second.described?.traits?.kind !== 'main') {
    return [];
  }
  const { text } = model.parsed;
  const slice = ({ node }: PluginView): string => text.slice(node.offset, node.offset + node.length);
  const changes = [replaceSpan(first.node, slice(second)), replaceSpan(second.node, slice(first))];
  const title = l10n.t('Move {0} after {1}', first.typeName ?? '', second.typeName ?? '');
  return [{ title, preferred: true, changes }];
}

/** Returns a fix that removes a plugin configuration from the chain. */
export function removePlugin({ node, typeName }: PluginView, preferred = true): readonly Fix[] {
  return elementRemoval(node, l10n.t('Remove {0}', typeName ?? ''), preferred);
}

/** Returns the text of an `ipam` object with host-local, for an object whose members are indented by `indent`. */
function hostLocalText(text: string, plugin: Node, indent: string): string {
  const { eol, unit, colon, gap } = styleOf(text);
  const parts = [`"type"${colon}"host-local"`, `"ranges"${colon}[[{"subnet"${colon}"10.88.0.0/16"}]]`];
  return isMultiline(text, plugin)
    ? `{${eol}${indent}${unit}${parts.join(`,${eol}${indent}${unit}`)}${eol}${indent}}`
    : `{${parts.join(`,${gap}`)}}`;
}

/** Returns a fix that adds an `ipam` with host-local, or replaces the existing one. */
export function hostLocalFix({ parsed: { text } }: Model, { node, ipam }: PluginView): Fix {
  const last = members(node).at(-1);
  const value = hostLocalText(text, node, indentAt(text, last?.node.offset ?? node.offset));
  if (ipam !== undefined) {
    return { title: l10n.t('Use {0}', 'host-local'), changes: [replaceSpan(ipam.node, value)] };
  }
  const change = insertMember(text, node, 'ipam', value, last?.key);
  return { title: l10n.t('Add "ipam" with host-local'), changes: [change] };
}

/**
 * Returns the only plugin of a chain that creates an interface and has no `ipam`: an IPAM plugin in the chain is for
 * it.
 */
export function ownerOfIPAM({ plugins }: Model): PluginView | undefined {
  const owners = plugins.filter(({ described, node }) => {
    const { kind, ipam = 'none' } = described?.traits ?? {};
    return kind === 'main' && ipam !== 'none' && foldedMember(node, 'ipam') === undefined;
  });
  return owners.length === 1 ? owners[0] : undefined;
}

/** Returns a fix that moves an IPAM plugin from the chain to `ipam` of the plugin that it is for. */
export function nestIPAM(model: Model, plugin: PluginView): readonly Fix[] {
  const owner = ownerOfIPAM(model);
  const removed = withoutElement(plugin.node);
  const last = members(owner?.node).at(-1);
  if (owner === undefined || removed === undefined || last === undefined) {
    return [];
  }
  const { text } = model.parsed;
  const [from, to] = [indentAt(text, plugin.node.offset), indentAt(text, last.node.offset)];
  const slice = text.slice(plugin.node.offset, plugin.node.offset + plugin.node.length);
  const moved = slice.replaceAll(`\n${from}`, `\n${to}`);
  const changes = [insertMember(text, owner.node, 'ipam', moved, last.key), removed];
  return [{ title: l10n.t('Move to "ipam" of {0}', owner.typeName ?? ''), preferred: true, changes }];
}

/** Number of types that are offered. */
const mostOffered = 3;

/**
 * Returns fixes that add a type whose schema has all keys of a plugin configuration without one. Reference plugins come
 * first, then those with the fewest other keys.
 */
export function typeFixes(model: Model, { node }: PluginView): readonly Fix[] {
  const common = catalog.plugin.schema.properties ?? {};
  const keys = members(node).flatMap(({ key }) => (foldKey(common, key) === undefined ? [key] : []));
  if (keys.length === 0 || foldedMember(node, 'type') !== undefined) {
    return [];
  }
  const fitting = [...catalog.plugins].flatMap(([type, { schema }]) => {
    const properties = schema.properties ?? {};
    const fits = keys.every((key) => foldKey(properties, key) !== undefined);
    return fits ? [{ type, size: Object.keys(properties).length }] : [];
  });
  return fitting
    .toSorted((a, b) => Number(releasedTypes.has(b.type)) - Number(releasedTypes.has(a.type)) || a.size - b.size)
    .slice(0, mostOffered)
    .map(({ type }) => insertion(model, node, 'type', JSON.stringify(type), undefined, false));
}
