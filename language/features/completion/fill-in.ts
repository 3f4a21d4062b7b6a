import type { CompletionItem } from 'vscode-json-languageservice';
import { freeSubnets } from '../../directory/free-subnets.ts';
import type { Model } from '../../document/model.ts';
import { suggestedName } from '../../rules/list/names.ts';
import type { RuleContext } from '../../workspace/context.ts';
import { nextBridge } from './interfaces.ts';

/** Returns the placeholder texts of our snippets, with a value that fits better here. */
function betterTexts(model: Model, offset: number, context: RuleContext): ReadonlyMap<string, string> {
  const [wide] = freeSubnets(model, offset, context);
  const device = context.hostFacts?.routes?.find(({ destination }) => destination === 'default')?.device;
  const taken = new Set((context.neighbors ?? []).map(({ name }) => name?.text));
  const name = suggestedName(model, context);
  return new Map([
    ['cni0', nextBridge(context)],
    ...(wide === undefined ? [] : [['10.88.0.0/16', wide] as const]),
    ...(device === undefined ? [] : [['eth0', device] as const]),
    ...(taken.has(name) ? [] : [['mynet', name] as const]),
  ]);
}

const snippetSlot = /\$\{(\d+):([^}]*)\}/g;

/** Replaces the placeholders of items with a free subnet and bridge, the interface of the host and the name of the file. */
export function filledIn(
  model: Model,
  offset: number,
  items: readonly CompletionItem[],
  context: RuleContext,
): CompletionItem[] {
  const known: { better?: ReadonlyMap<string, string> } = {};
  const fill = (text: string): string =>
    text.replaceAll(snippetSlot, (slot, number: string, usual: string) => {
      known.better ??= betterTexts(model, offset, context);
      const better = known.better.get(usual);
      return better === undefined ? slot : `\${${number}:${better}}`;
    });
  return items.map((item) => {
    const { insertText, textEdit } = item;
    if (!(textEdit?.newText ?? insertText ?? '').includes('${')) {
      return item;
    }
    return {
      ...item,
      ...(insertText === undefined ? {} : { insertText: fill(insertText) }),
      ...(textEdit === undefined ? {} : { textEdit: { ...textEdit, newText: fill(textEdit.newText) } }),
    };
  });
}
