import * as l10n from '@vscode/l10n';
import { replaceSpan } from '../../edits/style.ts';
import { encodingOf } from '../../document/encoded-text.ts';
import { encodingText } from '../../document/encoding-text.ts';
import type { Model } from '../../document/model.ts';
import { isUnfinished, skipBlank, trailingCommas, type SyntaxProblem } from '../../document/parse.ts';
import type { Span } from '../../document/span.ts';
import { syntaxText } from '../../document/syntax-text.ts';
import { linesOfLiterals } from './literals.ts';
import { withLoadError } from './load-report.ts';
import type { Finding, Fix, Rule, TextChange } from '../rule.ts';

/** Number of syntax errors reported per file; more of them say nothing new. */
const mostSyntaxErrors = 20;

function problems(model: Model, kind: SyntaxProblem['kind']): SyntaxProblem[] {
  return model.parsed.problems.filter((problem) => problem.kind === kind);
}

const deletion = (span: Span): TextChange => replaceSpan(span, '');

/** Titles of the fixes for one problem and for all problems of its kind. */
interface RemovalTitles {
  readonly one: string;
  readonly all: string;
}

/** Above this number of problems of a kind, only the first one offers to fix all, which is a list of as many changes. */
const mostWithAll = 100;

/** Returns fixes for one of several problems of a kind and for all of them at once; "Fix all" applies the latter. */
function eachAndAll(titles: RemovalTitles, all: readonly TextChange[], one: TextChange | undefined): readonly Fix[] {
  if (one === undefined) {
    return [];
  }
  if (all.length < 2) {
    return [{ title: titles.one, preferred: true, certain: 'reading', changes: [one] }];
  }
  const offersAll = all.length <= mostWithAll || one === all[0];
  return [
    { title: titles.one, preferred: true, changes: [one] },
    ...(offersAll ? [{ title: titles.all, certain: 'reading' as const, changes: all }] : []),
  ];
}

/** Characters that word processors and web pages use instead of plain ones, the plain one, and the title of the fix. */
const lookalikes: readonly (readonly [RegExp, string, () => string])[] = [
  [/[\u00A0\u2007\u202F\u3000]/g, ' ', () => l10n.t('Replace all non-breaking spaces with plain spaces')],
  [/[\u201C\u201D\u201E\u201F\uFF02]/g, '"', () => l10n.t('Replace all typographic quotes with straight quotes')],
];

/** Strings, in plain or in typographic quotes. */
const stringPieces = /"(?:[^"\\\n]|\\.)*"|[\u201C-\u201F\uFF02][^"\n\u201C-\u201F\uFF02]*[\u201C-\u201F\uFF02]/g;

/** Returns a fix if the error begins with such a character: it replaces all of its kind outside strings. */
function lookalike(model: Model, span: Span): { fixes?: () => readonly Fix[] } {
  const { text } = model.parsed;
  const found = lookalikes.find(([characters]) => text[span.offset]?.match(characters));
  if (found === undefined) {
    return {};
  }
  const [characters, plain, titleOf] = found;
  const changes = (): readonly TextChange[] => {
    const strings = [...text.matchAll(stringPieces)].map(({ index, 0: { length } }) => ({
      from: index,
      to: index + length - 1,
    }));
    let at = 0;
    return [...text.matchAll(characters)].flatMap(({ index }) => {
      while ((strings[at]?.to ?? index) < index) {
        at++;
      }
      const isInString = (strings[at]?.from ?? index) < index && (strings[at]?.to ?? index) > index;
      return isInString ? [] : [replaceSpan({ offset: index, length: 1 }, plain)];
    });
  };
  return { fixes: () => [{ title: titleOf(), preferred: true, certain: 'reading', changes: changes() }] };
}

/** Returns the finding about a text that is encoded as a whole, which has no other errors. */
function encodedFinding(model: Model, span: SyntaxProblem | undefined): Finding | undefined {
  const encoding = span?.error === 'Encoded' ? encodingOf(model.parsed.text) : undefined;
  if (span === undefined || encoding === undefined) {
    return undefined;
  }
  const { decoded } = encoding;
  const fixes = (): readonly Fix[] =>
    decoded === undefined
      ? []
      : [{ title: l10n.t('Decode the base64 text'), preferred: true, changes: [replaceSpan(span, decoded)] }];
  return {
    span: { offset: span.offset, length: span.length },
    message: withLoadError(encodingText(encoding), model),
    fixes,
  };
}

/** Whether a comma is missing only because an unterminated string contains it. */
function followsFrom({ parsed: { text } }: Model, problem: SyntaxProblem, before: SyntaxProblem | undefined): boolean {
  if (before === undefined || !isUnfinished(before) || problem.error !== 'CommaExpected') {
    return false;
  }
  const end = before.offset + before.length;
  return /,\s*$/.test(text.slice(before.offset, end)) && skipBlank(text, end) === problem.offset;
}

