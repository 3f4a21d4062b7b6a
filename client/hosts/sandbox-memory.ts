import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import type { RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';
import { namespaceName } from '../views/attachment-label.ts';
import type { HostConnections } from './host-connections.ts';
import type { HostInventory } from './host-knowledge.ts';

/** Contents of the sandbox, as needed to recreate them. */
export interface SandboxContents {
  /** Names of the namespaces. */
  readonly namespaces: readonly string[];
  readonly attachments: readonly SandboxAttachment[];
}

/** An attachment in the sandbox. The sandbox only has those that this extension added. */
interface SandboxAttachment {
  readonly network: string;
  readonly netNS: string;
  readonly ifName: string;
  /** Its container ID and capability arguments. CNI_ARGS may hold secrets and are not stored. Absent in older memories. */
  readonly chosen?: Pick<RuntimeArguments, 'containerID' | 'capabilityArgs'>;
  /** Text of the configuration that ADD used. */
  readonly config: string;
}

/** Why a sandbox ended without a command of the user. */
export type SandboxLoss = 'withWindow' | 'failed';

/** Dependencies of the memory. */
export interface SandboxSources {
  /** Storage beyond the window. */
  readonly memento: {
    get(key: string): SandboxContents | undefined;
    update(key: string, value: SandboxContents | undefined): PromiseLike<void>;
  };
  readonly connections: Pick<HostConnections, 'onDidChange' | 'stateOf'>;
  /** Fires after an operation on a host. */
  readonly onDidOperate: (listener: () => void) => { dispose(): unknown };
  /** Reads the sandbox; undefined when it cannot be read. */
  readonly read: () => Promise<SandboxContents | undefined>;
  readonly onDidLose: (contents: SandboxContents, loss: SandboxLoss) => void;
}

const memoryKey = 'cni.sandboxContents';
const sandbox = 'sandbox';

/** Remembers the contents of the sandbox, which ends with the window, and reports what was lost. */
export class SandboxMemory {
  readonly #from: SandboxSources;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  /** One reading or writing at a time; never rejects. */
  #queue: Promise<void> = Promise.resolve();

  constructor(from: SandboxSources) {
    this.#from = from;
    this.#subscriptions = [
      from.onDidOperate(() => this.#enqueue(() => this.#remember())),
      from.connections.onDidChange((name) => {
        if (name === sandbox) {
          this.#onConnection();
        }
      }),
    ];
  }

  /** Reports once what the previous window had in its sandbox. */
  recall(): void {
    this.#enqueue(() => this.#lose('withWindow'));
  }

  /** Resolves when all changes so far are remembered. */
  get settled(): Promise<void> {
    return this.#queue;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #onConnection(): void {
    const { kind } = this.#from.connections.stateOf(sandbox);
    switch (kind) {
      case 'idle':
      case 'connecting':
        // The user ended the sandbox after a confirmation, or it starts again: a view may start the next one immediately.
        this.#enqueue(() => this.#write(undefined));
        break;
      case 'ready':
        this.#enqueue(() => this.#remember());
        break;
      case 'failed':
        this.#enqueue(() => this.#lose('failed'));
        break;
    }
  }

  async #remember(): Promise<void> {
    const { connections, read } = this.#from;
    if (connections.stateOf(sandbox).kind !== 'ready') {
      return;
    }
    const contents = await read();
    if (contents !== undefined && connections.stateOf(sandbox).kind === 'ready') {
      await this.#write(contents.namespaces.length + contents.attachments.length === 0 ? undefined : contents);
    }
  }

  async #lose(loss: SandboxLoss): Promise<void> {
    const contents = this.#from.memento.get(memoryKey);
    if (contents !== undefined) {
      await this.#write(undefined);
      this.#from.onDidLose(contents, loss);
    }
  }

  async #write(contents: SandboxContents | undefined): Promise<void> {
    await this.#from.memento.update(memoryKey, contents);
  }

  #enqueue(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(task).catch(() => {
      // If the sandbox cannot be read, the remembered contents stay.
    });
  }
}

/** Returns the parts of an inventory that are needed to recreate it. */
export function contentsOf({ namespaces, cache }: HostInventory): SandboxContents {
  return {
    namespaces: namespaces.map(({ name }) => name),
    attachments: cache.attachments.map(({ network, netNS, ifName, config, containerID, capabilityArgs }) => ({
      network,
      netNS,
      ifName,
      chosen: { containerID, capabilityArgs },
      config: new TextDecoder().decode(config),
    })),
  };
}

/** Notification about a sandbox that ended, with its contents. */
export function lossText(contents: SandboxContents, loss: SandboxLoss): string {
  const lost = contentsText(contents);
  return loss === 'withWindow'
    ? l10n.t('The sandbox ended with the window. Lost namespaces: {0}.', lost)
    : l10n.t('The sandbox ended unexpectedly. Lost namespaces: {0}.', lost);
}

/** Returns the first namespaces with their networks and the number of others: "ns1 (myptp, web), ns2, a, +2". */
export function contentsText({ namespaces, attachments }: SandboxContents): string {
  const named = namespaces.slice(0, 3).map((name) => {
    const networks = attachments.filter(({ netNS }) => namespaceName(netNS) === name).map(({ network }) => network);
    return networks.length === 0 ? name : `${name} (${commaList(networks)})`;
  });
  const more = namespaces.length - named.length;
  return commaList([...named, ...(more === 0 ? [] : [`+${more}`])]);
}
