import type { CompletionList, Position } from 'vscode-json-languageservice';
import type { Model } from '../document/model.ts';
import type { RuleContext } from '../workspace/context.ts';
import { chainItems } from './completion/chains.ts';
import { filledIn } from './completion/fill-in.ts';
import { interfaceProposals } from './completion/interfaces.ts';
import { noted, unknownTypes } from './completion/notes.ts';
import { proposalItems } from './completion/proposal.ts';
import { addressProposals } from './completion/subnets.ts';
import { cursorAt } from './cursor.ts';
import type { JSONLanguage } from './json-language.ts';

/**
 * Completes keys, values and whole plugin configurations at a position. Proposals from the neighbor files and the host
 * come first, then those of the schemas, with notes about the plugins of the document and the host.
 */
export async function complete(
  model: Model,
  position: Position,
  language: JSONLanguage,
  context: RuleContext = {},
): Promise<CompletionList> {
  const { document, tree } = language.schemaless(model);
  const list = await language.serviceFor(model).doComplete(document, position, tree);
  const cursor = cursorAt(model, position);
  const own = cursor.atKey
    ? []
    : proposalItems(model, cursor, [
        ...addressProposals(model, cursor, context),
        ...interfaceProposals(cursor, context),
      ]);
  const others = unknownTypes(model, cursor, context.hostFacts);
  const chains = chainItems(model, cursor);
  const known = new Set(own.map(({ label }) => label));
  const items = noted(model, cursor, list?.items ?? [], context.hostFacts).filter(({ label }) => !known.has(label));
  const all = filledIn(model, cursor.offset, [...chains, ...own, ...items, ...others], context);
  return { isIncomplete: list?.isIncomplete ?? false, items: all };
}
