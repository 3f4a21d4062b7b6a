import * as l10n from '@vscode/l10n';

/** A language of messages: English, in which they are written, or one with a bundle in `l10n/`. */
export type MessageLanguage = 'en' | 'zh-cn';

/** Chinese in simplified characters; a region or script that uses the traditional ones does not count. */
const simplifiedChinese = /^zh(?:-(?:hans|cn|sg|my)(?:-.*)?)?$/;

/**
 * Returns the language for a locale: a language tag (`zh-Hans`) or a POSIX locale (`zh_CN.UTF-8`). English for `C`,
 * `POSIX` and every locale without a translation.
 */
export function languageOf(locale: string | undefined): MessageLanguage {
  const tag = (locale ?? '').replace(/[.@].*$/, '').replaceAll('_', '-');
  return simplifiedChinese.test(tag.toLowerCase()) ? 'zh-cn' : 'en';
}

/** Returns the language of a process: the first of LC_ALL, LC_MESSAGES and LANG that is set and not empty decides. */
export function languageOfEnvironment(env: Readonly<Record<string, string | undefined>>): MessageLanguage {
  return languageOf(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG']);
}

/**
 * Shows the messages of this process in a language from now on. Reads one file, and nothing for English, which is also
 * used when the bundle cannot be read.
 * @param directory that holds `bundle.l10n.LANGUAGE.json`
 */
export function useLanguage(language: MessageLanguage, directory: string): void {
  l10n.config({ contents: {} });
  if (language === 'en') {
    return;
  }
  try {
    l10n.config({ fsPath: `${directory}/bundle.l10n.${language}.json` });
  } catch {
    // Messages in English are better than none.
  }
}
