/** What the page "runtimes" shows: the files of a directory against runtimes, in the editor's language. */
export interface RuntimesModel {
  readonly title: string;
  /** What the page is based on. */
  readonly about: string;
  readonly runtimes: readonly RuntimeColumn[];
  /** By file, each with a cell for each runtime. */
  readonly rows: readonly { readonly file: string; readonly cells: readonly RuntimeCell[] }[];
  /** Shown above a table without rows. */
  readonly empty: string;
}

/** A runtime. */
interface RuntimeColumn {
  readonly name: string;
  /** How it reads a directory. */
  readonly reads: string;
  /** The result for the directory as a whole. */
  readonly verdict: string;
}

/** One file as one runtime treats it. */
export interface RuntimeCell {
  readonly mark: string;
  readonly tone: 'good' | 'bad' | 'plain' | 'muted';
  /** The outcome in a word or two. */
  readonly text: string;
  readonly network?: string | undefined;
  readonly why: string;
  /** What the runtime reports, exactly, and who says it. */
  readonly report?: { readonly title: string; readonly text: string } | undefined;
}

/** The action of the page: open a file, at the line that matters for a runtime. */
export interface RuntimesAction {
  readonly file: string;
  readonly runtime?: string | undefined;
}
