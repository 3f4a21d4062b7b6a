import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { FileError } from '../../libcni/operation/store.ts';
import { files as program, scriptExitCodes } from '../../../generated/shell-programs.js';
import { type Command, connectionLost, type Host, isHostError } from '../host.ts';
import { fileChanged } from './file-errors.ts';
import { limits } from '../limits.ts';
import { missingTool } from '../launchers/missing-tool.ts';
import { errnoOf, fileError } from './posix-errors.ts';
import { runToEnd } from '../run-to-end.ts';
import { temporaryName } from './temporary-file.ts';

/** The type and attributes of a file; links are followed. */
export interface HostFileStat {
  readonly kind: 'file' | 'directory' | 'other';
  /** The path itself is a symbolic link. */
  readonly isLink: boolean;
  /** In bytes. */
  readonly size: number;
  /** Time of the last modification, in milliseconds since 1970. */
  readonly modifiedAt: number;
  /** Permission bits. */
  readonly mode: number;
  /** Numeric owner and group. */
  readonly owner: string;
  /** Changes whenever the file is written or replaced; more precise than `modifiedAt`. */
  readonly version: string;
}

/** One entry of a directory. A link to a directory is a directory; a broken link is `other`. */
export interface HostDirectoryEntry {
  readonly name: string;
  readonly kind: HostFileStat['kind'];
  readonly isLink: boolean;
}

/** How {@link HostFiles.write} treats an existing file. */
export interface WriteOptions {
  /** Create a missing file; otherwise ENOENT. */
  readonly create: boolean;
  /** Replace an existing file; otherwise EEXIST. */
  readonly overwrite: boolean;
  /** Create missing parent directories, with mode 755. */
  readonly makeDirectories?: boolean;
  /** Reject with `fileChanged` if the file no longer has this version. */
  readonly onlyVersion?: string | undefined;
}

/**
 * The files of a host with the rights of its shell, for the editor. Each call is one round trip. They reject with FileError
 * (worded as Go's *PathError), WorkbenchError `fileChanged` or HostError. After a HostError `connectionLost`, the outcome of
 * a write is unknown.
 */
export class HostFiles {
  readonly #host: Pick<Host, 'run' | 'label' | 'spec'>;

  constructor(host: Pick<Host, 'run' | 'label' | 'spec'>) {
    this.#host = host;
  }

  async stat(file: string, signal?: AbortSignal): Promise<HostFileStat> {
    const { stdout } = await this.#run('stat', file, ['stat', file], signal);
    return statOf(file, stdout.toString());
  }

  /** Returns the bytes and the attributes of a file at one moment. */
  async read(file: string, signal?: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly stat: HostFileStat }> {
    const { stdout } = await this.#run('open', file, ['read', file], signal);
    const end = stdout.indexOf('\n');
    return { stat: statOf(file, stdout.subarray(0, end).toString()), bytes: stdout.subarray(end + 1) };
  }

  /** Returns the entries of a directory, including hidden ones, in byte order. */
  async list(directory: string, signal?: AbortSignal): Promise<readonly HostDirectoryEntry[]> {
    const { stdout } = await this.#run('open', directory, ['list', directory], signal);
    const entries = stdout
      .toString()
      .split('\0')
      .filter((entry) => entry !== '');
    return entries.map(entryOf).toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  }

  /**
   * Writes a whole file: to a temporary file next to it, flushed to disk, then renamed. An existing file keeps its mode,
   * owner and group. A link remains, and its target is replaced. A new file has mode 644. Returns the new attributes.
   */
  async write(file: string, bytes: Uint8Array, options: WriteOptions, signal?: AbortSignal): Promise<HostFileStat> {
    const { create, overwrite, makeDirectories = false, onlyVersion = '' } = options;
    const flags = `${create ? 'c' : ''}${overwrite ? 'o' : ''}${makeDirectories ? 'd' : ''}`;
    const temporary = temporaryName();
    const args = ['write', file, temporary, flags, onlyVersion];
    const { stdout } = await this.#run('open', file, args, signal, bytes);
    return statOf(file, stdout.toString());
  }

  /** Creates one directory, with mode 755. */
  async createDirectory(directory: string, signal?: AbortSignal): Promise<void> {
    await this.#run('mkdir', directory, ['createDirectory', directory], signal);
  }

