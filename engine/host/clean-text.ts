import { isPrintable } from '../libcni/printable.ts';
import { limits } from './limits.ts';

/** Printable characters that look blank and could hide the text after them. */
const blank = /[\u115f\u1160\u2800\u3164\uffa0]/;

/**
 * Returns untrusted text as one line for display: without control, bidirectional, invisible and unassigned characters, with
 * single spaces, and at most `length` characters.
 */
export function cleanLine(text: string, length: number): string {
  // The first cut limits the work on a long text.
  const characters = Array.from(text.slice(0, 8 * length));
  const line = characters
    .map((character) => (isPrintable(character) && !blank.test(character) ? character : ' '))
    .join('')
    .replaceAll(/ +/g, ' ')
    .trim();
  const shown = Array.from(line);
  return shown.length > length ? `${shown.slice(0, length).join('')}…` : line;
}

/** Cleans a question of ssh, which may have several lines, with {@link cleanLine} for each. */
export function cleanLines(text: string): string {
  return text
    .slice(0, limits.loginKept)
    .split(/\r?\n/)
    .map((line) => cleanLine(line, limits.shownQuestionCharacters))
    .join('\n')
    .trim();
}

/** Returns the last lines of remote output for one line of a message, without control characters. */
export function lastWords(printed: string): string {
  const lines = printed
    .slice(-limits.complaint)
    .split(/[\r\n]+/)
    .map((line) => cleanLine(line.replaceAll('\ufffd', ' '), 300))
    .filter((line) => line !== '')
    .slice(-4);
  return lines.join('; ').replace(/\.$/, '');
}
