/** Something that ssh or sudo wants to know before it lets us in. */
export interface AskpassQuestion {
  /**
   * `secret`: not shown while it is typed. `confirm`: answered with `yes`. `text`: shown, such as a one-time code.
   * `notice`: to be shown until it is moot, such as that a security key waits to be touched; it takes no answer.
   */
  readonly kind: 'secret' | 'confirm' | 'text' | 'notice';
  /** In the words of the program that asks. */
  readonly prompt: string;
  /** The host for which it asks, as the user calls it. */
  readonly host: string;
}

/**
 * Asks the user. Undefined: no answer is given, and the connection fails. The signal fires when the question is moot:
 * the program that asked has gone, or the connection was given up.
 */
export type Askpass = (question: AskpassQuestion, signal: AbortSignal) => Promise<string | undefined>;
