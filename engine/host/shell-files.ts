import path from 'node:path';
import type { ConfigFiles, FileError, ResultStore, StoredFile } from '../libcni/store.ts';
import { HostError, isHostError } from './host.ts';
import { missingTool } from './missing-tool.ts';
import { byBytes } from './local-files.ts';
import { errnoOf, fileError } from './posix-errors.ts';
import { quote, quoteForPrintf, type ShellText } from './quote.ts';
import type { RunScript } from './shell-host.ts';
import type { ShellReply } from './shell.ts';
import { readTar } from './tar.ts';
import { isTemporary, temporaryBeside } from './temporary-file.ts';

/** A directory of 50,000 cached results, as tar has it. */
const directoryLimit = 128 * 1024 * 1024;

/** Exit status with which a script of ours says that the file or directory is not there. */
const absent = 44;

/** Configuration files as the host's shell sees them. */
export class ShellConfigFiles implements ConfigFiles {
  private readonly runScript: RunScript;

  constructor(runScript: RunScript) {
    this.runScript = runScript;
  }

  async readFile(file: string, signal?: AbortSignal): Promise<Uint8Array> {
    const bytes = await readOne(this.runScript, file, signal);
    if (bytes === undefined) {
      throw fileError('open', file, 'ENOENT');
    }
    return bytes;
  }

  readDir(dir: string, extensions: readonly string[], signal?: AbortSignal): Promise<readonly StoredFile[]> {
    if (extensions.length === 0) {
      return Promise.resolve([]);
    }
    const patterns = extensions
      .map((extension) => `./*${quote(extension)} ./.*${quote(extension)} ./${quote(extension)}`)
      .join(' ');
    return listFiles(this.runScript, dir, patterns, signal);
  }
}

/** The cache of results on the host. */
export class ShellResultStore implements ResultStore {
  private readonly runScript: RunScript;

  constructor(runScript: RunScript) {
    this.runScript = runScript;
  }

  read(file: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return readOne(this.runScript, file, signal);
  }

  /**
   * Temporary file beside the target, then rename. There is no fsync: an attachment does not outlive a crash of its
   * machine, and Go's libcni writes the cache without one too.
   */
  async write(file: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    const target = quote(file);
    const dir = quote(path.posix.dirname(file));
    const beside = temporaryBeside(file);
    const temporary = quote(beside);
    const script = [
      'umask 077',
      'cni_step=mkdir cni_status=1',
      `if [ -d ${dir} ] || LC_ALL=C mkdir -p ${dir} 2>&3; then`,
      `  cni_step=open`,
      // Into a directory, mv would move the file.
      `  if [ -d ${target} ]; then echo 'Is a directory' >&3`,
      `  elif { printf ${quoteForPrintf(bytes)} >${temporary}; } 2>&3 && LC_ALL=C mv -f ${temporary} ${target} 2>&3; then cni_status=0`,
      `  else rm -f ${temporary} 2>/dev/null`,
      '  fi',
      'fi',
      'umask "$cni_umask"',
      'cni_how=$cni_step; cni_end "$cni_status"',
    ].join('\n');
    let reply: ShellReply;
    try {
      reply = await complete(this.runScript, script, file, signal);
    } catch (error) {
      // A cancel may have hit between the two steps. A host that is lost must not be connected again for this.
      if (!isHostError(error)) {
        await this.remove(beside).catch(() => undefined);
      }
      throw error;
    }
    if (reply.status !== 0) {
      const said = reply.stderr.toString();
      throw reply.how === 'mkdir' ? mkdirError(path.posix.dirname(file), said) : fileError('open', file, errnoOf(said));
    }
  }

  async remove(file: string, signal?: AbortSignal): Promise<void> {
    const word = quote(file);
    const script = `if [ -e ${word} ] || [ -h ${word} ]; then LC_ALL=C rm -f ${word} 2>&3; fi; cni_end $?`;
    const reply = await complete(this.runScript, script, file, signal);
    if (reply.status !== 0) {
      throw fileError('remove', file, errnoOf(reply.stderr.toString()));
    }
  }

  async list(dir: string, signal?: AbortSignal): Promise<readonly StoredFile[]> {
    const files = await listFiles(this.runScript, dir, './* ./.[!.]*', signal);
    return files.filter((file) => !isTemporary(path.posix.basename(file.path)));
  }
}

/** What os.MkdirAll reports: the directory that could not be made, or what is in its place and is no directory. */
function mkdirError(dir: string, said: string): FileError {
  const named = /'(\/[^']*)'/.exec(said)?.[1];
  const code = errnoOf(said);
  return fileError(
    'mkdir',
    named !== undefined && dir.startsWith(named) ? named : dir,
    code === 'EEXIST' ? 'ENOTDIR' : code,
  );
}

