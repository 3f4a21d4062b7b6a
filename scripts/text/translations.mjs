// Whether every message has a translation, and whether each translation keeps what must not be translated.
import { readFileSync, writeFileSync } from 'node:fs';
import { inProject } from '../project.mjs';
import { untranslated } from './untranslated.mjs';

/** The translations of the messages of the program, and of the texts of package.json. */
export const bundleFile = 'l10n/bundle.l10n.zh-cn.json';
export const manifestFile = 'package.nls.zh-cn.json';

/** @returns {Record<string, string>} */
export const readTexts = (file) => JSON.parse(readFileSync(inProject(file), 'utf8'));

export const writeTexts = (file, texts) => writeFileSync(inProject(file), `${JSON.stringify(texts, undefined, 2)}\n`);

const found = (text, pattern) => [...text.matchAll(pattern)].map(([, inner]) => inner);

const placeholdersOf = (text) =>
  [...new Set(found(text, /\{(\w+)\}/g))].toSorted((one, other) => one.localeCompare(other)).join(', ');

/** The commands of Markdown links, which must lead where they led. */
const linksOf = (text) => found(text, /\]\(([^)\s]+)\)/g);

/** Errors of plugins and libcni that end a message without quotes. */
const errorsIn = (text) => found(text, /\bfails with: (.+)$/gm);

/** What is quoted or code: names, keys and errors of plugins, but for labels that have a translation themselves. */
const quotedIn = (text, labels) =>
  [...found(text, /"([^"\n]+)"/g), ...found(text, /`([^`\n]+)`/g)].filter((quoted) => !labels.has(quoted));

/** Whether a text has words, besides placeholders, code and quotes. */
const hasWords = (text) => /[a-z]{2}/i.test(text.replaceAll(/\{\w+\}|`[^`]*`|"[^"]*"|\]\([^)]*\)|https?:\S+/g, ''));

/** What is wrong with one translation. */
function problemsOf(english, chinese, labels) {
  const problems = [];
  if (placeholdersOf(english) !== placeholdersOf(chinese)) {
    problems.push(
      `has the placeholders ${placeholdersOf(chinese) || '(none)'} instead of ${placeholdersOf(english) || '(none)'}`,
    );
  }
  const lost = [...quotedIn(english, labels), ...errorsIn(english), ...linksOf(english)].filter(
    (text) => !chinese.includes(text),
  );
  if (lost.length > 0) {
    problems.push(`lacks ${lost.join(', ')}`);
  }
  if (hasWords(english) && !/\p{Script=Han}/u.test(chinese) && !untranslated.has(english)) {
    problems.push('is still English');
  }
  if (/\p{Script=Han}[,;:?!.](?:\s|$)/u.test(chinese)) {
    problems.push('has half-width punctuation after a Chinese character');
  }
  if (/[“”]/.test(chinese)) {
    problems.push('has other quotes than "');
  }
  return problems;
}

/** The terms of CNI, which are the same everywhere. */
const terms = [
  [/\bnetwork configurations?\b/i, '网络配置'],
  [/\bplugin chains?\b/i, '插件链'],
  [/\bplugins?\b/i, '插件'],
  [/\bnetwork namespaces?\b/i, '网络命名空间'],
  [/\bnamespaces?\b/i, '命名空间'],
  [/\battachments?\b/i, '网络附着'],
  [/\bcached results?\b/i, '缓存结果'],
  [/\bhosts?\b(?!-)/i, '主机'],
  [/\bsandbox\b/i, '沙箱'],
  [/\breservations?\b/i, '地址预留'],
];

/**
 * Translations that lack the usual translation of a term. Some are right without it, so this is for a reader.
 * @param {Map<string, string>} messages English, by the key of the translation
 * @param {Record<string, string>} translations
 * @returns {string[]}
 */
export function strayTerms(messages, translations) {
  return Object.entries(translations).flatMap(([key, chinese]) => {
    const prose = (messages.get(key) ?? '').replaceAll(/\bfails with: .+|`[^`]*`|"[^"]*"|\{\w+\}|\]\([^)]*\)/g, '');
    const lacking = terms.filter(([pattern, term]) => pattern.test(prose) && !chinese.includes(term));
    return lacking.map(([, term]) => `"${key}" has no ${term}: ${chinese}`);
  });
}

/**
 * The differences between messages and their translations.
 * @param {string} file of the translations, for findings
 * @param {Map<string, string>} messages English, by the key of the translation
 * @param {Record<string, string>} translations
 * @param {Set<string>} labels texts that are translated where a message quotes them
 * @returns {{missing: string[], findings: string[]}} keys without a translation, and what is wrong with the others
 */
export function compareTexts(file, messages, translations, labels = new Set()) {
  const findings = [];
  for (const [key, chinese] of Object.entries(translations)) {
    const english = messages.get(key);
    if (english === undefined) {
      findings.push(`${file}: no message is "${key}"`);
    } else {
      findings.push(...problemsOf(english, chinese, labels).map((problem) => `${file}: "${key}" ${problem}`));
    }
  }
  return { missing: [...messages.keys()].filter((key) => !Object.hasOwn(translations, key)), findings };
}
