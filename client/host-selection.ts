import * as vscode from 'vscode';
import type { Host, HostState, NamedHost } from '../engine/host/host.ts';
import type { HostCatalogue } from './host-catalogue.ts';
import type { HostConnections } from './host-connections.ts';

const selectionKey = 'cni.host';

/** Which host is in use in this workspace. */
export class HostSelection implements vscode.Disposable {
  readonly #catalogue: HostCatalogue;
  readonly #connections: HostConnections;
  readonly #workspaceState: vscode.Memento;
  readonly #selectionChanged = new vscode.EventEmitter<void>();
  readonly #stateChanged = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  /** Fires when another host was selected, or what it is to use was changed in the settings. */
  readonly onDidSelect = this.#selectionChanged.event;
  /** Fires when the connection of the selected host changed. */
  readonly onDidChangeState = this.#stateChanged.event;

  constructor(catalogue: HostCatalogue, connections: HostConnections, workspaceState: vscode.Memento) {
    this.#catalogue = catalogue;
    this.#connections = connections;
    this.#workspaceState = workspaceState;
    this.#subscription = vscode.Disposable.from(
      this.#selectionChanged,
      this.#stateChanged,
      catalogue.onDidChange(() => this.#selectionChanged.fire()),
      connections.onDidChange((name) => {
        if (name === this.selected.name) {
          this.#stateChanged.fire();
        }
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (['cni.pluginPath', 'cni.cacheDir'].some((key) => event.affectsConfiguration(key))) {
          this.#selectionChanged.fire();
        }
      }),
    );
  }

  /** The host selected in this workspace while there is one of that name, else the one that the settings name. */
  get selected(): NamedHost {
    return this.#catalogue.find(this.#workspaceState.get<string>(selectionKey)) ?? this.#catalogue.preferred;
  }

  /** Idle until the host is first used. */
  get state(): HostState {
    return this.#connections.stateOf(this.selected.name);
  }

  /** The selected host; made now if this is its first use. */
  get host(): Host {
    return this.#connections.hostOf(this.selected);
  }

  /** Makes this the host of this workspace. */
  async select({ name }: NamedHost): Promise<void> {
    await this.#workspaceState.update(selectionKey, name);
    this.#selectionChanged.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
