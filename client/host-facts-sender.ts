import * as vscode from 'vscode';
import type { HostFacts } from '../server/service/host-facts.ts';
import type { HostConnections } from './host-connections.ts';
import { hostFilePath, hostScheme, splitHostFilePath } from './host-file-path.ts';
import type { HostContents, HostKnowledge } from './host-knowledge.ts';
import type { HostSelection } from './host-selection.ts';
import type { Journal } from './journal.ts';
import type { LanguageServer } from './language-server.ts';

/** An operation changes several things at once: look when they rest, in milliseconds. */
const rest = 500;

/** What the sender works with; all of it made in extension.ts. */
export interface HostFactsSources {
  readonly hosts: HostSelection;
  readonly connections: HostConnections;
  readonly knowledge: HostKnowledge;
  readonly server: LanguageServer;
  readonly log: Journal;
}

/** Whose facts the server is to know. `below`: for files below that address; undefined for all others. */
interface Wanted {
  readonly name: string;
  readonly below: string | undefined;
}

/**
 * Tells the language server what the selected host has, and for the open files of another host what that one has: when
 * the host is ready, and after what may have changed it. It never starts a host, and looks only while a configuration
 * is open.
 */
export class HostFactsSender implements vscode.Disposable {
  readonly #from: HostFactsSources;
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  /** One look at a time; never rejects. */
  #queue: Promise<void> = Promise.resolve();
  /** What the server was told while it runs, by {@link Wanted.below}. */
  readonly #sent = new Map<string | undefined, HostContents>();
  #isServerNew = true;

  constructor(from: HostFactsSources) {
    this.#from = from;
    const { hosts, connections, knowledge, server } = from;
    const later = (): void => this.#later();
    const ifWanted = (name: string): void => {
      if (this.#wanted().some((one) => one.name === name)) later();
    };
    const ifOnHost = ({ uri }: vscode.TextDocument): void => {
      if (uri.scheme === hostScheme) later();
    };
    this.#subscription = vscode.Disposable.from(
      hosts.onDidSelect(later),
      connections.onDidChange(ifWanted),
      knowledge.onDidChange(ifWanted),
      vscode.workspace.onDidOpenTextDocument(ifOnHost),
      vscode.workspace.onDidCloseTextDocument(ifOnHost),
      server.onDidStart(() => {
        this.#sent.clear();
        this.#isServerNew = true;
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
    const { server } = this.#from;
    if (this.#isServerNew) {
      this.#isServerNew = false;
      // Nothing that is known of the selected host holds for a file of another.
      await server.notify('cni/hostFacts', { below: addressOf(''), facts: null });
    }
    const wanted = this.#wanted();
    for (const below of this.#sent.keys()) {
      if (!wanted.some((one) => one.below === below)) await this.#forget(below);
    }
    for (const one of wanted) await this.#lookAt(one);
  }

  /** The selected host, and the hosts of open files. */
  #wanted(): readonly Wanted[] {
    const names = openConfigurations().flatMap(({ uri }) =>
      uri.scheme === hostScheme ? [splitHostFilePath(uri.path).host] : [],
    );
    const ofFiles = [...new Set(names)].map((name) => ({ name, below: addressOf(name) }));
    return [{ name: this.#from.hosts.selected.name, below: undefined }, ...ofFiles];
  }

  async #lookAt({ name, below }: Wanted): Promise<void> {
    const { connections, knowledge, log } = this.#from;
    if (connections.stateOf(name).kind !== 'ready' || !vscode.workspace.isTrusted) {
      await this.#forget(below);
      return;
    }
    if (openConfigurations().length === 0) {
      return;
    }
    await knowledge.ensureFresh(name);
    const known = knowledge.of(name);
    if (known.kind === 'failed') {
      log.warn(`Host facts of ${name}: ${known.reason}`);
    } else if (known.kind === 'ready' && known.contents !== this.#sent.get(below)) {
      this.#sent.set(below, known.contents);
      await this.#send(below, factsFor(known.contents));
    }
  }

  async #forget(below: string | undefined): Promise<void> {
    if (this.#sent.delete(below)) await this.#send(below, null);
  }

  #send(below: string | undefined, facts: HostFacts | null): Promise<void> {
    return this.#from.server.notify('cni/hostFacts', below === undefined ? facts : { below, facts });
  }
}

function openConfigurations(): readonly vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(({ languageId }) => languageId === 'cni');
}

/** What the addresses of the files of a host begin with, as the language server gets them; of all hosts for ''. */
function addressOf(host: string): string {
  const path = host === '' ? '/' : hostFilePath(host, '/');
  return vscode.Uri.from({ scheme: hostScheme, path }).toString();
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
