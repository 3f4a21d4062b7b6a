import { GoJSONError, GoTypeError } from './errors.ts';
import { integerShape, sliceShape, type DecodeContext, type Shape } from './typed.ts';
import { encodeUTF8 } from './utf8.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map(Array.from(alphabet, (char, index) => [char.charCodeAt(0), index]));
const pad = 0x3d;

const isNewline = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d;

/** Encodes standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** Reads the four-character groups of a text. As in Go, newlines between characters are skipped. */
class Decoder {
  readonly #source: Uint8Array;
  readonly #out: number[] = [];
  #at = 0;

  constructor(text: string) {
    this.#source = encodeUTF8(text);
  }

  decode(): Uint8Array {
    while (this.#group() === 4) {
      // Each full group is three bytes; a shorter one is the last.
    }
    return Uint8Array.from(this.#out);
  }

  /** Reads one group and returns its number of characters before padding or the end. */
  #group(): number {
    const digits: number[] = [];
    while (digits.length < 4) {
      const byte = this.#source[this.#at];
      if (byte === undefined) {
        return digits.length === 0 ? 0 : this.#fail(this.#at - digits.length);
      }
      this.#at++;
      const value = values.get(byte);
      if (value !== undefined) {
        digits.push(value);
      } else if (!isNewline(byte)) {
        this.#padding(byte, digits.length);
        break;
      }
    }
    const [a = 0, b = 0, c = 0, d = 0] = digits;
    const bits = (a << 18) | (b << 12) | (c << 6) | d;
    this.#out.push(...[bits >> 16, (bits >> 8) & 0xff, bits & 0xff].slice(0, digits.length - 1));
    return digits.length;
  }

  #padding(byte: number, digits: number): void {
    if (byte !== pad || digits < 2) {
      this.#fail(this.#at - 1);
    }
    if (digits === 2) {
      this.#skipNewlines();
      if (this.#at === this.#source.length) {
        this.#fail(this.#at);
      }
      if (this.#source[this.#at] !== pad) {
        this.#fail(this.#at - 1);
      }
      this.#at++;
    }
    this.#skipNewlines();
    if (this.#at < this.#source.length) {
      this.#fail(this.#at);
    }
  }

  #skipNewlines(): void {
    while (isNewline(this.#source[this.#at])) {
      this.#at++;
    }
  }

  #fail(at: number): never {
    throw new GoJSONError(`illegal base64 data at input byte ${at}`);
  }
}

/** Decodes standard base64. Throws {@link GoJSONError} `illegal base64 data at input byte N`, as Go's encoding/base64. */
function decodeBase64(text: string): Uint8Array {
  return new Decoder(text).decode();
}

const numbers = sliceShape('[]uint8', integerShape('uint8', 0n, 255n));

function decodeText(text: string, previous: Uint8Array | undefined, context: DecodeContext): Uint8Array | undefined {
  try {
    return decodeBase64(text);
  } catch (error) {
    if (!(error instanceof GoJSONError)) {
      throw error;
    }
    context.save(error);
    return previous;
  }
}

/** The shape of []byte: a base64 string, or an array of numbers; undefined is the nil slice. */
export const bytesShape: Shape<Uint8Array | undefined> = {
  zero: undefined,
  decode: (node, previous, context) => {
    if (node.kind === 'string') {
      return decodeText(node.value, previous, context);
    }
    if (node.kind === 'array') {
      const bytes = numbers.decode(node, previous && Array.from(previous, BigInt), context);
      return bytes && Uint8Array.from(bytes, Number);
    }
    if (node.kind === 'null') {
      return undefined;
    }
    context.save(new GoTypeError(node.kind, '[]uint8'));
    return previous;
  },
};
