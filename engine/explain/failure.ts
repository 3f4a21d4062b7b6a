import type { Operation } from '../libcni/operation/operation.ts';
import { explainOperation } from './explain.ts';
import type { Explanation } from './explanation.ts';
import { maskSecrets } from '../libcni/secrets/mask-text.ts';

/** A CNI failure and what is known about it. Secrets are masked. */
export interface Failure {
  /** Undefined if the failure is not known. */
  readonly explanation: Explanation | undefined;
  readonly plugin: string | undefined;
  readonly network: string | undefined;
  readonly pod: string | undefined;
  /** Of the pod. */
  readonly namespace: string | undefined;
  readonly sandbox: string | undefined;
  readonly code: number | undefined;
  readonly message: string;
  readonly details: string | undefined;
}

/** Returns the failure that ended an operation; undefined for an operation that succeeded or was interrupted. */
export function failureOf(operation: Operation): Failure | undefined {
  const { error, state, network, steps } = operation;
  if (state !== 'failed' || error === undefined) {
    return undefined;
  }
  return {
    explanation: maskedExplanation(explainOperation(operation)),
    plugin: steps.findLast((step) => step.error !== undefined)?.pluginType,
    network,
    pod: undefined,
    namespace: undefined,
    sandbox: undefined,
    code: error.code,
    message: maskSecrets(error.msg),
    details: error.details === '' ? undefined : maskSecrets(error.details),
  };
}

/** Masks what the arguments of the texts may contain. */
export function maskedExplanation(explanation: Explanation | undefined): Explanation | undefined {
  return explanation === undefined
    ? undefined
    : {
        ...explanation,
        args: Object.fromEntries(Object.entries(explanation.args).map(([name, value]) => [name, maskSecrets(value)])),
      };
}
