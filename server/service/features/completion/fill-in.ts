import type { CompletionItem } from 'vscode-json-languageservice';
import { freeSubnets } from '../../directory/free-subnets.ts';
import type { Model } from '../../model.ts';
import { nameFromFile } from '../../rules/names.ts';
import type { RuleContext } from '../../rules/rule.ts';
import { nextBridge } from './interfaces.ts';

/** The texts that our snippets have to type over, with what fits here better. */
function betterTexts(model: Model, offset: number, context: RuleContext): ReadonlyMap<string, string> {
  const [wide] = freeSubnets(model, offset, context);
  const device = context.hostFacts?.routes?.find(({ destination }) => destination === 'default')?.device;
  const taken = new Set((context.neighbours ?? []).map(({ name }) => name?.text));
  const name = nameFromFile(model.document.uri);
  return new Map([
    ['cni0', nextBridge(context)],
    ...(wide === undefined ? [] : [['10.88.0.0/16', wide] as const]),
    ...(device === undefined ? [] : [['eth0', device] as const]),
    ...(taken.has(name) ? [] : [['mynet', name] as const]),
  ]);
}

const SLOT = /\$\{(\d+):([^}]*)\}/g;

/** Items whose texts to type over are those of this place: a subnet and a bridge that nobody has, the host's interface, the file's name. */
export function filledIn(
  model: Model,
  offset: number,
  items: readonly CompletionItem[],
  context: RuleContext,
): CompletionItem[] {
  const known: { better?: ReadonlyMap<string, string> } = {};
  const fill = (text: string): string =>
    text.replaceAll(SLOT, (slot, number: string, usual: string) => {
      known.better ??= betterTexts(model, offset, context);
      const better = known.better.get(usual);
      return better === undefined ? slot : `\${${number}:${better}}`;
    });
  return items.map((item) => {
    const { insertText, textEdit } = item;
    if (!(textEdit?.newText ?? insertText ?? '').includes('${')) return item;
    return {
      ...item,
      ...(insertText === undefined ? {} : { insertText: fill(insertText) }),
      ...(textEdit === undefined ? {} : { textEdit: { ...textEdit, newText: fill(textEdit.newText) } }),
    };
  });
}
