import type { Node } from './parse.ts';
import { foldKey, memberSchema, type Schema } from './schema/schema.ts';

/** One `"key": value` of an object; the value is missing while it is being typed. */
export interface Member {
  readonly key: string;
  readonly node: Node;
  readonly keyNode: Node;
  readonly value: Node | undefined;
}

/** The members of an object node in order; none for any other node. */
export function members(node: Node | undefined): Member[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) => {
    const [keyNode, value] = property.children ?? [];
    if (keyNode === undefined || typeof keyNode.value !== 'string') return [];
    return [{ key: keyNode.value, node: property, keyNode, value }];
  });
}

/** The member that a Go map decoder keeps: exactly this key, the last one of several. */
export function exactMember(node: Node | undefined, key: string): Member | undefined {
  return members(node).findLast((member) => member.key === key);
}

/**
 * The member that a Go struct decoder ends up with for a field `key`, after libcni sorted the keys:
 * of all spellings that differ only by case, the bytewise last one.
 */
export function foldedMember(node: Node | undefined, key: string): Member | undefined {
  const folded = key.toLowerCase();
  let found: Member | undefined;
  for (const member of members(node)) {
    if (member.key.toLowerCase() === folded && (found === undefined || member.key >= found.key)) found = member;
  }
  return found;
}

/** The text of a string node, or undefined for any other. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.type === 'string' && typeof node.value === 'string' ? node.value : undefined;
}

/**
 * The value of a node as a Go decoder sees it that knows the fields of `schema`: keys in the spelling of the schema,
 * `null` members left out (Go leaves the field as it was).
 */
export function decodeNode(node: Node | undefined, schema: Schema | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.type === 'array') return (node.children ?? []).map((child) => decodeNode(child, memberSchema(schema, 0)));
  if (node.type !== 'object') return node.value;
  const entries: [string, unknown][] = [];
  for (const { key, value } of members(node)) {
    if (value === undefined || value.type === 'null') continue;
    const name = foldKey(schema?.properties ?? {}, key) ?? key;
    entries.push([name, decodeNode(value, memberSchema(schema, name))]);
  }
  return Object.fromEntries(entries);
}

/** The keys and indexes of a JSON pointer. */
export function pointerPath(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The member or element that a path leads to; keys are found as {@link foldedMember} finds them. */
export function nodeAt(root: Node, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const part of path) {
    node = node?.type === 'array' ? node.children?.[Number(part)] : foldedMember(node, part)?.value;
  }
  return node;
}
