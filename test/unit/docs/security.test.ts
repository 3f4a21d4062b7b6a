import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { largestNeighbor } from '../../../language/directory/files-around.ts';
import { largestText } from '../../../language/document/text-limit.ts';
import { limits } from '../../../engine/host/limits.ts';
import { project, textOf } from './markdown.ts';

const page = textOf('docs/security.md');

/** `S1 test/….ts` for each promise and test that the page pairs. */
const promised = [...page.matchAll(/^\| (S\d+) .*$/gm)].flatMap(([row, number = '']) =>
  [...row.matchAll(/\]\(\.\.\/(test\/[^)]+)\)/g)].map(([, file = '']) => `${number} ${file}`),
);

/** The same, as comments in the tests say. */
const shown = readdirSync(join(project, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
  .flatMap((file) =>
    [...textOf(`test/${file}`).matchAll(/^ *\/\/ docs\/security\.md: (S\d+)\n *(?:describe|it|test)\b/gm)].map(
      ([, number = '']) => `${number} test/${file}`,
    ),
  );

describe('docs/security.md', () => {
  test('names the tests that show each promise, and those tests name the promise', () => {
    const numbers = [...page.matchAll(/^\| (S\d+) /gm)].map(([, number]) => number);
    expect(numbers).toEqual(numbers.map((_, index) => `S${String(index + 1)}`));
    expect(new Set(promised.map((pair) => pair.split(' ')[0]))).toEqual(new Set(numbers));
    expect(new Set(shown)).toEqual(new Set(promised));
  });

  test.each([
    ['a configuration text', `${String(largestText / 1024)} kB`],
    ['another file of the directory', `${String(largestNeighbor / 1024)} kB`],
    ['stdout or stderr of a plugin', `${String(limits.output / 2 ** 20)} MiB`],
  ])('has the limit of %s', (what, limit) => {
    expect(page).toMatch(new RegExp(`^\\| ${what}[^|]*\\| ${limit} `, 'm'));
  });
});

test('SECURITY.md leads to it', () => {
  expect(textOf('SECURITY.md')).toContain('(docs/security.md)');
});
