import { expect, test } from 'vitest';
import { quote, quoteAll, quoteRune } from '../../../../engine/libcni/quote.ts';

test.each([
  ['a "b" \\', '"a \\"b\\" \\\\"'],
  ["it's é 😀", `"it's é 😀"`],
  ['\u0007\b\f\n\r\t\v\u0000\u001b\u007f', '"\\a\\b\\f\\n\\r\\t\\v\\x00\\x1b\\x7f"'],
  ['\u0080\u00a0\u00ad\u2028\u3000\uFEFF', '"\\u0080\\u00a0\\u00ad\\u2028\\u3000\\ufeff"'],
  ['\u{10ffff}\u{e0001}', '"\\U0010ffff\\U000e0001"'],
  ['\uFFFD', '"\uFFFD"'],
  // Assigned after Unicode 15.0, which is what Go 1.26 knows.
  ['\u0897\u{1cc00}', '"\\u0897\\U0001cc00"'],
])('%j is quoted as Go does', (text, quoted) => {
  expect(quote(text)).toBe(quoted);
});

test('bytes that are not UTF-8 are shown one by one', () => {
  expect(quote(Uint8Array.from([0x61, 0xff, 0xe2, 0x82, 0x0a]))).toBe('"a\\xff\\xe2\\x82\\n"');
});

test('a byte in a complaint about JSON is a character of Latin-1 in single quotes', () => {
  expect([0x27, 0x22, 0x5c, 0x0a, 0xe9, 0x80].map((byte) => quoteRune(byte))).toEqual([
    String.raw`'\''`,
    `'"'`,
    String.raw`'\\'`,
    String.raw`'\n'`,
    `'é'`,
    String.raw`'\u0080'`,
  ]);
});

test('a list of strings is quoted within brackets', () => {
  expect(quoteAll(['0.4.0', ''])).toBe('["0.4.0" ""]');
  expect(quoteAll([])).toBe('[]');
});
