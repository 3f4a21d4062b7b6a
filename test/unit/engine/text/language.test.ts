import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { afterAll, afterEach, expect, test } from 'vitest';
import { languageOf, languageOfEnvironment, useLanguage } from '../../../../engine/text/language.ts';
import { andList, commaList, orList, shortList } from '../../../../engine/text/listing.ts';

const directory = mkdtempSync(join(tmpdir(), 'cni-l10n-'));
const translations = {
  '{0}, {1}': '{0}、{1}',
  '{0} and {1}': '{0}和{1}',
  '{0} or {1}': '{0}或{1}',
  '{0} and {1} more': '{0}等，另有 {1} 个',
};
writeFileSync(join(directory, 'bundle.l10n.zh-cn.json'), JSON.stringify(translations));

afterEach(() => useLanguage('en', directory));
afterAll(() => rmSync(directory, { recursive: true }));

test.each([
  'zh-cn',
  'zh-CN',
  'zh',
  'zh_CN.UTF-8',
  'zh_CN@pinyin',
  'zh_CN.GB18030',
  'zh-Hans',
  'zh-Hans-HK',
  'zh_SG',
  'ZH_cn',
])('%s is Chinese', (locale) => {
  expect(languageOf(locale)).toBe('zh-cn');
});

test.each([undefined, '', 'C', 'C.UTF-8', 'POSIX', 'en', 'en_US.UTF-8', 'de', 'zh-TW', 'zh_HK.UTF-8', 'zh-Hant-CN'])(
  '%s is English',
  (locale) => {
    expect(languageOf(locale)).toBe('en');
  },
);

test.each([
  [{ LC_ALL: 'zh_CN.UTF-8', LC_MESSAGES: 'C', LANG: 'C' }, 'zh-cn'],
  [{ LC_ALL: 'C', LC_MESSAGES: 'zh_CN', LANG: 'zh_CN' }, 'en'],
  [{ LC_ALL: '', LC_MESSAGES: 'zh_CN', LANG: 'C' }, 'zh-cn'],
  [{ LC_MESSAGES: 'C', LANG: 'zh_CN' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8' }, 'zh-cn'],
  [{}, 'en'],
] as const)('the environment %j means %s', (env, language) => {
  expect(languageOfEnvironment(env)).toBe(language);
});

test('messages are in the language that was chosen last', () => {
  useLanguage('zh-cn', directory);
  expect(l10n.t('{0} and {1}', 'a', 'b')).toBe('a和b');
  useLanguage('en', directory);
  expect(l10n.t('{0} and {1}', 'a', 'b')).toBe('a and b');
});

test('a bundle that is missing or damaged leaves messages in English', () => {
  useLanguage('zh-cn', directory);
  useLanguage('zh-cn', join(directory, 'missing'));
  expect(l10n.t('{0} and {1}', 'a', 'b')).toBe('a and b');
  const damaged = mkdtempSync(join(directory, 'damaged-'));
  writeFileSync(join(damaged, 'bundle.l10n.zh-cn.json'), '{"');
  useLanguage('zh-cn', damaged);
  expect(l10n.t('{0} and {1}', 'a', 'b')).toBe('a and b');
});

const lists = () => [
  ...[[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(andList),
  orList(['a', '{0}', '{1}']),
  commaList(['a', 'b', 'c']),
  shortList(['a', 'b', 'c', 'd', 'e'], 2),
  shortList(['a', 'b'], 2),
];

test('lists follow the language, and keep braces of their items', () => {
  expect(lists()).toEqual(['', 'a', 'a and b', 'a, b and c', 'a, {0} or {1}', 'a, b, c', 'a, b and 3 more', 'a and b']);
  useLanguage('zh-cn', directory);
  expect(lists()).toEqual(['', 'a', 'a和b', 'a、b和c', 'a、{0}或{1}', 'a、b、c', 'a、b等，另有 3 个', 'a和b']);
});
