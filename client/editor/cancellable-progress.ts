import * as vscode from 'vscode';
import { progressNotification } from './notify.ts';

/** Reports to a progress notification. */
type Progress = vscode.Progress<{ message?: string; increment?: number }>;

/** Runs a task with a cancelable progress notification. When the user cancels, `signal` aborts with CancellationError. */
export function withCancellableProgress<T>(
  title: string,
  task: (signal: AbortSignal, progress: Progress) => Promise<T>,
): Thenable<T> {
  return vscode.window.withProgress(progressNotification(title, true), (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort(new vscode.CancellationError()));
    return task(controller.signal, progress);
  });
}

/** A cancelable progress notification that show() opens and close() or the user closes. */
export class CancellableProgress {
  readonly #controller = new AbortController();
  readonly #closed: Promise<void>;
  #close: () => void = () => undefined;
  #progress: vscode.Progress<{ message?: string }> | undefined;
  #isShown = false;

  constructor() {
    this.#closed = new Promise((resolve) => {
      this.#close = resolve;
    });
  }

  /** Aborts when the user cancels. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isShown(): boolean {
    return this.#isShown;
  }

  show(title: string): void {
    this.#isShown = true;
    void vscode.window.withProgress(progressNotification(title, true), (progress, token) => {
      this.#progress = progress;
      token.onCancellationRequested(() => this.#controller.abort());
      return this.#closed;
    });
  }

  /** Shows a text after the title. */
  report(message: string): void {
    this.#progress?.report({ message });
  }

  close(): void {
    this.#close();
  }
}
