import * as vscode from 'vscode';
import type { HostFacts } from '../server/service/host-facts.ts';
import type { HostSelection } from './host-selection.ts';
import type { InventoryModel } from './inventory-model.ts';
import type { Journal } from './journal.ts';
import type { LanguageServer } from './language-server.ts';
import type { NetworkRunner } from './network-runner.ts';

/** An operation changes several things at once: look when they rest, in milliseconds. */
const rest = 500;

/** What the sender works with; all of it made in extension.ts. */
export interface HostFactsSources {
  readonly hosts: HostSelection;
  readonly inventory: InventoryModel;
  readonly server: LanguageServer;
  readonly runner: () => NetworkRunner;
  readonly log: Journal;
}

/**
 * Tells the language server what the selected host has: when the host is ready, and after what may have changed it.
 * It never starts a host, and looks only while a configuration is open.
 */
export class HostFactsSender implements vscode.Disposable {
  readonly #from: HostFactsSources;
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  /** One look at a time; never rejects. */
  #queue: Promise<void> = Promise.resolve();
  #sent = false;

  constructor(from: HostFactsSources) {
    this.#from = from;
    const { hosts, inventory, server } = from;
    const later = (): void => this.#later();
    this.#subscription = vscode.Disposable.from(
      hosts.onDidSelect(later),
      hosts.onDidChangeState(later),
      inventory.onDidChange(later),
      server.onDidStart(later),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#queue = this.#queue.then(() => this.#look());
    }, rest);
  }

  async #look(): Promise<void> {
    const { hosts, server, log } = this.#from;
    const isOpen = vscode.workspace.textDocuments.some(({ languageId }) => languageId === 'cni');
    if (hosts.state.kind !== 'ready' || !vscode.workspace.isTrusted) {
      if (this.#sent) {
        this.#sent = false;
        await server.notify('cni/hostFacts', null);
      }
      return;
    }
    if (!isOpen) {
      return;
    }
    try {
      const facts = await this.#collect();
      this.#sent = true;
      await server.notify('cni/hostFacts', facts);
    } catch (error) {
      log.warn(`Host facts: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #collect(): Promise<HostFacts> {
    const { inventory, runner } = this.#from;
    const { current } = inventory;
    const facts = await runner().hostFacts();
    if (current.kind !== 'ready') {
      return facts;
    }
    const cachedResults = current.cache.attachments.map(({ network, containerID, ifName, config }) => ({
      network,
      containerID,
      ifName,
      config: new TextDecoder().decode(config),
    }));
    return { ...facts, cachedResults };
  }
}