const syntax: Rule = {
  id: 'R001',
  name: 'json-syntax',
  severity: 'error',
  *check(model) {
    const all = problems(model, 'syntax');
    const encoded = encodedFinding(model, all[0]);
    if (encoded !== undefined) {
      yield encoded;
      return;
    }
    const found = all.filter((problem, index) => !followsFrom(model, problem, all[index - 1]));
    if (found.length === 0 && model.root === undefined && model.parsed.text.trim() === '') {
      const message = withLoadError(l10n.t('The file is empty.'), model);
      yield { span: { offset: 0, length: 0 }, message };
    }
    const lines = new Set<number>(found.length === 0 ? [] : linesOfLiterals(model));
    for (const problem of found.slice(0, mostSyntaxErrors)) {
      const { line } = model.document.positionAt(problem.offset);
      if (lines.has(line)) {
        continue;
      }
      // libcni stops at its first error.
      const text = syntaxText(problem);
      const message = lines.size === 0 ? withLoadError(text, model) : text;
      lines.add(line);
      yield { span: problem, message, ...lookalike(model, problem) };
    }
  },
};

/**
 * The span to remove with a comment: white space before one that ends its line, or the line if it holds nothing else.
 */
function commentSpan(text: string, span: Span): Span {
  const end = span.offset + span.length;
  let start = span.offset;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') {
    start--;
  }
  const after = /^[ \t]*(?=\r?\n|$)/.exec(text.slice(end));
  if (after === null) {
    return span;
  }
  const alone = start === 0 || text[start - 1] === '\n';
  const lineBreak = alone ? (/^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0) : after[0].length;
  return { offset: start, length: end - start + lineBreak };
}

/** Returns the fixes for the comment with an index. */
function commentFixes(removals: readonly TextChange[], index: number): readonly Fix[] {
  const titles = {
    one: l10n.t('Remove the comment'),
    all: l10n.t('Remove all {0} comments', removals.length),
  };
  return eachAndAll(titles, removals, removals[index]);
}

const comment: Rule = {
  id: 'R002',
  name: 'json-comment',
  severity: 'error',
  *check(model): Iterable<Finding> {
    const comments = problems(model, 'comment');
    if (comments.length === 0) {
      return;
    }
    const message = withLoadError(l10n.t('CNI runtimes do not accept comments in a configuration.'), model);
    const removals = comments.map((span) => deletion(commentSpan(model.parsed.text, span)));
    for (const [index, span] of comments.entries()) {
      yield { span, message, fixes: () => commentFixes(removals, index) };
    }
  },
};

const trailingComma: Rule = {
  id: 'R003',
  name: 'json-trailing-comma',
  severity: 'error',
  *check(model) {
    const found = [...trailingCommas(model.parsed)];
    if (found.length === 0) {
      return;
    }
    const message = withLoadError(l10n.t('JSON does not allow a comma after the last element.'), model);
    const titles = (): RemovalTitles => ({
      one: l10n.t('Remove the trailing comma'),
      all: l10n.t('Remove all {0} trailing commas', found.length),
    });
    const removals = found.map(deletion);
    for (const [index, span] of found.entries()) {
      yield { span, message, fixes: () => eachAndAll(titles(), removals, removals[index]) };
    }
  },
};

const byteOrderMark: Rule = {
  id: 'R004',
  name: 'json-bom',
  severity: 'error',
  *check(model) {
    for (const span of problems(model, 'byte-order-mark')) {
      const message = withLoadError(
        l10n.t('The file begins with a byte order mark, which JSON does not allow.'),
        model,
      );
      const fix = (): Fix => ({
        title: l10n.t('Remove the byte order mark'),
        preferred: true,
        certain: 'reading',
        changes: [deletion(span)],
      });
      yield { span, message, fixes: () => [fix()] };
    }
  },
};

const trailingData: Rule = {
  id: 'R005',
  name: 'json-trailing-data',
  severity: 'error',
  *check(model) {
    const [first] = problems(model, 'trailing-data');
    if (first === undefined) {
      return;
    }
    const span = { offset: first.offset, length: model.parsed.text.trimEnd().length - first.offset };
    const message = withLoadError(l10n.t('A file may hold only one JSON value; remove everything after it.'), model);
    // Not certain: the author may want to keep the rest elsewhere.
    yield {
      span,
      message,
      fixes: () => [{ title: l10n.t('Remove everything after the value'), changes: [deletion(span)] }],
    };
  },
};

/** Rules about errors that the parser reports. */
export const syntaxRules: readonly Rule[] = [syntax, comment, byteOrderMark, trailingData];

/** Rules about trailing commas, which the parser accepts. */
export const commaRules: readonly Rule[] = [trailingComma];
