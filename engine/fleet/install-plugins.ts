import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Host, HostError, isHostError } from '../host/index.ts';
import { type Architecture, architectureOf, elfName } from './architecture.ts';
import { archiveMachine } from './archive-machine.ts';
import type { Archive, ByteProgress } from './archive.ts';
import { CommandError, outputOf } from './command-output.ts';
import { InstallError } from './install-error.ts';
import { appendScript, cleanScript, lookScript, placeScript, prepareScript, unpackScript } from './install-scripts.ts';
import { versionProblem } from './plugin-version.ts';

/** A directory of a host that plugins may be installed into. */
export interface InstallTarget {
  readonly directory: string;
  /** `uname -m`. */
  readonly machine: string;
  readonly architecture: Architecture;
  /** Who the plugins will belong to; 0 is root. */
  readonly uid: number;
  /** Names of what is in the directory already. */
  readonly existing: readonly string[];
}

/** What an installation does at the moment. */
export type InstallPhase = 'send' | 'unpack' | 'verify' | 'place';

/** What {@link installPlugins} may be told. */
export interface InstallOptions {
  readonly signal?: AbortSignal;
  readonly onPhase?: (phase: InstallPhase) => void;
  /** Bytes that the host has. */
  readonly onProgress?: ByteProgress;
}

/** What was installed. */
export interface InstallReport {
  readonly installed: readonly string[];
  /** Those that were there before, and where they are now. */
  readonly replaced: readonly string[];
  readonly backup: string | undefined;
}

/** One piece on its way to the host: a round trip each, and all that is in memory at once (a few times over). */
const pieceSize = 1024 * 1024;

const nowhere = 'Nothing was installed.';

const scripted = (script: string, ...words: readonly string[]): readonly [string, ...string[]] => [
  '/bin/sh',
  '-c',
  script,
  'sh',
  ...words,
];

/**
 * What a directory of a host is like for an installation. Changes nothing; one round trip. Rejects with
 * {@link InstallError} when plugins cannot be put there, and with HostError.
 */
export async function lookAtTarget(host: Host, directory: string, signal?: AbortSignal): Promise<InstallTarget> {
  if (!directory.startsWith('/')) {
    throw new InstallError(`${JSON.stringify(directory)} is no absolute path.`, 'Give one, such as /opt/cni/bin.');
  }
  const output = await outputOf(host, scripted(lookScript, directory), signal);
  const [head = '', names = ''] = output.split('\n.\n');
  const [machine = '', id = '', access = '', ...lacks] = head.split('\n');
  const uid = Number(id);
  const [answer, at = ''] = access.split(/ (.*)/s);
  if (answer === 'file') {
    throw new InstallError(`${at} on ${host.label} is no directory.`, 'Give another directory.');
  }
  if (answer !== 'yes') {
    throw new InstallError(`User ${id} of ${host.label} may not write to ${at}. ${nowhere}`, cureOfDenied(host, uid));
  }
  const [missing] = lacks.map((line) => line.replace(/^lacks /, ''));
  if (missing !== undefined) {
    throw new InstallError(`${host.label} has no "${missing}", which unpacking needs. ${nowhere}`, 'Install it there.');
  }
  const architecture = architectureOf(machine);
  if (architecture === undefined) {
    throw new InstallError(
      `No plugins are released for "${machine}", which ${host.label} is.`,
      'Build them from source.',
    );
  }
  return { directory, machine, architecture, uid, existing: names.split('\n').filter((name) => name !== '') };
}

function cureOfDenied(host: Host, uid: number): string {
  if (host.spec.kind === 'sandbox') {
    return 'The sandbox cannot change this machine, and is thrown away: choose another host, such as "local".';
  }
  return uid === 0
    ? 'It may be mounted read-only: give another directory.'
    : 'Reach the host as root or with sudo, or give another directory.';
}

/**
 * Puts the plugins of an archive into a directory of a host: sent through its shell piece by piece, unpacked beside
 * their place, run there with VERSION, and only then renamed into it. What was there is kept in a directory beside.
 * Rejects with {@link InstallError} (nothing is left behind), with HostError, and with the signal's reason.
 */
