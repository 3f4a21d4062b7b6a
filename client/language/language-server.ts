import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Notifications, Requests } from '../../protocol/messages.ts';
import type { Journal } from '../editor/journal.ts';
import type { ServerPlace } from './language-client.ts';
import { commandAction, notify, showLogAction } from '../editor/notify.ts';
import type { ServedDocuments } from './served-documents.ts';

/** The process of the language server. It starts with the first open configuration; starts and stops run one after another. */
export class LanguageServer implements vscode.Disposable {
  readonly #place: ServerPlace;
  readonly #served: ServedDocuments;
  readonly #log: Pick<Journal, 'warn' | 'error'>;
  #client: LanguageClient | undefined;
  #queue: Promise<void> = Promise.resolve();
  #wanted = false;
  readonly #started = new vscode.EventEmitter<void>();
  /** Fires each time the server has started. */
  readonly onDidStart = this.#started.event;

  /** `served`: the documents that it gets. */
  constructor(place: ServerPlace, served: ServedDocuments, log: Pick<Journal, 'warn' | 'error'>) {
    this.#place = place;
    this.#served = served;
    this.#log = log;
  }

  /** Starts the server unless it was started before. Never rejects: a failure is logged and reported. */
  ensureStarted(): Promise<void> {
    if (this.#wanted) {
      return this.#queue;
    }
    this.#wanted = true;
    return this.#enqueue(() => this.#start());
  }

  /** Stops the server if it runs, and starts it. */
  restart(): Promise<void> {
    this.#wanted = true;
    return this.#enqueue(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  /** Sends a notification if the server runs. Senders repeat theirs when it starts. Never rejects. */
  async notify<M extends keyof Notifications>(method: M, params: Notifications[M]): Promise<void> {
    const client = this.#client;
    if (client?.isRunning() !== true) {
      return;
    }
    try {
      await client.sendNotification(method, params);
    } catch (error) {
      this.#log.warn(l10n.t('The language server did not accept {0}: {1}', method, String(error)));
    }
  }

  /** Sends a request. Undefined when the server does not run or cannot answer, null when the request failed. */
  async request<M extends keyof Requests>(
    method: M,
    params: Requests[M]['params'],
  ): Promise<Requests[M]['result'] | undefined> {
    await this.#queue;
    try {
      return await this.#client?.sendRequest<Requests[M]['result']>(method, params);
    } catch (error) {
      this.#log.warn(l10n.t('The language server did not accept {0}: {1}', method, String(error)));
      return undefined;
    }
  }

  dispose(): void {
    this.#started.dispose();
    void this.#enqueue(() => this.#stop());
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(task).catch((error: unknown) => {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#log.error(l10n.t('The language server could not be started: {0}', reason));
      notify('error', l10n.t('The CNI language server could not be started.'), [
        commandAction(l10n.t('Restart Language Server'), 'cni.restartServer'),
        showLogAction('failure'),
      ]);
    });
    return this.#queue;
  }

  async #start(): Promise<void> {
    // Loaded here to keep activation fast: only an open configuration needs the library.
    const { createLanguageClient } = await import('./language-client.ts');
    const name = l10n.t('CNI Language Server');
    const client = createLanguageClient({ name, ...this.#place, served: this.#served });
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
