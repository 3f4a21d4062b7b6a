import { expect, test } from 'vitest';
import { agrees, isObject } from './agreement.ts';
import { readVectors } from './vectors.ts';
import type { Answer, Wire } from './wire.ts';

/** Every answer that parts from `value` in one leaf. */
function* spoilt(value: Wire): Generator<Wire> {
  if (Array.isArray(value)) {
    const items: readonly Wire[] = value;
    for (const [index, item] of items.entries()) {
      for (const other of spoilt(item)) {
        yield items.with(index, other);
      }
    }
    yield [...items, null];
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      for (const other of spoilt(item)) {
        yield { ...value, [key]: other };
      }
    }
  } else {
    yield typeof value === 'string'
      ? `${value}!`
      : typeof value === 'number'
        ? value + 1
        : `not ${JSON.stringify(value)}`;
  }
}

test('the comparison notices every leaf that changes in the answers of the vectors', () => {
  let tried = 0;
  const missed: string[] = [];
  for (const { answer } of readVectors('api').vectors) {
    const plain: Wire = JSON.parse(JSON.stringify(answer));
    expect(agrees(answer, answer)).toBe(true);
    for (const other of spoilt(plain)) {
      const wrong: Answer = JSON.parse(JSON.stringify(other));
      tried += 1;
      if (agrees(answer, wrong)) {
        missed.push(JSON.stringify(other));
      }
    }
  }
  expect(missed).toEqual([]);
  expect(tried).toBeGreaterThan(1000);
});

test('the fields of an error count only where Go has them', () => {
  const go = { error: { text: 'x' } };
  expect(agrees(go, { error: { text: 'x', code: 0, msg: 'x' } })).toBe(true);
  expect(agrees({ error: { text: 'x', code: 7, msg: 'x' } }, { error: { text: 'x', code: 0, msg: 'x' } })).toBe(false);
  expect(agrees(go, {})).toBe(false);
});
