import { isHostError } from '../engine/host/host.ts';
import { isCNIError, type CNIError, type Operation } from '../engine/libcni/index.ts';

/** What to tell of a failed operation: the plugin, its message, code and details, and the cure. */
export function explainOperation(operation: Operation): readonly string[] {
  const failed = operation.steps.findLast((step) => step.error !== undefined);
  const error = failed?.error ?? operation.error;
  if (error === undefined) {
    return [];
  }
  return [failed === undefined ? cniErrorText(error) : `${failed.pluginType}: ${cniErrorText(error)}`];
}

/** What to tell of a command that threw. */
export function explainError(error: unknown): string {
  if (isHostError(error)) {
    return `${error.problem.message} ${error.problem.cure}`;
  }
  if (isCNIError(error)) {
    return cniErrorText(error);
  }
  return error instanceof Error ? error.message : String(error);
}

function cniErrorText(error: CNIError): string {
  const details = error.details === '' ? '' : ` Details: ${error.details}.`;
  return `${error.msg} (code ${error.code}).${details}`;
}
