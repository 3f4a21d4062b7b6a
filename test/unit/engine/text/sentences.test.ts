import { expect, test } from 'vitest';
import { sentences } from '../../../../engine/text/sentences.ts';

test.each([
  [['One.', 'Two!', 'Three'], 'One. Two! Three'],
  [['缺少插件。', 'ADD 失败！', '“x” 无效？', 'y。'], '缺少插件。ADD 失败！“x” 无效？y。'],
  [['缺少插件：', 'x。 y'], '缺少插件： x。 y'],
  [[undefined, 'One.', '', 'Two.', undefined], 'One. Two.'],
  [['', '', 'One.'], 'One.'],
  [[], ''],
])('%j are joined', (parts, text) => {
  expect(sentences(...parts)).toBe(text);
});
