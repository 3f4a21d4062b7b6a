import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { namedNamespaces as program, scriptExitCodes } from '../../../generated/shell-programs.js';
import type { CommandOutcome, Command, Host, Namespace } from '../host.ts';
import { missingToolError } from '../launchers/missing-tool.ts';
import { runToEnd } from '../run-to-end.ts';
import { lastWords } from '../clean-text.ts';

/** Codes of errors about namespaces. */
export const namespaceErrorCodes = [
  'namespaceExists',
  'namespaceMissing',
  'namespaceName',
  /** `ip` failed; the message has its output. */
  'namespaceFailed',
] as const;

/** Error of an operation on a namespace; the message names the namespace. */
export type NamespaceError = WorkbenchError<(typeof namespaceErrorCodes)[number]>;

/**
 * Rejects an invalid name of a namespace before anything runs.
 * @throws NamespaceError namespaceName
 */
function checkNamespaceName(name: string): void {
  const message = nameProblem(name, JSON.stringify(name));
  if (message !== undefined) {
    throw new WorkbenchError({
      code: 'namespaceName',
      message,
      remedy: l10n.t('Use letters, digits, hyphens and dots.'),
    });
  }
}

function nameProblem(name: string, quoted: string): string | undefined {
  if (name === '') {
    return l10n.t('The name of a network namespace cannot be empty.');
  }
  if (name === '.' || name === '..') {
    return l10n.t('{0} is not a valid name of a network namespace, because it refers to a directory.', quoted);
  }
  if (name.startsWith('-')) {
    return l10n.t(
      '{0} is not a valid name of a network namespace, because "ip" treats a leading hyphen as an option.',
      quoted,
    );
  }
  if (/[/\0\s]/.test(name)) {
    return l10n.t('{0} is not a valid name of a network namespace, because it has a slash, a space or a NUL.', quoted);
  }
  return Buffer.byteLength(name) > 255
    ? l10n.t('{0} is not a valid name of a network namespace, because it is longer than 255 bytes.', quoted)
    : undefined;
}

/** Returns the named namespaces of the host, by name. One round trip. Rejects with HostError. */
export async function listNamespaces(host: Host, signal?: AbortSignal): Promise<readonly Namespace[]> {
  const { stdout } = await runProgram(host, ['list'], signal);
  return stdout
    .toString()
    .split('\0')
    .filter((name) => name !== '')
    .map(namespaceOf)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns true if the host has a namespace with this name. One round trip. Rejects with HostError. */
export async function namespaceExists(host: Host, name: string, signal?: AbortSignal): Promise<boolean> {
  checkNamespaceName(name);
  const { exitCode } = await runProgram(host, ['exists', name], signal);
  return exitCode === 0;
}

/** Creates a namespace. One round trip. Rejects with NamespaceError (namespaceName, namespaceExists, namespaceFailed) or HostError. */
export async function createNamespace(host: Host, name: string, signal?: AbortSignal): Promise<Namespace> {
  checkNamespaceName(name);
  const { exitCode, stderr } = await runProgram(host, ['create', name], signal);
  if (exitCode === scriptExitCodes.exists) {
    throw new WorkbenchError({
      code: 'namespaceExists',
      message: l10n.t('The network namespace "{0}" already exists in {1}.', name, host.label),
      remedy: l10n.t('Choose another name, or use the existing namespace.'),
    });
  }
  if (exitCode !== 0) {
    const reason = failureReason(exitCode, stderr);
    throw failedNamespace(
      l10n.t('The network namespace "{name}" could not be created in {host}: {reason}.', {
        name,
        host: host.label,
        reason,
      }),
    );
  }
  return namespaceOf(name);
}

/** Removes a namespace. One round trip. Rejects with NamespaceError (namespaceName, namespaceMissing, namespaceFailed) or HostError. */
export async function deleteNamespace(host: Host, name: string, signal?: AbortSignal): Promise<void> {
  checkNamespaceName(name);
  const { exitCode, stderr } = await runProgram(host, ['delete', name], signal);
  if (exitCode === scriptExitCodes.absent) {
    throw missingNamespace(host, name);
  }
  if (exitCode !== 0) {
    const reason = failureReason(exitCode, stderr);
    throw failedNamespace(
      l10n.t('The network namespace "{name}" could not be removed from {host}: {reason}.', {
        name,
        host: host.label,
        reason,
      }),
    );
  }
}

/**
 * Runs a command, such as `ip addr` or `ping`, inside a named namespace. One round trip.
 * Rejects with NamespaceError (namespaceName, namespaceMissing) or HostError (for example for a missing program).
 */
export async function runInNamespace(
  host: Host,
  namespace: string,
  command: Command,
  signal?: AbortSignal,
): Promise<CommandOutcome> {
  checkNamespaceName(namespace);
  const argv: Command['argv'] = ['/bin/sh', '-c', program, 'sh', 'run', namespace, ...command.argv];
  const outcome = await host.run({ ...command, argv }, { signal });
  if (outcome.kind === 'exited') {
    if (isNamespaceMissing(outcome)) {
      throw missingNamespace(host, namespace);
    }
    throwWhenToolMissing(host, outcome.exitCode, outcome.stderr);
  }
  return outcome;
}

function namespaceOf(name: string): Namespace {
  return { name, path: `/var/run/netns/${name}` };
}

async function runProgram(
  host: Host,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<{ readonly exitCode: number; readonly stdout: Buffer; readonly stderr: string }> {
  const command: Command = { argv: ['/bin/sh', '-c', program, 'sh', ...args], env: { LC_ALL: 'C' } };
  const { exitCode, stdout, stderr } = await runToEnd(host, command, { signal });
  throwWhenToolMissing(host, exitCode, stderr);
  return { exitCode, stdout, stderr: stderr.toString() };
}

function throwWhenToolMissing(host: Host, exitCode: number, stderr: Uint8Array): void {
  const missing = missingToolError(host, { exitCode, stderr });
  if (missing !== undefined) {
    throw missing;
  }
}

/** True if a program ended because its namespace does not exist (enter-namespace.sh). */
export function isNamespaceMissing(outcome: { readonly exitCode: number; readonly stderr: Uint8Array }): boolean {
  return outcome.exitCode === scriptExitCodes.absent && text(outcome.stderr) === 'cni-workbench-missing\n';
}

/** Returns the error about a namespace that does not exist. */
export function missingNamespace(host: Pick<Host, 'label'>, name: string): NamespaceError {
  return new WorkbenchError({
    code: 'namespaceMissing',
    message: l10n.t('There is no network namespace "{0}" in {1}.', name, host.label),
    remedy: l10n.t('Create it first, or choose an existing one.'),
  });
}

const failureReason = (exitCode: number, stderr: string): string =>
  lastWords(stderr) || l10n.t('exit status {0}', exitCode);

function failedNamespace(message: string): NamespaceError {
  return new WorkbenchError({
    code: 'namespaceFailed',
    message,
    remedy: l10n.t('Check the message of "ip".'),
  });
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
