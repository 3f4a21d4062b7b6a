import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range, TextEdit } from 'vscode-languageserver-types';
import { applyChanges, compact, type CarrierEdit } from '../carriers/edits.ts';
import type { Embedded } from '../carriers/embedded.ts';
import { spanInCarrier } from '../carriers/position-map.ts';
import { tokenChanges } from '../carriers/token-changes.ts';
import type { TextChange } from '../rules/rule.ts';

/** Identifies an embedded configuration in all versions of its carrier. */
export interface EmbeddedPlace {
  /** Its position: `spec.config`. */
  readonly where: string;
  /** Name of the object or file that holds it. */
  readonly name?: string | undefined;
  /** Namespace of the definition that holds it, if the file determines it. */
  readonly namespace?: string | undefined;
  /** Its index among those with the same position, name and namespace. */
  readonly index: number;
}

/** An embedded configuration, for commands of a client. */
export interface EmbeddedText {
  readonly kind: Embedded['kind'];
  readonly place: EmbeddedPlace;
  readonly text: string;
  /** The range of the text in the carrier. */
  readonly range: Range;
  /** Whether the runtime fills in `name` where it is empty. */
  readonly isNameSupplied: boolean;
  /** Whether the runtime adds the device that a device plugin allocated. */
  readonly isDeviceSupplied?: boolean | undefined;
}

/** The edits of a carrier, or why there are none. */
export type EmbeddedEdit =
  | {
      readonly kind: 'edits';
      readonly edits: readonly TextEdit[];
      /** The text of the configuration after the edits. Its white space may differ from the wanted one. */
      readonly text: string;
    }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'changed' | 'missing' };

/** A new text for an embedded configuration. */
export interface EmbeddedChange {
  readonly place: EmbeddedPlace;
  /** The text that the new one was made from. Another text in the carrier is a conflict. */
  readonly before: string;
  readonly after: string;
}

/** Reads the configurations of a text. */
type Read = (text: string) => readonly Embedded[];

function* placed(embedded: readonly Embedded[]): Generator<readonly [EmbeddedPlace, Embedded]> {
  const counts = new Map<string, number>();
  for (const one of embedded) {
    const key = JSON.stringify([one.where, one.name, one.namespace]);
    const index = counts.get(key) ?? 0;
    counts.set(key, index + 1);
    const { where, name, namespace } = one;
    yield [{ where, name, index, ...(namespace === undefined ? {} : { namespace }) }, one];
  }
}

function find(embedded: readonly Embedded[], wanted: EmbeddedPlace): Embedded | undefined {
  for (const [{ where, name, namespace, index }, one] of placed(embedded)) {
    const isSameObject = name === (wanted.name ?? undefined) && namespace === (wanted.namespace ?? undefined);
    if (where === wanted.where && isSameObject && index === wanted.index) {
      return one;
    }
  }
  return undefined;
}

/** Returns the configuration at a place, or the only one with this text if the place is gone: its object was renamed. */
function findWithText(embedded: readonly Embedded[], wanted: EmbeddedPlace, text: string): Embedded | undefined {
  const there = find(embedded, wanted);
  if (there !== undefined) {
    return there;
  }
  const [moved, another] = embedded.filter((one) => one.where === wanted.where && one.text === text);
  return another === undefined ? moved : undefined;
}

/** Returns the configurations of a carrier, in the order of its text. */
export function embeddedTexts(document: TextDocument, embedded: readonly Embedded[]): EmbeddedText[] {
  return [...placed(embedded)].map(([place, one]) => {
    const { kind, text, map, isNameSupplied, isDeviceSupplied } = one;
    const { offset, length } = spanInCarrier(map, { offset: 0, length: text.length });
    const range = { start: document.positionAt(offset), end: document.positionAt(offset + length) };
    return { kind, place, text, range, isNameSupplied, isDeviceSupplied };
  });
}

/** Returns the one change between two texts. */
function difference(before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) {
    end++;
  }
  return { offset: start, length: before.length - start - end, text: after.slice(start, after.length - end) };
}

/** The white space at the end depends on the style of the carrier and stays. */
function withEndOf(before: string, after: string): string {
  const end = /\s*$/.exec(before)?.[0] ?? '';
  return `${after.replaceAll('\r\n', '\n').trimEnd()}${end}`;
}

/**
 * Returns JSON in one line, spaced like the text before. One line in quotes is shown indented, which must not end up in the
 * carrier. Returns undefined for text with several lines, and for text that is not JSON, such as one with comments.
 */
function inOneLine({ text, asBlock }: Embedded, after: string): string | undefined {
  const before = text.trim();
  if (asBlock === undefined || before.includes('\n') || !isJSON(after)) {
    return undefined;
  }
  if (before === compact(before)) {
    return compact(after);
  }
  const inside = /^\{\s/.test(before) ? ' ' : '';
  return after
    .trim()
    .replaceAll(/(?<=[{[])[ \t]*[\r\n]\s*|[ \t]*[\r\n]\s*(?=[}\]])/g, inside)
    .replaceAll(/[ \t]*[\r\n]\s*/g, ' ');
}

function isJSON(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns the edits that replace an embedded configuration. Lines of a block become exactly the new text. In quoted strings
 * only tokens that differ change, because those cannot hold the same line breaks.
 */
export function editEmbedded(
  document: TextDocument,
  read: Read,
  { place, before, after }: EmbeddedChange,
): EmbeddedEdit {
  const source = document.getText();
  const one = findWithText(read(source), place, before);
  if (one === undefined) {
    return { kind: 'missing' };
  }
  if (one.text !== before) {
    return { kind: 'changed' };
  }
  const line = inOneLine(one, after);
  const wanted = withEndOf(before, line ?? after);
  if (wanted === before) {
    return { kind: 'edits', edits: [], text: before };
  }
  const exact = one.edit([difference(before, wanted)]);
  const isExact = 'changes' in exact && read(applyChanges(source, exact.changes)).some(({ text }) => text === wanted);
  const byToken = (): CarrierEdit => one.edit(tokenChanges(before, { offset: 0, length: before.length, text: wanted }));
  const done = isExact && line === undefined ? exact : byToken();
  if ('refused' in done) {
    return { kind: 'refused', reason: done.refused };
  }
  const edits = done.changes.map(({ offset, length, text }) => ({
    range: { start: document.positionAt(offset), end: document.positionAt(offset + length) },
    newText: text,
  }));
  const start = one.map.start(0);
  const written = read(applyChanges(source, done.changes)).find(({ map }) => map.start(0) === start);
  return { kind: 'edits', edits, text: done === exact ? wanted : (written?.text ?? wanted) };
}
