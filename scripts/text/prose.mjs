// What of a file is text for people. Everything else is blanked, so that lines and columns stay.

/** Stands for a character that is not text; no pattern of text matches it. */
export const BLANK = '\0';

const blankAll = (text) => text.replaceAll(/[^\s]/g, BLANK);

/** Words after which a `/` begins a regular expression, and not a division. */
const beforeExpression = /(?:^|[([{},;:=!&|?+\-*%<>~^]|\b(?:return|typeof|case|in|of|await|yield|default|do|else))\s*$/;

/** The end of a quoted string that begins at `start`. */
function endOfQuoted(text, start) {
  let at = start + 1;
  while (at < text.length && text[at] !== text[start] && text[at] !== '\n') {
    at += text[at] === '\\' ? 2 : 1;
  }
  return at + 1;
}

/** The end of a regular expression that begins at `start`. */
function endOfExpression(text, start) {
  let isInClass = false;
  let at = start + 1;
  for (; at < text.length && text[at] !== '\n' && (isInClass || text[at] !== '/'); at += 1) {
    if (text[at] === '\\') {
      at += 1;
    } else if (text[at] === '[' || text[at] === ']') {
      isInClass = text[at] === '[';
    }
  }
  return at + 1;
}

/** Reads a script from left to right; keeps in which template literals it is. */
class ScriptReader {
  #text;
  #at = 0;
  /** For each open `${`, the number of braces that are open in it. */
  #substitutions = [];
  pieces = [];

  constructor(text) {
    this.#text = text;
  }

  read() {
    while (this.#at < this.#text.length) {
      this.#step();
    }
    return this.pieces;
  }

  #take(kind, end) {
    this.pieces.push({ kind, start: this.#at, end: Math.min(end, this.#text.length) });
    this.#at = end;
  }

  #step() {
    const text = this.#text;
    const char = text[this.#at];
    if (text.startsWith('//', this.#at)) {
      const end = text.indexOf('\n', this.#at);
      this.#take('comment', end === -1 ? text.length : end);
    } else if (text.startsWith('/*', this.#at)) {
      const end = text.indexOf('*/', this.#at);
      this.#take('comment', end === -1 ? text.length : end + 2);
    } else if (char === "'" || char === '"') {
      this.#take('string', endOfQuoted(text, this.#at));
    } else if (char === '`') {
      this.#template();
    } else if (char === '/' && beforeExpression.test(text.slice(Math.max(0, this.#at - 20), this.#at))) {
      this.#at = endOfExpression(text, this.#at);
    } else {
      this.#code(char);
    }
  }

  #code(char) {
    const depth = this.#substitutions.at(-1);
    if (depth !== undefined && char === '}' && depth === 0) {
      this.#substitutions.pop();
      this.#template();
      return;
    }
    if (depth !== undefined && (char === '{' || char === '}')) {
      this.#substitutions[this.#substitutions.length - 1] = depth + (char === '{' ? 1 : -1);
    }
    this.#at += 1;
  }

  /** A template literal, or what follows a substitution in it, up to the next substitution or the end. */
  #template() {
    const text = this.#text;
    let end = this.#at + 1;
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end)) {
      end += text[end] === '\\' ? 2 : 1;
    }
    if (text.startsWith('${', end)) {
      this.#substitutions.push(0);
      this.#take('template', end + 2);
    } else {
      this.#take('template', end + 1);
    }
  }
}

/**
 * The comments and strings of a TypeScript or JavaScript text, in order.
 * @param {string} text
 * @returns {{kind: 'comment' | 'string' | 'template', start: number, end: number}[]} with their delimiters; of a template
 *   literal each part between substitutions
 */
export const piecesOf = (text) => new ScriptReader(text).read();

/** A script in which only comments and strings are left. */
function scriptProse(text) {
  const parts = [];
  let at = 0;
  for (const { kind, start, end } of piecesOf(text)) {
    const piece = text.slice(start, end);
    parts.push(
      blankAll(text.slice(at, start)),
      kind === 'comment'
        ? piece.replaceAll(/^\s*\*+(?!\/)|^\/[/*]+|\*+\/$/gm, (marks) => ' '.repeat(marks.length))
        : piece.replaceAll(/^[`'"}]|(?:\$\{|[`'"])$/g, blankAll),
    );
    at = end;
  }
  return [...parts, blankAll(text.slice(at))].join('');
}

/** A script in which comments and strings are blanked. */
export function scriptCode(text) {
  const parts = [];
  let at = 0;
  for (const { start, end } of piecesOf(text)) {
    parts.push(text.slice(at, start), blankAll(text.slice(start, end)));
    at = end;
  }
  return [...parts, text.slice(at)].join('');
}

/** Markdown without blocks and spans of code. */
function markdownProse(text) {
  return text
    .replaceAll(/^([ \t]*)(```|~~~)[^]*?^\s*\2/gm, blankAll)
    .replaceAll(/(?<!`)(`+)(?!`)[^]*?[^`]\1(?!`)/g, blankAll)
    .replaceAll(/\]\([^)\s]*\)/g, blankAll);
}

/**
 * The text of a file with all else blanked: same length, same lines.
 * @param {string} path decides what the file is
 * @param {string} text
 * @returns {string}
 */
export function proseOf(path, text) {
  if (/\.(?:ts|mts|mjs)$/.test(path)) {
    return scriptProse(text);
  }
  return path.endsWith('.md') ? markdownProse(text) : text;
}