  /** Removes a file, a link (not its target), or a directory: an empty one, or with `recursive` any. */
  async remove(file: string, recursive: boolean, signal?: AbortSignal): Promise<void> {
    await this.#run('remove', file, ['remove', file, recursive ? 'r' : ''], signal);
  }

  /** Renames a file or directory. Rejects with EEXIST if the target exists, unless it may be replaced. */
  async rename(from: string, to: string, overwrite: boolean, signal?: AbortSignal): Promise<void> {
    await this.#run('rename', from, ['rename', from, to, overwrite ? 'o' : ''], signal);
  }

  async #run(
    verb: string,
    file: string,
    args: readonly string[],
    signal: AbortSignal | undefined,
    stdin?: Uint8Array,
  ): Promise<{ readonly stdout: Buffer }> {
    const command: Command = {
      argv: ['/bin/sh', '-c', program, 'sh', ...args],
      env: { LC_ALL: 'C' },
      stdin,
    };
    try {
      const { exitCode, stdout, stderr } = await runToEnd(this.#host, command, { signal });
      if (exitCode !== 0) {
        throw this.#failure(verb, file, exitCode, stderr.toString('utf8', 0, limits.complaint));
      }
      return { stdout };
    } catch (error) {
      if (!isHostError(error)) {
        throw error;
      }
      const { code } = error;
      if (code === 'tooMuchOutput') {
        throw fileError('read', file, 'EFBIG');
      }
      if (code !== 'connectionLost') {
        throw error;
      }
      throw new WorkbenchError(connectionLost(error.message, l10n.t('Check {0} before you try again.', file)), {
        cause: error,
      });
    }
  }

  #failure(verb: string, file: string, status: number, said: string): Error {
    if (status === scriptExitCodes.changed) {
      const message = l10n.t(
        '{0} was changed on {1} after it was read, so nothing was written.',
        file,
        this.#host.label,
      );
      return fileChanged(message, l10n.t('Compare the two versions, or save again to overwrite the file.'));
    }
    const tool = /\b(\w{1,64}): (?:command )?not found/.exec(said)?.[1];
    if (status === scriptExitCodes.missingTool && tool !== undefined) {
      return new WorkbenchError(missingTool(tool, this.#host.label));
    }
    const refused = refusal(verb, file, status, said);
    return refused.code === 'EROFS' && this.#host.spec.kind === 'sandbox' ? readOnlyInSandbox(refused) : refused;
  }
}

function readOnlyInSandbox(refused: FileError): FileError {
  const reason = l10n.t(
    '{0}: The sandbox cannot change the files of this machine. Choose another host.',
    refused.message,
  );
  return new FileError(refused.path, refused.code, reason);
}

function refusal(verb: string, file: string, status: number, said: string): FileError {
  switch (status) {
    case scriptExitCodes.exists:
      return fileError(verb, file, 'EEXIST');
    case scriptExitCodes.absent:
      return fileError(verb, file, 'ENOENT');
    case scriptExitCodes.isDirectory:
      return fileError(verb, file, 'EISDIR');
    case scriptExitCodes.notDirectory:
      return fileError(verb, file, 'ENOTDIR');
    case scriptExitCodes.ownerLost:
      return fileError('chown', file, 'EPERM');
    case scriptExitCodes.notEmpty:
      return fileError(verb, file, 'ENOTEMPTY');
    default:
      return fileError(verb, file, errnoOf(said));
  }
}

function entryOf(text: string): HostDirectoryEntry {
  const kinds: Readonly<Record<string, HostFileStat['kind']>> = { d: 'directory', f: 'file' };
  return { kind: kinds[text.charAt(0)] ?? 'other', isLink: text.charAt(1) === 'l', name: text.slice(2) };
}

/** Parses a line of files.sh (describe): link flag, raw mode in hex, size, inode, owner, group, time with its fraction. */
function statOf(file: string, line: string): HostFileStat {
  const [link, raw = '', size, inode, uid, gid, seconds, ...when] = line.trim().split(' ');
  const mode = Number.parseInt(raw, 16);
  if (!Number.isInteger(mode) || gid === undefined || seconds === undefined) {
    throw fileError('stat', file, 'EIO');
  }
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
