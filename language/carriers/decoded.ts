import { decodeBase64 } from '../document/encoded-text.ts';
import { encodedRefusal } from './edits.ts';
import type { CarriedText } from './embedded.ts';
import { TextCollector, type ExtractedText } from './position-map.ts';

/** How text is encoded in a carrier. */
export type Encoding = 'base64' | 'percent';

/** Decodes base64. Each character maps to the base64 digits that hold its bytes. */
function fromBase64(text: string): ExtractedText | undefined {
  const decoded = decodeBase64(text);
  if (decoded === undefined) {
    return undefined;
  }
  const digits: number[] = [];
  for (const { index } of text.matchAll(/[A-Za-z0-9+/_-]/g)) {
    digits.push(index);
  }
  const out = new TextCollector(0);
  let byte = 0;
  for (const character of decoded) {
    const next = byte + Buffer.byteLength(character);
    const from = digits[Math.floor((byte * 4) / 3)] ?? text.length;
    const last = digits[Math.ceil((next * 4) / 3) - 1] ?? text.length - 1;
    out.put(character, from, last + 1);
    byte = next;
  }
  return out.extracted();
}

const escapes = /(?:%[0-9A-Fa-f]{2})+/g;

/** Decodes the percent signs of a URL. */
function fromPercent(text: string): ExtractedText | undefined {
  const out = new TextCollector(0);
  let past = 0;
  for (const { index, 0: run } of text.matchAll(escapes)) {
    out.copy(text, past, index);
    past = index;
    let decoded: string;
    try {
      decoded = decodeURIComponent(run);
    } catch {
      return undefined;
    }
    for (const character of decoded) {
      const length = 3 * Buffer.byteLength(character);
      out.put(character, past, past + length);
      past += length;
    }
  }
  out.copy(text, past, text.length);
  return out.extracted();
}

/** Returns the text that an encoded text of a carrier stands for; undefined if it is not UTF-8. It cannot be edited. */
export function decodedText(outer: CarriedText, encoding: Encoding): CarriedText | undefined {
  const inner = encoding === 'base64' ? fromBase64(outer.text) : fromPercent(outer.text);
  return (
    inner && {
      text: inner.text,
      map: {
        start: (offset) => outer.map.start(inner.map.start(offset)),
        end: (offset) => outer.map.end(inner.map.end(offset)),
      },
      edit: encodedRefusal,
    }
  );
}
