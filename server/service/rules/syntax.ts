import { replaceSpan } from '../edits/style.ts';
import { inventoryOf } from '../inventory.ts';
import { loadError } from '../load-error.ts';
import type { Model } from '../model.ts';
import { isUnfinished, skipBlank, trailingCommas, walk, type Span, type SyntaxProblem } from '../parse.ts';
import { linesOfLiterals } from './literals.ts';
import { where, type Finding, type Fix, type Rule } from './rule.ts';

/** More than this many syntax errors in one file tell nothing new. */
const MOST_SYNTAX_ERRORS = 20;

/** libcni's complaint about a text that is not JSON, in quotes. */
function libcniSays(model: Model): string {
  return `libcni says "${loadError(model) ?? 'nothing'}"`;
}

function problems(model: Model, kind: SyntaxProblem['kind']): SyntaxProblem[] {
  return model.parsed.problems.filter((problem) => problem.kind === kind);
}

function deletion(title: string, span: Span): () => readonly Fix[] {
  return () => [{ title, preferred: true, changes: [replaceSpan(span, '')] }];
}

/** Characters that word processors and web pages put in place of plain ones. */
const LOOKALIKES: readonly (readonly [RegExp, string, string])[] = [
  [/[\u00A0\u2007\u202F\u3000]/g, ' ', 'no-break spaces'],
  [/[\u201C\u201D\u201E\u201F\uFF02]/g, '"', 'typographic quotes'],
];

/** A fix where the error begins with such a character: all of its kind outside of strings are replaced. */
function lookalike(model: Model, span: Span): { fixes?: () => readonly Fix[] } {
  const { text, root } = model.parsed;
  const found = LOOKALIKES.find(([characters]) => text[span.offset]?.match(characters));
  if (found === undefined) return {};
  const [characters, plain, name] = found;
  const inStrings = [...walk(root)].filter(({ type }) => type === 'string');
  const isFree = (offset: number) =>
    !inStrings.some((node) => offset > node.offset && offset < node.offset + node.length - 1);
  const changes = () =>
    [...text.matchAll(characters)]
      .filter(({ index }) => isFree(index))
      .map(({ index }) => replaceSpan({ offset: index, length: 1 }, plain));
  return { fixes: () => [{ title: `Replace all ${name} by plain ones`, preferred: true, changes: changes() }] };
}

/** Whether a comma is missed only because a string that does not end has it in it. */
function followsFrom({ parsed: { text } }: Model, problem: SyntaxProblem, before: SyntaxProblem | undefined): boolean {
  if (before === undefined || !isUnfinished(before) || problem.error !== 'CommaExpected') return false;
  const end = before.offset + before.length;
  return /,\s*$/.test(text.slice(before.offset, end)) && skipBlank(text, end) === problem.offset;
}

const syntax: Rule = {
  id: 'R001',
  name: 'json-syntax',
  severity: 'error',
  *check(model) {
    const all = problems(model, 'syntax');
    const found = all.filter((problem, index) => !followsFrom(model, problem, all[index - 1]));
    if (found.length === 0 && model.root === undefined && model.parsed.text.trim() === '') {
      const message = `The file is empty: ${libcniSays(model)}`;
      yield { span: { offset: 0, length: 0 }, message };
    }
    const lines = new Set<number>(found.length === 0 ? [] : linesOfLiterals(model));
    for (const problem of found.slice(0, MOST_SYNTAX_ERRORS)) {
      const { line } = model.document.positionAt(problem.offset);
      if (lines.has(line)) continue;
      const says = lines.size === 0 ? ` (${libcniSays(model)})` : '';
      lines.add(line);
      yield { span: problem, message: `Not valid JSON: ${problem.message}${says}`, ...lookalike(model, problem) };
    }
  },
};

/** The white space before a comment that ends its line goes with it; a line that holds nothing else goes whole. */
function commentSpan(text: string, span: Span): Span {
  const end = span.offset + span.length;
  const before = /[ \t]*$/.exec(text.slice(0, span.offset))?.[0].length ?? 0;
  const start = span.offset - before;
  const after = /^[ \t]*(?=\r?\n|$)/.exec(text.slice(end));
  if (after === null) return span;
  const alone = start === 0 || text[start - 1] === '\n';
  const lineBreak = alone ? (/^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0) : after[0].length;
  return { offset: start, length: end - start + lineBreak };
}

function commentFixes(model: Model, comments: readonly SyntaxProblem[], one: SyntaxProblem): readonly Fix[] {
  const { text } = model.parsed;
  const remove = (span: Span) => replaceSpan(commentSpan(text, span), '');
  const fix: Fix = { title: 'Remove the comment', preferred: true, changes: [remove(one)] };
  if (comments.length < 2) return [fix];
  return [fix, { title: `Remove all ${comments.length} comments`, changes: comments.map(remove) }];
}

const comment: Rule = {
  id: 'R002',
  name: 'json-comment',
  severity: 'error',
  *check(model): Iterable<Finding> {
    const comments = problems(model, 'comment');
    if (comments.length === 0) return;
    const message = `Loaders of CNI configurations refuse comments: ${libcniSays(model)}`;
    for (const span of comments) yield { span, message, fixes: () => commentFixes(model, comments, span) };
  },
};

const trailingComma: Rule = {
  id: 'R003',
  name: 'json-trailing-comma',
  severity: 'error',
  *check(model) {
    const found = [...trailingCommas(model.parsed)];
    if (found.length === 0) return;
    const message = `JSON allows no comma after the last one: ${libcniSays(model)}`;
    for (const span of found) yield { span, message, fixes: deletion('Remove the trailing comma', span) };
  },
};

const byteOrderMark: Rule = {
  id: 'R004',
  name: 'json-bom',
  severity: 'error',
  *check(model) {
    for (const span of problems(model, 'byte-order-mark')) {
      const message = `The file begins with a byte order mark: ${libcniSays(model)}`;
      yield { span, message, fixes: deletion('Remove the byte order mark', span) };
    }
  },
};

const trailingData: Rule = {
  id: 'R005',
  name: 'json-trailing-data',
  severity: 'error',
  *check(model) {
    const [first] = problems(model, 'trailing-data');
    if (first === undefined) return;
    const span = { offset: first.offset, length: model.parsed.text.trimEnd().length - first.offset };
    const message = `Only one value may be in a file; the rest must go: ${libcniSays(model)}`;
    // Whether the rest is worth keeping is for its author to say, so this is no fix to make unasked.
    yield { span, message, fixes: () => [{ title: 'Remove what follows', changes: [replaceSpan(span, '')] }] };
  },
};

/** About what the parser stumbles over. */
export const syntaxRules: readonly Rule[] = [syntax, comment, byteOrderMark, trailingData];

/** Whether more than white space stands before a closing brace or bracket; where the parser stumbled, it may. */
function mayTrail(model: Model): boolean {
  const { text, problems: found } = model.parsed;
  if (found.length > 0) return true;
  return inventoryOf(model).containers.some(({ offset, length, children }) => {
    const last = children?.at(-1);
    if (last === undefined) return false;
    for (let at = last.offset + last.length; at < offset + length - 1; at++) {
      if (text.charCodeAt(at) > 32) return true;
    }
    return false;
  });
}

/** About commas, which the parser lets pass. */
export const commaRules: readonly Rule[] = where(mayTrail, [trailingComma]);
