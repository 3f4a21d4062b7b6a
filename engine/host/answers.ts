import { once } from 'node:events';
import type { Askpass, AskpassQuestion } from './askpass.ts';

/** Who asks: the login on this side, or what it led to, which must never be told a secret that is meant for the login. */
export type Asker = 'login' | 'far side';

/** A question without the host, which the {@link Answers} know. */
export type Question = Omit<AskpassQuestion, 'host'>;

/**
 * What the user answered while one host was being connected. Each further shell of a host logs in anew; it is given the
 * secrets that were right, from memory, so that nobody types them twice. They are never written down, and forgotten
 * when the host is disposed of. What is no secret (a one-time code, a yes, a touch) is asked for each time.
 */
export class Answers {
  private readonly askpass: Askpass;
  private readonly host: string;
  private readonly right = new Map<string, string>();
  private asking: Attempt | undefined;
  private hasAskedAnew = false;

  constructor(askpass: Askpass, host: string) {
    this.askpass = askpass;
    this.host = host;
  }

  /** Whether each further login asks the user anew: for a code that is good once, or to touch a key. */
  get asksAnew(): boolean {
    return this.hasAskedAnew;
  }

  /** One more shell is to be logged in. The caller ends the attempt. */
  attempt(): Attempt {
    const attempt: Attempt = new Attempt({
      recall: (key) => this.right.get(key),
      forget: (key) => this.right.delete(key),
      // One dialogue at a time: what another attempt is asked now may be all that this one wants to know.
      turn: async () => {
        if (this.asking !== undefined && this.asking !== attempt) {
          await this.asking.ended;
          return false;
        }
        this.asking = attempt;
        return true;
      },
      ask: (question, signal) => this.askpass({ ...question, host: this.host }, signal),
      end: (given, hasAskedAnew) => {
        this.hasAskedAnew ||= hasAskedAnew;
        for (const [key, answer] of given) this.right.set(key, answer);
        if (this.asking === attempt) this.asking = undefined;
      },
    });
    return attempt;
  }

  forget(): void {
    this.right.clear();
  }
}

/** Where secrets are remembered; a key is who asks, and what. */
interface Memory {
  recall(key: string): string | undefined;
  forget(key: string): void;
  /** True when this attempt may ask; false when another has asked meanwhile. */
  turn(): Promise<boolean>;
  ask(question: Question, signal: AbortSignal): Promise<string | undefined>;
  end(given: ReadonlyMap<string, string>, hasAskedAnew: boolean): void;
}

/** The questions that come up while one shell logs in. */
export class Attempt {
  /** Resolves when the attempt has ended, either way. */
  readonly ended: Promise<void>;
  /** The prompt that the user left without an answer. */
  unanswered: string | undefined;
  /** How many questions are open now. */
  open = 0;
  private readonly memory: Memory;
  private readonly given = new Map<string, string>();
  private readonly recalled = new Set<string>();
  private hasAskedAnew = false;
  private readonly stop = new AbortController();
  private resolve: () => void = () => undefined;

  constructor(memory: Memory) {
    this.memory = memory;
    this.ended = new Promise((resolve) => (this.resolve = resolve));
  }

  /** The answer from memory, else from the user; undefined when there is none. The signal says that nobody waits any more. */
  async answer(question: Question, from: Asker, signal?: AbortSignal): Promise<string | undefined> {
    const { prompt } = question;
    const key = `${from} ${prompt}`;
    // ssh asks three times, and may be quicker with the next than we with its end.
    if (this.unanswered !== undefined) return undefined;
    this.open += 1;
    try {
      for (;;) {
        const known = this.recalled.has(key) ? undefined : this.memory.recall(key);
        if (known !== undefined) {
          this.recalled.add(key);
          return known;
        }
        if (await this.memory.turn()) break;
      }
      // Asked once more in one login means that the answer was wrong.
      this.memory.forget(key);
      const signals = signal === undefined ? this.stop.signal : AbortSignal.any([signal, this.stop.signal]);
      const answer = await this.memory.ask(question, signals).catch(() => undefined);
      if (question.kind === 'notice') {
        this.hasAskedAnew = true;
        // However it was shown, ssh waits until it is moot.
        if (!signals.aborted) await once(signals, 'abort');
      } else if (answer === undefined) {
        if (!signals.aborted) this.unanswered = prompt;
      } else if (question.kind === 'secret') {
        this.given.set(key, answer);
      } else if (question.kind === 'text') {
        this.hasAskedAnew = true;
      }
      return answer;
    } finally {
      this.open -= 1;
    }
  }

  /** Ends the attempt; what was answered is kept when it got in. */
  end(gotIn: boolean): void {
    this.stop.abort();
    this.memory.end(gotIn ? this.given : new Map(), gotIn && this.hasAskedAnew);
    this.given.clear();
    this.resolve();
  }
}
