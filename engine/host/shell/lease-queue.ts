import { type HostError, isHostError } from '../host.ts';

/** What a {@link LeaseQueue} lends: to one borrower at a time. */
export interface Leasable {
  /** False when it is lost or retired; it is not lent again. */
  readonly usable: boolean;
  retire(): void;
  /** Calls the listener once, when it is lost. */
  onDidEnd(listener: () => void): void;
}

/** A caller without a lease. It leaves the queue when it is served. */
interface Waiter<Item> {
  grant(item: Item): void;
  refuse(error: unknown): void;
  /** Opens an item for this waiter alone. */
  open(): void;
}

/**
 * Lends items, which it opens as they are needed up to a limit. Whoever comes later waits, in order. Starts no process
 * and no timer itself.
 *
 * The first item shows what the host is like: whether it can be used, and how many items may be open. So while there is
 * none, only one is being opened.
 */
export class LeaseQueue<Item extends Leasable> {
  readonly #open: (signal: AbortSignal) => Promise<Item>;
  readonly #limit: () => number;
  readonly #all = new Set<Item>();
  /** Never together with {@link #waiters}. */
  readonly #idle: Item[] = [];
  readonly #waiters: Waiter<Item>[] = [];
  #leased = 0;
  #opening = 0;
  #stopOpening = new AbortController();
  #drained: HostError | undefined;

  /**
   * @param open opens an item; its signal gives up
   * @param limit how many may be open at this moment, those of {@link borrow} excepted
   */
  constructor(open: (signal: AbortSignal) => Promise<Item>, limit: () => number) {
    this.#open = open;
    this.#limit = limit;
  }

  /** Every item that is open, lent or not. */
  get items(): readonly Item[] {
    return [...this.#all];
  }

  /** The items in use, those of {@link borrow} included. */
  get busyItems(): readonly Item[] {
    return this.items.filter((item) => !this.#idle.includes(item));
  }

  /** How many items can be used or are in use. */
  get size(): number {
    return this.items.filter((item) => item.usable).length;
  }

  get isDrained(): boolean {
    return this.#drained !== undefined;
  }

  /**
   * Lends an item; the caller releases it. Rejects as `open` does, with the signal's reason, or with the error of
   * {@link drain}.
   */
  async acquire(signal?: AbortSignal): Promise<Item> {
    if (this.#drained !== undefined) {
      throw this.#drained;
    }
    signal?.throwIfAborted();
    const item = this.#idle.pop();
    if (item !== undefined) {
      this.#leased += 1;
      return item;
    }
    const lease = this.#wait(signal);
    this.#serve();
    return lease;
  }

  /** Takes an item back. A lost one is replaced if someone waits. */
  release(item: Item): void {
    this.#leased -= 1;
    if (item.usable) {
      this.#keep(item);
    } else if (this.#waiters.length > 0 && this.#mayOpen()) {
      // Those who wait get the host's error.
      this.#replace().catch(() => undefined);
    }
  }

  /** Lends one particular item if it is idle; the caller releases it. */
  acquireIdle(item: Item): boolean {
    if (!take(this.#idle, item)) {
      return false;
    }
    this.#leased += 1;
    return true;
  }

  /** Lends an item beyond the limit, also after {@link drain}; the caller gives it back. Rejects as `open` does. */
  async borrow(signal: AbortSignal): Promise<Item> {
    return this.#idle.pop() ?? (await this.#openItem(signal));
  }

  /** Accepts an item of {@link borrow} again. */
  giveBack(item: Item): void {
    if (!item.usable) {
      return;
    }
    if (this.#idle.length + this.#leased + this.#opening >= this.#limit()) {
      item.retire();
    } else {
      this.#keep(item);
    }
  }

  /** Retires the idle items. */
  retireIdle(): void {
    for (const item of this.#idle.splice(0)) {
      item.retire();
    }
  }

  /** Gives up the items that are being opened. What is opened after that stays. */
  abandonOpening(error: HostError): void {
    this.#stopOpening.abort(error);
    this.#stopOpening = new AbortController();
  }

  /** Refuses everyone who waits or comes later, and gives up what is being opened. The open items stay as they are. */
  drain(error: HostError): void {
    this.#drained = error;
    for (const waiter of this.#waiters.splice(0)) {
      waiter.refuse(error);
    }
    this.abandonOpening(error);
  }

  #mayOpen(): boolean {
    const isFirstOpening = this.#opening > 0 && this.size === 0;
    return !isFirstOpening && this.#leased + this.#opening < this.#limit();
  }

  #wait(signal: AbortSignal | undefined): Promise<Item> {
    return new Promise((resolve, reject) => {
      const isServed = new AbortController();
      const waiter: Waiter<Item> = {
        grant: (item) => {
          isServed.abort();
          resolve(item);
        },
        refuse: (error) => {
          isServed.abort();
          reject(error);
        },
        open: () => {
          isServed.abort();
          this.#openFor(signal).then(resolve, reject);
        },
      };
      const giveUp = (): void => {
        take(this.#waiters, waiter);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', giveUp, { once: true, signal: isServed.signal });
      this.#waiters.push(waiter);
    });
  }

  /** Opens an item for one caller. */
  async #openFor(signal: AbortSignal | undefined): Promise<Item> {
    const item = await this.#openLeased(signal);
    this.#serve();
    return item;
  }

  /** Opens an item for whoever is first in the queue when it is open. */
  async #replace(): Promise<void> {
    this.release(await this.#openLeased());
    this.#serve();
  }

  async #openLeased(signal?: AbortSignal): Promise<Item> {
    this.#opening += 1;
    let item: Item;
    try {
      item = await this.#openItem(signal);
    } catch (error) {
      this.#opening -= 1;
      this.#onFailedOpening(error);
      throw error;
    }
    this.#opening -= 1;
    if (this.#drained !== undefined) {
      item.retire();
      throw this.#drained;
    }
    this.#leased += 1;
    return item;
  }

  async #openItem(signal?: AbortSignal): Promise<Item> {
    const { signal: stop } = this.#stopOpening;
    const item = await this.#open(signal === undefined ? stop : AbortSignal.any([signal, stop]));
    this.#all.add(item);
    item.onDidEnd(() => {
      this.#all.delete(item);
      take(this.#idle, item);
    });
    return item;
  }

  /** Passes the host's refusal on to those who wait, if nothing else is under way; serves them if the caller gave up. */
  #onFailedOpening(error: unknown): void {
    if (!isHostError(error)) {
      this.#serve();
    } else if (this.#leased + this.#opening === 0) {
      for (const waiter of this.#waiters.splice(0)) {
        waiter.refuse(error);
      }
    }
  }

  /** Opens items for those who wait, as far as the limit allows. */
  #serve(): void {
    while (this.#waiters.length > 0 && this.#mayOpen()) {
      this.#waiters.shift()?.open();
    }
  }

  /** Lends an item to whoever is first in the queue, or lets it stand idle. */
  #keep(item: Item): void {
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) {
      this.#leased += 1;
      waiter.grant(item);
    } else if (this.isDrained || this.#idle.length + this.#leased >= this.#limit()) {
      item.retire();
    } else {
      this.#idle.push(item);
    }
  }
}

/** Removes an item from a list; false if it is not there. */
function take<Item>(list: Item[], item: Item): boolean {
  const index = list.indexOf(item);
  return index !== -1 && list.splice(index, 1).length > 0;
}
