/**
 * What is known about a host. `contents` of `reading` and `failed` are from the previous reading; `reason` of `reading` is
 * the error of the previous reading.
 */
export type Reading<T> =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'reading'; readonly contents?: T | undefined; readonly reason?: string | undefined }
  | { readonly kind: 'ready'; readonly contents: T }
  | { readonly kind: 'failed'; readonly reason: string; readonly contents?: T | undefined };

interface Known<T> {
  reading: Reading<T>;
  isStale: boolean;
  running: Promise<void> | undefined;
}

/** The contents of each host, by name. Reads a host only on request, and only when its contents are out of date. */
export class Readings<T> {
  readonly #read: (name: string) => Promise<T>;
  readonly #describe: (error: unknown) => string;
  readonly #onDidChange: (name: string) => void;
  readonly #known = new Map<string, Known<T>>();

  /**
   * `describe` returns the text about an error. `onDidChange` is called with the name of a host whose contents changed or
   * went out of date.
   */
  constructor(
    read: (name: string) => Promise<T>,
    describe: (error: unknown) => string,
    onDidChange: (name: string) => void,
  ) {
    this.#read = read;
    this.#describe = describe;
    this.#onDidChange = onDidChange;
  }

  of(name: string): Reading<T> {
    return this.#known.get(name)?.reading ?? { kind: 'unknown' };
  }

  /** True when the host was never read, or may have changed since. */
  isStale(name: string): boolean {
    return this.#known.get(name)?.isStale ?? true;
  }

  /** Marks the contents of a host as out of date. */
  invalidate(name: string): void {
    const known = this.#known.get(name);
    if (known !== undefined && !known.isStale) {
      known.isStale = true;
      this.#onDidChange(name);
    }
  }

  /** Forgets a host, for example when it was disconnected. */
  forget(name: string): void {
    if (this.#known.delete(name)) {
      this.#onDidChange(name);
    }
  }

  /**
   * Reads the host if its contents are out of date. Never rejects: a failure becomes part of what is known. A call during a
   * reading that goes out of date resolves with the next one.
   */
  ensureFresh(name: string): Promise<void> {
    const known: Known<T> = this.#known.get(name) ?? {
      reading: { kind: 'unknown' },
      isStale: true,
      running: undefined,
    };
    this.#known.set(name, known);
    if (known.isStale && known.running === undefined) {
      known.running = this.#readUntilFresh(name, known).finally(() => {
        known.running = undefined;
      });
    }
    return known.running ?? Promise.resolve();
  }

  /** A failure ends the loop even if the host changed in the meantime, because every lost connection changes it. */
  async #readUntilFresh(name: string, known: Known<T>): Promise<void> {
    while (known.isStale && this.#known.get(name) === known) {
      known.isStale = false;
      const contents = known.reading.kind === 'unknown' ? undefined : known.reading.contents;
      const reason = known.reading.kind === 'failed' ? known.reading.reason : undefined;
      known.reading = { kind: 'reading', contents, reason };
      this.#onDidChange(name);
      try {
        known.reading = { kind: 'ready', contents: await this.#read(name) };
        this.#onDidChange(name);
      } catch (error) {
        known.reading = { kind: 'failed', reason: this.#describe(error), contents };
        this.#onDidChange(name);
        return;
      }
    }
  }
}
