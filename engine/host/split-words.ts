/** Characters that mean something to a shell outside of quotes, and that no command of ours uses. */
const operators = '|&;<>()`$*?#~\n';

/** A text that is not a list of words; the message says where and how to mend it. */
export class WordsError extends Error {
  override readonly name = 'WordsError';
}

/**
 * The words of a command as a person writes it: separated by blanks, with '…', "…" and \\ as in a shell. What a shell
 * would expand or run is refused unless it is quoted, since nothing here does.
 * @throws WordsError
 */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\' && quote !== "'") {
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
    } else if (quote === undefined ? operators.includes(character) : quote === '"' && '$`'.includes(character)) {
      throw new WordsError(`it has ${JSON.stringify(character)}, which only a shell understands; put it in '…'`);
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== undefined) throw new WordsError(`a ${quote} is not closed`);
  if (word !== undefined) words.push(word);
  return words;
}
