import type { collectFacts } from '../engine/host/index.ts';
import type { CacheListing } from './cached-attachment.ts';

/** What is on a host, read at one moment. */
export interface HostContents {
  readonly facts: Awaited<ReturnType<typeof collectFacts>>;
  readonly cache: CacheListing;
}

/** What is known of a host. `contents` of `reading` and `failed` are those of the time before. */
export type Knowledge =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'reading'; readonly contents?: HostContents }
  | { readonly kind: 'ready'; readonly contents: HostContents }
  | { readonly kind: 'failed'; readonly reason: string; readonly contents?: HostContents };

interface Known {
  knowledge: Knowledge;
  stale: boolean;
  running: Promise<void> | undefined;
}

/** What is known of each host, by name. Nothing is read but when somebody asks, and what is still true is not read again. */
export class HostKnowledge {
  readonly #read: (name: string) => Promise<HostContents>;
  readonly #describe: (error: unknown) => string;
  readonly #known = new Map<string, Known>();
  readonly #listeners = new Set<(name: string) => void>();

  /** `describe` words why a host could not be read. */
  constructor(read: (name: string) => Promise<HostContents>, describe: (error: unknown) => string) {
    this.#read = read;
    this.#describe = describe;
  }

  /** Calls `listener` with the name of a host of which something else is known now, or known to be out of date. */
  onDidChange(listener: (name: string) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  of(name: string): Knowledge {
    return this.#known.get(name)?.knowledge ?? { kind: 'unknown' };
  }

  /** True where the host was never read, or something happened to it since. */
  isStale(name: string): boolean {
    return this.#known.get(name)?.stale ?? true;
  }

  /** Something happened to the host: what is known of it may no longer be so. */
  invalidate(name: string): void {
    const known = this.#known.get(name);
    if (known !== undefined && !known.stale) {
      known.stale = true;
      this.#tell(name);
    }
  }

  /** Nothing is known of the host any more, such as when it was disconnected. */
  forget(name: string): void {
    if (this.#known.delete(name)) {
      this.#tell(name);
    }
  }

  /** Reads the host if what is known is out of date. Never rejects: a failure is knowledge too. A call during a reading that went out of date ends with the next one. */
  ensureFresh(name: string): Promise<void> {
    const known: Known = this.#known.get(name) ?? { knowledge: { kind: 'unknown' }, stale: true, running: undefined };
    this.#known.set(name, known);
    known.running ??= this.#readUntilFresh(name, known).finally(() => {
      known.running = undefined;
    });
    return known.running;
  }

  async #readUntilFresh(name: string, known: Known): Promise<void> {
    while (known.stale && this.#known.get(name) === known) {
      known.stale = false;
      const { knowledge } = known;
      const contents = knowledge.kind === 'unknown' ? undefined : knowledge.contents;
      const before = contents === undefined ? {} : { contents };
      known.knowledge = { kind: 'reading', ...before };
      this.#tell(name);
      try {
        known.knowledge = { kind: 'ready', contents: await this.#read(name) };
      } catch (error) {
        known.knowledge = { kind: 'failed', reason: this.#describe(error), ...before };
      }
      this.#tell(name);
    }
  }

  #tell(name: string): void {
    for (const listener of this.#listeners) {
      listener(name);
    }
  }
}
