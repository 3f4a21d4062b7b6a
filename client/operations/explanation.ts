import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import { isWorkbenchError, type Problem, reasonOf } from '../../engine/errors/workbench-error.ts';
import { isCNIError, type CNIError, type Operation, type Step } from '../../engine/libcni/index.ts';
import { explain, explainOperation, type Explanation, wordsOf } from '../../engine/explain/index.ts';

/** Returns why an operation failed, in one sentence: the meaning of a known failure, else the message of the plugin. */
export function causeOf(operation: Operation): string | undefined {
  const step = operation.steps.findLast(({ error }) => error !== undefined);
  const error = step?.error ?? operation.error;
  if (error === undefined) {
    return undefined;
  }
  if (isWorkbenchError(error.cause)) {
    return error.cause.message;
  }
  const explanation = explainOperation(operation);
  if (explanation !== undefined) {
    return wordsOf(explanation).cause;
  }
  return step === undefined ? error.msg : l10n.t('{0} reports: {1}', step.pluginType, error.msg);
}

/** What a failure means and how to fix it; undefined for a failure that is not known. */
export function meaningOf(
  error: CNIError,
  step: Step | undefined,
): { readonly title: string; readonly remedy: string } | undefined {
  const { cause } = error;
  if (isWorkbenchError(cause)) {
    return { title: cause.message, remedy: cause.remedy };
  }
  const explanation = explain(error, step);
  return explanation && wordsInEditor(explanation);
}

/** Returns what is wrong, without the remedy: the text of a notification. */
export function errorMessage(error: unknown): string {
  if (isWorkbenchError(error)) {
    return error.message;
  }
  const explanation = explain(error);
  if (explanation !== undefined) {
    return wordsOf(explanation).cause;
  }
  return isCNIError(error) ? error.msg : reasonOf(error);
}

/** Returns what is wrong and how to fix it, for places with room: tooltips, input boxes, the log. */
export function errorText(error: unknown): string {
  if (isWorkbenchError(error)) {
    return problemText(error);
  }
  if (isCNIError(error)) {
    return cniErrorText(error);
  }
  const explanation = explain(error);
  if (explanation === undefined) {
    return reasonOf(error);
  }
  const { title, remedy } = wordsInEditor(explanation);
  return sentences(title, remedy);
}

/** Returns the remedy for the failure that ended an operation; undefined where none is known. */
export function remedyOf(operation: Operation): string | undefined {
  const cause = operation.error?.cause;
  if (isWorkbenchError(cause)) {
    return cause.remedy;
  }
  const explanation = explainOperation(operation);
  return explanation && wordsInEditor(explanation).remedy;
}

/** Returns a problem with its remedy. */
export function problemText({ message, remedy }: Omit<Problem, 'code'>): string {
  return sentences(message, remedy);
}

/** Returns an error with its remedy, and with its stack unless the failure is a known one, for the log. */
export function logText(error: unknown): string {
  if (isWorkbenchError(error)) {
    return `${error.message}\n${error.remedy}`;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const explanation = explain(error);
  return explanation === undefined ? text : `${text}\n${wordsInEditor(explanation).remedy}`;
}

/** The meaning, the error itself unless the meaning says the same, and the remedy. */
function cniErrorText(error: CNIError): string {
  const { cause } = error;
  if (isWorkbenchError(cause)) {
    return problemText(cause);
  }
  const explanation = explain(error);
  if (explanation === undefined) {
    return quotedText(error);
  }
  const { title, remedy } = wordsInEditor(explanation);
  const isSaid = explanation.restates === true && error.details === '';
  return sentences(title, isSaid ? undefined : quotedText(error), remedy);
}

/** Message, code and details of an error of libcni. */
function quotedText({ msg, code, details }: CNIError): string {
  return details === ''
    ? l10n.t('{0} (code {1}).', msg, code)
    : l10n.t('{message} (code {code}). Details: {details}', { message: msg, code, details });
}

/** Returns cause and remedy. The engine's remedies name cnitool's environment variable; in the editor, a setting replaces it. */
export function wordsInEditor(explanation: Explanation): { readonly title: string; readonly remedy: string } {
  const { cause, remedy } = wordsOf(explanation);
  return { title: cause, remedy: remedy.replaceAll('CNI_PATH', l10n.t('CNI_PATH (setting {0})', 'cni.pluginPath')) };
}
