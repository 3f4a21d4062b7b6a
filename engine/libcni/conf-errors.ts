import { CNIError } from './errors.ts';
import { GoSyntaxError } from './json/errors.ts';

/** A file of configuration that libcni does not take. The text is libcni's, which names no file; `file` does. */
export class ConfigFileError extends CNIError {
  readonly file: string;

  constructor(file: string, cause: CNIError) {
    const { code, msg, details } = cause;
    super(cause.message, { code, msg, details }, { cause });
    this.file = file;
  }
}

/** Where a configuration is wrong; line and column from 1, only where the text is no JSON. */
export interface ConfigProblem {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** The file that `error`, from loading a configuration, is about; undefined when it is about none. */
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

/** No configuration of `dir` has the wanted name (libcni: NotFoundError). */
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

/** True for a {@link NotFoundError}, also one that crossed a bundle boundary. */
export function isNotFoundError(error: unknown): error is NotFoundError {
  return error instanceof Error && error.name === 'NotFoundError' && 'networkName' in error;
}

/** `dir` holds no configuration at all, or is missing (libcni: NoConfigsFoundError). */
export class NoConfigsFoundError extends Error {
  override readonly name = 'NoConfigsFoundError';
  readonly dir: string;

  constructor(dir: string) {
    super(`no net configurations found in ${dir}`);
    this.dir = dir;
  }
}

/** True for a {@link NoConfigsFoundError}, also one that crossed a bundle boundary. */
export function isNoConfigsFoundError(error: unknown): error is NoConfigsFoundError {
  return error instanceof Error && error.name === 'NoConfigsFoundError' && 'dir' in error;
}
