import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver-types';
import { exactMember, foldedMember } from '../../document/members.ts';
import { readModel, type Model } from '../../document/model.ts';
import type { RuleContext } from '../../workspace/context.ts';
import { complete } from '../completion.ts';
import type { JSONLanguage } from '../json-language.ts';
import type { EmbeddedDocument } from './embedded-document.ts';
import { insertionPoint, isAround, quoteOf, type InsertionPoint } from './insertion.ts';
import type { OpenedCarrier } from './opened-carrier.ts';
import { plainText, snippetText } from './snippet-text.ts';

/** LSP's InsertTextFormat and InsertTextMode. */
const asSnippet = 2;
const asIs = 1;

/** Returns a configuration read as the file that a runtime would load. */
function readAs({ embedded, model }: EmbeddedDocument, extension: 'conf' | 'conflist'): Model {
  return readModel(TextDocument.create(`${model.document.uri}.${extension}`, 'cni', 1, embedded.text));
}

/** Returns the ways to read a configuration: as a list and as a single plugin, while its text leaves both open. */
function readings(one: EmbeddedDocument): readonly Model[] {
  const { root, parsed } = one.model;
  const { frame } = one.embedded;
  const isPart = frame.before !== '' || frame.after !== '';
  const isOpen = root === undefined ? parsed.text.trim() === '' : root.type === 'object';
  const isDecided = exactMember(root, 'plugins') !== undefined || foldedMember(root, 'type') !== undefined;
  return isPart || !isOpen || isDecided ? [one.model] : [readAs(one, 'conflist'), readAs(one, 'conf')];
}

/** Returns the text as it is written in quotes, which an editor compares with the text before the cursor. */
function quoted(text: string, quote: string | undefined): string {
  if (quote === undefined) {
    return text;
  }
  return quote === '"' ? text.replaceAll(/["\\]/g, String.raw`\$&`) : text.replaceAll("'", "''");
}

/** Converts an item to one of the carrier; undefined if the carrier cannot hold its text. */
function itemInCarrier(
  { document }: OpenedCarrier,
  { one, offset, place }: InsertionPoint,
  at: number,
  item: CompletionItem,
): CompletionItem | undefined {
  const { textEdit, insertText, insertTextFormat, label, filterText = label } = item;
  const inner = one.model.document;
  const range = textEdit !== undefined && 'range' in textEdit ? textEdit.range : undefined;
  const [from, to] = range === undefined ? [offset, offset] : [inner.offsetAt(range.start), inner.offsetAt(range.end)];
  const written = textEdit?.newText ?? insertText ?? label;
  const { text, restore } = insertTextFormat === asSnippet ? snippetText(written) : plainText(written);
  const change = place({ offset: from, length: to - from, text });
  if (change === undefined || !isAround(document, change, at)) {
    return undefined;
  }
  const edit = {
    range: { start: document.positionAt(change.offset), end: document.positionAt(change.offset + change.length) },
    newText: restore(change.text),
  };
  const filter = quoted(filterText, quoteOf(document, one));
  const { insertText: _, ...rest } = item;
  return { ...rest, insertTextMode: asIs, textEdit: edit, ...(filter === label ? {} : { filterText: filter }) };
}

/** Completes at a position of a carrier, also in a place for a configuration that is still blank. */
export async function completeInCarrier(
  carrier: OpenedCarrier,
  position: Position,
  language: JSONLanguage,
  context: RuleContext,
): Promise<CompletionList> {
  const { document, embedded, blank } = carrier;
  const at = document.offsetAt(position);
  const point = insertionPoint(document, [...embedded, ...blank], at);
  if (point === undefined) {
    return { isIncomplete: false, items: [] };
  }
  const { one, offset } = point;
  const own = one.framed.contextIn(context);
  const lists = await Promise.all(
    readings(one).map((model) => complete(model, model.document.positionAt(offset), language, own)),
  );
  const byLabel = new Map(
    lists
      .flatMap(({ items }) => items)
      .toReversed()
      .map((item) => [item.label, item]),
  );
  const items = [...byLabel.values()].toReversed().flatMap((item) => itemInCarrier(carrier, point, at, item) ?? []);
  return { isIncomplete: lists.some(({ isIncomplete }) => isIncomplete), items };
}
