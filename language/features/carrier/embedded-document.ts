import * as l10n from '@vscode/l10n';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import type { Embedded } from '../../carriers/embedded.ts';
import { spanInCarrier, type PositionMap } from '../../carriers/position-map.ts';
import { tokenChanges } from '../../carriers/token-changes.ts';
import { check, type Checked } from '../../check.ts';
import { embeddedLanguage, readModel, type Model } from '../../document/model.ts';
import { textOf } from '../../document/members.ts';
import type { Span } from '../../document/span.ts';
import { nameFromFile } from '../../rules/list/names.ts';
import { rulesWithout } from '../../rules/carrier/applicability.ts';
import type { TextChange } from '../../rules/rule.ts';
import type { RuleContext } from '../../workspace/context.ts';

/** An embedded configuration in its frame, independent of its position in the carrier. */
export class FramedConfiguration {
  readonly model: Model;
  readonly #own: Pick<RuleContext, 'excluded' | 'isForMultus' | 'suggestedName'>;
  #found?: { readonly outer: RuleContext; readonly own: RuleContext; checked?: readonly Checked[] };

  constructor(model: Model, own: Pick<RuleContext, 'excluded' | 'isForMultus' | 'suggestedName'>) {
    this.model = model;
    this.#own = own;
  }

  /** Returns the context of the configuration in a carrier with the context `outer`. */
  contextIn(outer: RuleContext): RuleContext {
    return this.#foundIn(outer).own;
  }

  findingsIn(outer: RuleContext): readonly Checked[] {
    const found = this.#foundIn(outer);
    return (found.checked ??= check(this.model, found.own));
  }

  #foundIn(outer: RuleContext) {
    if (this.#found === undefined || !isSameContext(this.#found.outer, outer)) {
      this.#found = { outer, own: { ...outer, neighbors: [], ...this.#own } };
    }
    return this.#found;
  }
}

/** Whether two contexts are equal for an embedded configuration, which has no neighbor files. */
function isSameContext(one: RuleContext, other: RuleContext): boolean {
  return (
    one === other ||
    (one.severities === other.severities && one.ignored === other.ignored && one.hostFacts === other.hostFacts)
  );
}

/** Returns a text that is equal for embedded configurations with equal findings. */
export function framedKey({ name = '', frame, text, isNameSupplied, isDeviceSupplied = false }: Embedded): string {
  return JSON.stringify([name, isNameSupplied, isDeviceSupplied, frame, text]);
}

/** Reads an embedded configuration in its frame, as the runtime gets it. */
export function readFramed(uri: string, embedded: Embedded): FramedConfiguration {
  const { frame, text } = embedded;
  const framed = TextDocument.create(uri, embeddedLanguage, 1, `${frame.before}${text}${frame.after}`);
  const suggestedName = nameFromFile(embedded.name ?? '');
  // The name is supplied by Multus, or by an operator that creates a definition for it.
  const isForMultus = embedded.isNameSupplied;
  return new FramedConfiguration(readModel(framed), { excluded: rulesWithout(embedded), isForMultus, suggestedName });
}

/** The changes of a carrier for a change of an embedded configuration, or the reason why there are none. */
export type ChangesInCarrier = { readonly changes: readonly TextChange[] } | { readonly refused: string };

/** An offset of the framed configuration. */
interface InnerOffset {
  readonly offset: number;
  /** Whether the position in the carrier is in an indentation, which belongs to no character. */
  readonly isGap: boolean;
}

/**
 * An embedded configuration at its position in a carrier. It converts positions between the two: "inner" ones are those of
 * the configuration in its frame.
 */
export class EmbeddedDocument {
  readonly embedded: Embedded;
  readonly framed: FramedConfiguration;
  readonly #carrier: TextDocument;
  readonly #before: number;

  constructor(carrier: TextDocument, embedded: Embedded, framed: FramedConfiguration) {
    this.#carrier = carrier;
    this.embedded = embedded;
    this.framed = framed;
    this.#before = embedded.frame.before.length;
  }

  get model(): Model {
    return this.framed.model;
  }

