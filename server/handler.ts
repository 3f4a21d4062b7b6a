import * as l10n from '@vscode/l10n';
import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';

/** The log of the server, which the client shows. */
export interface Log {
  info(message: string): void;
  error(message: string): void;
}

/** Duration above which a request is logged, in milliseconds. */
const slow = 100;

/** Waits for one turn, so that a pending cancellation arrives before the work starts. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * Wraps a request handler: yields once so that the request can be canceled, logs failures and slow runs, and never
 * rejects. A canceled request is answered with RequestCancelled, a failed one with `otherwise`.
 */
export function handler<P, R, E = void>(
  log: Log,
  name: string,
  otherwise: R,
  run: (params: P) => R | ResponseError<E> | Promise<R | ResponseError<E>>,
) {
  return async (params: P, token: CancellationToken): Promise<R | ResponseError<E>> => {
    await nextTurn();
    if (token.isCancellationRequested) {
      return cancelled();
    }
    const start = performance.now();
    try {
      const result = await run(params);
      const time = performance.now() - start;
      if (time > slow) {
        log.info(l10n.t('{0} took {1} ms', name, time.toFixed(0)));
      }
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      log.error(l10n.t('{0} failed: {1}', name, detailOf(error)));
      return otherwise;
    }
  };
}

/** Returns the stack of an error, for the log. */
function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function cancelled<E>(): ResponseError<E> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'Request cancelled');
}

/** Wraps a notification handler in the same way: logs a failure and never throws. */
export function notification<P>(log: Log, name: string, run: (params: P) => void | Promise<void>) {
  return async (params: P): Promise<void> => {
    try {
      await run(params);
    } catch (error) {
      log.error(l10n.t('{0} failed: {1}', name, detailOf(error)));
    }
  };
}
