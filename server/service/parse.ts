import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { templateTokens, withoutTokens, type TemplateToken } from './templates.ts';

export type { Node } from 'jsonc-parser';

/** A stretch of the text, in UTF-16 units. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Something that strict JSON does not allow. */
export interface SyntaxProblem extends Span {
  readonly kind: 'syntax' | 'comment' | 'trailing-data' | 'byte-order-mark';
  readonly message: string;
  /** The parser's name for it, where that told of it. */
  readonly error?: string;
}

/** A text with its tree; the tree is as complete as recovery allows, whatever the problems. */
export interface ParsedText {
  readonly text: string;
  readonly root: Node | undefined;
  readonly problems: readonly SyntaxProblem[];
  /** What an installer fills in; the tree is that of the text around. */
  readonly tokens: readonly TemplateToken[];
  /** Stands for the text outside of the plugin configurations: the same object as before where only one of those differs. */
  readonly outside: object;
}

/** What a reader is told, by the parser's name for the error. */
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    InvalidSymbol: 'this is no JSON value',
    InvalidNumberFormat: 'this is no JSON number: write it in decimal',
    PropertyNameExpected: 'a key in double quotes is expected here',
    ValueExpected: 'a value is expected here',
    ColonExpected: 'a colon is expected after the key',
    CommaExpected: 'a comma is missing before this',
    CloseBraceExpected: 'a closing brace is missing',
    CloseBracketExpected: 'a closing bracket is missing',
    EndOfFileExpected: 'nothing may follow the document',
    UnexpectedEndOfComment: 'the comment does not end',
    UnexpectedEndOfString: 'the string does not end on its line',
    UnexpectedEndOfNumber: 'the number is not complete',
    InvalidUnicode: 'this is no valid \\u escape: four hexadecimal digits are expected',
    InvalidEscapeCharacter: 'this escape does not exist in JSON',
    InvalidCharacter: 'control characters must be escaped inside a string',
  }),
);

/** Whether a problem is a string that does not end: what is in it is not what was meant. */
export function isUnfinished({ error }: SyntaxProblem): boolean {
  return error === 'UnexpectedEndOfString';
}

function kindOf(error: string): SyntaxProblem['kind'] {
  if (error === 'InvalidCommentToken') return 'comment';
  return error === 'EndOfFileExpected' ? 'trailing-data' : 'syntax';
}

/** Where `#` begins what is a comment elsewhere, to the end of its line. */
function hashComments(text: string, errors: readonly ParseError[]): Span[] {
  const found: Span[] = [];
  let end = 0;
  for (const { offset } of errors) {
    if (offset < end || text[offset] !== '#') continue;
    end = offset + (/^[^\r\n]*/.exec(text.slice(offset))?.[0].trimEnd().length ?? 0);
    found.push({ offset, length: end - offset });
  }
  return found;
}

function blank(text: string, spans: readonly Span[]): string {
  return spans.reduce(
    (left, { offset, length }) => left.slice(0, offset) + ' '.repeat(length) + left.slice(offset + length),
    text,
  );
}

/**
 * Parses JSON with recovery. Trailing commas are let through here: they are seen in the tree
 * ({@link trailingCommas}), which gives a better place than the parser's error.
 */
export function parse(text: string): ParsedText {
  let errors: ParseError[] = [];
  const tokens = templateTokens(text);
  const plain = tokens.length === 0 ? text : withoutTokens(text, tokens);
  let root = parseTreeGuarded(plain, errors);
  const hashes = hashComments(plain, errors);
  if (hashes.length > 0) {
    errors = [];
    root = parseTreeGuarded(blank(plain, hashes), errors);
  }
  if (root === 'too deep') {
    return {
      text,
      root: undefined,
      tokens,
      outside: {},
      problems: [{ kind: 'syntax', offset: 0, length: 1, message: 'nested too deeply' }],
    };
  }
  const problems: SyntaxProblem[] = hashes.map((span) => ({ ...span, kind: 'comment', message: 'a comment' }));
  for (const { error: code, offset, length: whole } of errors) {
    const error = printParseErrorCode(code);
    const length = Math.max(0, Math.min(whole, text.length - offset));
    problems.push({ kind: kindOf(error), offset, length, message: WORDS.get(error) ?? error, error });
  }
  if (!text.startsWith('\uFEFF')) return { text, root, problems, tokens, outside: {} };
  const mark: SyntaxProblem = { kind: 'byte-order-mark', offset: 0, length: 1, message: 'a byte order mark' };
  return { text, root, problems: [mark, ...problems], tokens, outside: {} };
}

/** The parser recurses; a text that nests deeper than the call stack has no tree. */
function parseTreeGuarded(text: string, errors: ParseError[]): Node | undefined | 'too deep' {
  try {
    return parseTree(text, errors, { disallowComments: true, allowTrailingComma: true, allowEmptyContent: false });
  } catch (error) {
    if (error instanceof RangeError) return 'too deep';
    throw error;
  }
}

const SKIPPED = /(?:\s|(?:\/\/|#)[^\n\r]*|\/\*[\s\S]*?\*\/)*/y;

/** Offset of the first character at or after `offset` that is neither white space nor comment. */
export function skipBlank(text: string, offset: number): number {
  if (/[^\s/#]/.test(text.charAt(offset))) return offset;
  SKIPPED.lastIndex = offset;
  SKIPPED.test(text);
  return SKIPPED.lastIndex;
}

/** The commas that stand right before a closing brace or bracket. */
export function* trailingCommas(parsed: ParsedText): Generator<Span> {
  for (const node of walk(parsed.root)) {
    const last = node.type === 'object' || node.type === 'array' ? node.children?.at(-1) : undefined;
    if (last === undefined) continue;
    const comma = skipBlank(parsed.text, last.offset + last.length);
    if (parsed.text[comma] !== ',') continue;
    const close = parsed.text[skipBlank(parsed.text, comma + 1)];
    if (close === (node.type === 'object' ? '}' : ']')) yield { offset: comma, length: 1 };
  }
}

/** The node and all below it, parents first. Iterative: a file may nest deeper than the stack. */
export function* walk(root: Node | undefined): Generator<Node> {
  const stack = root === undefined ? [] : [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    const children = node.children ?? [];
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) stack.push(child);
    }
  }
}
