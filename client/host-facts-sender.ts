import * as vscode from 'vscode';
import type { HostFacts } from '../server/service/host-facts.ts';
import type { HostContents, HostKnowledge } from './host-knowledge.ts';
import type { HostSelection } from './host-selection.ts';
import type { Journal } from './journal.ts';
import type { LanguageServer } from './language-server.ts';

/** An operation changes several things at once: look when they rest, in milliseconds. */
const rest = 500;

/** What the sender works with; all of it made in extension.ts. */
export interface HostFactsSources {
  readonly hosts: HostSelection;
  readonly knowledge: HostKnowledge;
  readonly server: LanguageServer;
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
  /** What the server was told, while it runs. */
  #sent: HostContents | undefined;

  constructor(from: HostFactsSources) {
    this.#from = from;
    const { hosts, knowledge, server } = from;
    const later = (): void => this.#later();
    this.#subscription = vscode.Disposable.from(
      hosts.onDidSelect(later),
      hosts.onDidChangeState(later),
      knowledge.onDidChange((name) => {
        if (name === hosts.selected.name) later();
      }),
      server.onDidStart(() => {
        this.#sent = undefined;
        later();
      }),
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
    const { hosts, knowledge, server, log } = this.#from;
    const isOpen = vscode.workspace.textDocuments.some(({ languageId }) => languageId === 'cni');
    if (hosts.state.kind !== 'ready' || !vscode.workspace.isTrusted) {
      if (this.#sent !== undefined) {
        this.#sent = undefined;
        await server.notify('cni/hostFacts', null);
      }
      return;
    }
    if (!isOpen) {
      return;
    }
    const { name } = hosts.selected;
    await knowledge.ensureFresh(name);
    const known = knowledge.of(name);
    if (known.kind === 'failed') {
      log.warn(`Host facts of ${name}: ${known.reason}`);
    } else if (known.kind === 'ready' && known.contents !== this.#sent) {
      this.#sent = known.contents;
      await server.notify('cni/hostFacts', factsFor(known.contents));
    }
  }
}

/** The facts with what our own cache files tell. */
function factsFor({ facts, cache }: HostContents): HostFacts {
  const cachedResults = cache.attachments.map(({ network, containerID, ifName, config }) => ({
    network,
    containerID,
    ifName,
    config: new TextDecoder().decode(config),
  }));
  return { ...facts, cachedResults };
}
