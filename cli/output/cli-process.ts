import type { Askpass } from '../../engine/host/index.ts';
import { forWorkflowLog, isInWorkflow, type Shown } from './shown.ts';

/** The process of the program, which tests replace. */
export interface CliProcess {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly program: string;
  readonly version: string;
  /** The directory with the translations of messages. */
  readonly translations: string;
  /** Whether stderr is a terminal. Elsewhere cnitool's verbs print what Go's cnitool prints. */
  readonly isTerminal: boolean;
  /** Fires when the user stops the program. */
  readonly signal: AbortSignal;
  /** Fires when the user stops the program again, which also ends a hanging rollback. */
  readonly secondSignal: AbortSignal;
  /** Runs work that leaves nothing to clean up. A signal ends the program at once meanwhile, even if the work never yields. */
  interruptible<T>(work: () => Promise<T>): Promise<T>;
  /** Prints. At a terminal control characters are escaped; otherwise the output is unchanged. */
  stdout(shown: Shown): void;
  /** Why stdout could not be written completely, such as "no space left on device"; undefined if its reader closed it. */
  readonly unwritten: string | undefined;
  stderr(shown: Shown): void;
  /** Shows a line that the next one replaces, '' for none. Does nothing if stderr is not a terminal. */
  progress(text: string): void;
  /** Returns all of standard input, or more than `limit` bytes of it. Rejects when the program is stopped. */
  readInput(limit: number): Promise<Uint8Array>;
  /** Prompts at the terminal and returns the answered line, '' for none; undefined without a terminal. */
  ask(question: string): Promise<string | undefined>;
  /** Forwards the questions of ssh and sudo to the terminal; undefined without a terminal. */
  readonly askpass?: Askpass | undefined;
}

/** Returns the process for an additional verb, whose text is never a command in the log of a workflow. */
export function forOwnVerb(cli: CliProcess): CliProcess {
  if (!isInWorkflow(cli.env)) {
    return cli;
  }
  return {
    args: cli.args,
    env: cli.env,
    program: cli.program,
    version: cli.version,
    translations: cli.translations,
    isTerminal: cli.isTerminal,
    signal: cli.signal,
    secondSignal: cli.secondSignal,
    askpass: cli.askpass,
    interruptible: (work) => cli.interruptible(work),
    get unwritten() {
      return cli.unwritten;
    },
    stdout: (shown) => cli.stdout(forWorkflowLog(shown)),
    stderr: (shown) => cli.stderr(forWorkflowLog(shown)),
    progress: (text) => cli.progress(text),
    readInput: (limit) => cli.readInput(limit),
    ask: (question) => cli.ask(question),
  };
}

/** Exit codes: success, failure, and wrong arguments that are not a usage error of cnitool. */
export const exitCodes = { ok: 0, failure: 1, usage: 2 } as const;
