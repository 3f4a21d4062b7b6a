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

/** A value and where it goes when decoded. */
interface Work {
  readonly node: JSONNode;
  readonly put: (value: JSONValue) => void;
}

function decodeNumber(text: string, onError: (error: GoTypeError) => void): JSONValue {
  const value = Number(text);
  if (Number.isFinite(value)) {
    return value;
  }
  onError(new GoTypeError(`number ${text}`, 'float64'));
  return null;
}

/** The children of a node, last first, so that a stack meets them in the order of the document. */
function decodeOne(node: JSONNode, stack: Work[], onError: (error: GoTypeError) => void): JSONValue {
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
      for (const item of node.items.toReversed()) {
        stack.push({ node: item, put: (value) => array.push(value) });
      }
      return array;
    }
    case 'object': {
      const object = emptyObject();
      for (const [key, value] of node.members.toReversed()) {
        stack.push({ node: value, put: (decoded) => (object[key] = decoded) });
      }
      return object;
    }
  }
}

/**
 * Decodes into what Go calls interface{}: the last of repeated keys wins; a number beyond float64 goes to `onError`.
 * Keeps its own stack, since 10,000 levels are legal.
 */
export function decodeAny(root: JSONNode, onError: (error: GoTypeError) => void): JSONValue {
  let result: JSONValue = null;
  const stack: Work[] = [{ node: root, put: (value) => (result = value) }];
  for (let work = stack.pop(); work !== undefined; work = stack.pop()) {
    work.put(decodeOne(work.node, stack, onError));
  }
  return result;
}
