import {
  ErrorCodes,
  Message,
  ResponseError,
  type Connection,
  type MessageStrategy,
  type RequestMessage,
} from 'vscode-languageserver';

const rejection = 'cni/refused';

/**
 * Enforces the order of messages of LSP: `initialize` first and once, and only `exit` after `shutdown`. Other requests get
 * the error of the specification, and other notifications are dropped.
 */
export class Lifecycle {
  #state: 'new' | 'initialized' | 'shut down' = 'new';

  /** The strategy for the connection, which replaces requests that come too early or too late. */
  readonly messageStrategy: MessageStrategy = {
    handleMessage: (message, next) => {
      if (Message.isRequest(message)) {
        return next(this.#requestOf(message));
      }
      const isDropped = Message.isNotification(message) && this.#state !== 'initialized' && message.method !== 'exit';
      return isDropped ? undefined : next(message);
    },
  };

  /** Answers the replaced requests. */
  serve(connection: Connection): void {
    connection.onRequest(rejection, (params: { code: number; message: string }) => {
      return new ResponseError(params.code, params.message);
    });
  }

  #requestOf(message: RequestMessage): RequestMessage {
    const error = this.#errorOf(message.method);
    if (error !== undefined) {
      return { ...message, method: rejection, params: error };
    }
    if (message.method === 'initialize') {
      this.#state = 'initialized';
    }
    if (message.method === 'shutdown') {
      this.#state = 'shut down';
    }
    return message;
  }

  #errorOf(method: string): { code: number; message: string } | undefined {
    if (this.#state === 'shut down') {
      return { code: ErrorCodes.InvalidRequest, message: `The server was shut down and rejects "${method}".` };
    }
    const isFirst = method === 'initialize';
    if (isFirst === (this.#state === 'new')) {
      return undefined;
    }
    return isFirst
      ? { code: ErrorCodes.InvalidRequest, message: 'The server is already initialized.' }
      : { code: ErrorCodes.ServerNotInitialized, message: `The server rejects "${method}" before "initialize".` };
  }
}
