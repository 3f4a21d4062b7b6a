import { CNIError, isCNIError } from './errors.ts';
import { interruptionOf } from './interruption.ts';
import type { Operation, OperationState, Step, StepObserver, Verb } from './operation.ts';
import type { RuntimeConf } from './types.ts';

/** What an {@link Operation} is about. `rt` is missing for GC, STATUS and VERSION. */
export interface OperationRequest {
  readonly verb: Verb;
  readonly network: string;
  readonly rt?: RuntimeConf;
}

/** An operation that ended, and what it gave. */
export interface Recorded<T> {
  readonly operation: Operation;
  /** What the body gave; missing unless `operation.state` is 'ok'. */
  readonly value?: T;
}

function stateOf(error: unknown): OperationState {
  const interruption = interruptionOf(error);
  if (interruption === undefined) {
    return 'failed';
  }
  return interruption === 'unknown' ? 'unknown' : 'cancelled';
}

/** Collects the steps of one operation. A step's second report takes the place of its first. */
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
 * Runs `body`, e.g. `(observer) => cni.withObserver(observer).addNetworkList(list, rt, signal)`, and gives its
 * {@link Operation} with all steps, also when it fails half-way; `onUpdate` sees it grow. Never rejects: what `body`
 * rejects with is `operation.error`, the original as its cause where it was no CNIError.
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
    return { operation: recorder.report(stateOf(error), failure) };
  }
  return { operation: recorder.report('ok'), value };
}
