import { indentAt, insertMember, isMultiline, replaceSpan, styleOf } from '../edits/style.ts';
import { foldedMember, members } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { catalogue } from '../schema/catalogue.ts';
import { foldKey } from '../schema/schema.ts';
import type { Fix } from './rule.ts';
import { RELEASED } from './schema-assignments.ts';
import { elementRemoval, withoutElement } from './simple-fixes.ts';

/** Exchanges the first two plugin configurations, each in its own wording, where the second makes an interface. */
export function swapWithNext(model: Model): readonly Fix[] {
  const [first, second] = model.plugins;
  if (first === undefined || second?.index !== 1 || second.described?.traits?.kind !== 'main') return [];
  const { text } = model.parsed;
  const slice = ({ node }: PluginView): string => text.slice(node.offset, node.offset + node.length);
  const changes = [replaceSpan(first.node, slice(second)), replaceSpan(second.node, slice(first))];
  return [{ title: `Move ${first.typeName} after ${second.typeName}`, preferred: true, changes }];
}

/** Takes a plugin configuration out of the chain. */
export function removePlugin({ node, typeName }: PluginView, preferred = true): readonly Fix[] {
  return elementRemoval(node, `Remove ${typeName}`, preferred);
}

/** The text of an `ipam` object that hands out addresses, for an object whose members are indented by `indent`. */
function hostLocalText(text: string, plugin: Node, indent: string): string {
  const { eol, unit, colon, gap } = styleOf(text);
  const parts = [`"type"${colon}"host-local"`, `"ranges"${colon}[[{"subnet"${colon}"10.88.0.0/16"}]]`];
  return isMultiline(text, plugin)
    ? `{${eol}${indent}${unit}${parts.join(`,${eol}${indent}${unit}`)}${eol}${indent}}`
    : `{${parts.join(`,${gap}`)}}`;
}

/** Gives a plugin that has no `ipam` one that hands out addresses, or another one in the place of what it has. */
export function hostLocalFix({ parsed: { text } }: Model, { node, ipam }: PluginView, preferred: boolean): Fix {
  const last = members(node).at(-1);
  const value = hostLocalText(text, node, indentAt(text, last?.node.offset ?? node.offset));
  if (ipam !== undefined) return { title: 'Use host-local', preferred, changes: [replaceSpan(ipam.node, value)] };
  const change = insertMember(text, node, 'ipam', value, last?.key);
  return { title: 'Insert "ipam" with host-local', preferred, changes: [change] };
}

/** The one plugin of a chain that an IPAM plugin in the chain is for: it makes the interface and has no IPAM. */
export function ownerOfIPAM({ plugins }: Model): PluginView | undefined {
  const owners = plugins.filter(({ described, node }) => {
    const { kind, ipam = 'none' } = described?.traits ?? {};
    return kind === 'main' && ipam !== 'none' && foldedMember(node, 'ipam') === undefined;
  });
  return owners.length === 1 ? owners[0] : undefined;
}

/** Moves an IPAM plugin from the chain to `ipam` of the plugin that it is for. */
export function nestIPAM(model: Model, plugin: PluginView): readonly Fix[] {
  const owner = ownerOfIPAM(model);
  const removed = withoutElement(plugin.node);
  const last = members(owner?.node).at(-1);
  if (owner === undefined || removed === undefined || last === undefined) return [];
  const { text } = model.parsed;
  const [from, to] = [indentAt(text, plugin.node.offset), indentAt(text, last.node.offset)];
  const slice = text.slice(plugin.node.offset, plugin.node.offset + plugin.node.length);
  const moved = slice.replaceAll(`\n${from}`, `\n${to}`);
  const changes = [insertMember(text, owner.node, 'ipam', moved, last.key), removed];
  return [{ title: `Move it to "ipam" of ${owner.typeName}`, preferred: true, changes }];
}

/** So many types are offered at most. */
const MOST_TYPES = 3;

/**
 * The types that know all keys of a plugin configuration which has none: those of the reference release, and those with
 * the fewest other keys, first.
 */
export function typeFixes(model: Model, { node }: PluginView): readonly Fix[] {
  const common = catalogue.plugin.schema.properties ?? {};
  const keys = members(node).flatMap(({ key }) => (foldKey(common, key) === undefined ? [key] : []));
  if (keys.length === 0 || foldedMember(node, 'type') !== undefined) return [];
  const fitting = [...catalogue.plugins].flatMap(([type, { schema }]) => {
    const properties = schema.properties ?? {};
    const fits = keys.every((key) => foldKey(properties, key) !== undefined);
    return fits ? [{ type, size: Object.keys(properties).length }] : [];
  });
  return fitting
    .toSorted((a, b) => Number(RELEASED.has(b.type)) - Number(RELEASED.has(a.type)) || a.size - b.size)
    .slice(0, MOST_TYPES)
    .map(({ type }) => {
      const change = insertMember(model.parsed.text, node, 'type', JSON.stringify(type));
      return { title: `Insert "type": "${type}"`, changes: [change] };
    });
}
