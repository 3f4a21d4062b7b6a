const openingQuote = /^([ \t]*(?:- +)*)[\w./-]+:[ \t]+(['"])/gm;
const closingQuote = { "'": /(?:[^']|'')*'/y, '"': /(?:[^"\\]|\\[\s\S])*"/y } as const;

/**
 * Joins the lines of quoted values if one of them is not indented more than its key. The length stays the same. The YAML
 * library rejects such lines, but the parser of Kubernetes accepts them, and they are frequent:
 * `config: '{` … `}'`.
 */
export function joinQuotedLines(text: string): string {
  const parts: string[] = [];
  let past = 0;
  for (const { index, 0: opening, 1: indent = '', 2: quote } of text.matchAll(openingQuote)) {
    const from = index + opening.length;
    if (from < past) {
      continue;
    }
    const closing = quote === "'" ? closingQuote["'"] : closingQuote['"'];
    closing.lastIndex = from;
    const value = closing.exec(text)?.[0];
    if (value === undefined) {
      continue;
    }
    const isOutdented = value
      .split('\n')
      .slice(1)
      .some((line) => line.trim() !== '' && line.length - line.trimStart().length <= indent.length);
    if (!isOutdented) {
      continue;
    }
    parts.push(text.slice(past, from), value.replaceAll(/[\r\n]/g, ' '));
    past = from + value.length;
  }
  return past === 0 ? text : `${parts.join('')}${text.slice(past)}`;
}
