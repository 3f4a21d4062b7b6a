import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Journal } from './journal.ts';
import { notify, showLogAction } from './notify.ts';

/** The language server in its own process: started with the first configuration that is opened, started and stopped one at a time. */
export class LanguageServer implements vscode.Disposable {
  readonly #modulePath: string;
  readonly #log: Journal;
  #client: LanguageClient | undefined;
  #queue: Promise<void> = Promise.resolve();
  #wanted = false;
  readonly #started = new vscode.EventEmitter<void>();
  /** Fires each time the server has come up. */
  readonly onDidStart = this.#started.event;

  /** `modulePath`: the server's bundle. */
  constructor(modulePath: string, log: Journal) {
    this.#modulePath = modulePath;
    this.#log = log;
  }

  /** Starts the server unless it was started before. Never rejects: a failure is logged and told. */
  ensureStarted(): Promise<void> {
    if (this.#wanted) {
      return this.#queue;
    }
    this.#wanted = true;
    return this.#enqueue(() => this.#start());
  }

  /** Ends the server, if it runs, and starts it. */
  restart(): Promise<void> {
    this.#wanted = true;
    return this.#enqueue(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  /** Sends a notification, if the server runs; what it needs to know is sent again when it starts. Never rejects. */
  async notify(method: string, params: object | null): Promise<void> {
    const client = this.#client;
    if (client?.isRunning() !== true) {
      return;
    }
    try {
      await client.sendNotification(method, params);
    } catch (error) {
      this.#log.warn(`Language server, ${method}: ${String(error)}`);
    }
  }

  /** Asks the server. Undefined where it does not run or cannot answer. */
  async request(method: string, params: object): Promise<unknown> {
    await this.#queue;
    try {
      return await this.#client?.sendRequest<unknown>(method, params);
    } catch (error) {
      this.#log.warn(`Language server, ${method}: ${String(error)}`);
      return undefined;
    }
  }

  dispose(): void {
    this.#started.dispose();
    void this.#enqueue(() => this.#stop());
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(task).catch((error: unknown) => {
      this.#log.error(`Language server: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      notify('error', vscode.l10n.t('The CNI language server does not start.'), [showLogAction()]);
    });
    return this.#queue;
  }

  async #start(): Promise<void> {
    // Loaded here, not above: activation must not pay for a library that only an open configuration needs.
    const { createLanguageClient } = await import('./language-client.ts');
    const client = createLanguageClient(vscode.l10n.t('CNI Language Server'), this.#modulePath);
    this.#client = client;
    await client.start();
    this.#started.fire();
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.dispose();
  }
}
