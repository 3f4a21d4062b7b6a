import type { JSONValue } from '../result/types.ts';
import { compareBytewise } from './utf8.ts';

/** JSON that is already encoded as in Go and inserted unchanged. */
export class EncodedJSON {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Input of {@link encodeJSON}: decoded JSON, with encoded parts at the first level. */
export type Encodable = JSONValue | EncodedJSON | { readonly [key: string]: JSONValue | EncodedJSON };

/** Control characters, special characters of HTML and JSON, the two line separators, and lone surrogates. */
const escaped = /["\\<>&\u2028\u2029\p{Cs}]|[^\u{20}-\u{10ffff}]/gu;
const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Returns a JSON string literal with encoding/json's escapes (HTML-safe; U+2028, U+2029; a lone surrogate as \ufffd). */
export function encodeString(text: string): string {
  const body = text.replace(escaped, (char) => {
    const unit = char.charCodeAt(0);
    return (
      shortEscapes[char] ?? `\\u${(unit >= 0xd800 && unit <= 0xdfff ? 0xfffd : unit).toString(16).padStart(4, '0')}`
    );
  });
  return `"${body}"`;
}

/** Encodes a float64 as encoding/json: as in ECMAScript, except for the sign of zero. */
function encodeNumber(value: number): string {
  if (!Number.isFinite(value)) {
    throw new RangeError(`json: unsupported value: ${value}`);
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

function encodeScalar(value: Exclude<Encodable, object> | EncodedJSON | null): string {
  if (value instanceof EncodedJSON) {
    return value.text;
  }
  if (typeof value === 'string') {
    return encodeString(value);
  }
  return typeof value === 'number' ? encodeNumber(value) : String(value);
}

function isArray(value: Encodable): value is readonly JSONValue[] {
  return Array.isArray(value);
}

/** An array or object that is being written; `keys` are sorted by their bytes, or undefined for an array. */
interface Frame {
  readonly value: readonly JSONValue[] | { readonly [key: string]: JSONValue | EncodedJSON };
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  next: number;
}

function frameOf(value: Frame['value']): Frame {
  if (isArray(value)) {
    return { value, keys: undefined, length: value.length, next: 0 };
  }
  const keys = Object.keys(value).toSorted(compareBytewise);
  return { value, keys, length: keys.length, next: 0 };
}

/** Returns the frame's next value and the text before it. Requires that there is one. */
function step(frame: Frame): { readonly before: string; readonly value: Encodable } {
  const index = frame.next++;
  const comma = index === 0 ? '' : ',';
  if (isArray(frame.value)) {
    return { before: comma, value: frame.value[index] ?? null };
  }
  const key = frame.keys?.[index] ?? '';
  return { before: `${comma}${encodeString(key)}:`, value: frame.value[key] ?? null };
}

/** Encodes compact JSON as Go's json.Marshal of a map[string]interface{}. Uses its own stack, because 10,000 levels are allowed. */
export function encodeJSON(root: Encodable): string {
  const stack: Frame[] = [];
  let out = '';
  const write = (value: Encodable): void => {
    if (value === null || typeof value !== 'object' || value instanceof EncodedJSON) {
      out += encodeScalar(value);
      return;
    }
    const frame = frameOf(value);
    out += frame.keys === undefined ? '[' : '{';
    stack.push(frame);
  };
  write(root);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    if (frame.next < frame.length) {
      const { before, value } = step(frame);
      out += before;
      write(value);
    } else {
      out += frame.keys === undefined ? ']' : '}';
      stack.pop();
    }
  }
  return out;
}

/** Returns `{"key":value,…}` in the given order from encoded values, without undefined ones (Go: a struct with omitempty). */
export function encodeStruct(fields: readonly (readonly [key: string, text: string | undefined])[]): string {
  const members = fields.flatMap(([key, text]) => (text === undefined ? [] : [`${encodeString(key)}:${text}`]));
  return `{${members.join(',')}}`;
}
