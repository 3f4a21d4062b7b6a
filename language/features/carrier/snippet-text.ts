/** Snippet syntax: an escaped character other than the backslash, or the beginning of a tab stop. */
const syntax = /\\\\|\\[$}|,]|\$\d+|\$\{\d+[:|]?/g;
/** Characters for private use stand for pieces of syntax while the text is encoded. */
const firstStandIn = 0xe000;
const standIns = /[\uE000-\uF8FF]/g;

/** The text of a snippet without its syntax, so that the text can be encoded. */
export interface SnippetText {
  readonly text: string;
  /** Returns the snippet for the encoded text. */
  readonly restore: (encoded: string) => string;
}

/** Separates the text of a snippet from its syntax. */
export function snippetText(snippet: string): SnippetText {
  const pieces: string[] = [];
  const text = snippet.replaceAll(syntax, (piece) => {
    if (piece === '\\\\') {
      return '\\';
    }
    pieces.push(piece);
    return String.fromCharCode(firstStandIn + pieces.length - 1);
  });
  return {
    text,
    restore: (encoded) =>
      encoded
        .replaceAll('\\', '\\\\')
        .replaceAll(standIns, (character) => pieces[character.charCodeAt(0) - firstStandIn] ?? character),
  };
}

/** Returns text without snippet syntax, unchanged. */
export function plainText(text: string): SnippetText {
  return { text, restore: (encoded) => encoded };
}