export async function installPlugins(
  host: Host,
  { directory, architecture }: InstallTarget,
  archive: Archive,
  options: InstallOptions = {},
): Promise<InstallReport> {
  const machine = await archiveMachine(archive.path);
  if (machine !== architecture.elf) {
    const is = machine === undefined ? 'holds no programs' : `is for ${elfName(machine)}`;
    throw new InstallError(
      `${archive.source} ${is}, and ${host.label} is ${architecture.go}. ${nowhere}`,
      `Give the archive of ${architecture.go}.`,
    );
  }
  const { signal, onPhase } = options;
  onPhase?.('send');
  const [work = '', ...made] = (await attempt(host, scripted(prepareScript, directory), 'prepared', signal))
    .split('\n')
    .filter((line) => line !== '');
  let isDone = false;
  try {
    await send(host, work, archive, options);
    onPhase?.('unpack');
    const unpacked = await attempt(
      host,
      scripted(unpackScript, work, String(archive.size), archive.sha256),
      'unpacked',
      signal,
    );
    const names = namesIn(unpacked, archive);
    onPhase?.('verify');
    await verify(host, `${work}/new`, names, signal);
    signal?.throwIfAborted();
    onPhase?.('place');
    const report = await place(host, work, directory, names);
    isDone = true;
    return report;
  } finally {
    await clean(host, [work, ...(isDone ? [] : made)]);
  }
}

/** What a script prints; its failure in words. */
async function attempt(
  host: Host,
  argv: readonly [string, ...string[]],
  what: string,
  signal: AbortSignal | undefined,
  stdin?: Uint8Array,
): Promise<string> {
  try {
    return await outputOf(host, argv, signal, stdin);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const cure = /no space left/i.test(error.message)
      ? 'Make room there, or give a directory on another file system.'
      : /permission denied|read-only/i.test(error.message)
        ? 'Reach the host as root or with sudo, or give another directory.'
        : 'See what the host says of it.';
    throw new InstallError(`The archive could not be ${what} on ${host.label}: ${error.message}. ${nowhere}`, cure, {
      cause: error,
    });
  }
}

async function send(host: Host, work: string, archive: Archive, { signal, onProgress }: InstallOptions): Promise<void> {
  const file = await open(archive.path);
  try {
    const piece = Buffer.allocUnsafe(pieceSize);
    for (let done = 0; done < archive.size;) {
      const { bytesRead } = await file.read(piece, 0, pieceSize, done);
      if (bytesRead === 0) break;
      await attempt(host, scripted(appendScript, work), 'sent', signal, piece.subarray(0, bytesRead));
      done += bytesRead;
      onProgress?.(done, archive.size);
    }
  } finally {
    await file.close();
  }
}

/** The plugins' names; whatever else an archive may hold is not installed. */
function namesIn(output: string, archive: Archive): readonly string[] {
  const names = output.split('\n').filter((name) => name !== '');
  const odd = names.find((name) => !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name));
  if (names.length === 0 || odd !== undefined) {
    const why = odd === undefined ? 'holds no programs at its top' : `holds a file called ${JSON.stringify(odd)}`;
    throw new InstallError(`${archive.source} ${why}. ${nowhere}`, 'Give a release archive of the plugins.');
  }
  return names;
}

async function verify(host: Host, directory: string, names: readonly string[], signal?: AbortSignal): Promise<void> {
  for (const name of names) {
    const problem = await versionProblem(host, directory, name, signal);
    if (problem !== undefined) {
      throw new InstallError(
        `${name} of the archive does not run on ${host.label}: ${problem}. ${nowhere}`,
        'Check that the archive is for this architecture, and that programs may run from the directory (noexec).',
      );
    }
  }
}

/** Not to be cancelled: it is over in a moment, and half of it would be worse than either. */
async function place(host: Host, work: string, directory: string, names: readonly string[]): Promise<InstallReport> {
  const stamp = new Date().toISOString().replaceAll(/[-:]|\..*/g, '');
  const backup = `${directory}/.replaced-${stamp}-${work.slice(-6)}`;
  try {
    const output = await attempt(
      host,
      scripted(placeScript, work, directory, backup, ...names),
      'put into place',
      undefined,
    );
    const replaced = output.split('\n').filter((name) => name !== '');
    return { installed: names, replaced, backup: replaced.length === 0 ? undefined : backup };
  } catch (error) {
    if (!isHostError(error)) throw error;
    const message = `${error.problem.message} Some of the plugins in ${directory} may be new, and others old; what was replaced is in ${backup}.`;
    throw new HostError({ ...error.problem, message, cure: 'Install again when the host is back.' }, { cause: error });
  }
}

/** Takes the working directory away; where the host is gone there is nobody to do it. */
async function clean(host: Host, directories: readonly string[]): Promise<void> {
  const done = outputOf(host, scripted(cleanScript, ...directories)).catch(() => undefined);
  await Promise.race([done, delay(5000, undefined, { ref: false })]);
}
