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

/** Text to write as it is, or a value still to be encoded. */
type Work = { readonly text: string } | { readonly value: Encodable };

function isArray(value: Encodable): value is readonly JSONValue[] {
  return Array.isArray(value);
}

/** The parts of an array or object, last first, so that the stack gives them in order. Keys sorted by their bytes. */
function expand(value: Exclude<Encodable, string | number | boolean | null | EncodedJSON>): Work[] {
  const work: Work[] = [];
  if (isArray(value)) {
    work.push({ text: '[' });
    for (const [index, item] of value.entries()) {
      work.push({ text: index === 0 ? '' : ',' }, { value: item });
    }
    work.push({ text: ']' });
  } else {
    work.push({ text: '{' });
    for (const [index, key] of Object.keys(value).toSorted(compareBytewise).entries()) {
      work.push({ text: `${index === 0 ? '' : ','}${encodeString(key)}:` }, { value: value[key] ?? null });
    }
    work.push({ text: '}' });
  }
  return work.toReversed();
}

/** Compact JSON as Go's json.Marshal writes a map[string]interface{} and what it holds. Keeps its own stack: 10,000 levels are legal. */
export function encodeJSON(root: Encodable): string {
  const out: string[] = [];
  const stack: Work[] = [{ value: root }];
  for (let work = stack.pop(); work !== undefined; work = stack.pop()) {
    if ('text' in work) {
      out.push(work.text);
    } else if (work.value === null || typeof work.value !== 'object' || work.value instanceof EncodedJSON) {
      out.push(encodeScalar(work.value));
    } else {
      for (const part of expand(work.value)) {
        stack.push(part);
      }
    }
  }
  return out.join('');
}

/** `{"key":value,…}` in the given order from already encoded values; undefined ones are left out (Go: a struct with omitempty). */
export function encodeStruct(fields: readonly (readonly [key: string, text: string | undefined])[]): string {
  const members = fields.flatMap(([key, text]) => (text === undefined ? [] : [`${encodeString(key)}:${text}`]));
  return `{${members.join(',')}}`;
}
