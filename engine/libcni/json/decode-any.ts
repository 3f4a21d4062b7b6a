import type { JSONObject, JSONValue } from '../types.ts';
import { GoTypeError } from './errors.ts';
import type { JSONNode } from './node.ts';

/** A JSON object without a prototype, so that a key `__proto__` is a key like any other. */
export type MutableObject = { [key: string]: JSONValue };

/** An empty {@link MutableObject}. */
export function emptyObject(): MutableObject {
  const object: MutableObject = Object.create(null);
  return object;
}

/** True for an object, not null or an array. */
export function isJSONObject(value: JSONValue | undefined): value is JSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decodeNumber(text: string, onError: (error: GoTypeError) => void): JSONValue {
  const value = Number(text);
  if (Number.isFinite(value)) {
    return value;
  }
  onError(new GoTypeError(`number ${text}`, 'float64'));
  return null;
}

/** True for an array. */
export function isJSONArray(value: JSONValue): value is readonly JSONValue[] {
  return Array.isArray(value);
}

/** An array or object that is being filled, `next` being the index of the element or member that comes. */
type Frame = { next: number } & (
  | { readonly items: readonly JSONNode[]; readonly array: JSONValue[] }
  | { readonly members: readonly (readonly [string, JSONNode])[]; readonly object: MutableObject }
);

/** Decodes a scalar; an array or object comes out empty, with a frame on the stack to fill it. */
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

/** Begins the next element or member of a frame; false when there is none left. */
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
 * Decodes into what Go calls interface{}: the last of repeated keys wins; a number beyond float64 goes to `onError`.
 * Keeps its own stack, since 10,000 levels are legal.
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
