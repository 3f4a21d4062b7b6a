import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { hasCode, reasonOf } from '../errors/workbench-error.ts';
import { limits } from '../host/limits.ts';
import { readBounded } from '../host/files/bounded-read.ts';
import { installError, installErrorCodes, type InstallError } from './install-error.ts';
import { copyPlugins, type PluginArchive } from './plugin-archive.ts';

/** A release archive with a verified checksum, with its plugins on this machine. */
export interface Archive {
  /** URL or path, as the user entered it. */
  readonly source: string;
  /** Checksum of the source, in lowercase hexadecimal digits. */
  readonly sha256: string;
  /** The files to send to a host. */
  readonly plugins: PluginArchive;
  /** Removes temporary files. A file of the user stays. */
  dispose(): Promise<void>;
}

/** Receives the number of transferred bytes; `total` is missing if unknown. */
export type ByteProgress = (done: number, total?: number) => void;

/** Options of {@link openArchive}. */
export interface ArchiveOptions {
  /** The expected checksum, instead of the one in `SOURCE.sha256`. */
  readonly sha256?: string | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: ByteProgress;
}

/** Returns true for a source that is downloaded, not read from this machine. */
export function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/**
 * Gets a release archive (`https://…`, or a path on this machine) and verifies its SHA-256: the given one, or else the one
 * in `SOURCE.sha256`. Only a part of it is in memory at a time. The caller disposes of it.
 * Rejects with {@link InstallError}, and with the signal's reason when that fires.
 */
export async function openArchive(source: string, options: ArchiveOptions = {}): Promise<Archive> {
  if (!isUrl(source)) {
    await ensureArchiveFile(source);
  }
  const wanted = checksumIn(options.sha256 ?? (await publishedChecksum(source, options.signal)), source);
  const directory = await mkdtemp(join(tmpdir(), 'cni-plugins-'));
  const dispose = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    const path = isUrl(source) ? join(directory, 'release.tgz') : source;
    if (path !== source) {
      await download(source, path, options);
    }
    const found = await sha256Of(path, options.signal);
    if (found !== wanted) {
      throw installError(
        'archiveChecksum',
        l10n.t('The SHA-256 of {source} is {found}, but should be {wanted}. Nothing was unpacked.', {
          source,
          found,
          wanted,
        }),
        l10n.t('Download the archive again. If the checksum is still wrong, do not use the archive.'),
      );
    }
    const plugins = await copyPlugins(path, join(directory, 'plugins.tgz'), options.signal);
    if (plugins.names.length === 0) {
      throw installError(
        'archiveContent',
        l10n.t('{0} has no programs at the top level. Nothing was installed.', source),
        l10n.t('Choose a release archive of the plugins.'),
      );
    }
    return { source, sha256: found, plugins, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Rejects anything but a regular file, since a pipe or device may be endless. */
async function ensureArchiveFile(path: string): Promise<void> {
  const status = await stat(path).catch(() => undefined);
  if (status?.isFile() === true && status.size <= limits.archive) {
    return;
  }
  const why =
    status === undefined
      ? l10n.t('The file {0} does not exist.', path)
      : status.isFile()
        ? tooLargeText(path)
        : l10n.t('{0} is not a regular file.', path);
  throw installError('archiveUnreachable', why, checkArchivePath());
}

const tooLargeText = (source: string): string =>
  l10n.t('{0} is larger than {1} MiB.', source, limits.archive / 1024 / 1024);

const checkArchivePath = (): string => l10n.t('Check the path of the archive.');

function checksumIn(text: string, source: string): string {
  const found = /^\s*([0-9a-f]{64})(?:\s|$)/i.exec(text)?.[1];
  if (found === undefined) {
    throw installError(
      'archiveChecksum',
      l10n.t(
        'The SHA-256 of {0} must have 64 hexadecimal digits, but begins with {1}.',
        source,
        JSON.stringify(text.slice(0, 80)),
      ),
      l10n.t('Copy the checksum from the release page.'),
    );
  }
  return found.toLowerCase();
}

const noChecksum = (source: string, message: string, cause?: unknown): InstallError =>
  installError(
    'archiveChecksum',
    message,
    l10n.t('Enter its SHA-256, or save it as {0}.sha256 next to the archive.', source),
    { cause },
  );

async function publishedChecksum(source: string, signal: AbortSignal | undefined): Promise<string> {
  if (isUrl(source)) {
    const answer = await request(`${source}.sha256`, signal);
    if (!answer.ok) {
      const status = `${answer.status} ${answer.statusText}`;
      throw noChecksum(
        source,
        l10n.t('{source} cannot be verified, because {source}.sha256 returned {status}.', { source, status }),
      );
    }
    return beginningOf(answer);
  }
  try {
    const options = { signal, accept: 'regular', limit: limits.checksum } as const;
    return (await readBounded(`${source}.sha256`, options)).toString();
  } catch (error) {
    signal?.throwIfAborted();
    const message = l10n.t('{source} cannot be verified, because {source}.sha256 does not exist.', { source });
    throw noChecksum(source, message, error);
  }
}

/** Returns the text of a short response, at most a few kB more than the limit. */
async function beginningOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limits.checksum) {
      break;
    }
  }
  return Buffer.concat(chunks).toString();
}

async function request(url: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, { signal: signal ?? null });
  } catch (error) {
    signal?.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
    throw installError(
      'archiveUnreachable',
      l10n.t('{0} cannot be downloaded: {1}.', url, cause || String(error)),
      l10n.t('Check the URL and the connection, or download the archive elsewhere and choose the file.'),
      { cause: error },
    );
  }
}

async function download(url: string, path: string, { signal, onProgress }: ArchiveOptions): Promise<void> {
  const answer = await request(url, signal);
  if (!answer.ok || answer.body === null) {
    throw installError(
      'archiveUnreachable',
      l10n.t('{0} returned {1}.', url, `${answer.status} ${answer.statusText}`),
      l10n.t('Check the URL, and that the release has an archive for this architecture.'),
    );
  }
  const length = Number(answer.headers.get('content-length') ?? Number.NaN);
  let done = 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      done += chunk.length;
      if (done > limits.archive) {
        throw installError('archiveContent', tooLargeText(url), l10n.t('Check the URL.'));
      }
      if (Number.isFinite(length)) {
        onProgress?.(done, length);
      } else {
        onProgress?.(done);
      }
      yield chunk;
    }
  };
  try {
    await pipeline(Readable.from(counted(answer.body)), createWriteStream(path));
  } catch (error) {
    signal?.throwIfAborted();
    if (hasCode(error, ...installErrorCodes)) {
      throw error;
    }
    const why = reasonOf(error);
    const message = l10n.t('The download of {0} was interrupted: {1}.', url, why);
    throw installError('archiveUnreachable', message, l10n.t('Try again.'), { cause: error });
  }
}

async function sha256Of(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    const why = reasonOf(error);
    const message = l10n.t('{0} cannot be read: {1}.', path, why);
    throw installError('archiveUnreachable', message, checkArchivePath(), { cause: error });
  }
  return hash.digest('hex');
}
