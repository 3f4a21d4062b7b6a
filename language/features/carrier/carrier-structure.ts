import type { DocumentSymbol, FoldingRange, Position, SelectionRange, SymbolKind } from 'vscode-languageserver-types';
import type { JSONLanguage } from '../json-language.ts';
import { documentSymbols, foldingRanges, isWithin, selectionRanges } from '../structure.ts';
import type { EmbeddedDocument } from './embedded-document.ts';
import type { OpenedCarrier } from './opened-carrier.ts';

/** LSP's SymbolKind. */
const moduleSymbol: SymbolKind = 2;

/** Converts symbols; of one that is partly in the frame, only those inside it remain. */
function symbolsIn(one: EmbeddedDocument, symbols: readonly DocumentSymbol[]): DocumentSymbol[] {
  return symbols.flatMap((symbol) => {
    const range = one.rangeInCarrier(symbol.range);
    const selectionRange = one.rangeInCarrier(symbol.selectionRange);
    const children = symbolsIn(one, symbol.children ?? []);
    return range === undefined || selectionRange === undefined
      ? children
      : [{ ...symbol, range, selectionRange, ...(symbol.children === undefined ? {} : { children }) }];
  });
}

/** Returns a symbol for each embedded configuration, with its name and position, around the outline of its JSON. */
export function outlineOfCarrier(carrier: OpenedCarrier, language: JSONLanguage): DocumentSymbol[] {
  return carrier.embedded.map((one) => {
    const { where, name } = one.embedded;
    const { start, end } = one.bounds;
    const range = carrier.rangeOf({ offset: start, length: end - start });
    return {
      name: one.networkName ?? (name === undefined || name === '' ? where : name),
      detail: where,
      kind: moduleSymbol,
      range,
      selectionRange: range,
      children: symbolsIn(one, documentSymbols(one.model, language)),
    };
  });
}

function foldingIn(carrier: OpenedCarrier, one: EmbeddedDocument, language: JSONLanguage): FoldingRange[] {
  const { document } = one.model;
  /** Returns the line of the carrier with the first character of an inner line. */
  const lineOf = (line: number): number => {
    const offset = document.offsetAt({ line, character: 0 });
    const span = one.spanInCarrier({ offset: Math.max(offset, one.embedded.frame.before.length), length: 0 });
    return carrier.document.positionAt(span?.offset ?? one.bounds.end).line;
  };
  return foldingRanges(one.model, language).flatMap(({ startLine, endLine, kind }) => {
    const [from, to] = [lineOf(startLine), lineOf(endLine)];
    return from < to ? [{ startLine: from, endLine: to, ...(kind === undefined ? {} : { kind }) }] : [];
  });
}

/** Returns the ranges that can be folded. Undefined without any, so that the editor folds by indentation. */
export function foldingInCarrier(carrier: OpenedCarrier, language: JSONLanguage): FoldingRange[] | undefined {
  const ranges = carrier.embedded.flatMap((one) => foldingIn(carrier, one, language));
  return ranges.length === 0 ? undefined : ranges;
}

/** Returns the nested ranges around each position; outside of configurations, only the position. */
export function selectionInCarrier(
  carrier: OpenedCarrier,
  positions: readonly Position[],
  language: JSONLanguage,
): SelectionRange[] {
  return positions.map((position) => {
    const nothing: SelectionRange = { range: { start: position, end: position } };
    const offset = carrier.document.offsetAt(position);
    const one = carrier.at(offset);
    const inner = one?.innerOffset(offset);
    if (one === undefined || inner === undefined) {
      return nothing;
    }
    const innerPosition = one.model.document.positionAt(inner.offset);
    const [found] = selectionRanges(one.model, [innerPosition], language);
    return (found && mapped(one, found, position)) ?? nothing;
  });
}

/** Converts nested ranges. Those that are not around each other and the position, or reach into the frame, are left out. */
function mapped(
  one: EmbeddedDocument,
  { range, parent }: SelectionRange,
  position: Position,
): SelectionRange | undefined {
  const outer = parent && mapped(one, parent, position);
  const own = one.rangeInCarrier(range);
  if (own === undefined || !isWithin({ start: position, end: position }, own)) {
    return outer;
  }
  if (outer === undefined) {
    return { range: own };
  }
  return isWithin(own, outer.range) ? { range: own, parent: outer } : outer;
}
