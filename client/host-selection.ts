import * as vscode from 'vscode';
import type { Host, HostSpec, HostState } from '../engine/host/host.ts';
import type { BuiltInHost } from './host-text.ts';
import type { Journal } from './journal.ts';
import type { Settings } from './settings.ts';

const selectionKey = 'cni.host';

/** Which host is in use in this workspace, and its connection. A host is made when it is first used and kept to the end, so that a sandbox outlives a look elsewhere. */
export class HostSelection implements vscode.Disposable {
  readonly #createHost: (spec: HostSpec) => Host;
  readonly #settings: Settings;
  readonly #workspaceState: vscode.Memento;
  readonly #log: Journal;
  readonly #selected = new vscode.EventEmitter<void>();
  readonly #stateChanged = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly #hosts = new Map<BuiltInHost, Host>();

  /** Fires when another host was selected, or what it is to use was changed in the settings. */
  readonly onDidSelect = this.#selected.event;
  /** Fires when the connection of the selected host changed. */
  readonly onDidChangeState = this.#stateChanged.event;

  constructor(createHost: (spec: HostSpec) => Host, settings: Settings, workspaceState: vscode.Memento, log: Journal) {
    this.#createHost = createHost;
    this.#settings = settings;
    this.#workspaceState = workspaceState;
    this.#log = log;
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (['cni.host', 'cni.pluginPath', 'cni.cacheDir'].some((key) => event.affectsConfiguration(key))) {
        this.#selected.fire();
      }
    });
  }

  /** The host selected in this workspace, else the one that the settings name. */
  get kind(): BuiltInHost {
    const selected = this.#workspaceState.get<string>(selectionKey);
    return selected === 'local' || selected === 'sandbox' ? selected : this.#settings.host;
  }

  /** Idle until the host is first used. */
  get state(): HostState {
    return this.#hosts.get(this.kind)?.state ?? { kind: 'idle' };
  }

  /** The selected host; made now if this is its first use. */
  get host(): Host {
    const { kind } = this;
    const open = this.#hosts.get(kind);
    if (open !== undefined) {
      return open;
    }
    const host = this.#createHost({ kind });
    host.onDidChangeState((state) => {
      if (state.kind === 'failed') {
        this.#log.warn(`Host ${kind}: ${state.problem.message} ${state.problem.cure}`);
      } else {
        this.#log.debug(`Host ${kind}: ${state.kind}`);
      }
      if (kind === this.kind) {
        this.#stateChanged.fire();
      }
    });
    this.#hosts.set(kind, host);
    return host;
  }

  /** Makes `kind` the host of this workspace. */
  async select(kind: BuiltInHost): Promise<void> {
    await this.#workspaceState.update(selectionKey, kind);
    this.#selected.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const [kind, host] of this.#hosts) {
      host.dispose().catch((error: unknown) => this.#log.warn(`Host ${kind}: ${String(error)}`));
    }
    this.#hosts.clear();
    this.#selected.dispose();
    this.#stateChanged.dispose();
  }
}
