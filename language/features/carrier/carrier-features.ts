import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionList, Position, Range, TextEdit } from 'vscode-languageserver-types';
import type { ActionRequest } from '../actions.ts';
import { noticeDiagnostic } from '../diagnostics.ts';
import type { DocumentFeatures, FeatureSources } from '../document-features.ts';
import { actionsInCarrier } from './carrier-actions.ts';
import { completeInCarrier } from './carrier-completion.ts';
import {
  definitionInCarrier,
  hintsInCarrier,
  hoverInCarrier,
  linksInCarrier,
  referencesInCarrier,
  tokensInCarrier,
} from './carrier-positions.ts';
import { foldingInCarrier, outlineOfCarrier, selectionInCarrier } from './carrier-structure.ts';
import { networkDefinition, networkReferences } from './network-navigation.ts';
import type { OpenedCarrier, OpenedCarriers } from './opened-carrier.ts';
import { diagnosticOf, placedFindings } from './placed-findings.ts';

/** The features of files that contain network configurations. There are none outside of those configurations. */
export class CarrierFeatures implements DocumentFeatures {
  readonly #carriers: OpenedCarriers;
  readonly #sources: FeatureSources;

  constructor(carriers: OpenedCarriers, sources: FeatureSources) {
    this.#carriers = carriers;
    this.#sources = sources;
  }

  diagnostics(document: TextDocument) {
    const carrier = this.#opened(document);
    return [
      ...placedFindings(carrier, this.#context(document), this.#sources.carriers()).map(diagnosticOf),
      ...carrier.notices.map(({ range, message }) => noticeDiagnostic(range, message)),
    ];
  }

  codeActions(document: TextDocument, range: Range, request: ActionRequest) {
    const carrier = this.#opened(document);
    const context = this.#context(document);
    const findings = placedFindings(carrier, context, this.#sources.carriers());
    return actionsInCarrier(carrier, range, request, findings, context);
  }

  /** The rest of the file has another formatter. */
  format(): Promise<TextEdit[]> {
    return Promise.resolve([]);
  }

  async complete(document: TextDocument, position: Position): Promise<CompletionList> {
    return completeInCarrier(this.#opened(document), position, await this.#sources.json(), this.#context(document));
  }

  async hover(document: TextDocument, position: Position) {
    return hoverInCarrier(this.#opened(document), position, await this.#sources.json(), this.#context(document));
  }

  definition(document: TextDocument, position: Position) {
    const carrier = this.#opened(document);
    const found = networkDefinition(carrier, document.offsetAt(position), this.#sources.carriers());
    return found ?? definitionInCarrier(carrier, position);
  }

  references(document: TextDocument, position: Position) {
    const carrier = this.#opened(document);
    const found = networkReferences(carrier, document.offsetAt(position), this.#sources.carriers());
    return found ?? referencesInCarrier(carrier, position);
  }

  async selectionRanges(document: TextDocument, positions: Position[]) {
    return selectionInCarrier(this.#opened(document), positions, await this.#sources.json());
  }

  async documentSymbols(document: TextDocument) {
    return outlineOfCarrier(this.#opened(document), await this.#sources.json());
  }

  async foldingRanges(document: TextDocument) {
    return foldingInCarrier(this.#opened(document), await this.#sources.json());
  }

  documentLinks(document: TextDocument) {
    return linksInCarrier(this.#opened(document), this.#context(document));
  }

  inlayHints(document: TextDocument, range: Range) {
    return this.#sources.settings().inlayHints
      ? hintsInCarrier(this.#opened(document), range, this.#context(document))
      : [];
  }

  semanticTokens(document: TextDocument) {
    return tokensInCarrier(this.#opened(document));
  }

  #opened(document: TextDocument): OpenedCarrier {
    return this.#carriers.of(document, this.#sources.settings().isCarrierEnabled);
  }

  #context(document: TextDocument) {
    return this.#sources.context(document);
  }
}
