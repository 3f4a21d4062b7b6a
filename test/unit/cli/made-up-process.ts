import { join } from 'node:path';
import type { CliProcess } from '../../../cli/output/cli-process.ts';
import { atEdge, type Edge, type Shown } from '../../../cli/output/shown.ts';

/** A process that keeps what is written, and answers questions with `answer`. */
export class MadeUpProcess implements CliProcess {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly program = 'cnitool';
  readonly version = '1.2.3';
  readonly translations = join(import.meta.dirname, '../../../l10n');
  isTerminal = false;
  readonly stopper = new AbortController();
  readonly signal = this.stopper.signal;
  readonly secondSignal = new AbortController().signal;
  readonly questions: string[] = [];
  /** Where both streams lead. */
  edge: Edge = { isTerminal: false, showsColors: false };
  unwritten: string | undefined;
  input: string | Uint8Array = '';
  /** How often work ran during which a signal ends the program. */
  interruptions = 0;
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

  stdout(shown: Shown): void {
    this.#out.push(Buffer.from(atEdge(shown, this.edge)));
  }

  stderr(shown: Shown): void {
    this.#err.push(Buffer.from(atEdge(shown, this.edge)));
  }

  async interruptible<T>(work: () => Promise<T>): Promise<T> {
    this.interruptions++;
    return work();
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
