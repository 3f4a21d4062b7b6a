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
