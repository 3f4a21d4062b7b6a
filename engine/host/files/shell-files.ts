import * as l10n from '@vscode/l10n';
import { hasCode, WorkbenchError } from '../../errors/workbench-error.ts';
import path from 'node:path';
import { scriptExitCodes } from '../../../generated/shell-programs.js';
import type { ConfigFiles, FileError, ResultStore, StoredFile } from '../../libcni/operation/store.ts';
import { connectionLost, isHostError } from '../host.ts';
import { missingTool } from '../launchers/missing-tool.ts';
import { byBytes } from './local-files.ts';
import { errnoOf, fileError } from './posix-errors.ts';
import { limits } from '../limits.ts';
import { quoteForPrintf, quoteWords, sh, type ShellText } from '../shell/quote.ts';
import { badAnswer, tookTooLong } from '../run-to-end.ts';
import type { RunScript } from '../shell/shell-pool.ts';
import type { ShellReply } from '../shell/shell.ts';
import { readTar, type TarEntry } from './tar.ts';
import { isTemporary, temporaryNextTo } from './temporary-file.ts';

/** Runs the functions of open-shell-files.sh on a host. */
export interface HostScripts {
  readonly run: RunScript;
  readonly label: () => string;
}

/** Configuration files of a host, through its shell. */
export class ShellConfigFiles implements ConfigFiles {
  readonly #scripts: HostScripts;

  constructor(scripts: HostScripts) {
    this.#scripts = scripts;
  }

