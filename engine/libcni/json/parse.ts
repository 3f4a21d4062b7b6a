import { quoteRune } from '../quote.ts';
import { GoSyntaxError } from './errors.ts';
import type { JSONNode } from './node.ts';
import { byteAt, decodeSource, withoutStrays, type SourceText } from './source-text.ts';
import { StringReader } from './string-reader.ts';

/** The nesting limit of encoding/json. */
const maxDepth = 10_000;

/** An unfinished array or object; `key` is the member whose value is next. */
type Open =
  | { readonly node: Extract<JSONNode, { kind: 'array' }> }
  | { readonly node: Extract<JSONNode, { kind: 'object' }>; key: string };

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;

/** Reads JSON with its own stack, because 10,000 levels would overflow the call stack. */
class Parser {
  readonly #text: string;
  readonly #hasStrays: boolean;
  readonly #open: Open[] = [];
  #at = 0;

  constructor(source: SourceText) {
    this.#text = source.text;
    this.#hasStrays = source.hasStrays;
  }

  parse(): JSONNode {
    for (;;) {
      let done = this.#beginValue();
      while (done !== undefined) {
        const parent = this.#open.at(-1);
        if (parent === undefined) {
          this.#skipSpace();
          if (this.#at < this.#text.length) {
            this.#fail('after top-level value');
          }
          return done;
        }
        done = this.#afterValue(parent, done);
      }
    }
  }

  /** Returns a scalar or empty container; undefined if a container was opened and a value must follow. */
  #beginValue(): JSONNode | undefined {
    const unit = this.#skipSpace();
    if (unit === 0x7b) {
      return this.#beginObject();
    }
    if (unit === 0x5b) {
      return this.#beginArray();
    }
    if (unit === 0x22) {
      return { kind: 'string', value: this.#string() };
    }
    if (unit === 0x74) {
      return this.#literal('true', { kind: 'bool', value: true });
    }
    if (unit === 0x66) {
      return this.#literal('false', { kind: 'bool', value: false });
    }
    if (unit === 0x6e) {
      return this.#literal('null', { kind: 'null' });
    }
    return unit === 0x2d || isDigit(unit) ? this.#number() : this.#failOrEnd('looking for beginning of value');
  }

  #push(open: Open): void {
    this.#open.push(open);
    if (this.#open.length > maxDepth) {
      this.#fail('exceeded max depth');
    }
    this.#at++;
  }

  #beginObject(): JSONNode | undefined {
    const open: Open = { node: { kind: 'object', members: [] }, key: '' };
    this.#push(open);
    if (this.#skipSpace() === 0x7d) {
      return this.#close();
    }
    open.key = this.#key();
    return undefined;
  }

  #beginArray(): JSONNode | undefined {
    this.#push({ node: { kind: 'array', items: [] } });
    return this.#skipSpace() === 0x5d ? this.#close() : undefined;
  }

  #close(): JSONNode | undefined {
    this.#at++;
    return this.#open.pop()?.node;
  }

  /** Adds `done` to its parent. Returns the parent if it ends here, or undefined if another value follows. */
  #afterValue(parent: Open, done: JSONNode): JSONNode | undefined {
    const unit = this.#skipSpace();
    if ('key' in parent) {
      parent.node.members.push([parent.key, done]);
      if (unit === 0x7d) {
        return this.#close();
      }
      if (unit !== 0x2c) {
        return this.#failOrEnd('after object key:value pair');
      }
      this.#at++;
      this.#skipSpace();
      parent.key = this.#key();
      return undefined;
    }
    parent.node.items.push(done);
    if (unit === 0x5d) {
      return this.#close();
    }
    if (unit !== 0x2c) {
      return this.#failOrEnd('after array element');
    }
    this.#at++;
    return undefined;
  }

  #key(): string {
    if (this.#text.charCodeAt(this.#at) !== 0x22) {
      this.#failOrEnd('looking for beginning of object key string');
    }
    const key = this.#string();
    if (this.#skipSpace() !== 0x3a) {
      this.#failOrEnd('after object key');
    }
    this.#at++;
    return key;
  }

  #string(): string {
    const reader = new StringReader(this.#text, this.#at + 1);
    const problem = reader.read();
    this.#at = reader.at;
    if (problem === 'end') {
      return this.#refuse('unexpected end of JSON input');
    }
    if (problem !== undefined) {
      this.#fail(problem);
    }
    return this.#hasStrays ? withoutStrays(reader.value) : reader.value;
  }

  #literal(word: string, node: JSONNode): JSONNode {
    if (this.#text.startsWith(word, this.#at)) {
      this.#at += word.length;
      return node;
    }
    for (const expected of word) {
      if (this.#text.charCodeAt(this.#at) !== expected.charCodeAt(0)) {
        this.#fail(`in literal ${word} (expecting '${expected}')`);
      }
      this.#at++;
    }
    return node;
  }

  #number(): JSONNode {
    const start = this.#at;
    if (this.#text.charCodeAt(this.#at) === 0x2d) {
      this.#at++;
    }
    if (this.#text.charCodeAt(this.#at) === 0x30) {
      this.#at++;
    } else {
      this.#digits('in numeric literal');
    }
    if (this.#text.charCodeAt(this.#at) === 0x2e) {
      this.#at++;
      this.#digits('after decimal point in numeric literal');
    }
    const exponent = this.#text.charCodeAt(this.#at);
    if (exponent === 0x65 || exponent === 0x45) {
      this.#at++;
      const sign = this.#text.charCodeAt(this.#at);
      if (sign === 0x2b || sign === 0x2d) {
        this.#at++;
      }
      this.#digits('in exponent of numeric literal');
    }
    return { kind: 'number', text: this.#text.slice(start, this.#at) };
  }

  #digits(context: string): void {
    if (!isDigit(this.#text.charCodeAt(this.#at))) {
      this.#fail(context);
    }
    while (isDigit(this.#text.charCodeAt(this.#at))) {
      this.#at++;
    }
  }

  /** Moves to the next non-space character and returns it; NaN at the end. */
  #skipSpace(): number {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== 0x20 && unit !== 0x09 && unit !== 0x0d && unit !== 0x0a) {
        return unit;
      }
      this.#at++;
    }
  }

  /** The error for the end of the input where space is allowed, which is only "unexpected". */
  #failOrEnd(context: string): never {
    if (this.#at >= this.#text.length) {
      return this.#refuse('unexpected end of JSON input');
    }
    return this.#fail(context);
  }

  /** The error for the end of the input within a token, which Go reads and reports as a space. */
  #fail(context: string): never {
    return this.#refuse(`invalid character ${quoteRune(byteAt(this.#text, this.#at))} ${context}`);
  }

  #refuse(message: string): never {
    const before = this.#text.slice(0, this.#at).split('\n');
    throw new GoSyntaxError(message, before.length, (before.at(-1) ?? '').length + 1);
  }
}

/** Parses one JSON text as encoding/json does. Throws {@link GoSyntaxError} in Go's words. */
export function parseJSON(bytes: Uint8Array): JSONNode {
  return new Parser(decodeSource(bytes)).parse();
}
