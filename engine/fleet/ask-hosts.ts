import { setTimeout as delay } from 'node:timers/promises';
import { type Host, isHostError } from '../host/host.ts';

/** One of several hosts: how to get at it, and what to do with it afterwards. */
export interface FleetHost {
  readonly name: string;
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
  /** Told at each answer, in the order in which they come. */
  readonly onAnswer?: (answer: HostAnswer<unknown>, done: number, total: number) => void;
}

/** How long the release of a host that does not let go holds up the others. */
const releaseMs = 2000;

/**
 * Asks every host the same, several at once. Resolves to one answer per host, in the order of `hosts`; never rejects
 * for what a host does. A host that hangs costs its own time limit and one place meanwhile; nothing waits for it longer.
 */
export async function askHosts<T>(
  hosts: readonly FleetHost[],
  ask: (host: Host, signal: AbortSignal) => Promise<T>,
  options: AskOptions = {},
): Promise<readonly HostAnswer<T>[]> {
  const { concurrency = 8, onAnswer } = options;
  const answers: HostAnswer<T>[] = [];
  const waiting = [...hosts.entries()];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, host] = next;
      const answer = await askOne(host, ask, options);
      answers[index] = answer;
      done += 1;
      onAnswer?.(answer, done, hosts.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(Math.max(1, concurrency), hosts.length) }, work));
  return answers;
}

async function askOne<T>(
  { name, open, release }: FleetHost,
  ask: (host: Host, signal: AbortSignal) => Promise<T>,
  { timeoutMs = 30_000, askedMs = () => 0, signal }: AskOptions,
): Promise<HostAnswer<T>> {
  if (signal?.aborted === true) {
    return { host: name, answer: { kind: 'cancelled' }, durationMs: 0 };
  }
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
  return { host: name, answer, durationMs };
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
