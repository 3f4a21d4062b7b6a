import { SemanticTokensBuilder, type SemanticTokens, type SemanticTokensLegend } from 'vscode-languageserver';
import { foldedMember, members, textOf } from '../members.ts';
import type { Model } from '../model.ts';
import type { Span } from '../parse.ts';
import { memberSchema, type Schema } from '../schema/schema.ts';
import { INTERFACE_KEYS } from './places.ts';

type TokenType = 'namespace' | 'variable' | 'macro' | 'property';

const TYPES: readonly TokenType[] = ['namespace', 'variable', 'macro', 'property'];

/** What the numbers of the tokens stand for. */
export const semanticLegend: SemanticTokensLegend = { tokenTypes: [...TYPES], tokenModifiers: ['deprecated'] };

interface Token extends Span {
  readonly type: TokenType;
  readonly isDeprecated: boolean;
}

function token(type: TokenType, { offset, length }: Span, isDeprecated = false): Token {
  return { type, offset, length, isDeprecated };
}

/** Keys that still work and should not be written any more, at any depth. */
function* deprecatedKeys(root: Model['root'], schema: Schema | undefined): Generator<Token> {
  for (const node of members(root)) {
    const own = memberSchema(schema, node.key);
    if (own?.deprecated === true) yield token('property', node.keyNode, true);
    if (node.value?.type === 'object') yield* deprecatedKeys(node.value, own);
    for (const element of node.value?.type === 'array' ? (node.value.children ?? []) : [])
      yield* deprecatedKeys(element, memberSchema(own, 0));
  }
}

function* tokensOf(model: Model): Generator<Token> {
  if (textOf(model.name?.value) && model.name?.value !== undefined) yield token('namespace', model.name.value);
  for (const { node, described, ipam } of model.plugins) {
    for (const key of INTERFACE_KEYS) {
      const value = foldedMember(node, key)?.value;
      if (value?.type === 'string') yield token('variable', value);
    }
    yield* deprecatedKeys(node, described?.schema);
    yield* deprecatedKeys(ipam?.node, ipam?.described?.schema);
  }
  for (const { offset, length } of model.parsed.tokens) yield token('macro', { offset, length });
}

/**
 * What the grammar cannot tell of a text: the name of the network, interfaces of the host (the same word in another
 * plugin is not), what an installer fills in, and keys that are on their way out.
 */
export function semanticTokens(model: Model): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  let end = -1;
  for (const { type, offset, length, isDeprecated } of [...tokensOf(model)].toSorted((a, b) => a.offset - b.offset)) {
    const { line, character } = model.document.positionAt(offset);
    // Tokens of the protocol neither overlap nor go over lines.
    if (offset < end || model.document.positionAt(offset + length).line !== line) continue;
    builder.push(line, character, length, TYPES.indexOf(type), isDeprecated ? 1 : 0);
    end = offset + length;
  }
  return builder.build();
}
