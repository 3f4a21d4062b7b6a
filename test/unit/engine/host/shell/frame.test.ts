import { array, assert, nat, property, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { FrameReader } from '../../../../../engine/host/shell/frame.ts';

const nonce = 'abcdef0123456789';

test('gives back any payload, however the stream is cut', () => {
  assert(
    property(uint8Array({ maxLength: 200 }), array(nat(20), { maxLength: 40 }), (payload, cuts) => {
      const stream = Buffer.concat([payload, Buffer.from(`\n${nonce} 0 1 ran:2 word\nand after`)]);
      const reader = new FrameReader(nonce, 1000);
      let offset = 0;
      for (const cut of [...cuts, stream.length]) {
        reader.push(stream.subarray(offset, offset + cut));
        offset += cut;
      }
      expect(reader.end?.payload.equals(Buffer.from(payload))).toBe(true);
      expect(reader.end?.trailer).toBe('0 1 ran:2 word');
    }),
  );
});

test('a payload that has the beginning of the end in it is not cut there', () => {
  const reader = new FrameReader(nonce, 1000);
  const payload = `\n${nonce}\n${nonce}, ${nonce} is text like any other`;
  reader.push(Buffer.from(payload));
  expect(reader.end).toBeUndefined();
  reader.push(Buffer.from(`\n${nonce} \n`));
  expect(reader.end?.payload.toString()).toBe(payload);
});

test('reports when there is more than the limit, and keeps no more of it', () => {
  const reader = new FrameReader(nonce, 10);
  reader.push(Buffer.alloc(10, 'x'));
  reader.push(Buffer.from(`\n${nonce} 0\n`));
  expect([reader.overLimit, reader.end?.payload.length]).toEqual([false, 10]);
  const second = new FrameReader(nonce, 10);
  second.push(Buffer.alloc(100, 'x'));
  expect([second.overLimit, second.partial.length]).toEqual([true, 10]);
  const third = new FrameReader(nonce, 10);
  third.push(Buffer.from(`${'x'.repeat(11)}\n${nonce} 0\n`));
  expect(third.overLimit).toBe(true);
});
