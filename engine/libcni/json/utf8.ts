const encoder = new TextEncoder();

/** Encodes a text; a lone surrogate becomes U+FFFD. */
export function encodeUTF8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** One decoded character of a byte sequence: its code point, or -1 for a byte that is not UTF-8 (size 1). */
export interface Rune {
  readonly point: number;
  readonly size: number;
}

const invalid: Rune = { point: -1, size: 1 };

/** The bounds of the second byte, which exclude overlong forms, surrogates and code points above U+10FFFF. */
function secondByteBounds(first: number): readonly [number, number] {
  switch (first) {
    case 0xe0:
      return [0xa0, 0xbf];
    case 0xed:
      return [0x80, 0x9f];
    case 0xf0:
      return [0x90, 0xbf];
    case 0xf4:
      return [0x80, 0x8f];
    default:
      return [0x80, 0xbf];
  }
}

/** Decodes the character at `at` as Go's utf8.DecodeRune: every invalid byte counts separately, unlike in TextDecoder. */
export function runeAt(bytes: Uint8Array, at: number): Rune {
  const first = bytes[at] ?? 0;
  if (first < 0x80) {
    return { point: first, size: 1 };
  }
  const size =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 1;
  if (size === 1 || at + size > bytes.length) {
    return invalid;
  }
  const [low, high] = secondByteBounds(first);
  let point = first & (0xff >> (size + 1));
  for (let offset = 1; offset < size; offset++) {
    const next = bytes[at + offset] ?? 0;
    if (next < (offset === 1 ? low : 0x80) || next > (offset === 1 ? high : 0xbf)) {
      return invalid;
    }
    point = (point << 6) | (next & 0x3f);
  }
  return { point, size };
}

/** Compares two texts by their UTF-8 bytes, as Go sorts strings. UTF-16 order differs above U+D7FF. */
export function compareBytewise(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    let a = left.charCodeAt(at);
    let b = right.charCodeAt(at);
    if (a !== b) {
      // Surrogates (astral characters) sort after U+E000–U+FFFF in UTF-8.
      a = a >= 0xe000 ? a - 0x800 : a >= 0xd800 ? a + 0x2000 : a;
      b = b >= 0xe000 ? b - 0x800 : b >= 0xd800 ? b + 0x2000 : b;
      return a - b;
    }
  }
  return left.length - right.length;
}
