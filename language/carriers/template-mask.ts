/** A text in two versions of the same length, so that offsets are valid in both. */
export interface MaskedText {
  /** Template actions replaced, so that the structure around them can be parsed. */
  readonly plain: string;
  /** The text as it is written. A configuration in it is checked as a template. */
  readonly shown: string;
  /** Whether the two versions differ. */
  readonly isMasked: boolean;
}

/** Control actions and comments. Each ends before the next one, so that searching takes linear time. */
const controlAction =
  /\{\{-?\s*(?:\/\*(?:[^*{]|\*(?!\/)|\{(?!\{-?\s*\/\*))*\*\/\s*|(?:if|else|end|range|with|define|block|break|continue|\$[\w.]*\s*:?=)(?![\w.])[^{}]*)-?\}\}|\{%(?:[^%\n{]|%(?!\})|\{(?!%))*%\}|\{#(?:[^#\n{]|#(?!\})|\{(?!#))*#\}/g;
/** JSON that begins with two braces is not an expression. */
const valueExpression = /\{\{(?!\s*(?:"[^"\n]*"\s*:|\{))[^{}]*\}\}/g;
const aloneOnLine = /^[ \t]*(?:\{\{[^{}\n]*\}\}[ \t]*)+$/gm;

const blank = (text: string): string => text.replaceAll(/[^\r\n]/g, ' ');

/** Whether a template or a shell inserts a part of a text. */
export function isTemplated(text: string): boolean {
  return /\{\{|\{%|\$[{(A-Za-z_]/.test(text);
}

/** Masks the actions of Helm and Jinja templates. */
export function maskTemplate(text: string): MaskedText {
  if (!text.includes('{{') && !text.includes('{%')) {
    return { plain: text, shown: text, isMasked: false };
  }
  const plain = text
    .replaceAll(controlAction, blank)
    .replaceAll(aloneOnLine, (line) => (line.search(valueExpression) >= 0 ? blank(line) : line))
    .replaceAll(valueExpression, (expression) => expression.replaceAll(/[^\r\n]/g, 'x'));
  return { plain, shown: text, isMasked: plain !== text };
}
