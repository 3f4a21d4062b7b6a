import type { Topic } from './topics.ts';

export type Args = Readonly<Record<string, string>>;

/** A page of the documentation about a failure. */
type Page = 'node-not-ready' | 'multus';

/** A failure of libcni, a plugin or a runtime, as data. */
export interface KnownFailure {
  /**
   * The text that identifies the failure; undefined if only the outcome of a plugin execution does. The named groups are
   * the arguments of the texts. Every repetition has a limit, so a pattern takes linear time.
   */
  readonly pattern?: RegExp;
  /** What kind of failure it is, which gives its title. */
  readonly topic: Topic;
  readonly cause: (args: Args) => string;
  readonly remedy: (args: Args) => string;
  /** The rule that reports the cause in a configuration, or how to find it by the arguments. */
  readonly rule?: string | ((args: Args) => string);
  readonly page?: Page;
  /**
   * Which of several matches explains a text: `outer` before any other, such as the file that a runtime skips; then the
   * innermost cause; then `common`, whose text also occurs outside of CNI; and `weak`, about which a failed operation of
   * ours knows more than the text says: the outcome of the plugin or the place in the file.
   */
  readonly rank?: 'outer' | 'common' | 'weak';
  /** Computes ID and arguments from the groups, if a text has several explanations. */
  readonly read?: (groups: Args) => { readonly id: string; readonly args: Args };
  /** Where the text comes from: file and line in the project, or the function. */
  readonly source: string;
  /** Why no test makes a plugin of {@link source} fail this way, although the tests can run that plugin. */
  readonly notCaused?: string;
}

export type KnownFailures = Readonly<Record<string, KnownFailure>>;
