import { editInCarrier, applyChanges } from './edits.ts';
import type { CarriedText } from './embedded.ts';
import { TextCollector, type ExtractedText } from './position-map.ts';
import type { TextChange } from '../rules/rule.ts';

/** Reads lines without their prefix and resolves `escapes`. */
function readLines(text: string, from: number, to: number, prefix: RegExp, escapes: RegExp | undefined): ExtractedText {
  const out = new TextCollector(from);
  for (let at = from; at < to;) {
    const found = text.indexOf('\n', at);
    const next = found < 0 || found >= to ? to : found + 1;
    const skipped = prefix.exec(text.slice(at, next))?.[0].length ?? 0;
    let copied = at + skipped;
    const end = next > at && text.startsWith('\r\n', next - 2) ? next - 2 : next;
    for (const { index, 0: escape } of escapes === undefined ? [] : text.slice(copied, end).matchAll(escapes)) {
      const position = at + skipped + index;
      out.copy(text, copied, position);
      out.put(escape.slice(1), position, position + escape.length);
      copied = position + escape.length;
    }
    out.copy(text, copied, end);
    if (end < next) {
      out.put('\n', end, next);
    }
    at = next;
  }
  return out.extracted();
}

/** The position of lines in a carrier, and their prefix. */
export interface LinesAt {
  readonly from: number;
  readonly to: number;
  /** Prefix of new lines. */
  readonly indent: string;
  /** Prefix that is removed from each line. */
  readonly prefix: RegExp;
  /** Backslash escapes that are resolved, as in a heredoc. */
  readonly escapes?: RegExp | undefined;
}

/** Returns the text of lines in a carrier that is not YAML. */
export function carriedLines(text: string, { from, to, indent, prefix, escapes }: LinesAt): CarriedText {
  const read = readLines(text, from, to, prefix, escapes);
  const writing = { style: 'lines', indent, lineBreak: text.includes('\r\n') ? '\r\n' : '\n' } as const;
  const reread = (changes: readonly TextChange[]): string | undefined => {
    const local = changes.map((change) => ({ ...change, offset: change.offset - from }));
    const changed = applyChanges(text.slice(from, to), local);
    return readLines(changed, 0, changed.length, prefix, escapes).text;
  };
  return { ...read, edit: (changes) => editInCarrier(text, read, changes, writing, reread) };
}
