import path from 'node:path';
import { FileError } from '../libcni/store.ts';
import { fileScripts, fileStatuses } from './file-scripts.ts';
import { type Host, HostError } from './host.ts';
import { missingTool } from './missing-tool.ts';
import { errnoOf, fileError } from './posix-errors.ts';
import { temporaryBeside } from './temporary-file.ts';

/** What there is under a path; links are followed. */
export interface HostFileStat {
  readonly kind: 'file' | 'directory' | 'other';
  /** The path itself is a symbolic link. */
  readonly isLink: boolean;
  /** In bytes. */
  readonly size: number;
  /** When the content last changed, in milliseconds since 1970. */
  readonly modifiedAt: number;
  /** Permission bits. */
  readonly mode: number;
  /** Owner and group, by number. */
  readonly owner: string;
  /** The same as long as nobody writes or replaces the file: device-independent, finer than `modifiedAt`. */
  readonly version: string;
}

/** One name of a directory. A link to a directory is a directory; one to nowhere is `other`. */
export interface HostDirectoryEntry {
  readonly name: string;
  readonly kind: HostFileStat['kind'];
  readonly isLink: boolean;
}

/** How {@link HostFiles.write} treats what is there. */
export interface WriteOptions {
  /** Make the file when there is none; else ENOENT. */
  readonly create: boolean;
  /** Replace the file when there is one; else EEXIST. */
  readonly overwrite: boolean;
  /** Make missing directories above the file, with mode 755. */
  readonly makeDirectories?: boolean;
  /** Refuse with {@link FileChangedError} when the file is no longer of this version. */
  readonly onlyVersion?: string;
}

/** Rejection of a write: the file has another version than the one that the caller knew. */
export class FileChangedError extends Error {
  override readonly name = 'FileChangedError';
  readonly path: string;

  constructor(file: string, host: string) {
    super(`${file} was changed on ${host} since it was read, so nothing was written.`);
    this.path = file;
  }
}

/**
 * The files of a host with the rights of its shell, for a person who edits them. Each call is one round trip. They
 * reject with FileError (worded as Go's *PathError), FileChangedError or HostError; after a HostError `connectionLost`
 * of a write nobody knows whether it took place.
 */
export class HostFiles {
  readonly #host: Pick<Host, 'run' | 'label' | 'spec'>;

  constructor(host: Pick<Host, 'run' | 'label' | 'spec'>) {
    this.#host = host;
  }

  async stat(file: string, signal?: AbortSignal): Promise<HostFileStat> {
    const { stdout } = await this.#run('stat', file, fileScripts.stat, [file], signal);
    return statOf(file, stdout.toString());
  }

  /** The bytes of a file and its version, as they are at one moment. */
  async read(file: string, signal?: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly stat: HostFileStat }> {
    const { stdout } = await this.#run('open', file, fileScripts.read, [file], signal);
    const end = stdout.indexOf('\n');
    return { stat: statOf(file, stdout.subarray(0, end).toString()), bytes: stdout.subarray(end + 1) };
  }

  /** The names in a directory, hidden ones too, in byte order. */
  async list(directory: string, signal?: AbortSignal): Promise<readonly HostDirectoryEntry[]> {
    const { stdout } = await this.#run('open', directory, fileScripts.list, [directory], signal);
    const entries = stdout
      .toString()
      .split('\0')
      .filter((entry) => entry !== '');
    return entries.map(entryOf).toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  }

  /**
   * Writes a file whole: to a temporary file beside it, flushed to the disk, then renamed. What is there keeps its mode,
   * owner and group; a link stays a link and what it leads to is replaced. A new file has mode 644. Gives what is there
   * now.
   */
  async write(file: string, bytes: Uint8Array, options: WriteOptions, signal?: AbortSignal): Promise<HostFileStat> {
    const { create, overwrite, makeDirectories = false, onlyVersion = '' } = options;
    const flags = `${create ? 'c' : ''}${overwrite ? 'o' : ''}${makeDirectories ? 'd' : ''}`;
    const temporary = path.posix.basename(temporaryBeside(file));
    const args = [file, temporary, flags, onlyVersion];
    const { stdout } = await this.#run('open', file, fileScripts.write, args, signal, bytes);
    return statOf(file, stdout.toString());
  }

  /** Makes one directory, with mode 755. */
  async createDirectory(directory: string, signal?: AbortSignal): Promise<void> {
    await this.#run('mkdir', directory, fileScripts.createDirectory, [directory], signal);
  }

