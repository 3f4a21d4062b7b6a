import * as l10n from '@vscode/l10n';
import { sentences } from '../text/sentences.ts';
import { WorkbenchError } from '../errors/workbench-error.ts';
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Command, type Host, isHostError } from '../host/index.ts';
import { lastWords } from '../host/clean-text.ts';
import { errnoOf } from '../host/files/posix-errors.ts';
import { runToEnd } from '../host/run-to-end.ts';
import { installStepMs } from '../host/time-limits.ts';
import { type Architecture, architectureOf, elfName } from './architecture.ts';
import type { Archive, ByteProgress } from './archive.ts';
import { outputOf } from './command-output.ts';
import { installError } from './install-error.ts';
import { install as program } from '../../generated/shell-programs.js';
import { versionProblem } from './plugin-version.ts';

/** A directory of a host into which plugins can be installed. */
export interface InstallTarget {
  readonly directory: string;
  /** Output of `uname -m`. */
  readonly machine: string;
  readonly architecture: Architecture;
  /** User ID of the owner of the installed plugins; 0 is root. */
  readonly uid: number;
  /** Names of the files that are already in the directory. */
  readonly existing: readonly string[];
}

/** The current step of an installation. */
export type InstallPhase = 'send' | 'unpack' | 'verify' | 'place';

/** Options of {@link installPlugins}. */
export interface InstallOptions {
  readonly signal?: AbortSignal;
  readonly onPhase?: (phase: InstallPhase) => void;
  /** Reports the bytes that the host has received. */
  readonly onProgress?: ByteProgress;
}

/** What was installed. */
export interface InstallReport {
  readonly installed: readonly string[];
  /** Plugins that existed before, and where they are now. */
  readonly replaced: readonly string[];
  readonly backup: string | undefined;
}

/** Bytes sent in one round trip; a few pieces of this size are in memory at a time. */
const pieceSize = 1024 * 1024;

const nothingInstalled = (): string => l10n.t('Nothing was installed.');

/** Returns the command for a step of install.sh. */
const step = (name: string, ...words: readonly string[]): readonly [string, ...string[]] => [
  '/bin/sh',
  '-c',
  program,
  'sh',
  name,
  ...words,
];

/**
 * Checks a directory of a host before an installation, in one round trip. Changes nothing. Rejects with
 * {@link InstallError} if plugins cannot be installed there, and with HostError.
 */
export async function lookAtTarget(host: Host, directory: string, signal?: AbortSignal): Promise<InstallTarget> {
  if (!directory.startsWith('/')) {
    throw installError(
      'installTarget',
      l10n.t('{0} is not an absolute path.', JSON.stringify(directory)),
      l10n.t('Enter an absolute path, such as /opt/cni/bin.'),
    );
  }
  const output = await outputOf(host, step('look', directory), signal);
  const [head = '', names = ''] = output.split('\n.\n');
  const [machine = '', id = '', access = '', ...lacks] = head.split('\n');
  const uid = Number(id);
  const [answer, at = ''] = access.split(/ (.*)/s);
  if (answer === 'file') {
    throw installError(
      'installTarget',
      l10n.t('{0} on {1} is not a directory.', at, host.label),
      l10n.t('Choose another directory.'),
    );
  }
  if (answer !== 'yes') {
    throw installError(
      'installTarget',
      l10n.t('User {id} on {host} is not allowed to write to {path}. Nothing was installed.', {
        id,
        host: host.label,
        path: at,
      }),
      remedyOfDenied(host, uid),
    );
  }
  const [missing] = lacks.map((line) => line.replace(/^lacks /, ''));
  if (missing !== undefined) {
    throw installError(
      'installTarget',
      l10n.t(
        '{0} has no program "{1}", which is needed to unpack the archive. Nothing was installed.',
        host.label,
        missing,
      ),
      l10n.t('Install "{0}" on the host.', missing),
    );
  }
  const architecture = architectureOf(machine);
  if (architecture === undefined) {
    throw installError(
      'installTarget',
      l10n.t('No plugins are released for "{0}", the architecture of {1}.', machine, host.label),
      l10n.t('Build the plugins from source.'),
    );
  }
  return { directory, machine, architecture, uid, existing: names.split('\n').filter((name) => name !== '') };
}

function remedyOfDenied(host: Host, uid: number): string {
  if (host.spec.kind === 'sandbox') {
    return l10n.t('The sandbox is temporary and cannot change this machine. Choose another host, such as "local".');
  }
  return uid === 0 ? l10n.t('The file system may be mounted read-only. Choose another directory.') : connectAsRoot();
}

const connectAsRoot = (): string => l10n.t('Connect to the host as root or with sudo, or choose another directory.');

/**
 * Installs the plugins of an archive into a directory of a host: sends them through its shell in pieces, unpacks them next
 * to the target, runs each with VERSION, and then renames them into place. Replaced files are kept in a directory there.
 * Rejects with {@link InstallError} (after cleanup), with HostError, and with the signal's reason.
 */
