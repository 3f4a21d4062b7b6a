import { encodeUTF8, runeAt } from './json/utf8.ts';
import { isPrintable } from './printable.ts';

const shortEscapes: ReadonlyMap<number, string> = new Map([
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x0c, '\\f'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
  [0x0b, '\\v'],
]);

function hex(point: number, width: number): string {
  return point.toString(16).padStart(width, '0');
}

function escapePoint(point: number, delimiter: number): string {
  if (point === delimiter || point === 0x5c) {
    return `\\${String.fromCodePoint(point)}`;
  }
  if (point >= 0x20 && point < 0x7f) {
    return String.fromCodePoint(point);
  }
  const short = shortEscapes.get(point);
  if (short !== undefined) {
    return short;
  }
  if (point < 0x20 || point === 0x7f) {
    return `\\x${hex(point, 2)}`;
  }
  const text = String.fromCodePoint(point);
  if (isPrintable(text)) {
    return text;
  }
  return point < 0x10000 ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
}

/** Formats a string or byte slice as Go's `%q`: double quotes, Go's escapes, `\x..` for bytes that are not UTF-8. */
export function quote(text: string | Uint8Array): string {
  const bytes = typeof text === 'string' ? encodeUTF8(text) : text;
  let out = '"';
  for (let at = 0; at < bytes.length;) {
    const { point, size } = runeAt(bytes, at);
    out += point < 0 ? `\\x${hex(bytes[at] ?? 0, 2)}` : escapePoint(point, 0x22);
    at += size;
  }
  return `${out}"`;
}

/** Quotes a byte as in the errors of encoding/json: as a Latin-1 character in single quotes. */
export function quoteRune(byte: number): string {
  return byte === 0x22 ? `'"'` : `'${escapePoint(byte, 0x27)}'`;
}

/** Formats a string slice as Go's `%q`: `["a" "b"]`. */
export function quoteAll(texts: readonly string[]): string {
  return `[${texts.map((text) => quote(text)).join(' ')}]`;
}
