import type { Operation } from '../engine/libcni/index.ts';
import { operationEnding, operationHeading, stepText } from './operation-text.ts';

/** The part of a log channel that operations are written to. */
export interface LogLines {
  info(message: string): void;
  error(message: string): void;
}

/** Tells each part of an operation to the log once: its heading, each step when it ended, its end. */
export class OperationLog {
  readonly #log: LogLines;
  readonly #place: string;
  readonly #told = new Map<string, { steps: number; ended: boolean }>();

  constructor(log: LogLines, place: string) {
    this.#log = log;
    this.#place = place;
  }

  update(operation: Operation): void {
    // An operation and the one that rolls it back come through the same observer.
    const key = `${operation.verb} ${operation.startedAt}`;
    let told = this.#told.get(key);
    if (told === undefined) {
      told = { steps: 0, ended: false };
      this.#told.set(key, told);
      this.#log.info(operationHeading(operation, this.#place));
    }
    for (const step of operation.steps.slice(told.steps)) {
      if (step.outcome === undefined && step.error === undefined) {
        break;
      }
      told.steps += 1;
      if (step.error === undefined) {
        this.#log.info(stepText(step));
      } else {
        this.#log.error(stepText(step));
      }
    }
    if (operation.state !== 'running' && !told.ended) {
      told.ended = true;
      if (operation.state === 'ok') {
        this.#log.info(operationEnding(operation));
      } else {
        this.#log.error(operationEnding(operation));
      }
    }
  }
}
