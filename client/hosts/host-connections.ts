import type { Host, HostProblem, HostState, NamedHost } from '../../engine/host/host.ts';
import { logText, problemText } from '../operations/explanation.ts';

/** The log methods that connections need. */
interface Lines {
  debug(message: string): void;
  warn(message: string): void;
}

interface Connection {
  readonly named: NamedHost;
  readonly host: Host;
}

/**
 * The hosts in use, by name. A host is created when it is first used and kept until it is disconnected, so a sandbox is
 * kept while another host is selected.
 */
export class HostConnections {
  readonly #newHost: (named: NamedHost) => Host;
  readonly #log: Lines;
  readonly #connections = new Map<string, Connection>();
  /** Why hosts that were released could not be used, until they are used again. */
  readonly #problems = new Map<string, HostProblem>();
  readonly #listeners = new Set<(name: string) => void>();

  constructor(newHost: (named: NamedHost) => Host, log: Lines) {
    this.#newHost = newHost;
    this.#log = log;
  }

  /** Calls `listener` with the name of a host whose state changed. */
  onDidChange(listener: (name: string) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** Whether any host is connected, or tries to be. */
  get isAnyOpen(): boolean {
    return [...this.#connections.values()].some(({ host }) => host.state.kind !== 'idle');
  }

  /** Returns the host, created at its first use. Does not start anything. */
  hostOf(named: NamedHost): Host {
    const open = this.#connections.get(named.name);
    if (open !== undefined) {
      return open.host;
    }
    this.#problems.delete(named.name);
    const host = this.#newHost(named);
    host.onDidChangeState((state) => {
      const failed = state.kind === 'failed';
      const line = `Host ${named.name}: ${failed ? problemText(state.problem) : state.kind}`;
      this.#log[failed ? 'warn' : 'debug'](line);
      this.#notify(named.name);
    });
    this.#connections.set(named.name, { named, host });
    return host;
  }

  /** Idle until the host is first used. */
  stateOf(name: string): HostState {
    const problem = this.#problems.get(name);
    return (
      this.#connections.get(name)?.host.state ??
      (problem === undefined ? { kind: 'idle' } : { kind: 'failed', problem })
    );
  }

  /**
   * Ends the connection and everything that runs in it, including a sandbox. With a problem, the host counts as failed
   * afterwards; without one, earlier problems are forgotten.
   */
  async disconnect(name: string, problem?: HostProblem): Promise<void> {
    const wasKnown = this.#problems.delete(name);
    if (problem !== undefined) {
      this.#problems.set(name, problem);
    }
    const open = this.#connections.get(name);
    this.#connections.delete(name);
    if (open !== undefined || wasKnown) {
      this.#notify(name);
    }
    if (open === undefined) {
      return;
    }
    try {
      await open.host.dispose();
    } catch (error) {
      this.#log.warn(`Host ${name}: ${logText(error)}`);
    }
  }

  /** Disconnects hosts that are not among `hosts`, or whose connection settings changed. */
  async keepOnly(hosts: readonly NamedHost[]): Promise<void> {
    const kept = new Set(hosts.map((host) => keyOf(host)));
    const gone = [...this.#connections.values()].filter(({ named }) => !kept.has(keyOf(named)));
    const names = new Set(hosts.map(({ name }) => name));
    const forgotten = [...this.#problems.keys()].filter((name) => !names.has(name));
    await Promise.all([...gone.map(({ named }) => named.name), ...forgotten].map((name) => this.disconnect(name)));
  }

  dispose(): void {
    this.#listeners.clear();
    for (const name of this.#connections.keys()) {
      void this.disconnect(name);
    }
  }

  #notify(name: string): void {
    for (const listener of this.#listeners) {
      listener(name);
    }
  }
}

function keyOf({ name, spec }: NamedHost): string {
  return JSON.stringify([name, spec]);
}
