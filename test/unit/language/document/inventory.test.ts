import { describe, expect, it } from 'vitest';
import { inventoryOf } from '../../../../language/document/inventory.ts';
import { modelOf } from '../documents.ts';

describe('the inventory of a document', () => {
  it('has objects and arrays before what is in them, and numbers in the order of the text', () => {
    const { containers, numbers } = inventoryOf(modelOf('{"a": [1, {"b": 2}], "c": {"d": "3"}, "e": 4}'));
    expect(containers.map(({ type, offset }) => [type, offset])).toEqual([
      ['object', 0],
      ['array', 6],
      ['object', 10],
      ['object', 26],
    ]);
    expect(numbers.map(({ value }): unknown => value)).toEqual([1, 2, 4]);
  });

  it('is empty of a text that holds nothing, and holds a number that is all', () => {
    expect(inventoryOf(modelOf(''))).toEqual({ containers: [], numbers: [] });
    expect(inventoryOf(modelOf('7')).numbers).toHaveLength(1);
  });
});
