import { parseTree, type Node } from 'jsonc-parser';

/** A plugin or IPAM plugin that a configuration names. */
export interface Occurrence {
  readonly type: string;
  /** How it is used: `single`, `list: first`, `delegate`, `ipam` … */
  readonly role: string;
  readonly node: Node;
}

/** The parts of a configuration, as far as they can be read. */
export interface Parts {
  readonly root: Node | undefined;
  readonly isList: boolean;
  /** The value of `cniVersion` at the top, as JSON text. */
  readonly version: string;
  /** The plugins, those that they delegate to, and their IPAM plugins. */
  readonly occurrences: readonly Occurrence[];
}

/** Returns the members of an object in order, including duplicate keys. */
export function membersOf(node: Node | undefined): readonly (readonly [key: string, value: Node])[] {
  if (node?.type !== 'object') {
    return [];
  }
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined ? [] : [[String(key.value), value] as const],
  );
}

/** Returns the value of a key, of the last one if there are several. */
export function valueOf(node: Node | undefined, key: string): Node | undefined {
  return membersOf(node).findLast(([name]) => name === key)?.[1];
}

/** Returns the elements of an array; none of anything else. */
export const elementsOf = (node: Node | undefined): readonly Node[] =>
  node?.type === 'array' ? (node.children ?? []) : [];

/** Returns a string; '' if the value is anything else. */
export const stringOf = (node: Node | undefined): string => (node?.type === 'string' ? String(node.value) : '');

function positionIn(index: number, count: number): string {
  if (count === 1) {
    return 'only';
  }
  if (index === 0) {
    return 'first';
  }
  return index === count - 1 ? 'last' : 'middle';
}

function delegatesOf(node: Node): Occurrence[] {
  const one = valueOf(node, 'delegate');
  const several = elementsOf(valueOf(node, 'delegates'));
  const found = several.flatMap((element) => {
    const plugins = elementsOf(valueOf(element, 'plugins'));
    return plugins.length > 0
      ? plugins.flatMap((plugin) => pluginIn(plugin, 'delegate in a list'))
      : pluginIn(element, 'delegate');
  });
  return [...found, ...(one === undefined ? [] : pluginIn(one, 'delegate'))];
}

function pluginIn(node: Node, role: string): Occurrence[] {
  const ipam = valueOf(node, 'ipam');
  const ipamType = stringOf(valueOf(ipam, 'type'));
  return [
    { type: stringOf(valueOf(node, 'type')), role, node },
    ...(ipam === undefined || ipamType === '' ? [] : [{ type: ipamType, role: 'ipam', node: ipam }]),
    ...delegatesOf(node),
  ];
}

/** Reads a configuration, even a broken one. */
export function partsOf(text: string): Parts {
  const root = parseTree(text.replace(/^\uFEFF/, ' '), [], { allowTrailingComma: true });
  const isList = valueOf(root, 'plugins') !== undefined;
  const plugins = elementsOf(valueOf(root, 'plugins'));
  const occurrences = isList
    ? plugins.flatMap((node, index) => pluginIn(node, `list: ${positionIn(index, plugins.length)}`))
    : root?.type === 'object'
      ? pluginIn(root, 'single')
      : [];
  const version = valueOf(root, 'cniVersion');
  return { root, isList, version: version === undefined ? 'none' : String(version.value), occurrences };
}
