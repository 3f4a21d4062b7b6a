import type { CompletionList, Position } from 'vscode-json-languageservice';
import type { Model } from '../model.ts';
import type { RuleContext } from '../rules/rule.ts';
import { chainItems } from './completion/chains.ts';
import { filledIn } from './completion/fill-in.ts';
import { interfaceProposals } from './completion/interfaces.ts';
import { noted, unknownTypes } from './completion/notes.ts';
import { proposalItems } from './completion/proposal.ts';
import { addressProposals } from './completion/subnets.ts';
import { cursorAt } from './cursor.ts';
import type { JSONLanguage } from './json-language.ts';

/**
 * Keys, values and whole plugin configurations that may stand at a position: what the schemas say, marked with what the
 * plugins of this document and the host say of it, after what the neighbour files and the host suggest.
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
  const others = proposalItems(model, cursor, unknownTypes(cursor, context.hostFacts), '2');
  const chains = chainItems(model, cursor);
  const known = new Set(own.map(({ label }) => label));
  const items = noted(model, cursor, list?.items ?? [], context.hostFacts).filter(({ label }) => !known.has(label));
  const all = filledIn(model, cursor.offset, [...chains, ...own, ...items, ...others], context);
  return { isIncomplete: list?.isIncomplete ?? false, items: all };
}
