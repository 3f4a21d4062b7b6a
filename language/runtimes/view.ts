/** A file of a configuration directory. `name` is relative to it: `10-a.conflist`, or `mynet/10-b.conf` one level below. */
export interface DirectoryFile {
  readonly name: string;
  readonly text: string;
}

/**
 * How one runtime handles one file:
 * `default`: the network of every container that requests none; `loaded`: available by name; `ignored`: valid, but never
 * used; `skipped`: invalid, without effect on other files; `breaks`: invalid, and later files fail with it; `unreached`:
 * not read because of an earlier file; `unread`: not a type of file that the runtime reads.
 */
export type Outcome = 'default' | 'loaded' | 'ignored' | 'skipped' | 'breaks' | 'unreached' | 'unread';

/** One file as one runtime sees it. */
export interface FileView {
  readonly file: string;
  readonly outcome: Outcome;
  /** Name of its network, if it could be read. */
  readonly network?: string | undefined;
  /** The reason, in whole sentences. */
  readonly why: string;
  /** What the runtime logs or returns, verbatim but without its log prefix. */
  readonly report?: string | undefined;
}

/** A configuration directory as one runtime sees it. */
export interface RuntimeView {
  readonly runtime: string;
  /** How it reads a directory, in whole sentences. */
  readonly reads: string;
  /** All files, in byte order of their names. */
  readonly files: readonly FileView[];
  /** The result for the directory as a whole, in whole sentences. */
  readonly verdict: string;
}

/** How one runtime reads a directory. Pure: `directory` is only used in messages. */
export interface Runtime {
  readonly name: string;
  /** Returns how it reads a directory. */
  readonly reads: () => string;
  view(files: readonly DirectoryFile[], directory: string): Omit<RuntimeView, 'runtime' | 'reads'>;
}
