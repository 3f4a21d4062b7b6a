import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pages, project, textOf } from './markdown.ts';

/** The titles of the commands in a language, as the palette shows them. */
function titlesOf(file: string): Set<string> {
  const texts: Readonly<Record<string, string>> = JSON.parse(textOf(file));
  const titles = Object.entries(texts).flatMap(([key, title]) => (/^command\..*\.title$/.test(key) ? [title] : []));
  return new Set(titles.map((title) => `CNI: ${title}`));
}

const english = titlesOf('package.nls.json');
const isChinese = (page: string): boolean => /zh-cn/i.test(page);

test.each(pages().filter((page) => !page.startsWith('docs/rules/')))(
  '%s names commands as the palette does',
  (page) => {
    const chinese = 'package.nls.zh-cn.json';
    const titles = isChinese(page) && existsSync(join(project, chinese)) ? titlesOf(chinese) : english;
    const named = [...textOf(page).matchAll(/\*\*(CNI: [^*]+)\*\*/g)].map(([, title = '']) => title);
    expect(named.filter((title) => !titles.has(title))).toEqual([]);
  },
);