export async function installPlugins(
  host: Host,
  { directory, architecture }: InstallTarget,
  archive: Archive,
  options: InstallOptions = {},
): Promise<InstallReport> {
  const { machine, names, size, sha256 } = archive.plugins;
  if (machine !== architecture.elf) {
    const message =
      machine === undefined
        ? l10n.t('{0} has no programs. Nothing was installed.', archive.source)
        : l10n.t('{source} is for {theirs}, but {host} is {ours}. Nothing was installed.', {
            source: archive.source,
            theirs: elfName(machine),
            host: host.label,
            ours: architecture.go,
          });
    throw installError('archiveContent', message, l10n.t('Choose the archive for {0}.', architecture.go));
  }
  const { signal, onPhase } = options;
  onPhase?.('send');
  const [work = '', ...made] = (await attempt(host, step('prepare', directory), notPrepared, signal))
    .split('\n')
    .filter((line) => line !== '');
  let isDone = false;
  try {
    await send(host, work, archive, options);
    onPhase?.('unpack');
    await attempt(host, step('unpack', work, String(size), sha256), notUnpacked, signal);
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

/** Words the failure of a step, by the host and what it printed. */
type FailureText = (host: string, reason: string) => string;

const notPrepared: FailureText = (host, reason) =>
  l10n.t('The installation on {0} could not be prepared: {1}. Nothing was installed.', host, reason);
const notSent: FailureText = (host, reason) =>
  l10n.t('The archive could not be sent to {0}: {1}. Nothing was installed.', host, reason);
const notUnpacked: FailureText = (host, reason) =>
  l10n.t('The archive could not be unpacked on {0}: {1}. Nothing was installed.', host, reason);
const notPlaced: FailureText = (host, reason) =>
  l10n.t('The plugins could not be moved into place on {0}: {1}. Nothing was installed.', host, reason);

/** Runs a script and returns its stdout. Rejects with InstallError if it fails, and as runToEnd. */
async function attempt(
  host: Host,
  argv: readonly [string, ...string[]],
  failure: FailureText,
  signal: AbortSignal | undefined,
  stdin?: Uint8Array,
): Promise<string> {
  const command: Command = { argv, env: { LC_ALL: 'C' }, stdin };
  const { exitCode, stdout, stderr } = await runToEnd(host, command, { signal, timeoutMs: installStepMs });
  if (exitCode === 0) {
    return stdout.toString();
  }
  const reason = lastWords(stderr.toString()) || l10n.t('exit status {0}', exitCode);
  throw installError('installStep', failure(host.label, reason), remedyOfErrno(errnoOf(reason)));
}

function remedyOfErrno(errno: string): string {
  switch (errno) {
    case 'ENOSPC':
      return l10n.t('Free some space, or choose a directory on another file system.');
    case 'EACCES':
    case 'EROFS':
      return connectAsRoot();
    default:
      return l10n.t('Check the message of the host.');
  }
}

async function send(
  host: Host,
  work: string,
  { plugins: { path, size } }: Archive,
  { signal, onProgress }: InstallOptions,
): Promise<void> {
  const file = await open(path);
  try {
    const piece = Buffer.allocUnsafe(pieceSize);
    for (let done = 0; done < size;) {
      const { bytesRead } = await file.read(piece, 0, pieceSize, done);
      if (bytesRead === 0) {
        break;
      }
      await attempt(host, step('append', work), notSent, signal, piece.subarray(0, bytesRead));
      done += bytesRead;
      onProgress?.(done, size);
    }
  } finally {
    await file.close();
  }
}

async function verify(host: Host, directory: string, names: readonly string[], signal?: AbortSignal): Promise<void> {
  for (const name of names) {
    const problem = await versionProblem(host, directory, name, signal);
    if (problem !== undefined) {
      throw installError(
        'installStep',
        sentences(
          l10n.t('The plugin {0} of the archive does not run on {1}: {2}.', name, host.label, problem),
          nothingInstalled(),
        ),
        l10n.t('Check that the archive is for this architecture, and that the directory is not mounted noexec.'),
      );
    }
  }
}

/** Renames the plugins into place. This takes a moment and is never cancelled, so that it is complete. */
async function place(host: Host, work: string, directory: string, names: readonly string[]): Promise<InstallReport> {
  const stamp = new Date().toISOString().replaceAll(/[-:]|\..*/g, '');
  const backup = `${directory}/.replaced-${stamp}-${work.slice(-6)}`;
  try {
    const output = await attempt(host, step('place', work, directory, backup, ...names), notPlaced, undefined);
    const replaced = output.split('\n').filter((name) => name !== '');
    return { installed: names, replaced, backup: replaced.length === 0 ? undefined : backup };
  } catch (error) {
    if (!isHostError(error)) {
      throw error;
    }
    const mixed = l10n.t('{0} may have new and old plugins. Replaced files are in {1}.', directory, backup);
    const message = sentences(error.message, mixed);
    const problem = { code: error.code, message, remedy: l10n.t('Install again when the host is available.') };
    throw new WorkbenchError(problem, { cause: error });
  }
}

/** Removes the working directory, as far as the host can still be reached. */
async function clean(host: Host, directories: readonly string[]): Promise<void> {
  const done = outputOf(host, step('clean', ...directories)).catch(() => undefined);
  await Promise.race([done, delay(5000, undefined, { ref: false })]);
}
