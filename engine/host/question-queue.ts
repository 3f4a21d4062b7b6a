import type { Askpass, AskpassQuestion } from './askpass.ts';

/** Puts the questions of several hosts to one person, one at a time, in the order in which they came. */
export class QuestionQueue {
  readonly #askpass: Askpass;
  #last: Promise<unknown> = Promise.resolve();
  #open = 0;
  #openSince = 0;
  #askedMs = 0;

  /** @param askpass asks that person; called again only when the question before has been answered or withdrawn */
  constructor(askpass: Askpass) {
    this.#askpass = askpass;
  }

  /** Whether a question is being asked, or waits for its turn. */
  get isOpen(): boolean {
    return this.#open > 0;
  }

  /** How long there has been a question, in ms, all told: time that no host can be blamed for. */
  get askedMs(): number {
    return this.#askedMs + (this.isOpen ? performance.now() - this.#openSince : 0);
  }

  /** An {@link Askpass} for all of the hosts. */
  readonly ask: Askpass = async (question, signal) => {
    if (this.#open === 0) this.#openSince = performance.now();
    this.#open += 1;
    try {
      return await this.#inTurn(question, signal);
    } finally {
      if (this.#open === 1) this.#askedMs += performance.now() - this.#openSince;
      this.#open -= 1;
    }
  };

  /** Undefined at once where nobody waits for the answer any more. */
  #inTurn(question: AskpassQuestion, signal: AbortSignal): Promise<string | undefined> {
    const turn = this.#last.then(() => (signal.aborted ? undefined : this.#askpass(question, signal)));
    this.#last = turn.catch(() => undefined);
    return new Promise((resolve, reject) => {
      const onAbort = (): void => resolve(undefined);
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      turn.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }
}
