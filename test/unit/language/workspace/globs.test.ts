import { describe, expect, test } from 'vitest';
import { globPattern, globPatterns } from '../../../../language/workspace/globs.ts';

const isMatch = (glob: string, path: string): boolean | undefined => globPattern(glob)?.test(path);

describe('a glob', () => {
  test.each([
    ['*.conf', '/a/b.conf', true],
    ['*.conf', 'b.conf', true],
    ['b.conf', '/a/xb.conf', false],
    ['/b.conf', '/a/b.conf', false],
    ['/a/*', '/a/b', true],
    ['/a/*', '/a/b/c', false],
    ['/a/**', '/a/b/c', true],
    ['/a/**/c', '/a/c', true],
    ['/a/**/c', '/a/b/b/c', true],
    ['/a/**/c', '/a/xc', false],
    ['a**c', '/ab/bc', true],
    ['?.conf', '/a/.conf', false],
    ['a?b', '/a/b', false],
    ['{a,b}/*.{conf,json}', '/b/x.json', true],
    ['{a,b}/*.{conf,json}', '/c/x.json', false],
    ['x{a,{b,c}d}y', '/xcdy', true],
    ['x{a,{b,c}d}y', '/xcy', false],
    ['x{,a}y', '/xy', true],
    ['{*,a/b}.conf', '/a/b.conf', true],
    ['a{1}.conf', '/a{1}.conf', true],
    ['a{1,.conf', '/a{1,.conf', true],
    ['a}1,{.conf', '/a}1,{.conf', true],
    ['{a{b,c}}', '/{ac}', true],
    ['[ab](c)+.conf', '/[ab](c)+.conf', true],
    ['*', '/a/', true],
  ])('%s and the path %s: %s', (glob, path, expected) => {
    expect(isMatch(glob, path)).toBe(expected);
  });

  test('that is empty or longer than 250 characters is none, and 200 are taken', () => {
    expect([globPattern(''), globPattern('a'.repeat(251))]).toEqual([undefined, undefined]);
    expect(isMatch('a'.repeat(250), `/${'a'.repeat(250)}`)).toBe(true);
    expect(globPatterns([7, '', ...Array.from({ length: 300 }, (_, index) => `${index}`)])).toHaveLength(198);
    expect(globPatterns('*')).toEqual([]);
  });
});

/** Each keeps a library of globs, or a regular expression, busy for longer than a test may take. */
const hostile: Readonly<Record<string, string>> = {
  stars: `${'*a'.repeat(100)}*b`,
  'stars that take one at least': `${'?*'.repeat(100)}b`,
  'stars over parts': `${'**a'.repeat(80)}b`,
  'parts of any number': `${'**/a/'.repeat(48)}b`,
  'two of many': '{a,b}'.repeat(50),
  'two or more of many': `${'{a,b}*'.repeat(40)}b`,
  'the same twice': '{a,a}'.repeat(50),
  'nothing or nothing': '{,}'.repeat(80),
  'nested braces': `${'{'.repeat(60)}a${',b}'.repeat(60)}`,
  'open braces': '{'.repeat(250),
  'extended globs': '+(a|a)*'.repeat(30),
  'stars only': `${'*'.repeat(249)}b`,
  'a range': '{1..10000000}',
};

// docs/security.md: S7
describe('no glob takes more steps than its length times that of the path:', () => {
  test.each(Object.entries(hostile))('%s', (_, glob) => {
    for (const path of [`/${'a'.repeat(4000)}c`, `/${'a/'.repeat(2000)}c`]) {
      expect(isMatch(glob, path)).toBe(false);
    }
  });
});
