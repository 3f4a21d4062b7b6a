/**
 * The source of a question. `ssh`: the ssh of this machine, about keys and passwords. `remoteLogin`: the remote host, which may
 * ask anything through ssh (keyboard-interactive). `remoteSudo`: the remote host, as its sudo or instead of it. `localSudo`: the
 * sudo of this machine. `sshOrRemote`: one of the first two, if this ssh does not distinguish them.
 */
export type Asker = 'ssh' | 'remoteLogin' | 'remoteSudo' | 'localSudo' | 'sshOrRemote';

/** A question of ssh or sudo during a login. */
export interface AskpassQuestion {
  /**
   * `secret`: hidden while it is typed. `confirm`: answered with `yes`; never from the remote host. `text`: visible, such as a
   * one-time code. `notice`: shown until it is withdrawn, such as a request to touch a security key; it has no answer.
   */
  readonly kind: 'secret' | 'confirm' | 'text' | 'notice';
  /** The prompt of the program, without control characters; one line unless ssh itself asks. */
  readonly prompt: string;
  /** Name of the host. */
  readonly host: string;
  readonly asker: Asker;
  /** Whether the same question was asked before in this login, so that its answer was not accepted. */
  readonly isRepeated: boolean;
}

/**
 * Prompts the user. Undefined: there is no answer, and the connection fails. The signal withdraws the question after the
 * program has ended or the connection was cancelled.
 */
export type Askpass = (question: AskpassQuestion, signal: AbortSignal) => Promise<string | undefined>;
