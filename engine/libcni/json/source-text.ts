import { encodeUTF8, runeAt } from './utf8.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Lone surrogates U+DC80–U+DCFF represent bytes that are not UTF-8. UTF-8 itself never decodes to them. */
const strayBase = 0xdc00;

/** JSON input as text. `hasStrays`: some bytes were not UTF-8 (see {@link withoutStrays}). */
export interface SourceText {
  readonly text: string;
  readonly hasStrays: boolean;
}

/** Decodes input for the parser, which works on a string and reports the exact invalid byte. */
export function decodeSource(bytes: Uint8Array): SourceText {
  try {
    return { text: strict.decode(bytes), hasStrays: false };
  } catch {
    let text = '';
    for (let at = 0; at < bytes.length;) {
      const { point, size } = runeAt(bytes, at);
      text += point < 0 ? String.fromCharCode(strayBase + (bytes[at] ?? 0)) : String.fromCodePoint(point);
      at += size;
    }
    return { text, hasStrays: true };
  }
}

/** Returns the text with U+FFFD for each byte that was not UTF-8, as Go reads strings. */
export function withoutStrays(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}

/** Returns the first input byte of the character at `at`; at the end a space, as in Go. */
export function byteAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (Number.isNaN(unit)) {
    return 0x20;
  }
  if (unit < 0x80) {
    return unit;
  }
  const point = text.codePointAt(at) ?? unit;
  return point >= 0xdc80 && point <= 0xdcff ? point - strayBase : (encodeUTF8(String.fromCodePoint(point))[0] ?? 0);
}
