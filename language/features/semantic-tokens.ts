import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver-types';
import { foldedMember, members, textOf } from '../document/members.ts';
import type { Model } from '../document/model.ts';
import type { Node } from '../document/parse.ts';
import type { Span } from '../document/span.ts';
import { memberSchema, type Schema } from '../schema/schema.ts';
import { interfaceKeys } from './navigation.ts';

type TokenType = 'namespace' | 'variable' | 'macro' | 'property' | 'string' | 'number' | 'keyword';

const types: readonly TokenType[] = ['namespace', 'variable', 'macro', 'property', 'string', 'number', 'keyword'];

/** The token types and modifiers by number. */
export const semanticLegend: SemanticTokensLegend = { tokenTypes: [...types], tokenModifiers: ['deprecated'] };

export interface Token extends Span {
  readonly type: TokenType;
  readonly isDeprecated: boolean;
}

function token(type: TokenType, { offset, length }: Span, isDeprecated = false): Token {
  return { type, offset, length, isDeprecated };
}

/** Yields deprecated keys at any depth. */
function* deprecatedKeys(root: Model['root'], schema: Schema | undefined): Generator<Token> {
  for (const node of members(root)) {
    const own = memberSchema(schema, node.key);
    if (own?.deprecated === true) {
      yield token('property', node.keyNode, true);
    }
    if (node.value?.type === 'object') {
      yield* deprecatedKeys(node.value, own);
    }
    for (const element of node.value?.type === 'array' ? (node.value.children ?? []) : []) {
      yield* deprecatedKeys(element, memberSchema(own, 0));
    }
  }
}

/** Yields the tokens of a configuration, with spans of its text. */
function* tokensOf(model: Model): Generator<Token> {
  if (textOf(model.name?.value) && model.name?.value !== undefined) {
    yield token('namespace', model.name.value);
  }
  for (const { node, described, ipam } of model.plugins) {
    for (const key of interfaceKeys) {
      const value = foldedMember(node, key)?.value;
      if (value?.type === 'string') {
        yield token('variable', value);
      }
    }
    yield* deprecatedKeys(node, described?.schema);
    yield* deprecatedKeys(ipam?.node, ipam?.described?.schema);
  }
  for (const { offset, length } of model.parsed.tokens) {
    yield token('macro', { offset, length });
  }
}

const literalTypes: Readonly<Partial<Record<Node['type'], TokenType>>> = {
  string: 'string',
  number: 'number',
  boolean: 'keyword',
  null: 'keyword',
};

function* literals(node: Node | undefined): Generator<Token> {
  const type = node === undefined ? undefined : literalTypes[node.type];
  if (node !== undefined && type !== undefined) {
    yield token(node.parent?.type === 'property' && node.parent.children?.[0] === node ? 'property' : type, node);
  }
  for (const child of node?.children ?? []) {
    yield* literals(child);
  }
}

/** Returns the keys and values of a configuration where no grammar colors them, besides those of {@link tokensOf}. */
export function syntaxTokensOf(model: Model): readonly Token[] {
  const special = [...tokensOf(model)].toSorted((a, b) => a.offset - b.offset);
  let next = 0;
  const rest = [...literals(model.root)].filter(({ offset, length }) => {
    while (next < special.length && (special[next]?.offset ?? 0) + (special[next]?.length ?? 0) <= offset) {
      next++;
    }
    const one = special[next];
    return one === undefined || one.offset >= offset + length;
  });
  return [...special, ...rest];
}

/**
 * Returns the tokens that the grammar cannot recognize: the name of the network, host interfaces, template tokens, and
 * deprecated keys.
 */
export function semanticTokens(model: Model): SemanticTokens {
  return encodeTokens(model.document, [...tokensOf(model)]);
}

/** Encodes tokens as in the protocol, where they neither overlap nor span lines. */
export function encodeTokens(document: TextDocument, tokens: readonly Token[]): SemanticTokens {
  const data: number[] = [];
  let end = -1;
  let before = { line: 0, character: 0 };
  for (const { type, offset, length, isDeprecated } of tokens.toSorted((a, b) => a.offset - b.offset)) {
    const start = document.positionAt(offset);
    if (offset < end || document.positionAt(offset + length).line !== start.line) {
      continue;
    }
    // Each position is relative to the start of the previous token.
    const line = start.line - before.line;
    const character = line === 0 ? start.character - before.character : start.character;
    data.push(line, character, length, types.indexOf(type), isDeprecated ? 1 : 0);
    before = start;
    end = offset + length;
  }
  return { data };
}
