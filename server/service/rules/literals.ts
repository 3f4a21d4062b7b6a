import { replaceSpan } from '../edits/style.ts';
import { loadError } from '../load-error.ts';
import { textOf } from '../members.ts';
import { perModel, type Model } from '../model.ts';
import { walk, type Span } from '../parse.ts';
import { where, type Finding, type Fix, type Rule } from './rule.ts';

const says = (model: Model): string => {
  const error = loadError(model);
  return error === undefined ? '' : `: libcni says "${error}"`;
};

/** A control character as JSON writes it. */
function escaped(character: string): string {
  return JSON.stringify(character).slice(1, -1);
}

/** Control characters inside strings. A line break is not among them: the parser takes it for the end of the string. */
const controlCharacters = perModel((model): readonly Span[] => {
  const { text, problems } = model.parsed;
  if (problems.length === 0) return [];
  return problems
    .filter(({ kind }) => kind === 'syntax')
    .flatMap(({ offset, length }) => {
      const token = text.slice(offset, offset + length);
      if (!token.startsWith('"')) return [];
      return [...token.matchAll(CONTROL)].map(({ index }) => ({ offset: offset + index, length: 1 }));
    });
});

// oxfmt-ignore
const CONTROL = new RegExp(String.raw`[\u0000-\u0009\u000B\u000C\u000E-\u001F]`, 'g');

const controlCharacter: Rule = {
  id: 'R006',
  name: 'json-control-char',
  severity: 'error',
  *check(model): Iterable<Finding> {
    const found = controlCharacters(model);
    const { text } = model.parsed;
    const change = (span: Span) => replaceSpan(span, escaped(text.charAt(span.offset)));
    for (const span of found.slice(0, 1)) {
      const title = `Write ${escaped(text.charAt(span.offset))}`;
      yield {
        span,
        message: `A control character inside a string is written as an escape${says(model)}`,
        fixes: () => [{ title, preferred: true, changes: found.map(change) }],
      };
    }
  },
};

/** A string, or anything else between the marks of JSON. */
const TOKENS = /"(?:[^"\\\n]|\\.)*"|\/\/.*|\/\*[\s\S]*?\*\/|[^\s"{}[\],:/]+/g;
const ODD_NUMBER =
  /^[+-]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?\d[\d_]*(?:\.\d+)?|\.\d+|\d+\.|\d[\d_]*_\d+|NaN|Infinity)$|^\+\d+(?:\.\d+)?$/;

/** The number as JSON writes it; undefined where there is none. */
function decimal(text: string): string | undefined {
  const sign = text.startsWith('-') ? '-' : '';
  const digits = text.replace(/^[+-]/, '').replaceAll('_', '');
  if (/^(?:NaN|Infinity)$/.test(digits)) return undefined;
  const isRadix = /^0[xXbBoO]/.test(digits);
  const number = isRadix ? String(Number(digits)) : digits.replace(/^0+(?=\d)/, '').replace(/^\./, '0.');
  return sign + number.replace(/\.$/, '');
}

/** Numbers in a form that JSON does not have. */
const oddNumbers = perModel((model): readonly Span[] => {
  if (model.parsed.problems.length === 0) return [];
  const found: Span[] = [];
  for (const { index: offset, 0: token } of model.parsed.text.matchAll(TOKENS)) {
    if (!token.startsWith('"') && ODD_NUMBER.test(token)) found.push({ offset, length: token.length });
  }
  return found;
});

const numberForm: Rule = {
  id: 'R007',
  name: 'json-number-form',
  severity: 'error',
  *check(model) {
    const { text } = model.parsed;
    for (const span of oddNumbers(model)) {
      const written = text.slice(span.offset, span.offset + span.length);
      const number = decimal(written);
      const fix = (put: string): Fix => ({
        title: `Write ${put}`,
        preferred: true,
        changes: [replaceSpan(span, put)],
      });
      yield {
        span,
        message: `JSON knows decimal numbers only, without sign "+" or leading zeros${says(model)}`,
        ...(number === undefined ? {} : { fixes: () => [fix(number)] }),
      };
    }
  },
};

/** Syntax errors that R006 and R007 tell: their lines. */
export function linesOfLiterals(model: Model): ReadonlySet<number> {
  const spans = [...controlCharacters(model), ...oddNumbers(model)];
  return new Set(spans.map(({ offset }) => model.document.positionAt(offset).line));
}

const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\uFFFD/;

/** The same as they are written: also as escapes. */
const WRITTEN_LONE =
  /\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\uFFFD/g;

function loneRemoval(text: string, { offset, length }: Span): readonly Fix[] {
  const changes = [...text.slice(offset, offset + length).matchAll(WRITTEN_LONE)].map(({ index, 0: written }) =>
    replaceSpan({ offset: offset + index, length: written.length }, ''),
  );
  return changes.length === 0 ? [] : [{ title: 'Remove what is no UTF-8', changes }];
}

const invalidUTF8: Rule = {
  id: 'R008',
  name: 'json-invalid-utf8',
  severity: 'warning',
  scope: 'plugin',
  *check(model) {
    if (!/\uFFFD|\\u[dD][89a-fA-F]|[\uD800-\uDFFF]/.test(model.parsed.text)) return;
    for (const node of walk(model.parsed.root)) {
      // A network name of such text is refused as a whole (R022).
      if (node === model.name?.value || !LONE.test(textOf(node) ?? '')) continue;
      yield {
        span: node,
        message: 'This holds bytes that are no UTF-8, or half of a surrogate pair: libcni replaces them by U+FFFD (�)',
        fixes: () => loneRemoval(model.parsed.text, node),
      };
    }
  },
};

export const literalRules: readonly Rule[] = [
  ...where(({ parsed }) => parsed.problems.length > 0, [controlCharacter, numberForm]),
  invalidUTF8,
];
