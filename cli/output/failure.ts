import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import { isWorkbenchError, reasonOf } from '../../engine/errors/workbench-error.ts';
import { explain, explainOperation, type Explanation, wordsOf } from '../../engine/explain/index.ts';
import {
  isCNIError,
  isFileError,
  isNoConfigsFoundError,
  isNotFoundError,
  type Operation,
} from '../../engine/libcni/index.ts';
import { type CliProcess, exitCodes } from './cli-process.ts';

/** A failure as shown on stderr: a line and the remedy. */
export interface Failure {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Returns the failure for anything that was thrown. */
export function failureOf(cli: CliProcess, error: unknown): Failure {
  if (isWorkbenchError(error)) {
    return { message: error.message, hint: error.remedy };
  }
  if (cli.signal.aborted && !isCNIError(error)) {
    return { message: l10n.t('The command was stopped.') };
  }
  const explanation = explain(error);
  return { message: reasonOf(error), hint: explanation && wordsOf(explanation).remedy };
}

/** Returns the remedy, after the meaning of the failure unless libcni's message says the same. */
function hintOf(explanation: Explanation | undefined): string | undefined {
  if (explanation === undefined) {
    return undefined;
  }
  const { cause, remedy } = wordsOf(explanation);
  return explanation.restates === true ? remedy : sentences(cause, remedy);
}

/** Returns the remedy for a failed operation, if there is one. */
export function remedyOf(operation: Operation): string | undefined {
  const cause = operation.error?.cause;
  if (isWorkbenchError(cause)) {
    return cause.remedy;
  }
  const explanation = explainOperation(operation);
  return explanation && wordsOf(explanation).remedy;
}

/** Returns why an operation failed, with the message of libcni; undefined if it succeeded. */
export function failureOfOperation(cli: CliProcess, operation: Operation): Failure | undefined {
  const { error } = operation;
  if (error === undefined) {
    return undefined;
  }
  const { cause } = error;
  if (isWorkbenchError(cause) || isAbort(cli, cause)) {
    return failureOf(cli, cause);
  }
  return { message: error.message, hint: hintOf(explainOperation(operation)) };
}

function isAbort(cli: CliProcess, error: unknown): boolean {
  if (!cli.signal.aborted) {
    return false;
  }
  return error === cli.signal.reason || (error instanceof Error && 'code' in error && error.code === 'ABORT_ERR');
}

/** Prints a failure to stderr: the line of cnitool, then the hint. Returns the exit code. */
export function report(cli: CliProcess, { message, hint }: Failure): number {
  // The message may be libcni's, which is printed as it is.
  cli.stderr(`${message}\n${hint === undefined ? '' : `hint: ${hint}\n`}`);
  return exitCodes.failure;
}

/** Returns false for an error that only a bug of this program can cause. */
export function isExpected(cli: CliProcess, error: unknown): boolean {
  return (
    cli.signal.aborted ||
    isWorkbenchError(error) ||
    isCNIError(error) ||
    isFileError(error) ||
    isNotFoundError(error) ||
    isNoConfigsFoundError(error)
  );
}
