import { isScalar } from 'yaml';
import { describe, expect, it } from 'vitest';
import { readBlockScalar } from '../../../../language/carriers/block-scalar.ts';
import { spanInCarrier } from '../../../../language/carriers/position-map.ts';
import { keyEnd, readScalar } from '../../../../language/carriers/scalar.ts';
import { at, yamlDocuments } from '../../../../language/carriers/yaml-source.ts';

/** The text under `a`, where the YAML library reads the same, and the source of each of its characters. */
function read(text: string) {
  const [document] = yamlDocuments(text, () => true);
  const node = at(document?.node, 'a');
  const found = document === undefined ? undefined : readScalar(document.part, node);
  if (found === undefined || !isScalar(node)) {
    throw new Error(`not read: ${text}`);
  }
  expect(found.text).toBe(node.value);
  const sources = Array.from({ length: found.text.length }, (_, offset) => {
    const { offset: start, length } = spanInCarrier(found.map, { offset, length: 1 });
    return text.slice(start, start + length);
  });
  return { text: found.text, sources };
}

describe('the text of a scalar and the place of each character:', () => {
  it.each([
    ['literal', 'a: |\n  x\n   y\n\n  z\n', 'x\n y\n\nz\n'],
    ['literal, stripped', 'a: |-\n  x\n\n\n', 'x'],
    ['literal, kept', 'a: |+\n  x\n\n\n', 'x\n\n\n'],
    ['literal with an indentation', 'a: |2\n    x\n  y\n', '  x\ny\n'],
    ['literal with a comment and blank lines before', 'a: | # c\n\n   \n   x\n', '\n\nx\n'],
    ['literal at the end of the file', 'a: |\n  x', 'x\n'],
    ['literal with CRLF', 'a: |\r\n  x\r\n  y\r\n', 'x\ny\n'],
    ['literal with tabs', 'a: |\n  \tx\n  y\tz\n', '\tx\ny\tz\n'],
    ['literal with wide characters', 'a: |\n  é😀x\n', 'é😀x\n'],
    ['folded', 'a: >\n  x\n  y\n\n  z\n', 'x y\nz\n'],
    ['folded with lines further right', 'a: >\n  {\n    "x": 1,\n    "y": 2\n  }\n', '{\n  "x": 1,\n  "y": 2\n}\n'],
    ['folded with blank lines', 'a: >-\n  x\n\n\n  y\n    z\n\n  w\n', 'x\n\ny\n  z\n\nw'],
    ['plain', 'a: x\n  y\nb: 1\n', 'x y'],
    ['single-quoted', "a: 'it''s\n\n  x\n  y'\n", "it's\nx y"],
    ['double-quoted', 'a: "\\"x\\"\\n\\u00e9\\x41 \\\n   y\n  z"\n', '"x"\né' + 'A yz'.replace('yz', 'y z')],
    ['double-quoted with CRLF', 'a: "x\r\n  y\r\n\r\n  z"\r\n', 'x y\nz'],
  ])('%s', (_, yaml, text) => {
    const { text: found, sources } = read(yaml);
    expect(found).toBe(text);
    sources.forEach((source, offset) => {
      const isSame = source === found[offset] || (source.trim() === '' && /\s/.test(found[offset] ?? ''));
      expect(isSame || source === "''" || source.startsWith('\\'), `${offset}: ${source}`).toBe(true);
    });
  });
});

it.each([
  ['a: 1', 'a:'],
  ['a: # one # two\n  # three\n\n  1', 'a:'],
  ['a#b:\n  1', 'a#b:'],
  ['# one\n1', ''],
])('the value of %j begins after %j', (text, key) => {
  const part = { plain: text, shown: text, isMasked: false, base: 0, lineBreak: '\n' };
  expect(keyEnd(part, text.length - 1)).toBe(key.length);
});

it('blanks before a value take no more than linear time to skip', () => {
  const text = `${' \n'.repeat(500_000)}a:${' '.repeat(500_000)}1`;
  const part = { plain: text, shown: text, isMasked: false, base: 0, lineBreak: '\n' };
  expect(keyEnd(part, text.length - 1)).toBe(text.indexOf('a:') + 2);
});

it('a block of very many blank lines is read', () => {
  const text = `|+\n${'\n'.repeat(150_000)}`;
  expect(readBlockScalar({ plain: text, shown: text, isMasked: false }, 0, text.length, 0)).toMatchObject({
    text: '',
    indent: 2,
  });
});
