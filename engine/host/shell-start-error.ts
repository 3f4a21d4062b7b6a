/** What a far side printed, for one line of a message: its last lines, without what a terminal would act on. */
export function lastWords(printed: string): string {
  const lines = printed
    .split(/[\r\n]+/)
    .map((line) => line.replaceAll(/[\p{Cc}\ufffd]+/gu, ' ').trim())
    .filter((line) => line !== '')
    .slice(-4)
    .map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line));
  return lines.join('; ').replace(/\.$/, '');
}

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
