import type { Span } from '../document/span.ts';

/** Maps offsets of an extracted text to offsets of the text it was extracted from. */
export interface PositionMap {
  /** Returns the start of the character at an offset; for the end of the text, the end of its last character. */
  start(offset: number): number;
  /** Returns the end of the character before an offset. */
  end(offset: number): number;
}

/** Converts a span of the extracted text to a span of the carrier. */
export function spanInCarrier(map: PositionMap, { offset, length }: Span): Span {
  const start = map.start(offset);
  return { offset: start, length: length === 0 ? 0 : Math.max(0, map.end(offset + length) - start) };
}

/** A text extracted from another, with its position map. */
export interface ExtractedText {
  readonly text: string;
  readonly map: PositionMap;
}

/**
 * Runs of characters, by index: arrays of numbers, because a text in double quotes has one run for each escape. A run is
 * verbatim, or it is one piece of the source with a different text.
 */
interface Runs {
  readonly at: number[];
  readonly length: number[];
  readonly source: number[];
  /** Length in the source; for a verbatim run -1, because it is the same. */
  readonly sourceLength: number[];
}

const verbatim = -1;

class RunMap implements PositionMap {
  readonly #runs: Runs;
  readonly #base: number;

  constructor(runs: Runs, base: number) {
    this.#runs = runs;
    this.#base = base;
  }

  start(offset: number): number {
    const run = this.#runAt(offset);
    if (run < 0) {
      return this.end(offset);
    }
    const source = this.#source(run);
    return this.#isVerbatim(run) ? source + offset - this.#at(run) : source;
  }

  end(offset: number): number {
    if (offset <= 0) {
      return this.#runs.source[0] ?? this.#base;
    }
    const found = this.#runAt(offset - 1);
    const run = found < 0 ? this.#runs.at.length - 1 : found;
    if (run < 0) {
      return this.#base;
    }
    const length = this.#length(run);
    const inside = Math.min(offset - this.#at(run), length);
    const source = this.#source(run);
    if (this.#isVerbatim(run)) {
      return source + inside;
    }
    // Of several characters for one piece of the source, the last one ends with it.
    return inside < length ? source : source + (this.#runs.sourceLength[run] ?? 0);
  }

  #at(run: number): number {
    return this.#runs.at[run] ?? 0;
  }

  #length(run: number): number {
    return this.#runs.length[run] ?? 0;
  }

  #source(run: number): number {
    return this.#runs.source[run] ?? 0;
  }

  #isVerbatim(run: number): boolean {
    return this.#runs.sourceLength[run] === verbatim;
  }

  /** Returns the run that holds the character at an offset; -1 if there is none. */
  #runAt(offset: number): number {
    const { at } = this.#runs;
    let [low, high] = [0, at.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((at[middle] ?? 0) <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const run = low - 1;
    return run >= 0 && offset < this.#at(run) + this.#length(run) ? run : -1;
  }
}

/** Collects an extracted text piece by piece, in the order of the source. */
export class TextCollector {
  readonly #runs: Runs = { at: [], length: [], source: [], sourceLength: [] };
  readonly #parts: string[] = [];
  readonly #base: number;
  #length = 0;

  /** @param base position of an empty text */
  constructor(base: number) {
    this.#base = base;
  }

  /** Adds characters of the source unchanged. */
  copy(source: string, from: number, to: number): void {
    if (to <= from) {
      return;
    }
    const last = this.#runs.at.length - 1;
    const length = this.#runs.length[last] ?? 0;
    if (this.#runs.sourceLength[last] === verbatim && (this.#runs.source[last] ?? 0) + length === from) {
      this.#runs.length[last] = length + to - from;
    } else {
      this.#run(from, to - from, verbatim);
    }
    this.#add(source.slice(from, to));
  }

  /** Adds text that is written differently in the source. */
  put(text: string, from: number, to: number): void {
    if (text === '') {
      return;
    }
    this.#run(from, text.length, to - from);
    this.#add(text);
  }

  /** Returns the collected text. */
  extracted(): ExtractedText {
    return { text: this.#parts.join(''), map: new RunMap(this.#runs, this.#base) };
  }

  #run(source: number, length: number, sourceLength: number): void {
    this.#runs.at.push(this.#length);
    this.#runs.length.push(length);
    this.#runs.source.push(source);
    this.#runs.sourceLength.push(sourceLength);
  }

  #add(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }
}