  /** The offsets at which the text begins and ends in the carrier. */
  get bounds(): { readonly start: number; readonly end: number } {
    const { map, text } = this.embedded;
    return { start: map.start(0), end: map.end(text.length) };
  }

  /** The name of the network in the text. */
  get networkName(): string | undefined {
    const node = this.model.name?.value;
    const name = textOf(node);
    return node === undefined || name === '' || this.spanInCarrier(node) === undefined ? undefined : name;
  }

  /** Converts an inner span to a span of the text; undefined if it begins in the frame. A longer one is cut. */
  #spanInText({ offset, length }: Span): Span | undefined {
    const { text } = this.embedded;
    const start = offset - this.#before;
    const isWhole = this.#before === 0;
    if (start < 0 || start > text.length || (!isWhole && start === text.length && text !== '')) {
      return undefined;
    }
    return { offset: start, length: Math.min(length, text.length - start) };
  }

  /** Converts an inner span to a span of the carrier; undefined if it begins in the frame. */
  spanInCarrier(span: Span): Span | undefined {
    const own = this.#spanInText(span);
    return own && spanInCarrier(this.embedded.map, own);
  }

  /** Converts an inner range to a range of the carrier; undefined if a part of it is in the frame. */
  rangeInCarrier({ start, end }: Range): Range | undefined {
    const { document } = this.model;
    const offset = document.offsetAt(start) - this.#before;
    const length = document.offsetAt(end) - this.#before - offset;
    if (offset < 0 || offset + length > this.embedded.text.length) {
      return undefined;
    }
    const span = spanInCarrier(this.embedded.map, { offset, length });
    return { start: this.#carrier.positionAt(span.offset), end: this.#carrier.positionAt(span.offset + span.length) };
  }

  /** Converts an inner position that ends something to a position of the carrier; undefined if it is in the frame. */
  endInCarrier(position: Position): Position | undefined {
    const offset = this.model.document.offsetAt(position) - this.#before;
    const isInside = offset >= 0 && offset <= this.embedded.text.length;
    return isInside ? this.#carrier.positionAt(this.embedded.map.end(offset)) : undefined;
  }

  /** Converts an offset of the carrier to an inner offset; undefined if it is outside of the text. */
  innerOffset(position: number): InnerOffset | undefined {
    const { map, text } = this.embedded;
    const { start, end } = this.bounds;
    const isBlock = this.#carrier.getText().charCodeAt(end - 1) === lineFeed;
    if (position < start || position > end || (isBlock && position === end && text !== '')) {
      return undefined;
    }
    const next = firstFrom(map, text.length, position);
    const isAmid = next > 0 && position < map.end(next) && map.start(next) > position;
    if (!isAmid) {
      return { offset: this.#before + next, isGap: map.start(next) > position };
    }
    // Amid an escape, or the source of several characters. A folded line break is white space on both sides.
    const piece = map.start(next - 1);
    const isSpace = this.#carrier.getText().slice(piece, position).trim() === '';
    return { offset: this.#before + (isSpace ? next : firstFrom(map, text.length, piece)), isGap: false };
  }

  /** Converts a range of the carrier that touches the text to an inner range. */
  innerRange(from: number, to: number): Range {
    const { start, end } = this.bounds;
    const last = this.#before + this.embedded.text.length;
    const inner = (offset: number): Position =>
      this.model.document.positionAt(
        offset <= start ? this.#before : offset >= end ? last : (this.innerOffset(offset)?.offset ?? last),
      );
    return { start: inner(from), end: inner(to) };
  }

  /** Converts changes of the framed configuration to changes of the carrier. Equal tokens and their line breaks stay. */
  changesInCarrier(changes: readonly TextChange[]): ChangesInCarrier {
    const own: TextChange[] = [];
    for (const change of changes) {
      const span = this.#spanInText(change);
      if (span === undefined || span.length !== change.length) {
        return { refused: l10n.t('The fix is for another part of the configuration.') };
      }
      own.push(...tokenChanges(this.embedded.text, { ...change, offset: span.offset }));
    }
    return this.embedded.edit(own);
  }
}

const lineFeed = 10;

/** Returns the first offset of a text whose source is at or after a position. */
function firstFrom(map: PositionMap, length: number, position: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (map.start(middle) < position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
