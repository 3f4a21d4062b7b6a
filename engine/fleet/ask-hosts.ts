import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from '../errors/workbench-error.ts';
import { type Host, isHostError } from '../host/host.ts';

/** One of several hosts: how to open and release it. */
export interface FleetHost {
  readonly name: string;
  /** The group of the host, such as its cluster. */
  readonly group?: string | undefined;
  /** Returns the host, connected or not. Called when its turn comes. */
  readonly open: () => Host;
  /** Called once with the result of {@link open}, after the answer or the time limit. It may dispose of the host. */
  readonly release: (host: Host) => Promise<void>;
}

/**
 * Answer of one host, independent of the other hosts. `unknown`: the connection was lost while the host was queried.
 */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'failed'; readonly reason: string; readonly remedy?: string | undefined }
  | { readonly kind: 'unknown'; readonly reason: string; readonly remedy?: string | undefined }
  | { readonly kind: 'timedOut'; readonly afterMs: number }
  | { readonly kind: 'cancelled' };

/** The answer of one host and the time that it took from its turn on. */
export interface HostAnswer<T> {
  readonly host: string;
  readonly group?: string | undefined;
  readonly answer: Answer<T>;
  readonly durationMs: number;
}

/** Options of {@link askHosts}. */
export interface AskOptions {
  /** Number of hosts that are open at once; the others wait for their turn. Default 8. */
  readonly concurrency?: number;
  /** Time limit for one host from its turn on, including the connection. Default 30 s. */
  readonly timeoutMs?: number;
  /** Returns how long the user has been prompted so far, in ms (QuestionQueue). No time limit includes this. */
  readonly askedMs?: () => number;
  /** Cancels: the hosts that have not answered get the answer `cancelled`. */
  readonly signal?: AbortSignal;
  /** Called for each answer as it arrives; `total` is the number of hosts known by then. */
  readonly onAnswer?: (answer: HostAnswer<unknown>, done: number, total: number) => void;
}

/** How long a host may take for its release before the next one has its turn. */
const releaseMs = 2000;

/** Returns a function that runs at most `places` tasks at once; the others wait in order. */
function inTurns(places: number): <R>(work: () => Promise<R>) => Promise<R> {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) {
      free -= 1;
    } else {
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) {
        free += 1;
      } else {
        next();
      }
    }
  };
}

/**
 * Queries several hosts at once. `hosts` holds hosts and promises of hosts, which do not delay the others. Resolves to one
 * answer per host, in the order of `hosts`. Never rejects because of a host; if a promise in `hosts` rejects, rejects with
 * the same reason after all others have answered. A host that hangs occupies one place until its time limit.
 */
export async function askHosts<T>(
  hosts: readonly (FleetHost | Promise<readonly FleetHost[]>)[],
  ask: (host: Host, signal: AbortSignal) => Promise<T>,
  options: AskOptions = {},
): Promise<readonly HostAnswer<T>[]> {
  const { concurrency = 8, onAnswer } = options;
  const inTurn = inTurns(Math.max(1, concurrency));
  let done = 0;
  let total = hosts.filter((one) => !(one instanceof Promise)).length;
  const askInTurn = async (host: FleetHost): Promise<HostAnswer<T>> => {
    const answer = await inTurn(() => askOne(host, ask, options));
    done += 1;
    onAnswer?.(answer, done, total);
    return answer;
  };
  const askFound = async (looked: Promise<readonly FleetHost[]>): Promise<HostAnswer<T>[]> => {
    const found = await looked;
    total += found.length;
    return Promise.all(found.map(askInTurn));
  };
  const outcomes = await Promise.allSettled(
    hosts.map((one) => (one instanceof Promise ? askFound(one) : askInTurn(one))),
  );
  return outcomes.flatMap((outcome) => {
    if (outcome.status === 'rejected') {
      throw outcome.reason;
    }
    return outcome.value;
  });
}

async function askOne<T>(
  { name, group, open, release }: FleetHost,
  ask: (host: Host, signal: AbortSignal) => Promise<T>,
  { timeoutMs = 30_000, askedMs = () => 0, signal }: AskOptions,
): Promise<HostAnswer<T>> {
  const who = { host: name, group };
  if (signal?.aborted === true) {
    return { ...who, answer: { kind: 'cancelled' }, durationMs: 0 };
  }
  const began = performance.now();
  const limit = new AbortController();
  const stopClock = afterTime(timeoutMs, askedMs, () =>
    limit.abort(new DOMException('The time limit passed.', 'TimeoutError')),
  );
  // Hundreds of hosts may share the caller's signal; a dependent signal adds no listener to it.
  const either = signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]);
  let host: Host | undefined;
  let answer: Answer<T>;
  try {
    host = open();
    answer = { kind: 'ok', value: await untilAborted(ask(host, either), either) };
  } catch (error) {
    answer = either.aborted ? stopped(limit.signal, timeoutMs) : answerOf(error, host);
  } finally {
    stopClock();
  }
  const durationMs = performance.now() - began;
  if (host !== undefined) {
    await Promise.race([release(host).catch(() => undefined), delay(releaseMs, undefined, { ref: false })]);
  }
  return { ...who, answer, durationMs };
}

/** Calls `onEnd` after `timeMs`, without the time in which the user was prompted. Returns a function that cancels it. */
function afterTime(timeMs: number, askedMs: () => number, onEnd: () => void): () => void {
  const began = performance.now() - askedMs();
  const look = (): void => {
    const left = timeMs - (performance.now() - began - askedMs());
    if (left <= 0) {
      onEnd();
    } else {
      timer = setTimeout(look, Math.max(left, 50));
    }
  };
  let timer = setTimeout(look, timeMs);
  return () => clearTimeout(timer);
}

/** Returns the promise, which rejects as soon as the signal fires, since a query of a hanging host may never settle. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function stopped(limit: AbortSignal, timeoutMs: number): Answer<never> {
  return limit.aborted ? { kind: 'timedOut', afterMs: timeoutMs } : { kind: 'cancelled' };
}

function answerOf(error: unknown, host: Host | undefined): Answer<never> {
  if (!isHostError(error)) {
    return { kind: 'failed', reason: reasonOf(error) };
  }
  const { code, message: reason, remedy } = error;
  return { kind: code === 'connectionLost' && host !== undefined ? 'unknown' : 'failed', reason, remedy };
}
