import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { HostFacts } from '../../language/index.ts';
import type { Notifications } from '../../protocol/messages.ts';
import type { HostConnections } from '../hosts/host-connections.ts';
import { hostFilePath, hostScheme, splitHostFilePath } from '../host-files/host-file-path.ts';
import type { HostContents, HostKnowledge } from '../hosts/host-knowledge.ts';
import type { HostSelection } from '../hosts/host-selection.ts';
import type { Journal } from '../editor/journal.ts';
import type { LanguageServer } from './language-server.ts';

/** Delay after the last change of an operation, in milliseconds. */
const rest = 500;

/** Dependencies of the sender, created in extension.ts. */
export interface HostFactsSources {
  readonly hosts: Pick<HostSelection, 'selected' | 'onDidSelect'>;
  readonly connections: Pick<HostConnections, 'stateOf' | 'onDidChange'>;
  readonly knowledge: Pick<HostKnowledge, 'of' | 'ensureFresh' | 'onDidChange'>;
  readonly server: Pick<LanguageServer, 'onDidStart'> & {
    notify(method: 'cni/hostFacts', params: Notifications['cni/hostFacts']): Promise<void>;
  };
  readonly log: Pick<Journal, 'warn'>;
}

/** A host whose facts the server needs. `below`: the URI prefix of the files that they apply to; undefined for all other files. */
interface Wanted {
  readonly name: string;
  readonly below: string | undefined;
}

/**
 * Sends the facts of the selected host, and of hosts with open files, to the language server: when the host is ready, and
 * when it may have changed. Never starts a host, and only reads while a configuration is open.
 */
export class HostFactsSender implements vscode.Disposable {
  readonly #from: HostFactsSources;
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  /** One update at a time; never rejects. */
  #queue: Promise<void> = Promise.resolve();
  /** What the running server was sent, by {@link Wanted.below}. */
  readonly #sent = new Map<string | undefined, HostContents>();
  #isServerNew = true;

  constructor(from: HostFactsSources) {
    this.#from = from;
    const { hosts, connections, knowledge, server } = from;
    const later = (): void => this.#later();
    const ifWanted = (name: string): void => {
      if (this.#wanted().some((one) => one.name === name)) {
        later();
      }
    };
    const ifOnHost = ({ uri }: vscode.TextDocument): void => {
      if (uri.scheme === hostScheme) {
        later();
      }
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
      this.#queue = this.#queue.then(() => this.#updateAll());
    }, rest);
  }

  async #updateAll(): Promise<void> {
    const { server } = this.#from;
    if (this.#isServerNew) {
      this.#isServerNew = false;
      // Facts of the selected host do not apply to files of another host.
      await server.notify('cni/hostFacts', { below: prefixOf(''), facts: null });
    }
    const wanted = this.#wanted();
    for (const below of this.#sent.keys()) {
      if (!wanted.some((one) => one.below === below)) {
        await this.#forget(below);
      }
    }
    for (const one of wanted) {
      await this.#update(one);
    }
  }

  /** The selected host, and the hosts of open files. */
  #wanted(): readonly Wanted[] {
    const names = openConfigurations().flatMap(({ uri }) =>
      uri.scheme === hostScheme ? [splitHostFilePath(uri.path).host] : [],
    );
    const ofFiles = [...new Set(names)].map((name) => ({ name, below: prefixOf(name) }));
    return [{ name: this.#from.hosts.selected.name, below: undefined }, ...ofFiles];
  }

  async #update({ name, below }: Wanted): Promise<void> {
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
      log.warn(l10n.t('The facts of host "{0}" could not be read: {1}', name, known.reason));
    } else if (known.kind === 'ready' && !isSame(known.contents, this.#sent.get(below))) {
      this.#sent.set(below, known.contents);
      await this.#send(below, factsFor(known.contents));
    }
  }

  async #forget(below: string | undefined): Promise<void> {
    if (this.#sent.delete(below)) {
      await this.#send(below, null);
    }
  }

  #send(below: string | undefined, facts: HostFacts | null): Promise<void> {
    return this.#from.server.notify('cni/hostFacts', below === undefined ? facts : { below, facts });
  }
}

/** True when nothing was read since the contents were sent. */
function isSame({ facts, cache }: HostContents, sent: HostContents | undefined): boolean {
  return facts === sent?.facts && cache === sent.cache;
}

function openConfigurations(): readonly vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(({ languageId }) => languageId === 'cni');
}

/** Returns the prefix of the URIs of a host's files; of all hosts for ''. */
function prefixOf(host: string): string {
  const path = host === '' ? '/' : hostFilePath(host, '/');
  return vscode.Uri.from({ scheme: hostScheme, path }).toString();
}

/** Returns the facts with the cached results. */
function factsFor({ facts, cache }: HostContents): HostFacts {
  const cachedResults = cache.attachments.map(({ network, containerID, ifName, config }) => ({
    network,
    containerID,
    ifName,
    config: new TextDecoder().decode(config),
  }));
  return { ...facts, cachedResults };
}
