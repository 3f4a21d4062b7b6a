import type { Askpass } from '../engine/host/index.ts';

/** What the program sees of its process; a test makes up its own. */
export interface CliProcess {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly program: string;
  readonly version: string;
  /** Fires when the user stops the program. */
  readonly signal: AbortSignal;
  /** Fires when the user stops it once more: a rollback that hangs ends then. */
  readonly secondSignal: AbortSignal;
  stdout(bytes: string | Uint8Array): void;
  stderr(bytes: string | Uint8Array): void;
  /** Shows a line at the terminal that the next one replaces, '' for none; does nothing where stderr is no terminal. */
  progress(text: string): void;
  /** Whether stdout is a terminal that shows colours. */
  readonly colours: boolean;
  /** All of standard input. Rejects when the program is stopped. */
  readInput(): Promise<Uint8Array>;
  /** The line that the person at the terminal answers, '' for none; undefined where there is no terminal to ask at. */
  ask(question: string): Promise<string | undefined>;
  /** Puts the questions of ssh and sudo to that person; undefined where there is no terminal. */
  readonly askpass?: Askpass | undefined;
}

/** Ways to end: all went well; it did not; the arguments were wrong in a way that cnitool does not know. */
export const exitCodes = { ok: 0, failure: 1, usage: 2 } as const;
