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

function isHexDigit(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x66) || (unit >= 0x41 && unit <= 0x46);
}

/** Reads the content of a string literal; `at` ends after the closing quote, or at the invalid character. */
export class StringReader {
  readonly #text: string;
  at: number;
  value = '';

  /** `at` is the position after the opening quote. */
  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  /** Undefined on success, 'end' if the input ended in the string, or encoding/json's context of an invalid character. */
  read(): string | undefined {
    const text = this.#text;
    let start = this.at;
    for (let at = start; ; at++) {
      const unit = text.charCodeAt(at);
      if (unit === 0x22) {
        this.value += text.slice(start, at);
        this.at = at + 1;
        return undefined;
      }
      if (unit === 0x5c) {
        this.value += text.slice(start, at);
        this.at = at + 1;
        const problem = this.#escape();
        if (problem !== undefined) {
          return problem;
        }
        start = this.at;
        at = start - 1;
      } else if (!(unit >= 0x20)) {
        this.at = at;
        return Number.isNaN(unit) ? 'end' : 'in string literal';
      }
    }
  }

  #escape(): string | undefined {
    const unit = this.#text.charCodeAt(this.at);
    const simple = simpleEscapes.get(unit);
    if (simple !== undefined) {
      this.value += simple;
      this.at++;
      return undefined;
    }
    if (unit !== 0x75) {
      return 'in string escape code';
    }
    this.at++;
    const escaped = this.#hex4();
    if (escaped === undefined) {
      return 'in \\u hexadecimal character escape';
    }
    this.#appendUnit(escaped);
    return undefined;
  }

  /** Reads the four digits at `at`; undefined, with `at` on the invalid character, if one is not a digit. */
  #hex4(): number | undefined {
    const start = this.at;
    while (this.at < start + 4) {
      if (!isHexDigit(this.#text.charCodeAt(this.at))) {
        return undefined;
      }
      this.at++;
    }
    return Number.parseInt(this.#text.slice(start, this.at), 16);
  }

  /** Joins a surrogate pair. A lone surrogate becomes U+FFFD, and the next character is read separately. */
  #appendUnit(unit: number): void {
    if (unit < 0xd800 || unit > 0xdfff) {
      this.value += String.fromCharCode(unit);
      return;
    }
    const before = this.at;
    if (unit < 0xdc00 && this.#text.startsWith('\\u', this.at)) {
      this.at += 2;
      const low = this.#hex4();
      if (low !== undefined && low >= 0xdc00 && low <= 0xdfff) {
        this.value += String.fromCharCode(unit, low);
        return;
      }
    }
    this.at = before;
    this.value += '\uFFFD';
  }
}
