import { CNIError, isCNIError } from '../errors.ts';
import { interruptionOf } from '../plugin/interruption.ts';
import type { Operation, OperationState, Step, StepObserver, Verb } from './operation.ts';
import type { RuntimeConf } from '../result/types.ts';

/** The subject of an {@link Operation}. `rt` is missing for GC, STATUS and VERSION. */
export interface OperationRequest {
  readonly verb: Verb;
  readonly network: string;
  readonly rt?: RuntimeConf;
}

/** A finished operation with its result. */
export interface Recorded<T> {
  readonly operation: Operation;
  /** The result of the body; missing unless `operation.state` is 'ok'. */
  readonly value?: T;
}

function stateOf(error: unknown, steps: readonly Step[]): OperationState {
  const interruption = interruptionOf(error);
  if (interruption === undefined) {
    return 'failed';
  }
  // A time limit stops a plugin in the middle of its work without the user's request.
  const isCutShort = steps.some(({ outcome }) => outcome?.kind === 'aborted' && outcome.reason === 'timedOut');
  return interruption === 'unknown' || isCutShort ? 'unknown' : 'cancelled';
}

/** Collects the steps of one operation. The second report of a step replaces the first. */
class Recorder implements StepObserver {
  readonly #request: OperationRequest;
  readonly #onUpdate: ((operation: Operation) => void) | undefined;
  readonly #startedAt = Date.now();
  readonly #start = performance.now();
  #steps: readonly Step[] = [];
  #open = false;

  constructor(request: OperationRequest, onUpdate: ((operation: Operation) => void) | undefined) {
    this.#request = request;
    this.#onUpdate = onUpdate;
  }

  onStep(step: Step): void {
    const isEnd = step.outcome !== undefined || step.error !== undefined;
    this.#steps = isEnd && this.#open ? [...this.#steps.slice(0, -1), step] : [...this.#steps, step];
    this.#open = !isEnd;
    this.report('running');
  }

  /** Returns the operation after an error. */
  fail(cause: unknown, error: CNIError): Operation {
    return this.report(stateOf(cause, this.#steps), error);
  }

  report(state: OperationState, error?: CNIError): Operation {
    const { verb, network, rt } = this.#request;
    const operation: Operation = {
      verb,
      network,
      ...(rt && { containerID: rt.containerID, ifName: rt.ifName, netNS: rt.netNS }),
      startedAt: this.#startedAt,
      durationMs: performance.now() - this.#start,
      state,
      steps: this.#steps,
      ...(error && { error }),
    };
    this.#onUpdate?.(operation);
    return operation;
  }
}

/**
 * Runs `body`, e.g. `(observer) => cni.withObserver(observer).addNetworkList(list, rt, signal)`, and returns its
 * {@link Operation} with all steps, even if it failed; `onUpdate` receives each change. Never rejects: the error of `body` is
 * `operation.error`, or its cause if it is not a CNIError.
 */
export async function runOperation<T>(
  request: OperationRequest,
  body: (observer: StepObserver) => Promise<T>,
  onUpdate?: (operation: Operation) => void,
): Promise<Recorded<T>> {
  const recorder = new Recorder(request, onUpdate);
  recorder.report('running');
  let value: T;
  try {
    value = await body(recorder);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const failure = isCNIError(error) ? error : new CNIError(message, undefined, { cause: error });
    return { operation: recorder.fail(error, failure) };
  }
  return { operation: recorder.report('ok'), value };
}