async function readOne(runScript: RunScript, file: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
  const word = quote(file);
  // What is not there may also be hidden by a directory that may not be searched: then ls says so. When its directory
  // can be searched, no process is needed to know.
  const parent = quote(path.posix.dirname(file));
  const look = `if [ -d ${parent} ] && [ -x ${parent} ]; then cni_end ${absent}; else LC_ALL=C ls -d ${word} >/dev/null 2>&3; cni_end 2; fi`;
  const script = `if [ -e ${word} ]; then LC_ALL=C cat ${word} 2>&3; cni_end $?; else ${look}; fi`;
  const reply = await complete(runScript, script, file, signal);
  if (reply.status === 0) {
    return reply.stdout;
  }
  const code = errnoOf(reply.stderr.toString());
  if (reply.status === absent || code === 'ENOENT') {
    return undefined;
  }
  throw fileError(code === 'EISDIR' ? 'read' : 'open', file, code);
}

/**
 * The regular files of `dir` that match `patterns`, as tar streams one behind the other, since xargs cuts a long list of
 * names into several: one round trip, whatever their number and whatever is in them.
 */
async function listFiles(
  runScript: RunScript,
  dir: string,
  patterns: ShellText,
  signal?: AbortSignal,
): Promise<readonly StoredFile[]> {
  const word = quote(dir);
  const script = [
    `if [ ! -e ${word} ]; then cni_end ${absent}`,
    `elif [ ! -d ${word} ]; then cni_end 45`,
    `elif [ ! -r ${word} ] || [ ! -x ${word} ]; then cni_end 46`,
    `else (cd ${word} && for f in ${patterns}; do { [ -f "$f" ] || { [ -h "$f" ] && [ ! -e "$f" ]; }; } && printf '%s\\0' "$f"; done) |`,
    `  (cd ${word} && LC_ALL=C xargs -0 -r tar -cf - -h) 2>&3`,
    `cni_end $?; fi`,
  ].join('\n');
  const reply = await complete(runScript, script, dir, signal, directoryLimit);
  switch (reply.status) {
    case absent:
      return [];
    case 45:
      throw fileError('open', dir, 'ENOTDIR');
    case 46:
      throw fileError('open', dir, 'EACCES');
  }
  const said = reply.stderr.toString();
  if (reply.status === 127) {
    throw new HostError(missingTool(/\btar\b/.test(said) ? 'tar' : 'xargs', 'on the host'));
  }
  const problems = unreadFiles(dir, said);
  // tar also fails where a file changed or went away while it was read; what it did read is good.
  if (reply.status !== 0 && reply.stdout.length === 0 && problems.length === 0) {
    throw fileError('open', dir, errnoOf(said));
  }
  const files = readTar(reply.stdout).map((entry) => ({ path: path.posix.join(dir, entry.name), bytes: entry.bytes }));
  return [...files, ...problems].toSorted((a, b) => byBytes(a.path, b.path));
}

/** The files that tar could not read, by what GNU tar and busybox say of each. */
function unreadFiles(dir: string, said: string): readonly StoredFile[] {
  const lines = said.matchAll(/^tar: (?:can't open '(.+)'|(\.\/.+?)(?:: Cannot \w+)?): (.+)$/gm);
  return [...lines].map(([, theirs, ours = theirs, why]) => {
    const file = path.posix.join(dir, ours ?? '');
    return { path: file, bytes: new Uint8Array(), problem: fileError('open', file, errnoOf(why ?? '')) };
  });
}

/** Runs a script to its end. @throws HostError when the connection broke, FileError when there was too much to read, the signal's reason on abort */
async function complete(
  runScript: RunScript,
  script: ShellText,
  file: string,
  signal?: AbortSignal,
  limit?: number,
): Promise<ShellReply> {
  const outcome = await runScript(() => script, signal, limit);
  switch (outcome.kind) {
    case 'done':
      return outcome;
    case 'lost':
      throw new HostError({
        code: 'connectionLost',
        message: `The connection to the host was lost while ${file} was being read or written (${outcome.reason}).`,
        cure: 'Try again.',
      });
    case 'outputLimit':
      throw tooLarge(file);
    case 'aborted':
      throw signal?.reason instanceof Error ? signal.reason : new Error('Aborted.');
  }
}

function tooLarge(file: string): FileError {
  return fileError('read', file, 'EFBIG');
}
