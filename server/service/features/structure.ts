import type {
  DocumentSymbol,
  FoldingRange,
  FormattingOptions,
  Position,
  Range,
  SelectionRange,
  TextEdit,
} from 'vscode-json-languageservice';
import { textOf } from '../members.ts';
import type { Model } from '../model.ts';
import type { JSONLanguage } from './json-language.ts';

/** The outline: as JSON, but plugin configurations are called by their type, with their IPAM beside it. */
export function documentSymbols(model: Model, language: JSONLanguage): DocumentSymbol[] {
  const symbols = language.plain.findDocumentSymbols2(model.document, language.documentOf(model));
  if (model.content !== 'list') return symbols;
  const byStart = new Map(model.plugins.map((plugin) => [plugin.node.offset, plugin]));
  return symbols.map((symbol) => {
    if (symbol.name === 'name') return { ...symbol, detail: textOf(model.name?.value) ?? symbol.detail ?? '' };
    if (symbol.name !== 'plugins') return symbol;
    const children = (symbol.children ?? []).map((child) => {
      const plugin = byStart.get(model.document.offsetAt(child.range.start));
      if (!plugin?.typeName) return child;
      return { ...child, name: plugin.typeName, detail: plugin.ipam?.typeName ?? '' };
    });
    return { ...symbol, children };
  });
}

/** The stretches that can be folded. */
export function foldingRanges(model: Model, language: JSONLanguage): FoldingRange[] {
  return language.plain.getFoldingRanges(model.document);
}

/** For each position, the nested stretches around it. */
export function selectionRanges(model: Model, positions: Position[], language: JSONLanguage): SelectionRange[] {
  return language.plain.getSelectionRanges(model.document, positions, language.documentOf(model));
}

/** The edits that format a document, or a range of it. */
export function format(
  model: Model,
  range: Range | undefined,
  options: FormattingOptions,
  language: JSONLanguage,
): TextEdit[] {
  return language.plain.format(model.document, range, options);
}
