import * as vscode from 'vscode';
import type { Following } from './network-runner.ts';
import { OperationLog, type LogLines } from './operation-log.ts';
import { stepProgress } from './operation-text.ts';

/** What the user reads while an operation runs. */
export interface FollowedOperation {
  /** "Adding myptp to ns1 in the sandbox" */
  readonly title: string;
  /** "in the sandbox" */
  readonly place: string;
  /** How many plugins the chain has; unknown where only the host knows. */
  readonly pluginCount?: number;
}

/** Runs operations under a cancellable progress and writes each of their steps to the log as it ends. */
export class OperationFollower {
  readonly #log: LogLines;

  constructor(log: LogLines) {
    this.#log = log;
  }

  /** Runs `body`; cancelling the progress aborts its signal. */
  follow<T>(followed: FollowedOperation, body: (following: Required<Following>) => Promise<T>): Promise<T> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: followed.title,
      cancellable: true,
    };
    return Promise.resolve(
      vscode.window.withProgress(options, async (progress, token) => {
        const controller = new AbortController();
        const subscription = token.onCancellationRequested(() => controller.abort());
        const logging = new OperationLog(this.#log, followed.place);
        try {
          return await body({
            signal: controller.signal,
            onUpdate: (operation) => {
              logging.update(operation);
              const message = stepProgress(operation, followed.pluginCount);
              if (message !== undefined) {
                progress.report({ message });
              }
            },
          });
        } finally {
          subscription.dispose();
        }
      }),
    );
  }
}
