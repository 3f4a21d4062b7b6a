/** A shell that ended before it spoke, with what there is to say why. */
export class ShellStartError extends Error {
  override readonly name = 'ShellStartError';
  /** What was printed, stderr first. */
  readonly stderr: string;
  /** `ENOENT` and the like when the program could not even be started. */
  readonly errno: string | undefined;
  readonly exitCode: number | undefined;

  constructor(message: string, stderr: string, errno: string | undefined, exitCode?: number | null) {
    super(message);
    this.stderr = stderr;
    this.errno = errno;
    this.exitCode = exitCode ?? undefined;
  }
}
