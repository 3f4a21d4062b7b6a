/** Characters that mean something to a shell outside of quotes, and that no command of ours uses. */
const operators = '|&;<>()`$*?\n';

/** Characters that mean something to a shell only where a word begins. */
const openers = '#~';

/** A text that is not a list of words; the message says where and how to mend it. */
export class WordsError extends Error {
  override readonly name = 'WordsError';
}

/**
 * The words of a command as a person writes it: separated by blanks, with '…', "…" and \\ as in a shell. What a shell
 * would expand or run is refused unless it is quoted, since nothing here does. On Windows a backslash is part of a path,
 * and only before a double quote between such ones something else.
 * @throws WordsError
 */
export function splitWords(text: string, platform: NodeJS.Platform = process.platform): readonly string[] {
  const isEscape = platform === 'win32' ? escapesOnWindows : escapes;
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\' && isEscape(quote, text.charAt(at + 1))) {
      at += 1;
      const next = text.charAt(at);
      if (next === '') throw new WordsError('it ends with a backslash that has nothing behind it');
      // Between double quotes a backslash is one but before these.
      word = (word ?? '') + (quote === '"' && !'"\\$`'.includes(next) ? `\\${next}` : next);
    } else if (character === quote) {
      quote = undefined;
    } else if (quote === undefined && (character === "'" || character === '"')) {
      quote = character;
      word ??= '';
    } else if (quote === undefined && (character === ' ' || character === '\t')) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (isForShell(character, quote, word === undefined)) {
      throw new WordsError(`it has ${JSON.stringify(character)}, which only a shell understands; put it in '…'`);
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== undefined) throw new WordsError(`a ${quote} is not closed`);
  if (word !== undefined) words.push(word);
  return words;
}

/** Whether a shell would do something with a character, between `quote` or without it, at the beginning of a word or in it. */
function isForShell(character: string, quote: string | undefined, isFirst: boolean): boolean {
  if (quote !== undefined) return quote === '"' && '$`'.includes(character);
  return operators.includes(character) || (isFirst && openers.includes(character));
}

const escapes = (quote: string | undefined): boolean => quote !== "'";
const escapesOnWindows = (quote: string | undefined, next: string): boolean => quote === '"' && next === '"';
