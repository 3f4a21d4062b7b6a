import { parse } from './parse.ts';
import { exactMember, foldedMember, members, textOf } from './members.ts';
import type { Node } from './parse.ts';

/** Longest text that may be a network configuration, in UTF-16 units. Longer ones are not parsed. */
const longest = 1_000_000;

/** Keys of a plugin configuration that hardly occur in other kinds of files. */
const distinctiveKeys = [
  'ipam',
  'ipMasq',
  'isGateway',
  'isDefaultGateway',
  'hairpinMode',
  'cniVersion',
  'prevResult',
  'delegate',
  'delegates',
  'sysctl',
];

/** Plugin types whose names do not occur as `type` in other programs. */
const distinctiveTypes: ReadonlySet<string> = new Set([
  'host-local',
  'portmap',
  'ipvlan',
  'macvlan',
  'host-device',
  'ptp',
]);

function isPlugin(node: Node | undefined): boolean {
  const type = textOf(foldedMember(node, 'type')?.value);
  return type !== undefined && type !== '' && !/[\s:]/.test(type);
}

function isDistinctive(node: Node): boolean {
  return (
    distinctiveTypes.has(textOf(foldedMember(node, 'type')?.value) ?? '') ||
    distinctiveKeys.some((key) => exactMember(node, key))
  );
}

/**
 * Whether a text is a CNI configuration, list or single plugin, by its content alone, for files with an ambiguous name.
 * Cheap, because it searches before it parses; tolerant of comments and missing commas; and false if in doubt, because a
 * file of another program must not be treated as CNI.
 */
export function looksLikeCNI(text: string): boolean {
  if (text.length > longest || !/^\uFEFF?\s*(?:\{|\/[/*]|<%|%\{|#jinja2:)/.test(text)) {
    return false;
  }
  if (!/"(?:cniVersion|ipam|plugins|type)"/i.test(text)) {
    return false;
  }
  const { root } = parse(text);
  if (root?.type !== 'object') {
    return false;
  }
  const plugins = exactMember(root, 'plugins')?.value;
  const versioned = textOf(foldedMember(root, 'cniVersion')?.value) !== undefined;
  if (plugins?.type === 'array') {
    const entries = plugins.children ?? [];
    const named = exactMember(root, 'name') !== undefined;
    return versioned || (named && entries.length > 0 && entries.every(isPlugin) && entries.some(isDistinctive));
  }
  if (!isPlugin(root)) {
    return false;
  }
  return versioned ? members(root).length > 1 : foldedMember(root, 'name') !== undefined && isDistinctive(root);
}
