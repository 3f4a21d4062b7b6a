import { InstallError } from '../engine/fleet/index.ts';
import { isHostError, NamespaceError } from '../engine/host/index.ts';
import { explain, explainOperation } from '../engine/libcni/explain.ts';
import { isCNIError, isNoConfigsFoundError, isNotFoundError, type Operation } from '../engine/libcni/index.ts';
import { type CliProcess, exitCodes } from './cli-process.ts';
import { NotAgreedError } from './garbage.ts';

/** A failure as stderr tells it: a line, and how to mend it. */
export interface Failure {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Rejection with a failure that is ready to be told. */
export class ExplainedError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What went wrong outside of any plugin, such as loading a configuration. */
export function failureOf(cli: CliProcess, error: unknown): Failure {
  if (error instanceof ExplainedError) {
    return error.failure;
  }
  if (isHostError(error)) {
    return { message: error.problem.message, hint: error.problem.cure };
  }
  if (error instanceof NamespaceError || error instanceof InstallError) {
    return { message: error.message, hint: error.cure };
  }
  if (cli.signal.aborted && !isCNIError(error)) {
    return { message: 'stopped' };
  }
  return { message: error instanceof Error ? error.message : String(error), hint: explain(error)?.cure };
}

/** What ended an operation, in libcni's words; undefined when it went well. */
export function failureOfOperation(cli: CliProcess, operation: Operation): Failure | undefined {
  const { error } = operation;
  if (error === undefined) {
    return undefined;
  }
  if (error instanceof NotAgreedError) {
    return { message: error.message, hint: error.cure };
  }
  const { cause } = error;
  if (
    isHostError(cause) ||
    cause instanceof NamespaceError ||
    (cause instanceof Error && cause.name === 'AbortError')
  ) {
    return failureOf(cli, cause);
  }
  const explanation = explainOperation(operation);
  return { message: error.message, hint: explanation && `${explanation.title} ${explanation.cure}` };
}

/** Says a failure on stderr: cnitool's line, and ours behind it. Gives the exit code. */
export function tell(cli: CliProcess, { message, hint }: Failure): number {
  cli.stderr(`${message}\n${hint === undefined ? '' : `hint: ${hint}\n`}`);
  return exitCodes.failure;
}

/** False for what only a mistake of ours can be. */
export function isExpected(cli: CliProcess, error: unknown): boolean {
  return (
    cli.signal.aborted ||
    error instanceof ExplainedError ||
    isHostError(error) ||
    error instanceof NamespaceError ||
    error instanceof InstallError ||
    isCNIError(error) ||
    isNotFoundError(error) ||
    isNoConfigsFoundError(error)
  );
}
