import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, linksOf, pages, project, textOf } from './markdown.ts';

describe('links', () => {
  test.each(pages())('of %s lead to files and headings that exist', (page) => {
    const broken = linksOf(page, textOf(page)).filter(
      ({ file, anchor }) => !existsSync(join(project, file)) || (anchor !== '' && !anchorsOf(textOf(file)).has(anchor)),
    );
    expect(broken).toEqual([]);
  });
});

test('every page of docs is reached from docs/README.md', () => {
  const reached = new Set(linksOf('docs/README.md', textOf('docs/README.md')).map(({ file }) => file));
  const missing = pages().filter((page) => /^docs\/[^/]+\.md$/.test(page) && !reached.has(page));
  expect(missing).toEqual(['docs/README.md']);
});
