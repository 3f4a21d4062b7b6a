import { decodeAny, emptyObject } from './decode-any.ts';
import { GoJSONError, GoTypeError } from './errors.ts';
import type { JSONNode } from './node.ts';
import { parseJSON } from './parse.ts';
import type { JSONObject, JSONValue } from '../result/types.ts';

/** The state of a decoding: the struct and path for errors, and the first error, which counts. */
export class DecodeContext {
  readonly #root: { saved: Error | undefined };
  readonly #struct: string | undefined;
  readonly #path: readonly string[];

  constructor(
    root: { saved: Error | undefined } = { saved: undefined },
    struct?: string,
    path: readonly string[] = [],
  ) {
    this.#root = root;
    this.#struct = struct;
    this.#path = path;
  }

  get saved(): Error | undefined {
    return this.#root.saved;
  }

  field(struct: string, key: string): DecodeContext {
    return new DecodeContext(this.#root, struct, [...this.#path, key]);
  }

  /** Adds this location to an error (encoding/json: addErrorContext). */
  annotate(error: Error): Error {
    if (this.#struct === undefined || !(error instanceof GoTypeError)) {
      return error;
    }
    const path = error.field === '' ? this.#path : [...this.#path, error.field];
    return new GoTypeError(error.value, error.goType, this.#struct, path.join('.'));
  }

  /** Records the first error and continues, as encoding/json does for values of the wrong kind. */
  save(error: Error): void {
    this.#root.saved ??= this.annotate(error);
  }
}

/** Decodes one Go type. `previous` is the existing value, which repeated keys update. */
export interface Shape<T> {
  readonly zero: T;
  decode(node: JSONNode, previous: T, context: DecodeContext): T;
}

function refuse<T>(node: JSONNode, goType: string, previous: T, context: DecodeContext): T {
  if (node.kind !== 'null') {
    context.save(new GoTypeError(node.kind, goType));
  }
  return previous;
}

/** The result of a decoding. With an error, `value` has what was decoded nevertheless, as in Go. */
export interface Decoded<T> {
  readonly value: T;
  readonly error?: Error;
}

/** Decodes a parsed value. */
export function decodeNode<T>(node: JSONNode, shape: Shape<T>): Decoded<T> {
  const context = new DecodeContext();
  try {
    const value = shape.decode(node, shape.zero, context);
    return context.saved === undefined ? { value } : { value, error: context.saved };
  } catch (error) {
    if (error instanceof GoJSONError) {
      return { value: shape.zero, error };
    }
    throw error;
  }
}

/** A parsed text, or its error. */
export type Parsed =
  | { readonly node: JSONNode; readonly error?: undefined }
  | { readonly node?: undefined; readonly error: Error };

/** Parses bytes for several decodings. Never throws for their content. */
export function parse(bytes: Uint8Array): Parsed {
  try {
    return { node: parseJSON(bytes) };
  } catch (error) {
    if (error instanceof GoJSONError) {
      return { error };
    }
    throw error;
  }
}

/** Decodes bytes as json.Unmarshal. Never throws for their content. */
export function unmarshal<T>(bytes: Uint8Array, shape: Shape<T>): Decoded<T> {
  const { node, error } = parse(bytes);
  return error === undefined ? decodeNode(node, shape) : { value: shape.zero, error };
}

export const stringShape: Shape<string> = {
  zero: '',
  decode: (node, previous, context) =>
    node.kind === 'string' ? node.value : refuse(node, 'string', previous, context),
};

export const boolShape: Shape<boolean> = {
  zero: false,
  decode: (node, previous, context) => (node.kind === 'bool' ? node.value : refuse(node, 'bool', previous, context)),
};

/** interface{}. */
export const anyShape: Shape<JSONValue> = {
  zero: null,
  decode: (node, _previous, context) => decodeAny(node, (error) => context.save(error)),
};

/** map[string]interface{}; undefined is the nil map. */
export const anyMapShape: Shape<JSONObject | undefined> = {
  zero: undefined,
  decode: (node, previous, context) => {
    if (node.kind === 'null') {
      return undefined;
    }
    if (node.kind !== 'object') {
      return refuse(node, 'map[string]interface {}', previous, context);
    }
    const map = Object.assign(emptyObject(), previous);
    for (const [key, value] of node.members) {
      map[key] = decodeAny(value, (error) => context.save(error));
    }
    return map;
  },
};

/** A Go integer type by its name and bounds. */
export function integerShape(goType: string, low: bigint, high: bigint): Shape<bigint> {
  return {
    zero: 0n,
    decode: (node, previous, context) => {
      if (node.kind !== 'number') {
        return refuse(node, goType, previous, context);
      }
      const value =
        /^-?[0-9]+$/.test(node.text) && !(low === 0n && node.text.startsWith('-')) ? BigInt(node.text) : undefined;
      if (value === undefined || value < low || value > high) {
        context.save(new GoTypeError(`number ${node.text}`, goType));
        return previous;
      }
      return value;
    },
  };
}

export const intShape = integerShape('int', -(2n ** 63n), 2n ** 63n - 1n);
export const uintShape = integerShape('uint', 0n, 2n ** 64n - 1n);

/** map[string]T; undefined is the nil map. */
export function mapShape<T>(goType: string, element: Shape<T>): Shape<ReadonlyMap<string, T> | undefined> {
  return {
    zero: undefined,
    decode: (node, previous, context) => {
      if (node.kind === 'null') {
        return undefined;
      }
      if (node.kind !== 'object') {
        return refuse(node, goType, previous, context);
      }
      const map = new Map(previous);
      for (const [key, value] of node.members) {
        map.set(key, element.decode(value, element.zero, context));
      }
      return map;
    },
  };
}

/**
 * The shape of []T; undefined is the nil slice. A repeated key updates the existing elements, including those that an
 * earlier repetition removed, which are still in Go's backing array.
 */
export function sliceShape<T>(goType: string, element: Shape<T>): Shape<readonly T[] | undefined> {
  const cutOff = new WeakMap<readonly T[], readonly T[]>();
  return {
    zero: undefined,
    decode: (node, previous, context) => {
      if (node.kind === 'null') {
        return undefined;
      }
      if (node.kind !== 'array') {
        return refuse(node, goType, previous, context);
      }
      const before = previous === undefined ? [] : [...previous, ...(cutOff.get(previous) ?? [])];
      const items = node.items.map((item, index) => element.decode(item, before[index] ?? element.zero, context));
      if (items.length > 0 && items.length < before.length) {
        cutOff.set(items, before.slice(items.length));
      }
      return items;
    },
  };
}

/** The shape of *T; undefined is nil. */
export function pointerShape<T>(target: Shape<T>): Shape<T | undefined> {
  return {
    zero: undefined,
    decode: (node, previous, context) =>
      node.kind === 'null' ? undefined : target.decode(node, previous ?? target.zero, context),
  };
}

/** The keys of a struct with their shapes, by JSON name. */
export type Fields<T> = { readonly [K in keyof T]: Shape<T[K]> };

/** Folds a key as encoding/json does: ASCII case, and the two other characters that fold to ASCII letters. */
function foldKey(key: string): string {
  return key.replace(/[a-z\u017f\u212a]/g, (char) =>
    char === '\u017f' ? 'S' : char === '\u212a' ? 'K' : char.toUpperCase(),
  );
}

/** The shape of a struct: `name` is its name in errors with a field, `goType` without. Keys match exactly, else with folded case. */
export function structShape<T extends object>(name: string, goType: string, zero: T, fields: Fields<T>): Shape<T> {
  const exact = new Map<string, keyof T & string>();
  const folded = new Map<string, keyof T & string>();
  for (const key in fields) {
    exact.set(key, key);
    folded.set(foldKey(key), key);
  }
  const decodeField = (target: T, key: keyof T & string, node: JSONNode, context: DecodeContext): void => {
    target[key] = fields[key].decode(node, target[key], context.field(name, key));
  };
  return {
    zero,
    decode: (node, previous, context) => {
      if (node.kind !== 'object') {
        return refuse(node, goType, previous, context);
      }
      const target = { ...previous };
      for (const [key, value] of node.members) {
        const field = exact.get(key) ?? folded.get(foldKey(key));
        if (field !== undefined) {
          decodeField(target, field, value, context);
        }
      }
      return target;
    },
  };
}

/** The shape of a type with UnmarshalJSON: decodes a new `inner`, then `convert`s it. Its errors end the decoding. */
export function unmarshalerShape<I, T>(inner: Shape<I>, zero: T, convert: (value: I) => T): Shape<T> {
  return {
    zero,
    decode: (node, _previous, context) => {
      const { value, error } = decodeNode(node, inner);
      if (error !== undefined) {
        throw context.annotate(error);
      }
      return convert(value);
    },
  };
}

/** The shape of [N]T: missing elements are zero, surplus elements are ignored. */
export function fixedArrayShape<T>(goType: string, length: number, element: Shape<T>): Shape<readonly T[]> {
  const zero = Array.from({ length }, () => element.zero);
  return {
    zero,
    decode: (node, previous, context) => {
      if (node.kind !== 'array') {
        return refuse(node, goType, previous, context);
      }
      return zero.map((nothing, index) => {
        const item = node.items[index];
        return item === undefined ? nothing : element.decode(item, previous[index] ?? nothing, context);
      });
    },
  };
}
