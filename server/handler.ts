import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';

/** Where the server writes what it does; the client shows it. */
export interface Log {
  info(message: string): void;
  error(message: string): void;
}

/** Slower requests than this are worth a line in the log, in milliseconds. */
const SLOW = 100;

/** Lets a cancellation that is already on its way arrive before work begins. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * Wraps a request handler: gives way once so that it can be cancelled, logs failures and slow runs, and never rejects.
 * A cancelled request is answered with RequestCancelled, a failed one with `otherwise`.
 */
export function handler<P, R, E = void>(
  log: Log,
  name: string,
  otherwise: R,
  run: (params: P) => R | ResponseError<E> | Promise<R | ResponseError<E>>,
) {
  return async (params: P, token: CancellationToken): Promise<R | ResponseError<E>> => {
    await nextTurn();
    if (token.isCancellationRequested) return cancelled();
    const start = performance.now();
    try {
      const result = await run(params);
      const time = performance.now() - start;
      if (time > SLOW) log.info(`${name} took ${time.toFixed(0)} ms`);
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      log.error(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return otherwise;
    }
  };
}

function cancelled<E>(): ResponseError<E> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'Request cancelled');
}

/** Wraps a notification handler in the same way: a failure is logged, nothing is thrown. */
export function notification<P>(log: Log, name: string, run: (params: P) => void | Promise<void>) {
  return async (params: P): Promise<void> => {
    try {
      await run(params);
    } catch (error) {
      log.error(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  };
}
