import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InstallError } from './install-error.ts';

/** A release archive on this machine whose checksum was found right. */
export interface Archive {
  /** What the user calls it: its URL or path. */
  readonly source: string;
  readonly path: string;
  readonly size: number;
  /** Lower-case hexadecimal digits. */
  readonly sha256: string;
  /** Removes what was downloaded; a file of the user's stays. */
  dispose(): Promise<void>;
}

/** Told of the bytes that are through; `total` is missing where nobody told it. */
export type ByteProgress = (done: number, total?: number) => void;

/** What {@link openArchive} may be told. */
export interface ArchiveOptions {
  /** The checksum to hold it against, instead of the file beside it. */
  readonly sha256?: string | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: ByteProgress;
}

/** The release archives have some 55 MB; what is ten times as large is something else. */
const sizeLimit = 512 * 1024 * 1024;

/** True for what is fetched rather than read. */
export function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/**
 * Gets a release archive (`https://…`, or a path of this machine) and holds it against its SHA-256: the given one, else
 * that of `SOURCE.sha256` beside it. Never more than a piece of it is in memory. The caller disposes of it.
 * Rejects with {@link InstallError}, and with the signal's reason when that fires.
 */
export async function openArchive(source: string, options: ArchiveOptions = {}): Promise<Archive> {
  const wanted = checksumIn(options.sha256 ?? (await checksumBeside(source, options.signal)), source);
  const directory = isUrl(source) ? await mkdtemp(join(tmpdir(), 'cni-plugins-')) : undefined;
  const dispose = async (): Promise<void> => {
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  };
  try {
    const path = directory === undefined ? source : join(directory, 'plugins.tgz');
    if (directory !== undefined) await download(source, path, options);
    const found = await sha256Of(path, options.signal);
    if (found !== wanted) {
      throw new InstallError(
        `The checksum of ${source} is wrong: its SHA-256 is ${found}, and it should be ${wanted}. Nothing was unpacked.`,
        'Get the archive again; when it stays wrong, do not use it.',
      );
    }
    return { source, path, size: (await stat(path)).size, sha256: found, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function checksumIn(text: string, source: string): string {
  const found = /^\s*([0-9a-f]{64})(?:\s|$)/i.exec(text)?.[1];
  if (found === undefined) {
    throw new InstallError(
      `What should be the SHA-256 of ${source} begins with ${JSON.stringify(text.slice(0, 80))}.`,
      'It is 64 hexadecimal digits: take it from the page of the release.',
    );
  }
  return found.toLowerCase();
}

const noChecksum = (source: string, why: string, cause?: unknown): InstallError =>
  new InstallError(
    `There is no checksum to hold ${source} against: ${why}.`,
    `Give its SHA-256, or put ${source}.sha256 beside it.`,
    { cause },
  );

async function checksumBeside(source: string, signal: AbortSignal | undefined): Promise<string> {
  if (isUrl(source)) {
    const answer = await request(`${source}.sha256`, signal);
    if (!answer.ok) throw noChecksum(source, `${source}.sha256 answers ${answer.status} ${answer.statusText}`);
    return answer.text();
  }
  try {
    await stat(source);
    return await readFile(`${source}.sha256`, 'utf8');
  } catch (error) {
    const isThere = await stat(source).then(
      () => true,
      () => false,
    );
    if (isThere) throw noChecksum(source, `there is no ${source}.sha256`, error);
    throw new InstallError(`There is no file ${source}.`, 'Check the path of the archive.', { cause: error });
  }
}

async function request(url: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
    throw new InstallError(
      `${url} cannot be fetched: ${cause || String(error)}.`,
      'Check the address and the connection; or download the archive elsewhere and give the file.',
      { cause: error },
    );
  }
}

async function download(url: string, path: string, { signal, onProgress }: ArchiveOptions): Promise<void> {
  const answer = await request(url, signal);
  if (!answer.ok || answer.body === null) {
    throw new InstallError(
      `${url} answers ${answer.status} ${answer.statusText}.`,
      'Check the address of the archive, and that the release has one for this architecture.',
    );
  }
  const length = Number(answer.headers.get('content-length') ?? Number.NaN);
  let done = 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      done += chunk.length;
      if (done > sizeLimit) {
        throw new InstallError(`${url} is larger than ${sizeLimit / 1024 / 1024} MiB.`, 'Check the address.');
      }
      if (Number.isFinite(length)) onProgress?.(done, length);
      else onProgress?.(done);
      yield chunk;
    }
  };
  try {
    await pipeline(Readable.from(counted(answer.body)), createWriteStream(path));
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof InstallError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new InstallError(`The download of ${url} broke off: ${why}.`, 'Try again.', { cause: error });
  }
}

async function sha256Of(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new InstallError(`${path} cannot be read: ${why}.`, 'Check the path of the archive.', { cause: error });
  }
  return hash.digest('hex');
}
