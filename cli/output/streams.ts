import { writeSync } from 'node:fs';
import { wordsOfErrno } from '../../engine/host/files/posix-errors.ts';
import { lineText } from '../../engine/text/edges.ts';
import { atEdge, type Shown } from './shown.ts';

/** Whether a stream is a terminal. */
export interface StreamKind {
  readonly isTTY?: boolean;
}

/** Returns true if a stream shows colors: a capable terminal, without NO_COLOR (https://no-color.org). */
export function showsColors(stream: StreamKind, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

/** stdout and stderr of this process, for all output of cli/. */
export class OutputStreams {
  readonly #env: NodeJS.ProcessEnv;
  #unwritten: string | undefined;

  constructor(env: NodeJS.ProcessEnv = process.env) {
    this.#env = env;
  }

  /** Why stdout could not be written completely; undefined if it was, or if its reader closed it. */
  get unwritten(): string | undefined {
    return this.#unwritten;
  }

  stdout(shown: Shown): void {
    const error = write(1, this.#rendered(process.stdout, shown));
    if (error !== undefined && error !== 'EPIPE') {
      this.#unwritten ??= wordsOfErrno(error);
    }
  }

  stderr(shown: Shown): void {
    write(2, this.#rendered(process.stderr, shown));
  }

  /** Whether stderr is a terminal. */
  get isTerminal(): boolean {
    return process.stderr.isTTY;
  }

  /** Shows a line that the next one replaces, '' for none. Does nothing if stderr is not a terminal. */
  progress(text: string): void {
    if (this.isTerminal) {
      write(2, `\r\u001B[K${lineText(text)}`);
    }
  }

  #rendered(stream: StreamKind, shown: Shown): string | Uint8Array {
    return atEdge(shown, { isTerminal: stream.isTTY === true, showsColors: showsColors(stream, this.#env) });
  }
}

/**
 * Writes synchronously, so that stdout and stderr keep their order, even through pipes. Returns the errno of a failure.
 */
function write(descriptor: number, data: string | Uint8Array): string | undefined {
  let bytes = Buffer.from(data);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
      if (code !== 'EAGAIN') {
        // The reader closed the stream or the disk is full. As in cnitool, the command continues.
        return code;
      }
      // The reader of a non-blocking pipe is slow: try again in a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return undefined;
}
