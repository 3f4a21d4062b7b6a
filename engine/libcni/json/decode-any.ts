import type { JSONValue } from '../result/types.ts';
import { GoTypeError } from './errors.ts';
import type { JSONNode } from './node.ts';

/** A JSON object without a prototype, so that `__proto__` is an ordinary key. */
export type MutableObject = { [key: string]: JSONValue };

/** Creates an empty {@link MutableObject}. */
export function emptyObject(): MutableObject {
  const object: MutableObject = Object.create(null);
  return object;
}

function decodeNumber(text: string, onError: (error: GoTypeError) => void): JSONValue {
  const value = Number(text);
  if (Number.isFinite(value)) {
    return value;
  }
  onError(new GoTypeError(`number ${text}`, 'float64'));
  return null;
}

/** Returns true for an array. */
export function isJSONArray(value: JSONValue): value is readonly JSONValue[] {
  return Array.isArray(value);
}

/** An array or object that is being filled; `next` is the index of the next element or member. */
type Frame = { next: number } & (
  | { readonly items: readonly JSONNode[]; readonly array: JSONValue[] }
  | { readonly members: readonly (readonly [string, JSONNode])[]; readonly object: MutableObject }
);

/** Decodes a scalar. For an array or object, returns an empty one and pushes a frame that fills it. */
function begin(node: JSONNode, stack: Frame[], onError: (error: GoTypeError) => void): JSONValue {
  switch (node.kind) {
    case 'null':
      return null;
    case 'bool':
    case 'string':
      return node.value;
    case 'number':
      return decodeNumber(node.text, onError);
    case 'array': {
      const array: JSONValue[] = [];
      stack.push({ items: node.items, array, next: 0 });
      return array;
    }
    case 'object': {
      const object = emptyObject();
      stack.push({ members: node.members, object, next: 0 });
      return object;
    }
  }
}

/** Begins the next element or member of a frame. Returns false at the end. */
function advance(frame: Frame, stack: Frame[], onError: (error: GoTypeError) => void): boolean {
  const index = frame.next++;
  if ('items' in frame) {
    const item = frame.items[index];
    if (item !== undefined) {
      frame.array.push(begin(item, stack, onError));
    }
    return item !== undefined;
  }
  const member = frame.members[index];
  if (member !== undefined) {
    frame.object[member[0]] = begin(member[1], stack, onError);
  }
  return member !== undefined;
}

/**
 * Decodes into Go's interface{}: the last of repeated keys wins, and a number beyond float64 is reported to `onError`.
 * Uses its own stack, because 10,000 levels are allowed.
 */
export function decodeAny(root: JSONNode, onError: (error: GoTypeError) => void): JSONValue {
  const stack: Frame[] = [];
  const value = begin(root, stack, onError);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    if (!advance(frame, stack, onError)) {
      // What advance pushed lies above this frame; without a push the frame itself is on top, and done.
      stack.pop();
    }
  }
  return value;
}
