import { decodeUTF8 } from './utf8.ts';

const simpleEscapes: ReadonlyMap<number, string> = new Map([
  [0x22, '"'],
  [0x5c, '\\'],
  [0x2f, '/'],
  [0x62, '\b'],
  [0x66, '\f'],
  [0x6e, '\n'],
  [0x72, '\r'],
  [0x74, '\t'],
]);

function isHexDigit(byte: number | undefined): boolean {
  return (
    byte !== undefined &&
    ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46))
  );
}

/** Reads the inside of one string literal; `at` ends behind the closing quote, or on the offending byte. */
export class StringReader {
  readonly #bytes: Uint8Array;
  at: number;
  text = '';

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** Undefined when all is well, 'end' when the input ended in the string, else encoding/json's context of a bad byte. */
  read(): string | undefined {
    let runStart = this.at;
    for (;;) {
      const byte = this.#bytes[this.at];
      if (byte === undefined) {
        return 'end';
      }
      if (byte === 0x22) {
        this.#take(runStart);
        this.at++;
        return undefined;
      }
      if (byte < 0x20) {
        return 'in string literal';
      }
      if (byte !== 0x5c) {
        this.at++;
        continue;
      }
      this.#take(runStart);
      const problem = this.#escape();
      if (problem !== undefined) {
        return problem;
      }
      runStart = this.at;
    }
  }

  #take(start: number): void {
    if (start < this.at) {
      this.text += decodeUTF8(this.#bytes.subarray(start, this.at));
    }
  }

  #escape(): string | undefined {
    this.at++;
    const byte = this.#bytes[this.at];
    const simple = byte === undefined ? undefined : simpleEscapes.get(byte);
    if (simple !== undefined) {
      this.text += simple;
      this.at++;
      return undefined;
    }
    if (byte !== 0x75) {
      return 'in string escape code';
    }
    this.at++;
    const unit = this.#hex4();
    if (unit === undefined) {
      return 'in \\u hexadecimal character escape';
    }
    this.#appendUnit(unit);
    return undefined;
  }

  /** The four digits at `at`, moved over; undefined, with `at` on the culprit, when one is no digit. */
  #hex4(): number | undefined {
    const start = this.at;
    while (this.at < start + 4) {
      if (!isHexDigit(this.#bytes[this.at])) {
        return undefined;
      }
      this.at++;
    }
    return Number.parseInt(String.fromCharCode(...this.#bytes.subarray(start, this.at)), 16);
  }

  /** Joins a surrogate pair; a surrogate alone becomes U+FFFD and what follows it is read by itself. */
  #appendUnit(unit: number): void {
    if (unit < 0xd800 || unit > 0xdfff) {
      this.text += String.fromCharCode(unit);
      return;
    }
    const before = this.at;
    if (unit < 0xdc00 && this.#bytes[this.at] === 0x5c && this.#bytes[this.at + 1] === 0x75) {
      this.at += 2;
      const low = this.#hex4();
      if (low !== undefined && low >= 0xdc00 && low <= 0xdfff) {
        this.text += String.fromCharCode(unit, low);
        return;
      }
    }
    this.at = before;
    this.text += '\uFFFD';
  }
}
