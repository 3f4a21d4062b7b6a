import * as l10n from '@vscode/l10n';
import { sentences } from '../text/sentences.ts';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { hasCode, reasonOf } from '../errors/workbench-error.ts';
import { createGunzip, createGzip } from 'node:zlib';
import { tarEntrySize } from '../host/files/tar.ts';
import { limits } from '../host/limits.ts';
import { installError, installErrorCodes, type InstallError } from './install-error.ts';

const blockSize = 512;
/** Length of the beginning of an ELF file that identifies its machine, in bytes. */
const elfHead = 20;
/** A release archive has about 20 plugins. */
const entryLimit = 1000;

/** An archive with only the plugins of a release archive. */
export interface PluginArchive {
  readonly path: string;
  readonly size: number;
  /** Lowercase hexadecimal digits. */
  readonly sha256: string;
  /** File names of the plugins, in the order of the archive. */
  readonly names: readonly string[];
  /** e_machine of the first plugin that is an ELF file; undefined if there is none. */
  readonly machine: number | undefined;
}

interface Found {
  readonly names: string[];
  machine: number | undefined;
}

/**
 * Copies the plugins of a release archive (executable regular files at the top level) into a new .tgz at `path`, without
 * anything else. Only a part of it is in memory at a time. Rejects with {@link InstallError} if the archive is not valid or
 * unpacks to more than 512 MiB, and with the signal's reason.
 */
export async function copyPlugins(source: string, path: string, signal?: AbortSignal): Promise<PluginArchive> {
  const found: Found = { names: [], machine: undefined };
  const hash = createHash('sha256');
  let size = 0;
  const measured = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  };
  try {
    await pipeline(
      createReadStream(source),
      createGunzip(),
      (chunks: AsyncIterable<Buffer>) => pluginsIn(new BlockReader(chunks), found),
      createGzip(),
      measured,
      createWriteStream(path, { flags: 'wx', mode: 0o600 }),
      { signal },
    );
  } catch (error) {
    signal?.throwIfAborted();
    if (hasCode(error, ...installErrorCodes)) {
      throw error;
    }
    const why = reasonOf(error);
    throw unusable(l10n.t('{0} is not a valid .tgz archive: {1}.', source, why), error);
  }
  return { path, size, sha256: hash.digest('hex'), names: found.names, machine: found.machine };
}

const unusable = (message: string, cause?: unknown): InstallError =>
  installError(
    'archiveContent',
    sentences(message, l10n.t('Nothing was installed.')),
    l10n.t('Choose a release archive of the plugins.'),
    { cause },
  );

const tooLarge = (): InstallError =>
  unusable(l10n.t('The archive unpacks to more than {0} MiB.', limits.unpackedArchive / 1024 / 1024));

/** Yields the bytes of a tar archive with the plugins of the given archive. */
async function* pluginsIn(archive: BlockReader, found: Found): AsyncGenerator<Buffer> {
  let entries = 0;
  let isRenamed = false;
  for (;;) {
    const header = await archive.block();
    if (header === undefined) {
      break;
    }
    if (header[0] === 0) {
      continue;
    }
    entries += 1;
    if (entries > entryLimit) {
      throw unusable(l10n.t('The archive has more than {0} files.', entryLimit));
    }
    const size = tarEntrySize(header);
    if (size > limits.unpackedArchive) {
      throw tooLarge();
    }
    const type = String.fromCharCode(header[156] ?? 0);
    if ('xgLK'.includes(type)) {
      isRenamed = renames(type, await extraHeader(archive, size)) || isRenamed;
      continue;
    }
    const name = isRenamed ? undefined : pluginName(header, type);
    isRenamed = false;
    if (name === undefined) {
      for await (const _ of archive.body(size)) {
        continue;
      }
    } else {
      if (found.names.includes(name)) {
        throw unusable(l10n.t('The archive has two files named {0}.', name));
      }
      found.names.push(name);
      found.machine ??= elfMachine(await archive.peek(elfHead, size));
      yield headerOf(name, size);
      yield* archive.body(size);
      yield Buffer.alloc(padding(size));
    }
  }
  yield Buffer.alloc(2 * blockSize);
}

