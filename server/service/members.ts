import type { Node } from './parse.ts';
import { foldKey, type Schema } from './schema/schema.ts';

const NONE: Readonly<Record<string, Schema>> = {};

/** One `"key": value` of an object; the value is missing while it is being typed. */
export interface Member {
  readonly key: string;
  readonly node: Node;
  readonly keyNode: Node;
  readonly value: Node | undefined;
}

/** The member that a property node is; undefined for a key that is not complete. */
export function memberOf(property: Node): Member | undefined {
  const keyNode = property.children?.[0];
  if (typeof keyNode?.value !== 'string') return undefined;
  return { key: keyNode.value, node: property, keyNode, value: property.children?.[1] };
}

/** The members of an object node in order; none for any other node. */
export function members(node: Node | undefined): Member[] {
  const found: Member[] = [];
  if (node?.type !== 'object') return found;
  for (const property of node.children ?? []) {
    const member = memberOf(property);
    if (member !== undefined) found.push(member);
  }
  return found;
}

/** The member that a Go map decoder keeps: exactly this key, the last one of several. */
export function exactMember(node: Node | undefined, key: string): Member | undefined {
  const property =
    node?.type === 'object' ? node.children?.findLast(({ children }) => children?.[0]?.value === key) : undefined;
  return property && memberOf(property);
}

/**
 * The member that a Go struct decoder ends up with for a field `key`, after libcni sorted the keys:
 * of all spellings that differ only by case, the bytewise last one.
 */
export function foldedMember(node: Node | undefined, key: string): Member | undefined {
  if (node?.type !== 'object') return undefined;
  const folded = key.toLowerCase();
  let found: Node | undefined;
  let spelling = '';
  for (const property of node.children ?? []) {
    const written: unknown = property.children?.[0]?.value;
    if (typeof written !== 'string' || written.length !== key.length || written < spelling) continue;
    if (written === key || written.toLowerCase() === folded) [found, spelling] = [property, written];
  }
  return found && memberOf(found);
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
  if (node.type === 'array') {
    const items = schema?.items;
    return (node.children ?? []).map((child) => decodeNode(child, items));
  }
  return node.type === 'object' ? decodeObject(node, schema) : node.value;
}

function decodeObject(node: Node, schema: Schema | undefined): Record<string, unknown> {
  const properties = schema?.properties ?? NONE;
  const decoded: Record<string, unknown> = {};
  // How a key is spelt that is not spelt as in the schema; nearly all are.
  let spellings: Map<string, string> | undefined;
  for (const { children } of node.children ?? []) {
    const key: unknown = children?.[0]?.value;
    const value = children?.[1];
    if (typeof key !== 'string' || key === '__proto__' || value === undefined) continue;
    const known = foldKey(properties, key);
    const name = known ?? key;
    const before = Object.hasOwn(decoded, name) ? (spellings?.get(name) ?? name) : '';
    if (value.type === 'null') {
      // The same key with a value before is gone already when a plugin reads.
      if (before === key) delete decoded[name];
      continue;
    }
    // Of two spellings the bytewise last one counts, as for foldedMember.
    if (before > key) continue;
    if (name !== key || spellings !== undefined) (spellings ??= new Map()).set(name, key);
    const { type } = value;
    const nested = type === 'object' || type === 'array';
    const place = known === undefined ? schema?.additionalProperties : properties[known];
    decoded[name] = nested ? decodeNode(value, place) : value.value;
  }
  return decoded;
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
