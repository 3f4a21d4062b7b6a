import type { Host, HostState, NamedHost } from '../engine/host/host.ts';

/** Where connections tell what became of them. */
interface Lines {
  debug(message: string): void;
  warn(message: string): void;
}

interface Connection {
  readonly named: NamedHost;
  readonly host: Host;
}

/**
 * The hosts in use, by name. A host is made when it is first used and kept until somebody disconnects it, so that a
 * sandbox outlives a look elsewhere.
 */
export class HostConnections {
  readonly #newHost: (named: NamedHost) => Host;
  readonly #log: Lines;
  readonly #connections = new Map<string, Connection>();
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

  /** The host; made now if this is its first use. Nothing is started by that. */
  hostOf(named: NamedHost): Host {
    const open = this.#connections.get(named.name);
    if (open !== undefined) {
      return open.host;
    }
    const host = this.#newHost(named);
    host.onDidChangeState((state) => {
      const failed = state.kind === 'failed';
      const line = `Host ${named.name}: ${failed ? `${state.problem.message} ${state.problem.cure}` : state.kind}`;
      this.#log[failed ? 'warn' : 'debug'](line);
      this.#tell(named.name);
    });
    this.#connections.set(named.name, { named, host });
    return host;
  }

  /** Idle until the host is first used. */
  stateOf(name: string): HostState {
    return this.#connections.get(name)?.host.state ?? { kind: 'idle' };
  }

  /** Ends the connection and all that runs under it; a sandbox is gone then. What was known against the host is forgotten. */
  async disconnect(name: string): Promise<void> {
    const open = this.#connections.get(name);
    if (open === undefined) {
      return;
    }
    this.#connections.delete(name);
    this.#tell(name);
    try {
      await open.host.dispose();
    } catch (error) {
      this.#log.warn(`Host ${name}: ${String(error)}`);
    }
  }

  /** Lets go of hosts that are not among `hosts`, or are reached in another way than when they were made. */
  async keepOnly(hosts: readonly NamedHost[]): Promise<void> {
    const kept = new Set(hosts.map((host) => keyOf(host)));
    const gone = [...this.#connections.values()].filter(({ named }) => !kept.has(keyOf(named)));
    await Promise.all(gone.map(({ named }) => this.disconnect(named.name)));
  }

  dispose(): void {
    this.#listeners.clear();
    for (const name of this.#connections.keys()) {
      void this.disconnect(name);
    }
  }

  #tell(name: string): void {
    for (const listener of this.#listeners) {
      listener(name);
    }
  }
}

function keyOf({ name, spec }: NamedHost): string {
  return JSON.stringify([name, spec]);
}