  /** Removes a file, a link (not what it leads to), or a directory: an empty one, or with `recursive` all that is in it. */
  async remove(file: string, recursive: boolean, signal?: AbortSignal): Promise<void> {
    await this.#run('remove', file, fileScripts.remove, [file, recursive ? 'r' : ''], signal);
  }

  /** Renames a file or directory; EEXIST where there is something of that name already, unless it may be replaced. */
  async rename(from: string, to: string, overwrite: boolean, signal?: AbortSignal): Promise<void> {
    await this.#run('rename', from, fileScripts.rename, [from, to, overwrite ? 'o' : ''], signal);
  }

  async #run(
    verb: string,
    file: string,
    script: string,
    args: readonly string[],
    signal: AbortSignal | undefined,
    stdin?: Uint8Array,
  ): Promise<{ readonly stdout: Buffer }> {
    const outcome = await this.#host.run(
      {
        argv: ['/bin/sh', '-c', script, 'sh', ...args],
        env: { LC_ALL: 'C' },
        ...(stdin === undefined ? {} : { stdin }),
      },
      signal === undefined ? {} : { signal },
    );
    switch (outcome.kind) {
      case 'exited':
        if (outcome.exitCode !== 0) {
          throw this.#failure(verb, file, outcome.exitCode, Buffer.from(outcome.stderr).toString());
        }
        return { stdout: Buffer.from(outcome.stdout) };
      case 'aborted':
        if (outcome.reason === 'outputLimit') throw fileError('read', file, 'EFBIG');
        throw signal?.reason instanceof Error ? signal.reason : new Error(`Stopped in ${this.#host.label}.`);
      case 'unknown':
        throw new HostError({
          code: 'connectionLost',
          message: outcome.reason,
          cure: `Look at ${file} before you try again.`,
        });
    }
  }

  #failure(verb: string, file: string, status: number, said: string): Error {
    if (status === fileStatuses.changed) return new FileChangedError(file, this.#host.label);
    const tool = /(\w+): (?:command )?not found/.exec(said)?.[1];
    if (status === 127 && tool !== undefined) return new HostError(missingTool(tool, `in ${this.#host.label}`));
    const refused = refusal(verb, file, status, said);
    return refused.code === 'EROFS' && this.#host.spec.kind === 'sandbox' ? closedInSandbox(refused) : refused;
  }
}

function closedInSandbox(refused: FileError): FileError {
  const why = 'the sandbox cannot change the files of this machine. Choose another host for that.';
  return new FileError(refused.path, refused.code, `${refused.message}: ${why}`);
}

function refusal(verb: string, file: string, status: number, said: string): FileError {
  switch (status) {
    case fileStatuses.exists:
      return fileError(verb, file, 'EEXIST');
    case fileStatuses.absent:
      return fileError(verb, file, 'ENOENT');
    case fileStatuses.isDirectory:
      return fileError(verb, file, 'EISDIR');
    case fileStatuses.notDirectory:
      return fileError(verb, file, 'ENOTDIR');
    case fileStatuses.ownerLost:
      return fileError('chown', file, 'EPERM');
    case fileStatuses.notEmpty:
      return fileError(verb, file, 'ENOTEMPTY');
    default:
      return fileError(verb, file, errnoOf(said));
  }
}

function entryOf(text: string): HostDirectoryEntry {
  const kinds: Readonly<Record<string, HostFileStat['kind']>> = { d: 'directory', f: 'file' };
  return { kind: kinds[text.charAt(0)] ?? 'other', isLink: text.charAt(1) === 'l', name: text.slice(2) };
}

/** Reads a line of {@link fileScripts}: link flag, raw mode in hex, size, inode, owner, group, time with its fraction. */
function statOf(file: string, line: string): HostFileStat {
  const [link, raw = '', size, inode, uid, gid, seconds, ...when] = line.trim().split(' ');
  const mode = Number.parseInt(raw, 16);
  if (!Number.isInteger(mode) || gid === undefined || seconds === undefined) throw fileError('stat', file, 'EIO');
  const types: Readonly<Record<number, HostFileStat['kind']>> = { 0o040000: 'directory', 0o100000: 'file' };
  const fraction = /\.(\d+)/.exec(when.join(' '))?.[1] ?? '';
  return {
    kind: types[mode & 0o170000] ?? 'other',
    isLink: link === 'l',
    size: Number(size),
    modifiedAt: Number(seconds) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3)),
    mode: mode & 0o7777,
    owner: `${uid}:${gid}`,
    version: `${inode}-${size}-${seconds}.${fraction}`,
  };
}
