import type { JSONValue } from '../types.ts';
import { compareBytewise } from './utf8.ts';

/** JSON that is already encoded the way Go would, to be placed as it is. */
export class EncodedJSON {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What {@link encodeJSON} takes: decoded JSON, with already encoded parts at its first level. */
export type Encodable = JSONValue | EncodedJSON | { readonly [key: string]: JSONValue | EncodedJSON };

/** Below the space, HTML's and JSON's own, the two separators that JavaScript once tripped over, and lone surrogates. */
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

/** A JSON string literal with encoding/json's escapes (HTML-safe; U+2028, U+2029; a lone surrogate as \ufffd). */
export function encodeString(text: string): string {
  const body = text.replace(escaped, (char) => {
    const unit = char.charCodeAt(0);
    return (
      shortEscapes[char] ?? `\\u${(unit >= 0xd800 && unit <= 0xdfff ? 0xfffd : unit).toString(16).padStart(4, '0')}`
    );
  });
  return `"${body}"`;
}

/** A float64 as encoding/json writes it: the same rule as ECMAScript's, but for the sign of zero. */
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

/** An array or object that is being written: `keys` sorted by their bytes, undefined for an array. */
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

/** What comes before the frame's next value, and that value. Only while there is one. */
function step(frame: Frame): { readonly before: string; readonly value: Encodable } {
  const index = frame.next++;
  const comma = index === 0 ? '' : ',';
  if (isArray(frame.value)) {
    return { before: comma, value: frame.value[index] ?? null };
  }
  const key = frame.keys?.[index] ?? '';
  return { before: `${comma}${encodeString(key)}:`, value: frame.value[key] ?? null };
}

/** Compact JSON as Go's json.Marshal writes a map[string]interface{} and what it holds. Keeps its own stack: 10,000 levels are legal. */
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

/** `{"key":value,…}` in the given order from already encoded values; undefined ones are left out (Go: a struct with omitempty). */
export function encodeStruct(fields: readonly (readonly [key: string, text: string | undefined])[]): string {
  const members = fields.flatMap(([key, text]) => (text === undefined ? [] : [`${encodeString(key)}:${text}`]));
  return `{${members.join(',')}}`;
}
