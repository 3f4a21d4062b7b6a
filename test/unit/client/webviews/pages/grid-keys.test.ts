import { expect, test } from 'vitest';
import { placeInside, placeOfKey } from '../../../../../client/webviews/pages/parts/grid-keys.ts';

test('keys lead from cell to cell and stop at the edges', () => {
  const from = { row: 1, column: 1 };
  const keys = ['ArrowDown', 'ArrowUp', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'Enter'];
  expect(keys.map((key) => placeOfKey(key, from, 2, 4))).toEqual([
    { row: 1, column: 1 },
    { row: 0, column: 1 },
    { row: 1, column: 2 },
    { row: 1, column: 0 },
    { row: 1, column: 0 },
    { row: 1, column: 3 },
    undefined,
  ]);
});

test('a cell that is no longer there is replaced by the nearest', () => {
  expect(placeInside({ row: 9, column: 2 }, 3, 6)).toEqual({ row: 2, column: 2 });
  expect(placeInside({ row: 0, column: 0 }, 0, 6)).toEqual({ row: 0, column: 0 });
});
