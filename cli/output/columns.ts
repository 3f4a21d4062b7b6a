/** Characters that take two columns of a terminal: those of East Asian scripts and their punctuation (Unicode's W and F). */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/gu;

/** Returns how many columns of a terminal a text takes. */
export function columnsOf(text: string): number {
  const characters = text.match(/[^]/gu)?.length ?? 0;
  return characters + (text.match(wide)?.length ?? 0);
}

/** Returns a text with blanks up to a number of columns. */
export function padColumns(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}
