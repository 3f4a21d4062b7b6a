import type { Node } from './parse.ts';
import { foldKey, type Schema } from '../schema/schema.ts';

const none: Readonly<Record<string, Schema>> = {};

/** One `"key": value` of an object; the value is missing while it is being typed. */
export interface Member {
  readonly key: string;
  readonly node: Node;
  readonly keyNode: Node;
  readonly value: Node | undefined;
}

/** Returns the member of a property node; undefined if the key is incomplete. */
export function memberOf(property: Node): Member | undefined {
  const keyNode = property.children?.[0];
  if (typeof keyNode?.value !== 'string') {
    return undefined;
  }
  return { key: keyNode.value, node: property, keyNode, value: property.children?.[1] };
}

/** Returns the members of an object node in order; none for any other node. */
export function members(node: Node | undefined): Member[] {
  const found: Member[] = [];
  if (node?.type !== 'object') {
    return found;
  }
  for (const property of node.children ?? []) {
    const member = memberOf(property);
    if (member !== undefined) {
      found.push(member);
    }
  }
  return found;
}

/** The properties of an object by key, and by key in lower case. */
interface Index {
  readonly exact: ReadonlyMap<string, Node>;
  readonly folded: ReadonlyMap<string, Node>;
}

/** Objects with fewer properties are searched linearly, which is faster than an index. */
const few = 16;
const indexes = new WeakMap<Node, Index>();

/** Returns the index of an object, built once, so that looking up all keys takes linear time. */
function indexOf(node: Node, properties: readonly Node[]): Index {
  const known = indexes.get(node);
  if (known !== undefined) {
    return known;
  }
  const exact = new Map<string, Node>();
  const folded = new Map<string, Node>();
  for (const property of properties) {
    const key: unknown = property.children?.[0]?.value;
    if (typeof key !== 'string') {
      continue;
    }
    exact.set(key, property);
    const lower = key.toLowerCase();
    const before: unknown = folded.get(lower)?.children?.[0]?.value;
    if (typeof before !== 'string' || key >= before) {
      folded.set(lower, property);
    }
  }
  const index = { exact, folded };
  indexes.set(node, index);
  return index;
}

/** Returns the member that a Go map decoder keeps: exactly this key, the last one of several. */
export function exactMember(node: Node | undefined, key: string): Member | undefined {
  if (node?.type !== 'object') {
    return undefined;
  }
  const { children = [] } = node;
  const property =
    children.length < few
      ? children.findLast((child) => child.children?.[0]?.value === key)
      : indexOf(node, children).exact.get(key);
  return property && memberOf(property);
}

/**
 * Returns the member that a Go struct decoder uses for a field `key` after libcni sorted the keys: of all spellings that
 * differ only by case, the bytewise last one.
 */
export function foldedMember(node: Node | undefined, key: string): Member | undefined {
  if (node?.type !== 'object') {
    return undefined;
  }
  const { children = [] } = node;
  if (children.length >= few) {
    const property = indexOf(node, children).folded.get(key.toLowerCase());
    return property && memberOf(property);
  }
  let found: Node | undefined;
  let spelling = '';
  for (const property of children) {
    const written: unknown = property.children?.[0]?.value;
    if (typeof written !== 'string' || written.length !== key.length) {
      continue;
    }
    if (written !== key && written.toLowerCase() !== key.toLowerCase()) {
      continue;
    }
    if (written < spelling) {
      continue;
    }
    found = property;
    spelling = written;
  }
  return found && memberOf(found);
}

/** Returns the text of a string node; undefined for any other node. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.type === 'string' && typeof node.value === 'string' ? node.value : undefined;
}

/**
 * Returns the value of a node as decoded by Go into the fields of `schema`: keys in the spelling of the schema, without
 * `null` members (Go leaves such a field unchanged).
 */
export function decodeNode(node: Node | undefined, schema: Schema | undefined): unknown {
  if (node === undefined) {
    return undefined;
  }
  if (node.type === 'array') {
    const items = schema?.items;
    return (node.children ?? []).map((child) => decodeNode(child, items));
  }
  return node.type === 'object' ? decodeObject(node, schema) : node.value;
}

function decodeObject(node: Node, schema: Schema | undefined): Record<string, unknown> {
  const properties = schema?.properties ?? none;
  const decoded: Record<string, unknown> = {};
  // The spelling of keys that differ from the schema, which are rare.
  let spellings: Map<string, string> | undefined;
  for (const { children } of node.children ?? []) {
    const key: unknown = children?.[0]?.value;
    const value = children?.[1];
    if (typeof key !== 'string' || key === '__proto__' || value === undefined) {
      continue;
    }
    const known = foldKey(properties, key);
    const name = known ?? key;
    const before = Object.hasOwn(decoded, name) ? (spellings?.get(name) ?? name) : '';
    if (value.type === 'null') {
      // libcni already dropped an earlier value of the same key when a plugin reads.
      if (before === key) {
        delete decoded[name];
      }
      continue;
    }
    // Of two spellings, the bytewise last one counts, as in foldedMember.
    if (before > key) {
      continue;
    }
    if (name !== key || spellings !== undefined) {
      (spellings ??= new Map()).set(name, key);
    }
    const { type } = value;
    const nested = type === 'object' || type === 'array';
    const own = known === undefined ? schema?.additionalProperties : properties[known];
    decoded[name] = nested ? decodeNode(value, own) : value.value;
  }
  return decoded;
}

/** Returns the keys and indexes of a JSON pointer. */
export function pointerPath(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Returns the node at a path. Keys are matched as in {@link foldedMember}. */
export function nodeAt(root: Node, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const part of path) {
    node = node?.type === 'array' ? node.children?.[Number(part)] : foldedMember(node, part)?.value;
  }
  return node;
}
