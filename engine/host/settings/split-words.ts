import * as l10n from '@vscode/l10n';

/** Characters that a shell interprets outside of quotes. They are not supported. */
const operators = '|&;<>()`$*?\n';

/** Characters that a shell interprets at the beginning of a word. */
const openers = '#~';

/** A command divided into words, or why it is invalid, as a clause. */
export type Words =
  | { readonly words: readonly string[]; readonly problem?: undefined }
  | { readonly words?: undefined; readonly problem: string };

/**
 * Splits a command into words: separated by spaces, with '…', "…" and \\ as in a shell. What a shell would expand or run
 * is rejected unless it is quoted. On Windows a backslash is part of a path, except before a double quote inside double
 * quotes.
 */
export function splitWords(text: string, platform: NodeJS.Platform = process.platform): Words {
  const isEscape = platform === 'win32' ? escapesOnWindows : escapes;
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\' && isEscape(quote, text.charAt(at + 1))) {
      at += 1;
      const next = text.charAt(at);
      if (next === '') {
        return { problem: l10n.t('it ends with a backslash') };
      }
      // Inside double quotes a backslash is literal except before these.
      word = (word ?? '') + (quote === '"' && !'"\\$`'.includes(next) ? `\\${next}` : next);
    } else if (character === quote) {
      quote = undefined;
    } else if (quote === undefined && (character === "'" || character === '"')) {
      quote = character;
      word ??= '';
    } else if (quote === undefined && (character === ' ' || character === '\t')) {
      if (word !== undefined) {
        words.push(word);
      }
      word = undefined;
    } else if (isForShell(character, quote, word === undefined)) {
      return {
        problem: l10n.t(
          'it has {0}, which only a shell interprets; put it in single quotes',
          JSON.stringify(character),
        ),
      };
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== undefined) {
    return { problem: l10n.t('a {0} is not closed', quote) };
  }
  if (word !== undefined) {
    words.push(word);
  }
  return { words };
}

/** Returns true if a shell would interpret a character, in `quote` or unquoted, at the beginning of a word or in it. */
function isForShell(character: string, quote: string | undefined, isFirst: boolean): boolean {
  if (quote !== undefined) {
    return quote === '"' && '$`'.includes(character);
  }
  return operators.includes(character) || (isFirst && openers.includes(character));
}

const escapes = (quote: string | undefined): boolean => quote !== "'";
const escapesOnWindows = (quote: string | undefined, next: string): boolean => quote === '"' && next === '"';
