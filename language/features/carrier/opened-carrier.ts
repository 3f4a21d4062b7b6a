import * as l10n from '@vscode/l10n';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import type { CarrierContents } from '../../carriers/embedded.ts';
import { carrierPath, mayEmbed, type IsEnabled } from '../../carriers/recognition.ts';
import { largestCarrier, readCarrier } from '../../carriers/registry.ts';
import { checkCarrier, type Checked } from '../../check.ts';
import { pathOf } from '../../document/model.ts';
import type { Span } from '../../document/span.ts';
import { isTooLarge, notAnalyzed } from '../../document/text-limit.ts';
import type { RuleContext } from '../../workspace/context.ts';
import type { KnownCarriers } from '../../workspace/known-carriers.ts';
import { EmbeddedDocument, framedKey, readFramed, type FramedConfiguration } from './embedded-document.ts';

/** A part of a carrier that is not checked, with the reason. */
export interface Notice {
  readonly range: Range;
  readonly message: string;
}

/** A version of a carrier with its configurations. */
export class OpenedCarrier {
  readonly document: TextDocument;
  readonly version: number;
  readonly isEnabled: IsEnabled;
  readonly contents: CarrierContents;
  /** The configurations that are analyzed, in the order of the text. */
  readonly embedded: readonly EmbeddedDocument[];
  /** Places for configurations. */
  readonly blank: readonly EmbeddedDocument[];
  readonly notices: readonly Notice[];
  readonly #framed: ReadonlyMap<string, FramedConfiguration>;
  #ownFindings?: {
    readonly context: RuleContext;
    readonly known: KnownCarriers;
    readonly checked: readonly Checked[];
  };

  /** @param before an earlier version, whose unchanged configurations are not read again */
  constructor(document: TextDocument, isEnabled: IsEnabled, before?: OpenedCarrier) {
    this.document = document;
    this.version = document.version;
    this.isEnabled = isEnabled;
    const text = document.getText();
    const size = Buffer.byteLength(text);
    const path = carrierPath(pathOf(document.uri), document.languageId);
    this.contents = readCarrier(text, path, isEnabled);
    const framed = new Map<string, FramedConfiguration>();
    const known = before === undefined ? undefined : before.#framed;
    const open = (embedded: CarrierContents['embedded'][number]): EmbeddedDocument => {
      const key = framedKey(embedded);
      const one = framed.get(key) ?? known?.get(key) ?? readFramed(document.uri, embedded);
      framed.set(key, one);
      return new EmbeddedDocument(document, embedded, one);
    };
    this.embedded = this.contents.embedded.filter((one) => !isTooLarge(one.text)).map(open);
    this.blank = this.contents.blank.map(open);
    this.#framed = framed;
    const isAboveLimit = size > largestCarrier && mayEmbed(text, path, isEnabled);
    this.notices = isAboveLimit ? [this.#tooLarge(size)] : [...this.#notices()];
  }

  /** Whether this is the current version of the document, read with the same carriers. */
  isCurrent(document: TextDocument, isEnabled: IsEnabled): boolean {
    return this.document === document && this.version === document.version && this.isEnabled === isEnabled;
  }

  /** Number of embedded configurations, and of definitions and annotations without one. */
  get found(): number {
    const { embedded, definitions, selections, unresolved } = this.contents;
    return embedded.length + selections.length + unresolved.length + definitions.filter((one) => !one.embedded).length;
  }

  /** Returns the findings about the carrier itself, with spans of the carrier. */
  ownFindings(context: RuleContext, known: KnownCarriers): readonly Checked[] {
    if (this.#ownFindings?.context !== context || this.#ownFindings.known !== known) {
      const checked = checkCarrier(this.contents, this.document.uri, context, known);
      this.#ownFindings = { context, known, checked };
    }
    return this.#ownFindings.checked;
  }

  rangeOf({ offset, length }: Span): Range {
    return { start: this.document.positionAt(offset), end: this.document.positionAt(offset + length) };
  }

  /** Returns the configuration at an offset. */
  at(offset: number): EmbeddedDocument | undefined {
    return this.embedded.find((one) => one.innerOffset(offset) !== undefined);
  }

  /** Returns the configurations that a range touches. */
  touching(from: number, to: number): readonly EmbeddedDocument[] {
    return this.embedded.filter(({ bounds: { start, end } }) => start <= to && from <= end);
  }

  #tooLarge(size: number): Notice {
    return { range: this.rangeOf({ offset: 0, length: 1 }), message: notAnalyzed(size, largestCarrier) };
  }

  *#notices(): Generator<Notice> {
    for (const { span, where, reason } of this.contents.unresolved) {
      yield { range: this.rangeOf(span), message: l10n.t('{0}: Not checked. {1}', where, reason) };
    }
    for (const { text, map, where } of this.contents.embedded) {
      if (isTooLarge(text)) {
        const message = l10n.t('{0}: {1}', where, notAnalyzed(Buffer.byteLength(text)));
        yield { range: this.rangeOf({ offset: map.start(0), length: 1 }), message };
      }
    }
  }
}

/** Number of carriers kept. The least recently used one is dropped first. */
const mostEntries = 12;

/** Opened carriers, read once per version. */
export class OpenedCarriers {
  readonly #entries = new Map<string, OpenedCarrier>();

  of(document: TextDocument, isEnabled: IsEnabled): OpenedCarrier {
    const before = this.#entries.get(document.uri);
    const isCurrent = before?.isCurrent(document, isEnabled) === true;
    const entry = isCurrent ? before : new OpenedCarrier(document, isEnabled, before);
    // The most recently used entry is the last of the map.
    this.#entries.delete(document.uri);
    this.#entries.set(document.uri, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > mostEntries && oldest !== undefined) {
      this.#entries.delete(oldest);
    }
    return entry;
  }

  /** Forgets all documents. */
  clear(): void {
    this.#entries.clear();
  }

  /** Forgets a document that was closed. */
  close(uri: string): void {
    this.#entries.delete(uri);
  }
}
