import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeBlocksOf, headingLevelsOf, linksOf, project, textOf, webLinksOf } from './markdown.ts';

/** The Chinese page, and the English page that it translates. */
const pairs: readonly (readonly [chinese: string, english: string])[] = [
  ['README.zh-CN.md', 'README.md'],
  ...readdirSync(join(project, 'docs/zh-cn')).map((file) => [`docs/zh-cn/${file}`, `docs/${file}`] as const),
  ...readdirSync(join(project, 'media/walkthrough'))
    .filter((file) => file.endsWith('.nls.zh-cn.md'))
    .map((file) => [`media/walkthrough/${file}`, `media/walkthrough/${file.replace('.nls.zh-cn', '')}`] as const),
];

const translated = new Map(pairs);

/** The files that a page links to, Chinese pages and pictures as the English ones, sorted: the order of words differs. */
function targetsOf(page: string): string[] {
  const text = textOf(page);
  const files = linksOf(page, text).map(({ file }) => translated.get(file) ?? file.replace('/zh-cn/', '/'));
  return [...files, ...webLinksOf(text)].toSorted();
}

/** The first character of each table row and list item. */
const rowsOf = (text: string): string[] => [...text.matchAll(/^(?:\||-|\d)/gm)].map(([mark]) => mark);

describe.each(pairs)('%s', (chinese, english) => {
  const [page, original] = [textOf(chinese), textOf(english)];

  test('is Chinese', () => {
    expect(page).toMatch(/\p{Script=Han}/u);
  });

  test('has bold text that Markdown recognizes: a space follows it if it ends with punctuation', () => {
    const bold = [...page.matchAll(/\*\*([^*\n]+)\*\*(.?)/gu)];
    const broken = bold.filter(([, text = '', next = '']) => /\p{P}$/u.test(text) && /[\p{L}\p{N}]/u.test(next));
    expect(broken.map(([text]) => text)).toEqual([]);
  });

  test('has the code of the English page', () => {
    expect(codeBlocksOf(page)).toEqual(codeBlocksOf(original));
  });

  test('has the headings, table rows and list items of the English page', () => {
    expect(headingLevelsOf(page)).toEqual(headingLevelsOf(original));
    expect(rowsOf(page)).toEqual(rowsOf(original));
  });

  test('has the links of the English page', () => {
    expect(targetsOf(chinese)).toEqual(targetsOf(english));
  });

  test('leads to Chinese pages where there are some', () => {
    const chineseOf = new Map(pairs.map(([one, other]) => [other, one]));
    const foreign = linksOf(chinese, page).filter(({ file }) => file !== english && chineseOf.has(file));
    expect(foreign).toEqual([]);
  });
});

test('every step of the walkthrough is translated', () => {
  const files = readdirSync(join(project, 'media/walkthrough'));
  const steps = files.filter((file) => /^\w+\.md$/.test(file));
  expect(steps.filter((file) => !files.includes(file.replace('.md', '.nls.zh-cn.md')))).toEqual([]);
});
