import {
  ClientCapabilities,
  getLanguageService,
  type JSONDocument,
  type LanguageService,
} from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Model } from '../model.ts';
import { compose, type Composed } from '../schema/compose.ts';

/** Documents of so many different make-ups keep their schema ready. */
const MOST_SERVICES = 6;

/**
 * The JSON language service, one instance per make-up of a document (which types stand where): configuring one anew
 * would drop its resolved schemas at every change. Its validator stays off.
 */
export class JSONLanguage {
  readonly #services = new Map<string, LanguageService>();
  readonly #documents = new WeakMap<Model, JSONDocument>();
  readonly #schemaless = new WeakMap<Model, { readonly document: TextDocument; readonly tree: JSONDocument }>();
  #plain: LanguageService | undefined;

  /** For what needs no schema: symbols, folding, selection, formatting. */
  get plain(): LanguageService {
    this.#plain ??= getLanguageService({});
    return this.#plain;
  }

  /** For completion and hover: knows the schema of this document. */
  serviceFor(model: Model): LanguageService {
    const composed = compose(model);
    const service = this.#services.get(composed.key) ?? create(composed);
    this.#services.delete(composed.key);
    this.#services.set(composed.key, service);
    const [oldest] = this.#services.keys();
    if (this.#services.size > MOST_SERVICES && oldest !== undefined) this.#services.delete(oldest);
    return service;
  }

  /**
   * A document for completion and hover: without its `$schema`, which the service would follow in place of ours (and
   * find nothing there, for it loads no URL). All offsets are those of the document.
   */
  schemaless(model: Model): { readonly document: TextDocument; readonly tree: JSONDocument } {
    const { document } = model;
    const text = model.parsed.text;
    if (!text.includes('"$schema"')) return { document, tree: this.documentOf(model) };
    const known = this.#schemaless.get(model);
    if (known !== undefined) return known;
    const without = TextDocument.create(
      document.uri,
      document.languageId,
      document.version,
      text.replaceAll('"$schema"', '"_schema"'),
    );
    const made = { document: without, tree: this.plain.parseJSONDocument(without) };
    this.#schemaless.set(model, made);
    return made;
  }

  /** The service's own tree of a document, made when first asked for. */
  documentOf(model: Model): JSONDocument {
    const document = this.#documents.get(model) ?? this.plain.parseJSONDocument(model.document);
    this.#documents.set(model, document);
    return document;
  }
}

function create(composed: Composed): LanguageService {
  const service = getLanguageService({ clientCapabilities: ClientCapabilities.LATEST });
  const uri = 'cni://schema/document';
  service.configure({ validate: false, schemas: [{ uri, fileMatch: ['*'], schema: composed.schema() }] });
  return service;
}
