/** How many bytes of one stream a command may write when the caller sets no limit: 16 MiB. */
export const defaultOutputLimit = 16 * 1024 * 1024;

/** What a command wrote to one stream, and the text that the shell put behind it. */
export interface Frame {
  readonly payload: Buffer;
  readonly trailer: string;
}

/**
 * Cuts one command's output out of a stream that a shell shares among commands. The end is a line `NONCE trailer`
 * whose nonce the command cannot know; whatever stands before that line's own newline is the command's, byte for byte.
 */
export class FrameReader {
  private readonly marker: Buffer;
  private readonly limit: number;
  private readonly chunks: Buffer[] = [];
  private size = 0;
  /** Last bytes already searched: a marker may straddle two chunks. */
  private carry: Buffer = Buffer.alloc(0);
  private markerAt = -1;
  private frame: Frame | undefined;

  constructor(nonce: string, limit: number) {
    this.marker = Buffer.from(`\n${nonce} `, 'latin1');
    this.limit = limit;
  }

  /** The whole frame, once its end has been seen. */
  get end(): Frame | undefined {
    return this.frame;
  }

  /** True once the command has written more than the limit. */
  get overLimit(): boolean {
    return (this.markerAt === -1 ? this.size - this.marker.length : this.markerAt) > this.limit;
  }

  /** What has come so far, up to the limit; for a command that never reached its end. */
  get partial(): Buffer {
    return (this.frame?.payload ?? Buffer.concat(this.chunks)).subarray(0, this.limit);
  }

  /** Takes the next bytes of the stream. Bytes behind the end are dropped. */
  push(chunk: Buffer): void {
    if (this.frame !== undefined) {
      return;
    }
    this.chunks.push(chunk);
    if (this.markerAt === -1) {
      const window = this.carry.length === 0 ? chunk : Buffer.concat([this.carry, chunk]);
      const found = window.indexOf(this.marker);
      if (found !== -1) {
        this.markerAt = this.size - this.carry.length + found;
      }
      this.carry = window.subarray(Math.max(0, window.length - this.marker.length + 1));
    }
    this.size += chunk.length;
    if (this.markerAt !== -1) {
      this.close();
    }
  }

  private close(): void {
    const whole = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
    const trailerAt = this.markerAt + this.marker.length;
    const newline = whole?.indexOf(0x0a, trailerAt) ?? -1;
    if (whole !== undefined && newline !== -1) {
      this.frame = { payload: whole.subarray(0, this.markerAt), trailer: whole.toString('latin1', trailerAt, newline) };
    }
  }
}
