import { expect, expectTypeOf, test } from 'vitest';
import { quote, quoteWords, sh, type ShellText } from '../../../../../engine/host/shell/quote.ts';

test('shell text includes numbers and quoted data, and its own words unchanged', () => {
  const name = "it's $(id)";
  expect(sh`kill -9 ${7}; cd ${quote(name)} && printf '%s\\0' "$f"`).toBe(
    `kill -9 7; cd 'it'\\''s $(id)' && printf '%s\\0' "$f"`,
  );
  expect(sh`cni_list ${quoteWords([name, ''])}`).toBe(`cni_list 'it'\\''s $(id)' ''`);
});

test('a string is not shell text', () => {
  expectTypeOf<string>().not.toExtend<ShellText>();
  expectTypeOf<ShellText>().toExtend<string>();
});
