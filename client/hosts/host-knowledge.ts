import type { collectFacts, HostNetwork, Namespace } from '../../engine/host/index.ts';
import type { CacheListing } from '../../engine/libcni/operation/cached-attachment.ts';
import { type Reading, Readings } from './readings.ts';

/** Host facts: what a host has in addition to {@link HostInventory}. */
export type Facts = Awaited<ReturnType<typeof collectFacts>>;

/** What was created on a host, by this extension or others. */
export interface HostInventory {
  readonly namespaces: readonly Namespace[];
  readonly cache: CacheListing;
}

/** Facts and cached results of a host. */
export interface HostContents {
  readonly facts: Facts;
  readonly cache: CacheListing;
}

/** What is known about a host. */
export type Knowledge = Reading<HostContents>;

/** Reads a host. Both methods reject when that fails. */
export interface HostReader {
  facts(): Promise<Facts>;
  inventory(): Promise<HostInventory>;
  /** The live network of all namespaces. */
  network?(): Promise<HostNetwork>;
}

/**
 * What is known about each host, by name, in two parts. The inventory is read quickly and shown by views; reading the facts
 * runs VERSION of each plugin.
 */
export class HostKnowledge {
  readonly inventory: Readings<HostInventory>;
  /** Read only for the Namespaces view, because it takes longer with many namespaces. */
  readonly network: Readings<HostNetwork>;
  readonly #facts: Readings<Facts>;
  readonly #networkListeners = new Set<(name: string) => void>();
  readonly #changeListeners = new Set<(name: string) => void>();
  readonly #invalidationListeners = new Set<(name: string) => void>();

  /** `describe` returns the text about an error of a reading. */
  constructor(readerOf: (name: string) => HostReader, describe: (error: unknown) => string) {
    const onDidChange = (name: string): void => this.#changeListeners.forEach((listener) => listener(name));
    this.inventory = new Readings(async (name) => readerOf(name).inventory(), describe, onDidChange);
    const onNetwork = (name: string): void => this.#networkListeners.forEach((listener) => listener(name));
    this.network = new Readings(async (name) => readNetworkOf(readerOf(name)), describe, onNetwork);
    this.#facts = new Readings(async (name) => readerOf(name).facts(), describe, onDidChange);
  }

  /** Calls `listener` with the name of a host whose known contents changed or went out of date. */
  onDidChange(listener: (name: string) => void): { dispose(): void } {
    this.#changeListeners.add(listener);
    return { dispose: () => this.#changeListeners.delete(listener) };
  }

  /** Calls `listener` with the name of a host whose known live network changed or went out of date. */
  onDidChangeNetwork(listener: (name: string) => void): { dispose(): void } {
    this.#networkListeners.add(listener);
    return { dispose: () => this.#networkListeners.delete(listener) };
  }

  /** Calls `listener` with the name of a host that may have changed. */
  onDidInvalidate(listener: (name: string) => void): { dispose(): void } {
    this.#invalidationListeners.add(listener);
    return { dispose: () => this.#invalidationListeners.delete(listener) };
  }

  /** Returns both parts as one, `ready` when both are. */
  of(name: string): Knowledge {
    const [facts, inventory] = [this.#facts.of(name), this.inventory.of(name)];
    if (facts.kind === 'unknown' || inventory.kind === 'unknown') {
      return { kind: 'unknown' };
    }
    const known = facts.contents !== undefined && inventory.contents !== undefined;
    const contents = known ? { facts: facts.contents, cache: inventory.contents.cache } : undefined;
    const failed = [facts, inventory].find(({ kind }) => kind === 'failed');
    if (failed?.kind === 'failed') {
      return { kind: 'failed', reason: failed.reason, contents };
    }
    const isReading = facts.kind === 'reading' || inventory.kind === 'reading';
    return isReading || contents === undefined ? { kind: 'reading', contents } : { kind: 'ready', contents };
  }

  /** True when a part was never read, or the host may have changed since. */
  isStale(name: string): boolean {
    return this.#facts.isStale(name) || this.inventory.isStale(name);
  }

  /** Marks what is known about a host as out of date. */
  invalidate(name: string): void {
    this.#facts.invalidate(name);
    this.inventory.invalidate(name);
    this.network.invalidate(name);
    this.#invalidationListeners.forEach((listener) => listener(name));
  }

  /** Forgets a host, for example when it was disconnected. */
  forget(name: string): void {
    this.#facts.forget(name);
    this.inventory.forget(name);
    this.network.forget(name);
  }

  /** Reads the parts that are out of date. Never rejects. */
  async ensureFresh(name: string): Promise<void> {
    await Promise.all([this.#facts.ensureFresh(name), this.inventory.ensureFresh(name)]);
  }
}

function readNetworkOf(reader: HostReader): Promise<HostNetwork> {
  return reader.network?.() ?? Promise.reject(new Error('The live network of this host is not read.'));
}
