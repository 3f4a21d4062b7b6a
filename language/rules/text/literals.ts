import * as l10n from '@vscode/l10n';
import { replaceSpan } from '../../edits/style.ts';
import { textOf } from '../../document/members.ts';
import { perModel, type Model } from '../../document/model.ts';
import { walk } from '../../document/parse.ts';
import type { Span } from '../../document/span.ts';
import { withLoadError } from './load-report.ts';
import { type Finding, type Fix, type Rule } from '../rule.ts';

/** Returns the JSON escape sequence of a control character. */
function escaped(character: string): string {
  return JSON.stringify(character).slice(1, -1);
}

/** Control characters in strings. Line breaks are left out: to the parser they end the string. */
const controlCharacters = perModel((model): readonly Span[] => {
  const { text, problems } = model.parsed;
  if (problems.length === 0) {
    return [];
  }
  return problems
    .filter(({ kind }) => kind === 'syntax')
    .flatMap(({ offset, length }) => {
      const token = text.slice(offset, offset + length);
      if (!token.startsWith('"')) {
        return [];
      }
      return [...token.matchAll(controlPattern)].map(({ index }) => ({ offset: offset + index, length: 1 }));
    });
});

// oxfmt-ignore
const controlPattern = new RegExp(String.raw`[\u0000-\u0009\u000B\u000C\u000E-\u001F]`, 'g');

const controlCharacter: Rule = {
  id: 'R006',
  name: 'json-control-char',
  severity: 'error',
  *check(model): Iterable<Finding> {
    const found = controlCharacters(model);
    const { text } = model.parsed;
    const change = (span: Span) => replaceSpan(span, escaped(text.charAt(span.offset)));
    for (const span of found.slice(0, 1)) {
      const title = l10n.t('Replace with {0}', escaped(text.charAt(span.offset)));
      yield {
        span,
        message: withLoadError(l10n.t('A control character in a string must be written as an escape sequence.'), model),
        fixes: () => [{ title, preferred: true, certain: 'reading', changes: found.map(change) }],
      };
    }
  },
};

/** A string, also one that is not terminated, a comment, or anything else between the punctuation of JSON. */
const tokens = /"(?:[^"\\\n]|\\.)*"?|\/\/.*|\/\*[\s\S]*?\*\/|[^\s"{}[\],:/]+/g;
const oddNumber =
  /^[+-]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?\d[\d_]*(?:\.\d+)?|\.\d+|\d+\.|\d[\d_]*_\d+|NaN|Infinity)$|^\+\d+(?:\.\d+)?$/;

/** Returns the number in JSON's notation; undefined if JSON has none for it. */
function decimal(text: string): string | undefined {
  const sign = text.startsWith('-') ? '-' : '';
  const digits = text.replace(/^[+-]/, '').replaceAll('_', '');
  if (/^(?:NaN|Infinity)$/.test(digits)) {
    return undefined;
  }
  const isRadix = /^0[xXbBoO]/.test(digits);
  const number = isRadix ? String(Number(digits)) : digits.replace(/^0+(?=\d)/, '').replace(/^\./, '0.');
  return sign + number.replace(/\.$/, '');
}

/** Numbers in a notation that JSON does not have. */
const oddNumbers = perModel((model): readonly Span[] => {
  if (model.parsed.problems.length === 0) {
    return [];
  }
  const found: Span[] = [];
  for (const { index: offset, 0: token } of model.parsed.text.matchAll(tokens)) {
    if (!token.startsWith('"') && oddNumber.test(token)) {
      found.push({ offset, length: token.length });
    }
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
        title: l10n.t('Change to {0}', put),
        preferred: true,
        // A leading zero may mean octal.
        certain: /^[+-]?0[\d_]/.test(written) ? undefined : 'reading',
        changes: [replaceSpan(span, put)],
      });
      yield {
        span,
        message: withLoadError(
          l10n.t('JSON allows only decimal numbers, without a leading "+" or leading zeros.'),
          model,
        ),
        fixes: number === undefined ? undefined : () => [fix(number)],
      };
    }
  },
};

/** Returns the lines of the syntax errors that R006 and R007 report. */
export function linesOfLiterals(model: Model): ReadonlySet<number> {
  const spans = [...controlCharacters(model), ...oddNumbers(model)];
  return new Set(spans.map(({ offset }) => model.document.positionAt(offset).line));
}

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\uFFFD/;

/** The same characters as written: literally or as escape sequences. */
const writtenSurrogate =
  /\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\uFFFD/g;

function loneRemoval(text: string, { offset, length }: Span): readonly Fix[] {
  const changes = [...text.slice(offset, offset + length).matchAll(writtenSurrogate)].map(({ index, 0: written }) =>
    replaceSpan({ offset: offset + index, length: written.length }, ''),
  );
  return changes.length === 0 ? [] : [{ title: l10n.t('Remove the invalid characters'), changes }];
}

const invalidUTF8: Rule = {
  id: 'R008',
  name: 'json-invalid-utf8',
  severity: 'warning',
  *check(model) {
    if (!/\uFFFD|\\u[dD][89a-fA-F]|[\uD800-\uDFFF]/.test(model.parsed.text)) {
      return;
    }
    for (const node of walk(model.parsed.root)) {
      // Such a network name is rejected (R022).
      if (node === model.name?.value || !loneSurrogate.test(textOf(node) ?? '')) {
        continue;
      }
      yield {
        span: node,
        message: l10n.t(
          'The text holds bytes that are not valid UTF-8, or half of a surrogate pair. libcni replaces each with U+FFFD (�).',
        ),
        fixes: () => loneRemoval(model.parsed.text, node),
      };
    }
  },
};

export const literalRules: readonly Rule[] = [controlCharacter, numberForm, invalidUTF8];