const padding = (size: number): number => (blockSize - (size % blockSize)) % blockSize;

/** Returns the name of a plugin; undefined for any other entry. */
function pluginName(header: Buffer, type: string): string | undefined {
  const isExecutable = (Number.parseInt(textIn(header, 100, 8), 8) & 0o111) !== 0;
  const name = textIn(header, 0, 100).replace(/^(?:\.\/+)+/, '');
  const hasPrefix = header.toString('latin1', 257, 263) === 'ustar\0' && header[345] !== 0;
  if (!/[0\0]/.test(type) || !isExecutable || hasPrefix || name.includes('/')) {
    return undefined;
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    throw unusable(l10n.t('The archive has a file with the invalid name {0}.', JSON.stringify(name)));
  }
  return name;
}

async function extraHeader(archive: BlockReader, size: number): Promise<string> {
  if (size > limits.tarHeader) {
    throw unusable(l10n.t('The archive has a file name that is too long.'));
  }
  const pieces: Buffer[] = [];
  for await (const piece of archive.body(size)) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('latin1');
}

/** Returns whether an extra header renames the next entry, which no plugin needs. */
function renames(type: string, text: string): boolean {
  if (type === 'K') {
    return false;
  }
  if (type === 'L') {
    return true;
  }
  if (/(?:^|\n)\d+ (?:size|GNU\.sparse\.[^=]*)=/.test(text)) {
    throw unusable(l10n.t('The archive has an unsupported format.'));
  }
  return /(?:^|\n)\d+ path=/.test(text);
}

function textIn(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}

/** Returns the ustar header of an executable file. */
function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(blockSize);
  const octal = (value: number, at: number, digits: number): void => {
    header.write(`${value.toString(8).padStart(digits, '0')}\0`, at, 'latin1');
  };
  header.write(name, 0, 100, 'latin1');
  octal(0o755, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(0, 136, 11);
  header.write('        0', 148, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  return header;
}

function elfMachine(head: Buffer): number | undefined {
  if (head.length < elfHead || !head.subarray(0, 4).equals(Buffer.from('\u007FELF', 'latin1'))) {
    return undefined;
  }
  return head[5] === 2 ? head.readUInt16BE(18) : head.readUInt16LE(18);
}

/** Reads a tar archive in order, one piece at a time. */
class BlockReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  #total = 0;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Reads the next header; undefined at the end. */
  async block(): Promise<Buffer | undefined> {
    await this.#have(blockSize);
    if (this.#rest.length === 0) {
      return undefined;
    }
    if (this.#rest.length < blockSize) {
      throw new Error(l10n.t('the archive is truncated'));
    }
    return this.#take(blockSize);
  }

  /** Returns up to `count` bytes of the next body without consuming them. */
  async peek(count: number, size: number): Promise<Buffer> {
    await this.#have(Math.min(count, size));
    return this.#rest.subarray(0, Math.min(count, size));
  }

  /** Yields the bytes of a body in pieces, and consumes its padding. */
  async *body(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0;) {
      await this.#have(1);
      if (this.#rest.length === 0) {
        throw new Error(l10n.t('the archive is truncated'));
      }
      const piece = this.#take(Math.min(left, this.#rest.length));
      left -= piece.length;
      yield piece;
    }
    await this.#have(padding(size));
    this.#take(padding(size));
  }

  /** Reads until `count` bytes are available or the archive ends. */
  async #have(count: number): Promise<void> {
    while (this.#rest.length < count) {
      const { done, value } = await this.#chunks.next();
      if (done === true) {
        return;
      }
      this.#total += value.length;
      if (this.#total > limits.unpackedArchive) {
        throw tooLarge();
      }
      this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
    }
  }

  #take(count: number): Buffer {
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }
}
