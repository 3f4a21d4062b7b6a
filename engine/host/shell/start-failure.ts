/** Why a shell did not start, as data, from which the launcher creates a problem. */
export interface StartFailure {
  /** `ended`: the program did not start, or ended. `noShell`: it runs, but does not answer as a POSIX shell. */
  readonly kind: 'ended' | 'noShell';
  /** The reason in a few words: "exit status 1", "it does not answer". */
  readonly how: string;
  /** The output, stderr first. */
  readonly printed: string;
  /** Errno such as `ENOENT` if the program could not be started. */
  readonly errno?: string | undefined;
  readonly exitCode?: number | undefined;
}
