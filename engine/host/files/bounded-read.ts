import { close, constants, fstat, lstat, open, read, type Stats } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const openFile = promisify(open);
const statOf = promisify(fstat);
const linkStatOf = promisify(lstat);
const closeFile = promisify(close);

/** Default size limit, in bytes. */
const usualLimit = 64 * 1024 * 1024;
/** Bytes of one read from a file of unknown size. */
const pieceSize = 64 * 1024;
/** Delay before the next read from a pipe without data, in ms. */
const pause = 10;

/** Options of {@link readBounded}. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Maximum number of bytes. */
  readonly limit?: number;
  /** `regular` rejects pipes and devices with EINVAL. `any`, the default, reads them as Go's os.ReadFile does. */
  readonly accept?: 'regular' | 'any';
  /** Rejects a symbolic link in the last part of the path with ELOOP. */
  readonly followLink?: boolean;
}

/** Creates a Node error with the name of an errno. */
function systemError(code: string, file: string): Error {
  return Object.assign(new Error(`${code}: ${file}`), { code });
}

/**
 * Reads a whole file. Opens it without blocking, so that a pipe without a writer or a device can be cancelled: it is polled
 * until `signal` fires. Rejects as node:fs does, with code EFBIG above the limit, and with the signal's reason.
 */
export async function readBounded(file: string, options: ReadOptions = {}): Promise<Buffer> {
  const { signal, limit = usualLimit, accept = 'any', followLink = true } = options;
  signal?.throwIfAborted();
  // Windows has none of these flags: undefined counts as 0.
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
  const descriptor = await openFile(file, O_RDONLY | O_NONBLOCK | (followLink ? 0 : O_NOFOLLOW));
  try {
    const status = await statOf(descriptor);
    if (status.isDirectory() || (accept === 'regular' && !status.isFile())) {
      throw systemError(status.isDirectory() ? 'EISDIR' : 'EINVAL', file);
    }
    const size = status.isFile() ? status.size : 0;
    if (size > limit) {
      throw systemError('EFBIG', file);
    }
    return await readToEnd(descriptor, file, { limit, signal, size, waits: await isNamedPipe(file, status) });
  } finally {
    await closeFile(descriptor);
  }
}

/** Returns true for a named pipe, which is empty until a writer opens it. `/dev/fd/63` is a link to an unnamed pipe. */
async function isNamedPipe(file: string, status: Stats): Promise<boolean> {
  return status.isFIFO() && (await linkStatOf(file)).isFIFO();
}

interface Reading {
  readonly limit: number;
  readonly signal: AbortSignal | undefined;
  /** Size of a regular file; 0 if unknown (pipes, /proc). */
  readonly size: number;
  /** Whether an end before the first byte means that there is no writer yet. */
  readonly waits: boolean;
}

async function readToEnd(descriptor: number, file: string, { limit, signal, size, waits }: Reading): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let total = 0;
  for (;;) {
    signal?.throwIfAborted();
    // One byte more than the size shows whether a regular file has ended or has grown.
    const most = total === 0 && size > 0 ? size + 1 : pieceSize;
    const piece = await readSome(descriptor, most);
    if (piece === undefined || (piece.length === 0 && total === 0 && waits)) {
      await delay(pause);
      continue;
    }
    pieces.push(piece);
    total += piece.length;
    if (total > limit) {
      throw systemError('EFBIG', file);
    }
    if (piece.length === 0 || (size > 0 && piece.length < most)) {
      return pieces.length === 1 ? piece : Buffer.concat(pieces);
    }
  }
}

/** Reads bytes: none at the end, undefined if none are available now. */
function readSome(descriptor: number, most: number): Promise<Buffer | undefined> {
  const bytes = Buffer.allocUnsafe(most);
  return new Promise((resolve, reject) => {
    read(descriptor, bytes, 0, most, null, (error, count) => {
      if (error === null) {
        resolve(bytes.subarray(0, count));
      } else if (error.code === 'EAGAIN') {
        resolve(undefined);
      } else {
        reject(error);
      }
    });
  });
}
