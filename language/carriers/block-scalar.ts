import { TextCollector, type ExtractedText } from './position-map.ts';
import type { MaskedText } from './template-mask.ts';

/** The header of a block scalar, such as `|2-`. */
interface Header {
  readonly isFolded: boolean;
  readonly chomp: '-' | '+' | '';
  readonly indent: number;
  readonly body: number;
}

/** Indentation of the first line that is written to a blank block. */
const usualIndent = 2;

/** One line of a block scalar, by offsets. */
interface Line {
  readonly from: number;
  /** Number of spaces at its beginning. */
  readonly spaces: number;
  /** End of the content, before the line break. */
  readonly to: number;
  /** Start of the next line. */
  readonly next: number;
  readonly isBlank: boolean;
}

function headerOf(text: string, start: number): Header | undefined {
  const found = /^([|>])([-+1-9]*)[^\n]*(?:\n|$)/.exec(text.slice(start, start + 1000));
  if (found === null) {
    return undefined;
  }
  const [all, style = '', marks = ''] = found;
  const chomp = marks.includes('-') ? '-' : marks.includes('+') ? '+' : '';
  return { isFolded: style === '>', chomp, indent: Number(/\d/.exec(marks)?.[0] ?? 0), body: start + all.length };
}

function linesOf(text: string, from: number, end: number): Line[] {
  const lines: Line[] = [];
  for (let at = from; at < end;) {
    const found = text.indexOf('\n', at);
    const next = found < 0 || found >= end ? end : found + 1;
    const stop = next > at && text[next - 1] === '\n' ? next - 1 : next;
    const to = stop > at && text[stop - 1] === '\r' ? stop - 1 : stop;
    let spaces = 0;
    while (at + spaces < to && text[at + spaces] === ' ') {
      spaces++;
    }
    lines.push({ from: at, spaces, to, next, isBlank: at + spaces === to });
    at = next;
  }
  return lines;
}

/** A block scalar in its text. */
export interface BlockScalar extends ExtractedText {
  readonly isFolded: boolean;
  /** Number of spaces before each line. */
  readonly indent: number;
}

/**
 * Reads the block scalar whose header is at `start` and whose text ends at `end`, as YAML 1.2 does. `parent` is the
 * indentation of the parent node. Returns undefined if there is no block scalar.
 */
export function readBlockScalar(
  { plain, shown }: MaskedText,
  start: number,
  end: number,
  parent: number,
): BlockScalar | undefined {
  const header = headerOf(plain, start);
  if (header === undefined) {
    return undefined;
  }
  const lines = linesOf(plain, header.body, end);
  let stop = lines.findLastIndex(({ isBlank }) => !isBlank) + 1;
  const first = lines.findIndex(({ isBlank }) => !isBlank);
  const indent =
    header.indent > 0
      ? parent + header.indent
      : shown.slice(header.body, end).trim() === ''
        ? lines.reduce((most, { spaces }) => Math.max(most, spaces), parent + usualIndent)
        : Math.max(parent, lines[first]?.spaces ?? 0);
  // A template action after the text is not a part of it.
  const isEmpty = ({ from, to }: Line): boolean => shown.slice(from, to).trim() === '';
  const moreIndented = lines.findLastIndex(
    (line, index) => index >= stop && line.spaces > indent && (first < 0 || isEmpty(line)),
  );
  if (moreIndented >= 0) {
    stop = moreIndented + 1;
  }
  const out = new BlockText(shown, indent, header.body);
  const content = lines.slice(0, stop);
  if (header.isFolded) {
    out.addFolded(content);
  } else {
    out.addLiteral(content);
  }
  if (stop === 0) {
    return { ...out.collector.extracted(), isFolded: header.isFolded, indent };
  }
  if (header.chomp !== '-') {
    out.addBreak(content.at(-1));
  }
  if (header.chomp === '+') {
    for (const line of lines.slice(stop)) {
      out.addKept(line);
    }
  }
  return { ...out.collector.extracted(), isFolded: header.isFolded, indent };
}

class BlockText {
  readonly collector: TextCollector;
  readonly #text: string;
  readonly #indent: number;

  constructor(text: string, indent: number, base: number) {
    this.#text = text;
    this.#indent = indent;
    this.collector = new TextCollector(base);
  }

  /** Adds the line break at the end of a line, also at the end of a text without one. */
  addBreak(line: Line | undefined): void {
    if (line !== undefined) {
      this.collector.put('\n', line.to, line.next);
    }
  }

  addKept(line: Line): void {
    this.#addContent(line);
    this.addBreak(line);
  }

  addLiteral(lines: readonly Line[]): void {
    lines.forEach((line, index) => {
      this.#addContent(line);
      if (index < lines.length - 1) {
        this.addBreak(line);
      }
    });
  }

  addFolded(lines: readonly Line[]): void {
    let pending: 'none' | 'space' | 'break' = 'none';
    let wasMoreIndented = false;
    let before: Line | undefined;
    const separate = (isMore: boolean): void => {
      if (before === undefined) {
        return;
      }
      const kind = isMore && pending === 'space' ? 'break' : pending;
      if (kind === 'none') {
        return;
      }
      const extra = isMore && pending === 'break' && !wasMoreIndented ? '\n' : '';
      this.collector.put(`${extra}${kind === 'space' ? ' ' : '\n'}`, before.to, before.next);
    };
    for (const line of lines) {
      const isMore = line.spaces > this.#indent || (this.#text[line.from + line.spaces] === '\t' && !line.isBlank);
      if (before === undefined && line.isBlank) {
        this.addBreak(line);
        continue;
      }
      if (!isMore && line.isBlank) {
        if (pending === 'break') {
          this.addBreak(before);
        } else {
          pending = 'break';
        }
        // A line break that was folded away belongs to no character.
        before = line;
        continue;
      }
      separate(isMore);
      this.#addContent(line);
      pending = isMore ? 'break' : 'space';
      wasMoreIndented = isMore;
      before = line;
    }
  }

  /** Adds a line without its indentation. A template action may be indented less. */
  #addContent({ from, spaces, to, isBlank }: Line): void {
    const start = from + Math.min(spaces, this.#indent);
    if (!isBlank) {
      this.collector.copy(this.#text, start, to);
    } else if (this.#text.slice(from, to).trim() === '') {
      this.collector.copy(this.#text, start, to);
    } else {
      const line = this.#text.slice(from, to);
      const own = line.length - line.trimStart().length;
      this.collector.copy(this.#text, from + Math.min(own, this.#indent), to);
    }
  }
}
