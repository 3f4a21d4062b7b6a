/** A file of a configuration directory. `name` is relative to it: `10-a.conflist`, or `mynet/10-b.conf` one level below. */
export interface DirectoryFile {
  readonly name: string;
  readonly text: string;
}

/**
 * What becomes of one file in one runtime:
 * `default`: the network of every container that asks for none; `loaded`: there for who names it; `ignored`: valid, but
 * never used; `skipped`: invalid, and passed over; `breaks`: invalid, and what comes after fails with it; `unreached`:
 * not looked at because of an earlier file; `unread`: not a kind of file that it reads.
 */
export type Outcome = 'default' | 'loaded' | 'ignored' | 'skipped' | 'breaks' | 'unreached' | 'unread';

/** One file as one runtime sees it. */
export interface FileView {
  readonly file: string;
  readonly outcome: Outcome;
  /** Its network's name, where it could be read. */
  readonly network?: string;
  /** Why, in a sentence. */
  readonly why: string;
  /** What the runtime logs or returns, word for word but for its log prefix. */
  readonly says?: string;
}

/** A configuration directory as one runtime sees it. */
export interface RuntimeView {
  readonly runtime: string;
  /** How it reads a directory, in a sentence. */
  readonly reads: string;
  /** All files, in byte order of their names. */
  readonly files: readonly FileView[];
  /** What comes of the directory as a whole, in a sentence. */
  readonly verdict: string;
}

/** How one runtime reads a directory. Pure: `directory` is only put into the messages. */
export interface Runtime {
  readonly name: string;
  readonly reads: string;
  view(files: readonly DirectoryFile[], directory: string): Omit<RuntimeView, 'runtime' | 'reads'>;
}
