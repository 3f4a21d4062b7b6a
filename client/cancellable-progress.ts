import * as vscode from 'vscode';

/** What a progress notification can be told. */
type Progress = vscode.Progress<{ message?: string; increment?: number }>;

/** Runs a task under a progress notification with a cancel button; when the user cancels, `signal` aborts with CancellationError. */
export function withCancellableProgress<T>(
  title: string,
  task: (signal: AbortSignal, progress: Progress) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort(new vscode.CancellationError()));
    return task(controller.signal, progress);
  });
}

/** A progress notification with a cancel button: shown by show(), gone with close() or when it was cancelled. */
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

  /** Fires when the user cancels. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isShown(): boolean {
    return this.#isShown;
  }

  show(title: string): void {
    this.#isShown = true;
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, (progress, token) => {
      this.#progress = progress;
      token.onCancellationRequested(() => this.#controller.abort());
      return this.#closed;
    });
  }

  /** Text behind the title. */
  report(message: string): void {
    this.#progress?.report({ message });
  }

  close(): void {
    this.#close();
  }
}
