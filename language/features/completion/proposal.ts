import type { CompletionItem } from 'vscode-json-languageservice';
import type { Model } from '../../document/model.ts';
import { skipBlank } from '../../document/parse.ts';
import type { Cursor } from '../cursor.ts';
import { rangeOf } from '../diagnostics.ts';

/** A string that is proposed at the cursor. */
export interface Proposal {
  readonly text: string;
  /** The reason for it, in a few words. */
  readonly reason: string;
}

/** LSP's CompletionItemKind. */
const value = 12;

/** Converts proposals to completion items that replace the value at the cursor, in order; before all others unless `sort` is set. */
export function proposalItems(
  model: Model,
  cursor: Cursor,
  proposals: readonly Proposal[],
  sort = '!',
): CompletionItem[] {
  const { text } = model.parsed;
  const end = cursor.value.offset + cursor.value.length;
  const comma = text[skipBlank(text, end)] === '"' ? ',' : '';
  const range = rangeOf(model, cursor.value);
  const seen = new Set<string>();
  return proposals.flatMap((proposal, index) => {
    if (seen.has(proposal.text)) {
      return [];
    }
    seen.add(proposal.text);
    const label = JSON.stringify(proposal.text);
    return [
      {
        label,
        kind: value,
        detail: proposal.reason,
        filterText: label,
        sortText: `${sort}${String(index).padStart(2, '0')}`,
        textEdit: { range, newText: label + comma },
      },
    ];
  });
}
