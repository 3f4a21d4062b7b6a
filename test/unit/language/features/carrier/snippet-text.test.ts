import { expect, it } from 'vitest';
import { snippetText } from '../../../../../language/features/carrier/snippet-text.ts';

const escaped = (text: string): string =>
  text.replaceAll(/["\\\n]/g, (one) => (one === '\n' ? String.raw`\n` : `\\${one}`));

it.each([
  ['{ "a": $1 }', String.raw`{ \\"a\\": $1 }`],
  ['"${1:x}"', String.raw`\\"${'${1:x}'}\\"`],
  ['"${1:a "b"}"', String.raw`\\"${'${1:a \\\\"b\\\\"}'}\\"`],
  ['${1|a,b|}', '${1|a,b|}'],
  [String.raw`\$1 \} $0`, String.raw`\$1 \} $0`],
  ['a\nb', String.raw`a\\nb`],
  [String.raw`a\\b`, String.raw`a\\\\b`],
])('the snippet %j is written in double quotes as %j', (snippet, expected) => {
  const { text, restore } = snippetText(snippet);
  expect(restore(escaped(text))).toBe(expected);
});
