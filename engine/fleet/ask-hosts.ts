import { setTimeout as delay } from 'node:timers/promises';
import { type Host, isHostError } from '../host/host.ts';

/** One of several hosts: how to get at it, and what to do with it afterwards. */
export interface FleetHost {
  readonly name: string;
  /** The group that it belongs to, if any: its cluster. */
  readonly group?: string | undefined;
  /** The host, opened or not. Called when its turn comes. */
  readonly open: () => Host;
  /** Called once with what {@link open} gave, when the answer is there or the wait for it is over: to dispose of it, or not. */
  readonly release: (host: Host) => Promise<void>;
}

/**
 * What came of asking one host. `unknown`: the connection broke while it was asked. Never the fault of another host:
 * what one host does changes no other's answer.
 */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'failed'; readonly reason: string; readonly cure?: string }
  | { readonly kind: 'unknown'; readonly reason: string; readonly cure?: string }
  | { readonly kind: 'timedOut'; readonly afterMs: number }
  | { readonly kind: 'cancelled' };

/** The answer of one host, with the time from its turn to its answer. */
export interface HostAnswer<T> {
  readonly host: string;
  readonly group?: string;
  readonly answer: Answer<T>;
  readonly durationMs: number;
}

/** Bounds of {@link askHosts}. */
export interface AskOptions {
  /** How many hosts are open at once; further ones wait their turn. Default 8. */
  readonly concurrency?: number;
  /** Time for one host, from its turn on, connecting included. Default 30 s. */
  readonly timeoutMs?: number;
  /** How long the user has been asked things so far, in ms (QuestionQueue): that counts against no host's time. */
  readonly askedMs?: () => number;
  /** Cancels: hosts under way and those still waiting answer `cancelled`. */
  readonly signal?: AbortSignal;
  /** Told at each answer, in the order in which they come; `total` is of those that are known by then. */
  readonly onAnswer?: (answer: HostAnswer<unknown>, done: number, total: number) => void;
}

/** How long the release of a host that does not let go holds up the others. */
const releaseMs = 2000;

/** Lets so many works go on at once; the others wait for their turn, in order. */
function inTurns(places: number): <R>(work: () => Promise<R>) => Promise<R> {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/**
 * Asks every host the same, several at once. `hosts` are hosts, and promises of several that are still being looked for,
 * which keep nobody waiting. Resolves to one answer per host, in the order of `hosts`; never rejects for what a host does,
 * but with what such a promise rejects with, when all others have answered. A host that hangs costs its own time limit
 * and one place meanwhile; nothing waits for it longer.
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
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

async function askOne<T>(
  { name, group, open, release }: FleetHost,
  ask: (host: Host, signal: AbortSignal) => Promise<T>,
  { timeoutMs = 30_000, askedMs = () => 0, signal }: AskOptions,
): Promise<HostAnswer<T>> {
  const who = { host: name, ...(group === undefined ? {} : { group }) };
  if (signal?.aborted === true) return { ...who, answer: { kind: 'cancelled' }, durationMs: 0 };
  const began = performance.now();
  const limit = new AbortController();
  const stopClock = afterTime(timeoutMs, askedMs, () =>
    limit.abort(new DOMException('The time limit passed.', 'TimeoutError')),
  );
  const cancel = (): void => limit.abort(new DOMException('Cancelled.', 'AbortError'));
  signal?.addEventListener('abort', cancel, { once: true });
  let host: Host | undefined;
  let answer: Answer<T>;
  try {
    host = open();
    answer = { kind: 'ok', value: await untilAborted(ask(host, limit.signal), limit.signal) };
  } catch (error) {
    answer = answerOf(error, limit.signal, timeoutMs, host);
  } finally {
    stopClock();
    signal?.removeEventListener('abort', cancel);
  }
  const durationMs = performance.now() - began;
  if (host !== undefined) {
    await Promise.race([release(host).catch(() => undefined), delay(releaseMs, undefined, { ref: false })]);
  }
  return { ...who, answer, durationMs };
}

/** Calls `onEnd` once `timeMs` have passed in which nobody was asked anything. Gives what calls that off. */
function afterTime(timeMs: number, askedMs: () => number, onEnd: () => void): () => void {
  const began = performance.now() - askedMs();
  const look = (): void => {
    const left = timeMs - (performance.now() - began - askedMs());
    if (left <= 0) onEnd();
    else timer = setTimeout(look, Math.max(left, 50));
  };
  let timer = setTimeout(look, timeMs);
  return () => clearTimeout(timer);
}

/** The promise, or a rejection at once when the signal fires: what a hanging host is asked may never settle. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function answerOf(error: unknown, limit: AbortSignal, timeoutMs: number, host: Host | undefined): Answer<never> {
  if (limit.aborted) {
    const isTimeout = limit.reason instanceof Error && limit.reason.name === 'TimeoutError';
    return isTimeout ? { kind: 'timedOut', afterMs: timeoutMs } : { kind: 'cancelled' };
  }
  if (!isHostError(error)) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
  const { code, message: reason, cure } = error.problem;
  return { kind: code === 'connectionLost' && host !== undefined ? 'unknown' : 'failed', reason, cure };
}
