import type { Askpass, AskpassQuestion } from './askpass.ts';

/** Forwards the questions of several hosts to one user, one at a time, in order of arrival. */
export class QuestionQueue {
  readonly #askpass: Askpass;
  #last: Promise<unknown> = Promise.resolve();
  #open = 0;
  #openSince = 0;
  #askedMs = 0;

  /** @param askpass prompts the user; called again only after the last question was answered or withdrawn */
  constructor(askpass: Askpass) {
    this.#askpass = askpass;
  }

  /** Whether a question is open or waits for its turn. */
  get isOpen(): boolean {
    return this.#open > 0;
  }

  /** Total time with an open question, in ms, which does not count as time of a host. */
  get askedMs(): number {
    return this.#askedMs + (this.isOpen ? performance.now() - this.#openSince : 0);
  }

  /** An {@link Askpass} for all of the hosts. */
  readonly ask: Askpass = async (question, signal) => {
    if (this.#open === 0) {
      this.#openSince = performance.now();
    }
    this.#open += 1;
    try {
      return await this.#inTurn(question, signal);
    } finally {
      if (this.#open === 1) {
        this.#askedMs += performance.now() - this.#openSince;
      }
      this.#open -= 1;
    }
  };

  /** Resolves to undefined as soon as the question is withdrawn. */
  #inTurn(question: AskpassQuestion, signal: AbortSignal): Promise<string | undefined> {
    const turn = this.#last.then(() => (signal.aborted ? undefined : this.#askpass(question, signal)));
    this.#last = turn.catch(() => undefined);
    return new Promise((resolve, reject) => {
      const onAbort = (): void => resolve(undefined);
      if (signal.aborted) {
        onAbort();
      }
      signal.addEventListener('abort', onAbort, { once: true });
      turn.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }
}
