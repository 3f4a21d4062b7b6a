import type { Operation, StepObserver, Verb } from './operation.ts';
import type { RuntimeConf } from './types.ts';

export interface OperationRequest {
  readonly verb: Verb;
  readonly network: string;
  readonly rt?: RuntimeConf;
}
export interface Recorded<T> {
  readonly operation: Operation;
  /** What `body` gave; missing unless operation.state is 'ok'. */
  readonly value?: T;
}
/** Runs `body`, e.g. `(observer) => cni.withObserver(observer).addNetworkList(list, rt, signal)`. Never rejects: a failure is operation.error. */
export declare function runOperation<T>(
  request: OperationRequest,
  body: (observer: StepObserver) => Promise<T>,
  onUpdate?: (operation: Operation) => void,
): Promise<Recorded<T>>;
