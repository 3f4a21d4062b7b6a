import * as vscode from 'vscode';
import type { Operation, Verb } from '../engine/libcni/index.ts';
import { CancellableProgress } from './cancellable-progress.ts';
import type { Following } from './network-runner.ts';
import { OperationLog, type LogLines } from './operation-log.ts';
import { stepProgress } from './operation-text.ts';

/** What the user reads while an operation runs. */
export interface FollowedOperation {
  /** "Adding myptp to ns1 in the sandbox" */
  readonly title: string;
  /** "in the sandbox" */
  readonly place: string;
  readonly pluginCount: number;
}

/** Runs operations under a cancellable progress and writes each of their steps to the log as it ends. */
export class OperationFollower {
  readonly #log: LogLines;

  constructor(log: LogLines) {
    this.#log = log;
  }

  /** Runs `body`; cancelling the progress aborts its signal. What is then taken back has a progress of its own, for that may hang too. */
  async follow<T>(followed: FollowedOperation, body: (following: Required<Following>) => Promise<T>): Promise<T> {
    const log = new OperationLog(this.#log, followed.place);
    const operating = new CancellableProgress();
    const undoing = new CancellableProgress();
    let verb: Verb | undefined;
    const onUpdate = (operation: Operation): void => {
      log.update(operation);
      verb ??= operation.verb;
      if (operation.verb !== verb && operating.signal.aborted && !undoing.isShown) {
        undoing.show(vscode.l10n.t('{0}: taking back what ran', followed.title));
      }
      const message = stepProgress(operation, followed.pluginCount);
      if (message !== undefined) {
        (undoing.isShown ? undoing : operating).report(message);
      }
    };
    operating.show(followed.title);
    try {
      return await body({ signal: operating.signal, rollbackSignal: undoing.signal, onUpdate });
    } finally {
      operating.close();
      undoing.close();
    }
  }
}
