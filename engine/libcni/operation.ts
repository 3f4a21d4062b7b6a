import type { CNIError } from './errors.ts';
import type { PluginOutcome } from './exec.ts';

/** The SPEC's verbs. */
export type Verb = 'ADD' | 'CHECK' | 'DEL' | 'GC' | 'STATUS' | 'VERSION';

/** One plugin execution within an operation. `outcome` is missing while the plugin runs. */
export interface Step {
  readonly verb: Verb;
  /** Place in the chain as executed, from 0. */
  readonly index: number;
  readonly pluginType: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Uint8Array;
  readonly outcome?: PluginOutcome;
  /** The failure of this step, as libcni words it, or undefined when it went well. */
  readonly error?: CNIError;
}

/** How an operation ended. `unknown`: the connection broke while a plugin ran, so nobody knows. */
export type OperationState = 'running' | 'ok' | 'failed' | 'cancelled' | 'unknown';

/** One CNI command over a whole chain, also when it fails half-way. */
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
}

/** Told of each step twice: when it starts (no outcome) and when it ended. */
export interface StepObserver {
  onStep(step: Step): void;
}
