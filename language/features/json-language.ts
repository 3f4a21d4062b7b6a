import {
  ClientCapabilities,
  getLanguageService,
  type JSONDocument,
  type LanguageService,
} from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Model } from '../document/model.ts';
import { plainText } from '../document/parse.ts';
import { compose, type Composed } from './composed-schema.ts';

/** Number of composed schemas that are kept. */
const mostServices = 6;

/**
 * The JSON language service, one instance per structure of a document (the types and their positions). Reconfiguring a
 * single instance would drop its resolved schemas at every change. Its validator stays off.
 */
export class JSONLanguage {
  readonly #services = new Map<string, LanguageService>();
  readonly #documents = new WeakMap<Model, JSONDocument>();
  readonly #schemaless = new WeakMap<Model, { readonly document: TextDocument; readonly tree: JSONDocument }>();
  #plain: LanguageService | undefined;

  /** The service for features without a schema: symbols, folding, selection, formatting. */
  get plain(): LanguageService {
    this.#plain ??= getLanguageService({});
    return this.#plain;
  }

  /** Returns the service for completion and hover, with the schema of this document. */
  serviceFor(model: Model): LanguageService {
    const composed = compose(model);
    const service = this.#services.get(composed.key) ?? create(composed);
    this.#services.delete(composed.key);
    this.#services.set(composed.key, service);
    const [oldest] = this.#services.keys();
    if (this.#services.size > mostServices && oldest !== undefined) {
      this.#services.delete(oldest);
    }
    return service;
  }

  /**
   * Returns a document for completion and hover without its `$schema`, which the service would use instead of ours and
   * could not load, and of a template as JSON. All offsets stay the same.
   */
  schemaless(model: Model): { readonly document: TextDocument; readonly tree: JSONDocument } {
    const { document } = model;
    const text = plainText(model.parsed);
    if (text === model.parsed.text && !text.includes('"$schema"')) {
      return { document, tree: this.documentOf(model) };
    }
    const known = this.#schemaless.get(model);
    if (known !== undefined) {
      return known;
    }
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

  /** Returns the service's own tree of a document, parsed on the first call. */
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
