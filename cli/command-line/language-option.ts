import * as l10n from '@vscode/l10n';
import { languageOf, languageOfEnvironment, type MessageLanguage } from '../../engine/text/language.ts';
import { cliError } from '../output/cli-error.ts';

/** Returns the language that a value of `--lang` names, in any spelling of a locale; undefined where there is none. */
function named(value: string): MessageLanguage | undefined {
  const isEnglish = /^(?:en(?:[-_.@].*)?|C|POSIX)$/i.test(value);
  return isEnglish || languageOf(value) !== 'en' ? languageOf(value) : undefined;
}

/**
 * Returns the language for messages: that of `--lang`, else that of the environment. Reads the arguments before they are
 * checked, so that wrong ones are reported in that language too.
 */
export function languageFor(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): MessageLanguage {
  const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const index = options.findLastIndex((option) => /^--lang(?:=|$)/.test(option));
  const [, value = options[index + 1]] = /^--lang=(.*)$/.exec(options[index] ?? '') ?? [];
  return named(index === -1 ? '' : (value ?? '')) ?? languageOfEnvironment(env);
}

/** Checks the value of `--lang`. Throws WorkbenchError `argument` for a language without messages. */
export function checkLanguage(value: string | undefined): void {
  if (value !== undefined && named(value) === undefined) {
    throw cliError(
      'argument',
      l10n.t('There are no messages in the language "{0}".', value),
      l10n.t('Use --lang en or --lang zh-cn.'),
    );
  }
}
