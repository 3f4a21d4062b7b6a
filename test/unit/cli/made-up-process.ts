import type { CliProcess } from '../../../cli/cli-process.ts';

/** A process that keeps what is written, and answers questions with `answer`. */
export class MadeUpProcess implements CliProcess {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly program = 'cnitool';
  readonly version = '1.2.3';
  readonly stopper = new AbortController();
  readonly signal = this.stopper.signal;
  readonly colours: boolean = false;
  readonly secondSignal = new AbortController().signal;
  readonly questions: string[] = [];
  input: string | Uint8Array = '';
  readonly #answer: string | undefined;
  readonly #out: Uint8Array[] = [];
  readonly #err: Uint8Array[] = [];

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}, answer?: string) {
    this.args = args;
    this.env = env;
    this.#answer = answer;
  }

  get out(): string {
    return Buffer.concat(this.#out).toString();
  }

  get err(): string {
    return Buffer.concat(this.#err).toString();
  }

  stdout(bytes: string | Uint8Array): void {
    this.#out.push(Buffer.from(bytes));
  }

  stderr(bytes: string | Uint8Array): void {
    this.#err.push(Buffer.from(bytes));
  }

  progress(): void {
    // There is no terminal.
  }

  async readInput(): Promise<Uint8Array> {
    return Buffer.from(this.input);
  }

  async ask(question: string): Promise<string | undefined> {
    this.questions.push(question);
    return this.#answer;
  }
}
