import { columnsOf } from './columns.ts';

/** A word with the spaces before it, or a wide character with the punctuation after it: a line may break before it. */
const pieces =
  / *(?:[\u3041-\uA4CF\uAC00-\uD7A3][\u3001\u3002\uFF0C\uFF1A\uFF1B\uFF1F\uFF01\uFF09\u300B\u300D\u300F\u201D]*|[^\s\u3041-\uA4CF\uAC00-\uD7A3]+)/gu;

/** Divides a text into lines of at most that many columns of a terminal. A longer word gets a separate line. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const [piece] of text.matchAll(pieces)) {
    if (line !== '' && columnsOf(line + piece) > columns) {
      lines.push(line);
      line = piece.trimStart();
    } else {
      line = line === '' ? piece.trimStart() : line + piece;
    }
  }
  return [...lines, line];
}