  async readFile(file: string, signal?: AbortSignal): Promise<Uint8Array> {
    const bytes = await readOne(this.#scripts, file, signal);
    if (bytes === undefined) {
      throw fileError('open', file, 'ENOENT');
    }
    return bytes;
  }

  readDir(dir: string, extensions: readonly string[], signal?: AbortSignal): Promise<readonly StoredFile[]> {
    if (extensions.length === 0) {
      return Promise.resolve([]);
    }
    return listFiles(this.#scripts, dir, extensions, signal);
  }
}

/** The result cache of a host. */
export class ShellResultStore implements ResultStore {
  readonly #scripts: HostScripts;

  constructor(scripts: HostScripts) {
    this.#scripts = scripts;
  }

  read(file: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return readOne(this.#scripts, file, signal);
  }

  /**
   * Writes a temporary file next to the target, then renames it. No fsync, because an attachment does not survive a crash of
   * its machine, and Go's libcni writes the cache without one as well.
   */
  async write(file: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    const temporary = temporaryNextTo(file);
    const words = quoteWords([file, path.posix.dirname(file), temporary]);
    const script = sh`cni_write ${words} ${quoteForPrintf(bytes)}`;
    let reply: ShellReply;
    try {
      reply = await complete(this.#scripts, script, file, signal);
    } catch (error) {
      // The cancellation may have come between the two steps. A lost host must not be reconnected for this.
      if (!isHostError(error)) {
        await this.remove(temporary).catch(() => undefined);
      }
      throw error;
    }
    if (reply.status !== 0) {
      const said = reply.stderr.toString();
      if (reply.how === 'mkdir') {
        throw mkdirError(path.posix.dirname(file), said);
      }
      const code = errnoOf(said);
      throw fileError(isFull(code) ? 'write' : 'open', file, code);
    }
  }

  async remove(file: string, signal?: AbortSignal): Promise<void> {
    const script = sh`cni_remove ${quoteWords([file])}`;
    const reply = await complete(this.#scripts, script, file, signal);
    if (reply.status !== 0) {
      throw fileError('remove', file, errnoOf(reply.stderr.toString()));
    }
  }

  async list(dir: string, signal?: AbortSignal): Promise<readonly StoredFile[]> {
    const files = await listFiles(this.#scripts, dir, [], signal);
    return files.filter((file) => !isTemporary(path.posix.basename(file.path)));
  }
}

/** Returns true for an errno that occurs only after the file is open. */
function isFull(code: string): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EIO' || code === 'EFBIG';
}

/** Returns the error of os.MkdirAll: the directory that could not be created, or the part that is not a directory. */
function mkdirError(dir: string, said: string): FileError {
  const named = /'(\/[^']*)'/.exec(said)?.[1];
  const code = errnoOf(said);
  return fileError(
    'mkdir',
    named !== undefined && dir.startsWith(named) ? named : dir,
    code === 'EEXIST' ? 'ENOTDIR' : code,
  );
}

async function readOne(scripts: HostScripts, file: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
  const script = sh`cni_read ${quoteWords([file, path.posix.dirname(file)])}`;
  const reply = await complete(scripts, script, file, signal);
  if (reply.status === 0) {
    return reply.stdout;
  }
  const code = errnoOf(reply.stderr.toString());
  if (reply.status === scriptExitCodes.absent || code === 'ENOENT') {
    return undefined;
  }
  throw fileError(code === 'EISDIR' ? 'read' : 'open', file, code);
}

/** Returns the regular files of `dir`, or those with one of the extensions, in one round trip. */
async function listFiles(
  scripts: HostScripts,
  dir: string,
  extensions: readonly string[],
  signal?: AbortSignal,
): Promise<readonly StoredFile[]> {
  const script = sh`cni_list ${quoteWords([dir, ...extensions])}`;
  const reply = await complete(scripts, script, dir, signal, limits.directory);
  switch (reply.status) {
    case scriptExitCodes.absent:
      return [];
    case scriptExitCodes.notDirectory:
      throw fileError('open', dir, 'ENOTDIR');
    case scriptExitCodes.unreadable:
      throw fileError('open', dir, 'EACCES');
  }
  const said = reply.stderr.toString();
  if (reply.status === scriptExitCodes.missingTool) {
    throw new WorkbenchError(missingTool(/\btar\b/.test(said) ? 'tar' : 'xargs', scripts.label()));
  }
  const problems = unreadFiles(dir, said);
  const isEmpty = reply.stdout.length === 0 && problems.length === 0;
  // tar also fails if a file changed or was removed while it was read. What it has read is valid.
  if (reply.status !== 0 && isEmpty) {
    const code = errnoOf(said);
    if (code === 'ENOENT') {
      return [];
    }
    throw fileError('open', dir, code);
  }
  const files = entriesOf(reply.stdout, scripts.label()).map(({ name, bytes }) => ({
    path: path.posix.join(dir, name),
    bytes,
  }));
  return [...files, ...problems].toSorted((a, b) => byBytes(a.path, b.path));
}

/** Returns the files that the host sent. Names outside or below the directory were not requested and are ignored. */
function entriesOf(archive: Buffer, label: string): readonly TarEntry[] {
  let entries: readonly TarEntry[];
  try {
    entries = readTar(archive);
  } catch (error) {
    if (!hasCode(error, 'damagedArchive')) {
      throw error;
    }
    throw new WorkbenchError(badAnswer(label, error.message.replace(/\.$/, '')), { cause: error });
  }
  return entries.filter(({ name }) => isNameInDirectory(name));
}

/** Returns true for a name that the scripts request: `./` and the name of a file. */
function isNameInDirectory(name: string): boolean {
  return /^\.\/(?!\.\.?$)[^/]{1,255}$/.test(name);
}

/** Characters of a message of tar that matter: a name of 255 bytes, each escaped with 4, and the reason. */
const longestMessage = 2000;

/** Returns the files that tar could not read, by the messages of GNU tar and busybox. */
function unreadFiles(dir: string, said: string): readonly StoredFile[] {
  return said.split('\n').flatMap((line) => {
    const message = /^tar: (?:can't open '(.+)'|(\.\/.+?)(?:: Cannot \w+)?): (.+)$/.exec(line.slice(0, longestMessage));
    const [, theirs, ours = theirs, why = ''] = message ?? [];
    if (ours === undefined || !isNameInDirectory(ours)) {
      return [];
    }
    const file = path.posix.join(dir, ours);
    return [{ path: file, bytes: new Uint8Array(), problem: fileError('open', file, errnoOf(why)) }];
  });
}

/** Runs a script to its end. @throws HostError if the connection was lost or it took too long, FileError if there was too much to read, the signal's reason on abort */
async function complete(
  scripts: HostScripts,
  script: ShellText,
  file: string,
  signal?: AbortSignal,
  limit?: number,
): Promise<ShellReply> {
  const outcome = await scripts.run(() => script, signal, limit === undefined ? {} : { limit });
  switch (outcome.kind) {
    case 'done':
      return outcome;
    case 'lost':
      throw new WorkbenchError(
        connectionLost(
          l10n.t('The connection to {host} was lost while accessing {file} ({reason}).', {
            host: scripts.label(),
            file,
            reason: outcome.reason,
          }),
        ),
      );
    case 'outputLimit':
      throw tooLarge(file);
    case 'aborted':
      throw signal?.aborted === true ? signal.reason : new WorkbenchError(tookTooLong(scripts.label()));
  }
}

function tooLarge(file: string): FileError {
  return fileError('read', file, 'EFBIG');
}
