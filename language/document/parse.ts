import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { encodingOf } from './encoded-text.ts';
import { isAnyBetween, isWithin, templateTokens, type TemplateToken } from './templates.ts';
import { templateText, type TemplateText } from './template-text.ts';
import type { Span } from './span.ts';

export type { Node } from 'jsonc-parser';

/** A part of the text that strict JSON does not allow. */
export interface SyntaxProblem extends Span {
  readonly kind: 'syntax' | 'comment' | 'trailing-data' | 'byte-order-mark';
  /** The parser's name for it, "TooDeep" or "Encoded"; absent for what only this file detects. */
  readonly error?: string;
}

/** A text with its tree, which is as complete as recovery allows. */
export interface ParsedText {
  readonly text: string;
  readonly root: Node | undefined;
  readonly problems: readonly SyntaxProblem[];
  /** Tokens that an installer replaces; the tree is that of the text around them. */
  readonly tokens: readonly TemplateToken[];
  /** The text as JSON if it has tokens outside of strings, which {@link ParsedText.root} is the tree of. */
  readonly template?: TemplateText | undefined;
}

/** Returns the text that was parsed, of the same length as the document. */
export const plainText = ({ text, template }: ParsedText): string => template?.plain ?? text;

/** Whether a problem is an unterminated string, whose text is not the intended one. */
export function isUnfinished({ error }: SyntaxProblem): boolean {
  return error === 'UnexpectedEndOfString';
}

function kindOf(error: string): SyntaxProblem['kind'] {
  if (error === 'InvalidCommentToken') {
    return 'comment';
  }
  return error === 'EndOfFileExpected' ? 'trailing-data' : 'syntax';
}

const restOfLine = /[^\r\n]*/y;

/** Returns the spans of `#` comments, to the end of the line. `plain` is the text without the tokens of a template. */
function hashComments(text: string, plain: string, errors: readonly ParseError[]): Span[] {
  const found: Span[] = [];
  let end = 0;
  for (const { offset } of errors) {
    if (offset < end || plain[offset] !== '#') {
      continue;
    }
    restOfLine.lastIndex = offset;
    end = offset + (restOfLine.exec(text)?.[0].trimEnd().length ?? 0);
    found.push({ offset, length: end - offset });
  }
  return found;
}

function blank(text: string, spans: readonly Span[]): string {
  let blanked = '';
  let end = 0;
  for (const { offset, length } of spans) {
    blanked += text.slice(end, offset) + ' '.repeat(length);
    end = offset + length;
  }
  return blanked + text.slice(end);
}

/**
 * Parses JSON with recovery. Of alternative branches of a template, `variant` is read. Trailing commas are accepted here and found in the tree ({@link trailingCommas}), which gives
 * a better span than the parser's error.
 */
export function parse(text: string, variant = 0): ParsedText {
  if (encodingOf(text) !== undefined) {
    const offset = text.length - text.trimStart().length;
    const problem: SyntaxProblem = { kind: 'syntax', offset, length: text.trim().length, error: 'Encoded' };
    return { text, root: undefined, tokens: [], problems: [problem] };
  }
  let errors: ParseError[] = [];
  const tokens = templateTokens(text);
  const template = tokens.length === 0 ? undefined : templateText(text, tokens, variant);
  const plain = template?.plain ?? text;
  let root = parseTreeGuarded(plain, errors);
  const hashes = hashComments(text, plain, errors);
  if (hashes.length > 0) {
    errors = [];
    root = parseTreeGuarded(blank(plain, hashes), errors);
  }
  if (root === 'too deep') {
    return {
      text,
      root: undefined,
      tokens,
      template,
      problems: [{ kind: 'syntax', offset: 0, length: 1, error: 'TooDeep' }],
    };
  }
  const problems: SyntaxProblem[] = hashes.map((span) => ({ ...span, kind: 'comment' }));
  for (const { error: code, offset, length: whole } of errors) {
    const error = printParseErrorCode(code);
    if (template !== undefined && (isWithin(template.blanked, offset) || isDependent(template, error, offset))) {
      continue;
    }
    const length = Math.max(0, Math.min(whole, text.length - offset));
    problems.push({ kind: kindOf(error), offset, length, error });
  }
  if (!text.startsWith('\uFEFF')) {
    return { text, root, problems, tokens, template };
  }
  const mark: SyntaxProblem = { kind: 'byte-order-mark', offset: 0, length: 1 };
  return { text, root, problems: [mark, ...problems], tokens, template };
}

/** Whether an error is about a comma that is missing or superfluous only without what a template writes next to it. */
function isDependent({ plain, blanked }: TemplateText, error: string, offset: number): boolean {
  const isComma = plain[offset] === ',' && (error === 'ValueExpected' || error === 'PropertyNameExpected');
  if (!isComma && error !== 'CommaExpected') {
    return false;
  }
  let from = offset;
  while (from > 0 && /\s/.test(plain.charAt(from - 1))) {
    from--;
  }
  return (
    isAnyBetween(blanked, from, offset) || (isComma && isAnyBetween(blanked, offset + 1, skipBlank(plain, offset + 1)))
  );
}

/** Parses a tree. The parser recurses, so a text that nests deeper than the call stack has no tree. */
function parseTreeGuarded(text: string, errors: ParseError[]): Node | undefined | 'too deep' {
  try {
    return parseTree(text, errors, { disallowComments: true, allowTrailingComma: true, allowEmptyContent: false });
  } catch (error) {
    if (error instanceof RangeError) {
      return 'too deep';
    }
    throw error;
  }
}

const skipped = /(?:\s|(?:\/\/|#)[^\n\r]*|\/\*[\s\S]*?\*\/)*/y;

/** Returns the offset of the first character at or after `offset` that is neither white space nor comment. */
export function skipBlank(text: string, offset: number): number {
  if (/[^\s/#]/.test(text.charAt(offset))) {
    return offset;
  }
  skipped.lastIndex = offset;
  skipped.test(text);
  return skipped.lastIndex;
}

/** A comma that may be a trailing one: before a closing brace or bracket, or a comment. */
const maybeTrailing = /,\s*[}\]/#]/;

/** Yields the commas right before a closing brace or bracket. */
export function* trailingCommas(parsed: ParsedText): Generator<Span> {
  const text = plainText(parsed);
  if (!maybeTrailing.test(text)) {
    return;
  }
  for (const node of walk(parsed.root)) {
    const last = node.type === 'object' || node.type === 'array' ? node.children?.at(-1) : undefined;
    if (last === undefined) {
      continue;
    }
    const end = last.offset + last.length;
    const comma = skipBlank(text, end);
    if (text[comma] !== ',') {
      continue;
    }
    const close = skipBlank(text, comma + 1);
    if (isAnyBetween(parsed.template?.blanked ?? [], end, close)) {
      continue;
    }
    if (text[close] === (node.type === 'object' ? '}' : ']')) {
      yield { offset: comma, length: 1 };
    }
  }
}

/** Yields a node and all its descendants, parents first. Iterative, because a file may nest deeper than the stack. */
export function* walk(root: Node | undefined): Generator<Node> {
  const stack = root === undefined ? [] : [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    const children = node.children ?? [];
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) {
        stack.push(child);
      }
    }
  }
}
