import type { CNIError } from '../errors.ts';
import type { PluginOutcome } from '../plugin/exec.ts';
import type { ChangeDocument } from './change-document.ts';

/** The SPEC's verbs. */
export type Verb = 'ADD' | 'CHECK' | 'DEL' | 'GC' | 'STATUS' | 'VERSION';

/** One plugin execution within an operation. `outcome` is missing while the plugin runs. */
export interface Step {
  readonly verb: Verb;
  /** Index in the chain as executed, from 0. */
  readonly index: number;
  readonly pluginType: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Uint8Array;
  readonly outcome?: PluginOutcome;
  /** The failure of this step with the message of libcni; undefined if it succeeded. */
  readonly error?: CNIError;
}

/** How an operation ended. `unknown`: the connection was lost or the time limit exceeded while a plugin was running. */
export type OperationState = 'running' | 'ok' | 'failed' | 'cancelled' | 'unknown';

/** One CNI command over a whole chain, even if it failed. */
export interface Operation {
  readonly verb: Verb;
  readonly network: string;
  /** Missing for GC, STATUS and VERSION. */
  readonly containerID?: string;
  readonly ifName?: string;
  readonly netNS?: string;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly state: OperationState;
  readonly steps: readonly Step[];
  readonly error?: CNIError;
  /** What changed on the host, if that was recorded. */
  readonly changes?: readonly ChangeDocument[];
}

/** Receives each step twice: when it starts (without outcome) and when it has ended. */
export interface StepObserver {
  onStep(step: Step): void;
}
