import { expect, test } from 'vitest';
import { EncodedJSON, encodeJSON, encodeString, encodeStruct } from '../../../../../engine/libcni/json/encode.ts';
import { indentJSON } from '../../../../../engine/libcni/json/indent.ts';

test('strings are escaped for HTML and JavaScript as well', () => {
  expect(encodeString('<a href="x">&\u2028\u2029</a>\\')).toBe(
    '"\\u003ca href=\\"x\\"\\u003e\\u0026\\u2028\\u2029\\u003c/a\\u003e\\\\"',
  );
});

test('control characters have their short escapes, DEL and the rest of Latin-1 stay', () => {
  expect(encodeString('\b\f\n\r\t\u0000\u001f\u007f\u0080é😀')).toBe('"\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u0080é😀"');
});

test('a lone surrogate is written as \\ufffd, a pair as it is', () => {
  expect(encodeString('\ud800x\udc00\ud83d\ude00')).toBe('"\\ufffdx\\ufffd😀"');
});

test('keys are sorted by their UTF-8 bytes, so a character beyond U+FFFF comes last', () => {
  expect(encodeJSON({ '😀': 1, '\uffee': 2, b: 3, B: 4, '': 5 })).toBe('{"":5,"B":4,"b":3,"\uffee":2,"😀":1}');
});

test.each([
  [1e21, '1e+21'],
  [1e20, '100000000000000000000'],
  [1e-6, '0.000001'],
  [1e-7, '1e-7'],
  [1.5e-9, '1.5e-9'],
  [-0, '-0'],
  [2 ** 63, '9223372036854776000'],
  [0.1, '0.1'],
])('the number %d is written %s', (value, text) => {
  expect(encodeJSON(value)).toBe(text);
});

test('what is encoded already is placed as it is', () => {
  expect(encodeJSON({ b: new EncodedJSON('{"z":1,"a":2}'), a: null })).toBe('{"a":null,"b":{"z":1,"a":2}}');
});

test('a struct keeps its order and leaves out what is undefined', () => {
  expect(
    encodeStruct([
      ['z', '1'],
      ['y', undefined],
      ['a', '"x"'],
    ]),
  ).toBe('{"z":1,"a":"x"}');
});

test('the layout is four spaces, with empty arrays and objects closed and strings untouched', () => {
  expect(indentJSON('{"a":[],"b":{},"c":[1,{"d":"x:{,}\\""}]}')).toBe(
    `{
    "a": [],
    "b": {},
    "c": [
        1,
        {
            "d": "x:{,}\\""
        }
    ]
}`,
  );
});
