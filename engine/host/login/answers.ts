import { once } from 'node:events';
import { cleanLine, cleanLines } from '../clean-text.ts';
import { limits } from '../limits.ts';
import type { Asker, Askpass, AskpassQuestion } from './askpass.ts';

/** A question as received, without the data of {@link Answers}. */
export interface Question extends Pick<AskpassQuestion, 'kind' | 'prompt' | 'asker'> {
  /** The user of the host for whom sudo asks. */
  readonly user?: string;
}

/**
 * The answers of the user while a host was being connected. Each further shell of the host logs in again and gets the
 * accepted secrets from memory, so that the user does not type them again. A secret is given only to the program that asked
 * for it first, and to the remote host once for each login. Secrets are never stored in a file, and are removed with the
 * host. Other answers (a one-time code, a confirmation, a touch) are prompted for each time.
 */
export class Answers {
  readonly #askpass: Askpass;
  readonly #host: string;
  readonly #right = new Map<string, string>();
  #asking: Attempt | undefined;
  #hasAskedAgain = false;

  constructor(askpass: Askpass, host: string) {
    this.#askpass = askpass;
    this.#host = cleanLine(host, limits.shownQuestionCharacters);
  }

  /** Whether each further login prompts the user again, for a one-time code or to touch a key. */
  get asksAgain(): boolean {
    return this.#hasAskedAgain;
  }

  /** Begins the login of one more shell. The caller ends the attempt. */
  attempt(): Attempt {
    const attempt: Attempt = new Attempt({
      recall: (key) => this.#right.get(key),
      forget: (key) => this.#right.delete(key),
      // One dialogue at a time: the current answers to another attempt may suffice for this one.
      turn: async () => {
        if (this.#asking !== undefined && this.#asking !== attempt) {
          await this.#asking.ended;
          return false;
        }
        this.#asking = attempt;
        return true;
      },
      ask: (question, signal) => this.#askpass({ ...question, host: this.#host }, signal),
      end: (given, hasAskedAgain) => {
        this.#hasAskedAgain ||= hasAskedAgain;
        for (const [key, answer] of given) {
          this.#right.set(key, answer);
        }
        if (this.#asking === attempt) {
          this.#asking = undefined;
        }
      },
    });
    return attempt;
  }

  forget(): void {
    this.#right.clear();
  }
}

/** The memory of secrets; a key has the asker, the user and the prompt. */
interface Memory {
  recall(key: string): string | undefined;
  forget(key: string): void;
  /** Resolves to true if this attempt may ask, or to false if another one has asked meanwhile. */
  turn(): Promise<boolean>;
  ask(question: Omit<AskpassQuestion, 'host'>, signal: AbortSignal): Promise<string | undefined>;
  end(given: ReadonlyMap<string, string>, hasAskedAgain: boolean): void;
}

/** The questions during the login of one shell. */
export class Attempt {
  /** Resolves when the attempt has ended, with or without success. */
  readonly ended: Promise<void>;
  /** The prompt that the user did not answer. */
  unanswered: string | undefined;
  /** Number of open questions. */
  open = 0;
  readonly #memory: Memory;
  readonly #given = new Map<string, string>();
  /** Keys of the questions so far. */
  readonly #asked = new Set<string>();
  readonly #recalled = new Set<string>();
  #count = 0;
  #hasAskedAgain = false;
  readonly #stop = new AbortController();
  #resolve: () => void = () => undefined;

  constructor(memory: Memory) {
    this.#memory = memory;
    this.ended = new Promise((resolve) => (this.#resolve = resolve));
  }

  /** Returns the answer from memory, or else from the user; undefined if there is none. The signal withdraws the question. */
  async answer({ kind, prompt: raw, asker, user = '' }: Question, signal?: AbortSignal): Promise<string | undefined> {
    const prompt = asker === 'ssh' ? cleanLines(raw) : cleanLine(raw, limits.shownQuestionCharacters);
    const key = JSON.stringify([asker, user, prompt]);
    // ssh asks three times, and may ask again before it is ended.
    if (this.unanswered !== undefined) {
      return undefined;
    }
    this.#count += 1;
    if (this.#count > limits.questions) {
      this.unanswered = prompt;
      return undefined;
    }
    this.open += 1;
    try {
      // A repeated question in one login means that the answer was wrong.
      const isRepeated = this.#asked.has(key);
      this.#asked.add(key);
      const known = await this.#fromMemory(key, asker, isRepeated);
      if (known !== undefined) {
        return known;
      }
      this.#memory.forget(key);
      const signals = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
      const answer = await this.#memory.ask({ kind, prompt, asker, isRepeated }, signals).catch(() => undefined);
      if (kind === 'notice') {
        this.#hasAskedAgain = true;
        // ssh waits until the notice is no longer relevant, even after it was shown.
        if (!signals.aborted) {
          await once(signals, 'abort');
        }
      } else if (answer === undefined) {
        if (!signals.aborted) {
          this.unanswered = prompt;
        }
      } else if (kind === 'secret' && asker !== 'sshOrRemote') {
        this.#given.set(key, answer);
      } else if (kind !== 'confirm') {
        this.#hasAskedAgain = true;
      }
      return answer;
    } finally {
      this.open -= 1;
    }
  }

  /** Returns the secret that was accepted before; undefined if this attempt has to ask. */
  async #fromMemory(key: string, asker: Asker, isRepeated: boolean): Promise<string | undefined> {
    // sudo may use any prompt, so it gets only one secret per login without a prompt to the user.
    const givenOnce = asker === 'ssh' || asker === 'remoteLogin' ? key : asker;
    for (;;) {
      const known = isRepeated || this.#recalled.has(givenOnce) ? undefined : this.#memory.recall(key);
      if (known !== undefined) {
        this.#recalled.add(givenOnce);
        return known;
      }
      if (await this.#memory.turn()) {
        return undefined;
      }
    }
  }

  /** Ends the attempt, and keeps the answers of a successful login. */
  end(hasSucceeded: boolean): void {
    this.#stop.abort();
    this.#memory.end(hasSucceeded ? this.#given : new Map(), hasSucceeded && this.#hasAskedAgain);
    this.#given.clear();
    this.#resolve();
  }
}
