import type {
  DocumentSymbol,
  FoldingRange,
  FormattingOptions,
  Position,
  Range,
  SelectionRange,
  TextEdit,
} from 'vscode-json-languageservice';
import { textOf } from '../document/members.ts';
import type { Model } from '../document/model.ts';
import type { JSONLanguage } from './json-language.ts';

/** Returns the outline of the JSON, where plugin configurations have their type as name and their IPAM type as detail. */
export function documentSymbols(model: Model, language: JSONLanguage): DocumentSymbol[] {
  const symbols = language.plain.findDocumentSymbols2(model.document, language.documentOf(model));
  if (model.content !== 'list') {
    return symbols;
  }
  const byStart = new Map(model.plugins.map((plugin) => [plugin.node.offset, plugin]));
  return symbols.map((symbol) => {
    if (symbol.name === 'name') {
      return { ...symbol, detail: textOf(model.name?.value) ?? symbol.detail ?? '' };
    }
    if (symbol.name !== 'plugins') {
      return symbol;
    }
    const children = (symbol.children ?? []).map((child) => {
      const plugin = byStart.get(model.document.offsetAt(child.range.start));
      if (!plugin?.writtenType) {
        return child;
      }
      return { ...child, name: plugin.writtenType, detail: plugin.ipam?.writtenType ?? '' };
    });
    return { ...symbol, children };
  });
}

/** Returns the ranges that can be folded. */
export function foldingRanges(model: Model, language: JSONLanguage): FoldingRange[] {
  return language.plain.getFoldingRanges(model.document);
}

/** Returns the nested ranges around each position. */
export function selectionRanges(model: Model, positions: Position[], language: JSONLanguage): SelectionRange[] {
  return language.plain.getSelectionRanges(model.document, positions, language.documentOf(model)).map(growing);
}

/** Leaves out ranges that are not inside the next one, which the library returns for some errors. VS Code rejects them. */
function growing({ range, parent }: SelectionRange): SelectionRange {
  const outer = parent && growing(parent);
  if (outer === undefined) {
    return { range };
  }
  return isWithin(range, outer.range) ? { range, parent: outer } : outer;
}

const isBefore = (one: Position, other: Position): boolean =>
  one.line < other.line || (one.line === other.line && one.character <= other.character);

/** Whether a range is inside another one. */
export function isWithin({ start, end }: Range, outer: Range): boolean {
  return isBefore(outer.start, start) && isBefore(start, end) && isBefore(end, outer.end);
}

/** Returns the edits that format a document, or a range of it. */
export function format(
  model: Model,
  range: Range | undefined,
  options: FormattingOptions,
  language: JSONLanguage,
): TextEdit[] {
  return language.plain.format(model.document, range, options);
}
