import { expect, test } from 'vitest';
import { pluginLine } from '../../../../language/index.ts';

const text =
  '{\n  "plugins": [\n    { "type": "a" },\n    {\n      "x": 1,\n      "type": "b"\n    },\n    { "y": 1 }\n  ]\n}\n';

test.each([
  [0, 3],
  [1, 6],
  [2, 8],
  [-1, 8],
  [-3, 3],
  [3, undefined],
])('plugin %d is on line %s', (index, line) => {
  expect(pluginLine(text, index)).toBe(line);
});

test('a text without plugins has no line', () => {
  expect(pluginLine('', 0)).toBeUndefined();
  expect(pluginLine('no', 0)).toBeUndefined();
});
