import type { Operation } from '../../engine/libcni/index.ts';
import { operationEnding, operationHeading, stepText } from './operation-text.ts';

/** The log methods that operations need. */
export interface LogLines {
  info(message: string): void;
  error(message: string): void;
}

/** Logs each part of an operation once: its heading, each finished step, and its end. */
export class OperationLog {
  readonly #log: LogLines;
  readonly #host: string;
  readonly #logged = new Map<string, { steps: number; ended: boolean }>();

  constructor(log: LogLines, host: string) {
    this.#log = log;
    this.#host = host;
  }

  update(operation: Operation): void {
    // An operation and its rollback use the same observer.
    const key = `${operation.verb} ${operation.startedAt}`;
    let logged = this.#logged.get(key);
    if (logged === undefined) {
      logged = { steps: 0, ended: false };
      this.#logged.set(key, logged);
      this.#log.info(operationHeading(operation, this.#host));
    }
    for (const step of operation.steps.slice(logged.steps)) {
      if (step.outcome === undefined && step.error === undefined) {
        break;
      }
      logged.steps += 1;
      if (step.error === undefined) {
        this.#log.info(stepText(step));
      } else {
        this.#log.error(stepText(step));
      }
    }
    if (operation.state !== 'running' && !logged.ended) {
      logged.ended = true;
      if (operation.state === 'ok') {
        this.#log.info(operationEnding(operation));
      } else {
        this.#log.error(operationEnding(operation));
      }
    }
  }
}
