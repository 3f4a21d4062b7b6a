import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageOf } from '../message-of.ts';
import { decodeAny } from '../../../../../engine/libcni/json/decode-any.ts';
import { encodeJSON } from '../../../../../engine/libcni/json/encode.ts';
import { parseJSON } from '../../../../../engine/libcni/json/parse.ts';
import { encodeUTF8 } from '../../../../../engine/libcni/json/utf8.ts';
import type { JSONValue } from '../../../../../engine/libcni/result/types.ts';

function decode(input: string | Uint8Array): JSONValue {
  const bytes = typeof input === 'string' ? encodeUTF8(input) : input;
  return decodeAny(parseJSON(bytes), (error) => {
    throw error;
  });
}

describe('invalid JSON is rejected with the messages of encoding/json', () => {
  test.each([
    ['', 'unexpected end of JSON input'],
    ['{"a"', 'unexpected end of JSON input'],
    ['"abc', 'unexpected end of JSON input'],
    ['[1,', 'unexpected end of JSON input'],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', `invalid character '"' after object key:value pair`],
    ['[1 2]', "invalid character '2' after array element"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['01', "invalid character '1' after top-level value"],
    ['-', "invalid character ' ' in numeric literal"],
    ['1.', "invalid character ' ' after decimal point in numeric literal"],
    ['1e+', "invalid character ' ' in exponent of numeric literal"],
    ['tru', "invalid character ' ' in literal true (expecting 'e')"],
    ['nulL', "invalid character 'L' in literal null (expecting 'l')"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ['\uFEFF{}', "invalid character 'ï' looking for beginning of value"],
    ['\u00a0', "invalid character 'Â' looking for beginning of value"],
  ])('%j', (input, message) => {
    expect(messageOf(() => decode(input))).toBe(message);
  });

  test('more than 10,000 levels', () => {
    expect(messageOf(() => decode('['.repeat(10_001)))).toBe("invalid character '[' exceeded max depth");
  });

  test('a number beyond float64 names itself', () => {
    expect(() => decode('[1e999]')).toThrow('json: cannot unmarshal number 1e999 into Go value of type float64');
  });
});

describe('what Go accepts is accepted', () => {
  test('10,000 levels are not too deep, neither to read nor to write', () => {
    const text = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    expect(encodeJSON(decode(text))).toBe(text);
  });

  test('the last of repeated keys wins, and __proto__ is a key like any other', () => {
    expect(encodeJSON(decode('{"a":1,"__proto__":{"x":1},"a":2}'))).toBe('{"__proto__":{"x":1},"a":2}');
  });

  test('each byte that is not UTF-8 becomes one U+FFFD, within a truncated character too', () => {
    expect(decode(Uint8Array.from([0x22, 0xe2, 0x82, 0x61, 0xff, 0x22]))).toBe('\uFFFD\uFFFDa\uFFFD');
  });

  test('a surrogate without its partner becomes U+FFFD and does not swallow what follows', () => {
    expect(decode('"\\ud83d\\ude00 \\ud83d\\n \\ude00 \\ud83d\\u0041"')).toBe('😀 \uFFFD\n \uFFFD \uFFFDA');
  });

  test('a number too small becomes zero, and minus zero keeps its sign', () => {
    expect(encodeJSON(decode('[1e-999,-0]'))).toBe('[0,-0]');
  });
});

test('every JSON value survives writing and reading', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value);
      expect(encodeJSON(decode(encodeJSON(decode(text))))).toBe(encodeJSON(decode(text)));
      expect(JSON.parse(encodeJSON(decode(text)))).toEqual(JSON.parse(text));
    }),
  );
});

const accepts = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};

test('every text that JSON.parse rejects is rejected too, and the other way round', () => {
  const fragments = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    'a',
    '1',
    '-',
    '.',
    'e',
    'true',
    'null',
    ' ',
    '\\',
    'u00e9',
  );
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      expect(accepts(() => decode(text))).toBe(accepts(() => JSON.parse(text)));
    }),
  );
});
