import * as l10n from '@vscode/l10n';
import { isWorkbenchError, reasonOf, WorkbenchError } from '../../engine/errors/workbench-error.ts';
import type { LintProblem } from './report.ts';

/** Creates an error about a file, or without a path about an argument. */
export function lintInputError(path: string | undefined, message: string, remedy: string): WorkbenchError<'lintInput'> {
  return new WorkbenchError({ code: 'lintInput', message, remedy, path });
}

/** Returns the report of an error. Throws any other kind of error. */
export function problemOf(error: unknown): LintProblem {
  if (!isWorkbenchError(error)) {
    throw error;
  }
  const { path, message, remedy: hint } = error;
  return { path, message, hint };
}

interface SystemProblem {
  readonly reason: string;
  readonly remedy: string;
}

const checkPath = (): string => l10n.t('Check the path.');
const enterFile = (): string => l10n.t('Enter the path of a file.');

const denied = (): SystemProblem => ({
  reason: l10n.t('permission denied'),
  remedy: l10n.t('Run the command as a user with access, or change the permissions.'),
});

/** Reason and remedy of an error of the system, by its errno. */
const problems: Readonly<Record<string, () => SystemProblem>> = {
  ENOENT: () => ({
    reason: l10n.t('the file or directory does not exist'),
    remedy: l10n.t('Check the path. A relative path starts at the working directory.'),
  }),
  ENOTDIR: () => ({ reason: l10n.t('a part of the path is not a directory'), remedy: checkPath() }),
  EACCES: denied,
  EPERM: denied,
  EEXIST: () => ({
    reason: l10n.t('a file with this name already exists'),
    remedy: l10n.t('Rename or remove that file first.'),
  }),
  ELOOP: () => ({ reason: l10n.t('its symbolic links form a loop'), remedy: l10n.t('Fix the symbolic link.') }),
  ENAMETOOLONG: () => ({ reason: l10n.t('the path is too long'), remedy: checkPath() }),
  EFBIG: () => ({ reason: l10n.t('the file is too large'), remedy: checkPath() }),
  EISDIR: () => ({ reason: l10n.t('it is a directory'), remedy: enterFile() }),
  EINVAL: () => ({ reason: l10n.t('it is not a regular file'), remedy: enterFile() }),
  EROFS: () => ({
    reason: l10n.t('the file system is read-only'),
    remedy: l10n.t('Lint a writable copy, or remove --fix.'),
  }),
  ENOSPC: () => ({
    reason: l10n.t('no space is left on the device'),
    remedy: l10n.t('Free some space and try again.'),
  }),
};

const messages = {
  read: (path: string, reason: string) => l10n.t('Cannot read {0}: {1}.', path, reason),
  write: (path: string, reason: string) => l10n.t('Cannot write {0}: {1}.', path, reason),
  list: (path: string, reason: string) => l10n.t('Cannot list {0}: {1}.', path, reason),
  readFacts: (path: string, reason: string) => l10n.t('Cannot read the host facts in {0}: {1}.', path, reason),
} as const;

/** Creates an error about an operation on a file that failed in the system. */
export function systemError(
  operation: keyof typeof messages,
  path: string,
  error: unknown,
): WorkbenchError<'lintInput'> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const { reason, remedy } = problems[code]?.() ?? { reason: reasonOf(error), remedy: checkPath() };
  return lintInputError(path, messages[operation](path, reason), remedy);
}
