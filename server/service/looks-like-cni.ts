import { parse } from './parse.ts';
import { exactMember, foldedMember, members, textOf } from './members.ts';
import type { Node } from './parse.ts';

/** A longer file is no network configuration; it is not even read. In UTF-16 units. */
const LONGEST = 1_000_000;

/** Keys of a plugin configuration that hardly any other kind of file has. */
const TELLING = [
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

/** Plugin types with names that other programs would not give a `type`. */
const UNMISTAKABLE: ReadonlySet<string> = new Set(['host-local', 'portmap', 'ipvlan', 'macvlan', 'host-device', 'ptp']);

function isPlugin(node: Node | undefined): boolean {
  const type = textOf(foldedMember(node, 'type')?.value);
  return type !== undefined && type !== '' && !/[\s:]/.test(type);
}

function tells(node: Node): boolean {
  return (
    UNMISTAKABLE.has(textOf(foldedMember(node, 'type')?.value) ?? '') || TELLING.some((key) => exactMember(node, key))
  );
}

/**
 * Whether a text is a CNI configuration, list or single plugin, by its content alone: for files whose name does not tell.
 * Cheap (looks before it parses), tolerant of what a loader would refuse (comments, missing commas), and says no when
 * in doubt: a file of another program must never be taken over.
 */
export function looksLikeCNI(text: string): boolean {
  if (text.length > LONGEST || !/^\uFEFF?\s*(?:\{|\/[/*])/.test(text)) return false;
  if (!/"(?:cniVersion|ipam|plugins|type)"/i.test(text)) return false;
  const { root } = parse(text);
  if (root?.type !== 'object') return false;
  const plugins = exactMember(root, 'plugins')?.value;
  const versioned = textOf(foldedMember(root, 'cniVersion')?.value) !== undefined;
  if (plugins?.type === 'array') {
    const entries = plugins.children ?? [];
    const named = exactMember(root, 'name') !== undefined;
    return versioned || (named && entries.length > 0 && entries.every(isPlugin) && entries.some(tells));
  }
  if (!isPlugin(root)) return false;
  return versioned ? members(root).length > 1 : foldedMember(root, 'name') !== undefined && tells(root);
}
