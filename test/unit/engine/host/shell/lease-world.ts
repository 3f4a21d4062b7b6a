import { WorkbenchError } from '../../../../../engine/errors/workbench-error.ts';
import type { HostError } from '../../../../../engine/host/host.ts';
import { type Leasable, LeaseQueue } from '../../../../../engine/host/shell/lease-queue.ts';

export const hostError = (message: string): HostError =>
  new WorkbenchError({ code: 'noShell', message, remedy: 'Wait.' });

/** Something to lend. */
class Item implements Leasable {
  usable = true;
  #onEnd: () => void = () => undefined;

  onDidEnd(listener: () => void): void {
    this.#onEnd = listener;
  }

  retire(): void {
    this.end();
  }

  end(): void {
    this.usable = false;
    this.#onEnd();
  }
}

interface Opening {
  resolve(item: Item): void;
  reject(error: unknown): void;
}

interface Request {
  readonly number: number;
  readonly cancel: AbortController;
  state: 'pending' | 'granted' | 'cancelled' | { readonly refusal: unknown };
}

/** What a lease queue has around it: those who open items, and those who ask for them. Everything ends when a test says so. */
export class LeaseWorld {
  readonly queue: LeaseQueue<Item>;
  readonly requests: Request[] = [];
  readonly leases: Item[] = [];
  readonly borrowed: Item[] = [];
  readonly openings: Opening[] = [];
  /** What went wrong at the moment of a grant. */
  readonly complaints: string[] = [];
  /** How many items were opened, ever. */
  opened = 0;
  /** Whether those who open items ignore the signal. */
  isDeaf = false;
  readonly #most: number;
  readonly #isCostly: boolean;

  /** @param isCostly once there is an item there may be no second one */
  constructor(most: number, isCostly: boolean) {
    this.#most = most;
    this.#isCostly = isCostly;
    this.queue = new LeaseQueue(
      (signal) => this.#open(signal),
      () => this.limit,
    );
  }

  get limit(): number {
    return this.#isCostly && this.opened > 0 ? 1 : this.#most;
  }

  get pending(): readonly Request[] {
    return this.requests.filter(({ state }) => state === 'pending');
  }

  get idle(): readonly Item[] {
    return this.queue.items.filter((item) => !this.leases.includes(item) && !this.borrowed.includes(item));
  }

  request(): void {
    const request: Request = { number: this.requests.length, cancel: new AbortController(), state: 'pending' };
    this.requests.push(request);
    this.queue.acquire(request.cancel.signal).then(
      (item) => this.#onGrant(request, item),
      (error: unknown) => {
        request.state = error === request.cancel.signal.reason ? 'cancelled' : { refusal: error };
      },
    );
  }

  cancel(index: number): void {
    at(this.pending, index)?.cancel.abort(new Error('Cancelled.'));
  }

  release(index: number): void {
    const item = removeAt(this.leases, index);
    if (item !== undefined) {
      this.queue.release(item);
    }
  }

  loseLease(index: number): void {
    at(this.leases, index)?.end();
    this.release(index);
  }

  loseIdle(index: number): void {
    at(this.idle, index)?.end();
  }

  /** Lends an idle item for a probe. */
  probe(index: number): void {
    const item = at(this.idle, index);
    if (item !== undefined && this.queue.acquireIdle(item)) {
      this.leases.push(item);
    }
  }

  borrow(): void {
    this.queue.borrow(new AbortController().signal).then(
      (item) => this.borrowed.push(item),
      () => undefined,
    );
  }

  giveBack(index: number): void {
    const item = removeAt(this.borrowed, index);
    if (item !== undefined) {
      this.queue.giveBack(item);
    }
  }

  finishOpening(index: number): void {
    const opening = removeAt(this.openings, index);
    if (opening !== undefined) {
      this.opened += 1;
      opening.resolve(new Item());
    }
  }

  refuseOpening(index: number): void {
    removeAt(this.openings, index)?.reject(hostError('No.'));
  }

  #onGrant(request: Request, item: Item): void {
    const earlier = this.pending.filter(({ number }) => number < request.number);
    if (request.state !== 'pending' || request.cancel.signal.aborted) {
      this.complaints.push(`${request.number} had given up`);
    }
    if (!item.usable) {
      this.complaints.push(`${request.number} got a lost item`);
    }
    // Whoever is still waiting may be overtaken only while an item is being opened for it.
    if (earlier.length > this.openings.length) {
      this.complaints.push(`${request.number} came before ${earlier.map(({ number }) => number).join()}`);
    }
    request.state = 'granted';
    this.leases.push(item);
  }

  #open(signal: AbortSignal): Promise<Item> {
    return new Promise((resolve, reject) => {
      const opening = { resolve, reject };
      this.openings.push(opening);
      signal.addEventListener('abort', () => {
        const index = this.openings.indexOf(opening);
        if (index !== -1 && !this.isDeaf) {
          this.openings.splice(index, 1);
          reject(signal.reason);
        }
      });
    });
  }
}

/** One of a list, by any number. */
const at = <One>(list: readonly One[], index: number): One | undefined => list[index % list.length];

function removeAt<One>(list: One[], index: number): One | undefined {
  return list.length === 0 ? undefined : list.splice(index % list.length, 1)[0];
}
