import { CNIError } from '../errors.ts';
import { GoSyntaxError } from '../json/errors.ts';

/** A configuration file that libcni rejects. The message is that of libcni, which does not include the file. */
export class ConfigFileError extends CNIError {
  readonly file: string;

  constructor(file: string, cause: CNIError) {
    const { code, msg, details } = cause;
    super(cause.message, { code, msg, details }, { cause });
    this.file = file;
  }
}

/** Location of an invalid configuration; line and column from 1, only if the text is not JSON. */
export interface ConfigProblem {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** Returns the file of an error from loading a configuration; undefined if it has none. */
export function configProblemOf(error: unknown): ConfigProblem | undefined {
  if (!(error instanceof ConfigFileError)) {
    return undefined;
  }
  const { file } = error;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof GoSyntaxError) {
      return { file, line: cause.line, column: cause.column };
    }
  }
  return { file };
}

/** No configuration in `dir` has the name (libcni: NotFoundError). */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
  readonly dir: string;
  readonly networkName: string;

  constructor(dir: string, networkName: string) {
    super(`no net configuration with name "${networkName}" in ${dir}`);
    this.dir = dir;
    this.networkName = networkName;
  }
}

/** Returns true for a {@link NotFoundError}, even if another bundle created it. */
export function isNotFoundError(error: unknown): error is NotFoundError {
  return error instanceof Error && error.name === 'NotFoundError' && 'networkName' in error;
}

/** `dir` has no configuration or does not exist (libcni: NoConfigsFoundError). */
export class NoConfigsFoundError extends Error {
  override readonly name = 'NoConfigsFoundError';
  readonly dir: string;

  constructor(dir: string) {
    super(`no net configurations found in ${dir}`);
    this.dir = dir;
  }
}

/** Returns true for a {@link NoConfigsFoundError}, even if another bundle created it. */
export function isNoConfigsFoundError(error: unknown): error is NoConfigsFoundError {
  return error instanceof Error && error.name === 'NoConfigsFoundError' && 'dir' in error;
}
