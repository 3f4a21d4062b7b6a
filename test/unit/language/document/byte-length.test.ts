import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byteLength } from '../../../../language/document/byte-length.ts';

it('the length in bytes is that of UTF-8', () => {
  expect(['', 'cni0', 'brücke', '橋', '\u0000'].map(byteLength)).toEqual([0, 4, 7, 3, 1]);
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => byteLength(text) === Buffer.from(text).length));
});
