import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions, Position, Range } from 'vscode-languageserver-types';
import type { CheckedDocuments } from '../workspace/checked-documents.ts';
import { actions, type ActionRequest } from './actions.ts';
import { complete } from './completion.ts';
import { toDiagnostics } from './diagnostics.ts';
import type { DocumentFeatures, FeatureSources } from './document-features.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { documentLinks } from './links.ts';
import { definition, references } from './navigation.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { documentSymbols, foldingRanges, format, selectionRanges } from './structure.ts';

/** The features of network configurations. */
export class ConfigurationFeatures implements DocumentFeatures {
  readonly #checked: CheckedDocuments;
  readonly #sources: FeatureSources;

  constructor(checked: CheckedDocuments, sources: FeatureSources) {
    this.#checked = checked;
    this.#sources = sources;
  }

  diagnostics(document: TextDocument) {
    return toDiagnostics(this.#model(document), this.#findings(document));
  }

  codeActions(document: TextDocument, range: Range, request: ActionRequest) {
    return actions(this.#model(document), range, request, this.#findings(document), this.#sources.context(document));
  }

  async format(document: TextDocument, range: Range | undefined, options: FormattingOptions) {
    return format(this.#model(document), range, options, await this.#sources.json());
  }

  async complete(document: TextDocument, position: Position) {
    return complete(this.#model(document), position, await this.#sources.json(), this.#sources.context(document));
  }

  async hover(document: TextDocument, position: Position) {
    return hover(this.#model(document), position, await this.#sources.json(), this.#sources.context(document));
  }

  definition(document: TextDocument, position: Position) {
    return definition(this.#model(document), position, this.#sources.neighbors(document));
  }

  references(document: TextDocument, position: Position) {
    return references(this.#model(document), position, this.#sources.neighbors(document));
  }

  async selectionRanges(document: TextDocument, positions: Position[]) {
    return selectionRanges(this.#model(document), positions, await this.#sources.json());
  }

  async documentSymbols(document: TextDocument) {
    return documentSymbols(this.#model(document), await this.#sources.json());
  }

  async foldingRanges(document: TextDocument) {
    return foldingRanges(this.#model(document), await this.#sources.json());
  }

  documentLinks(document: TextDocument) {
    return documentLinks(this.#model(document), this.#sources.context(document).hostFacts);
  }

  inlayHints(document: TextDocument, range: Range) {
    return this.#sources.settings().inlayHints
      ? inlayHints(this.#model(document), range, this.#sources.context(document))
      : [];
  }

  semanticTokens(document: TextDocument) {
    return semanticTokens(this.#model(document));
  }

  #model(document: TextDocument) {
    return this.#checked.modelOf(document);
  }

  #findings(document: TextDocument) {
    return this.#checked.findingsOf(document, this.#sources.context(document));
  }
}
