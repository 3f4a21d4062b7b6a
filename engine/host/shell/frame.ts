import { limits } from '../limits.ts';

/** Output of a command on one stream, and the shell's text after it. */
export interface Frame {
  readonly payload: Buffer;
  readonly trailer: string;
}

const newline = 0x0a;

/**
 * Extracts the output of one command from a stream that a shell shares among commands. The end is a line `NONCE trailer`
 * whose nonce the command cannot know; everything before the newline of that line is output of the command. Takes linear time
 * and memory for any chunks, and keeps at most what the limits allow.
 */
export class FrameReader {
  readonly #marker: Buffer;
  readonly #limit: number;
  #bytes: Buffer = Buffer.alloc(0);
  #size = 0;
  #markerAt = -1;
  #frame: Frame | undefined;

  constructor(nonce: string, limit: number) {
    this.#marker = Buffer.from(`\n${nonce} `, 'latin1');
    this.#limit = limit;
  }

  /** The frame, once it is complete. */
  get end(): Frame | undefined {
    return this.#frame;
  }

  /** True if the output exceeds the limit, or the last line does not end. */
  get overLimit(): boolean {
    return this.#markerAt === -1
      ? this.#size - this.#marker.length > this.#limit
      : this.#markerAt > this.#limit || (this.#frame === undefined && this.#size - this.#trailerAt > limits.trailer);
  }

  /** The output so far, up to the limit, of an unfinished command. */
  get partial(): Buffer {
    return (this.#frame?.payload ?? this.#bytes.subarray(0, this.#size)).subarray(0, this.#limit);
  }

  /** Adds the next bytes of the stream. Bytes after the end, or beyond the limits, are dropped. */
  push(chunk: Buffer): void {
    if (this.#frame !== undefined || this.overLimit) {
      return;
    }
    const before = this.#size;
    this.#append(chunk);
    if (this.#markerAt === -1) {
      // The marker may straddle two chunks.
      const from = Math.max(0, before - this.#marker.length + 1);
      this.#markerAt = this.#bytes.subarray(0, this.#size).indexOf(this.#marker, from);
    }
    if (this.#markerAt !== -1) {
      this.#close(before);
    }
  }

  get #trailerAt(): number {
    return this.#markerAt + this.#marker.length;
  }

  /** Appends to a buffer that doubles its size, since many small chunks would take a multiple of their length. */
  #append(chunk: Buffer): void {
    const size = this.#size + chunk.length;
    if (this.#size === 0) {
      this.#bytes = chunk;
    } else {
      if (size > this.#bytes.length) {
        const larger = Buffer.allocUnsafe(Math.max(size, 2 * this.#bytes.length));
        this.#bytes.copy(larger, 0, 0, this.#size);
        this.#bytes = larger;
      }
      chunk.copy(this.#bytes, this.#size);
    }
    this.#size = size;
  }

  #close(before: number): void {
    const end = this.#bytes.subarray(0, this.#size).indexOf(newline, Math.max(this.#trailerAt, before));
    if (end !== -1) {
      const trailer = this.#bytes.toString('latin1', this.#trailerAt, end);
      this.#frame = { payload: this.#bytes.subarray(0, this.#markerAt), trailer };
    }
  }
}
