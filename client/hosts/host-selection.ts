import * as vscode from 'vscode';
import type { Host, HostState, NamedHost } from '../../engine/host/host.ts';
import type { HostCatalog } from './host-catalog.ts';
import type { HostConnections } from './host-connections.ts';

const selectionKey = 'cni.host';

/** The stored state of the workspace. */
interface Remembered {
  get(key: string): string | undefined;
  update(key: string, value: string): PromiseLike<void>;
}

/** The selected host of this workspace. */
export class HostSelection implements vscode.Disposable {
  readonly #catalog: Pick<HostCatalog, 'find' | 'preferred'>;
  readonly #connections: Pick<HostConnections, 'hostOf' | 'stateOf'>;
  readonly #workspaceState: Remembered;
  readonly #selectionChanged = new vscode.EventEmitter<void>();
  readonly #stateChanged = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  /** Fires when another host was selected, or its settings changed. */
  readonly onDidSelect = this.#selectionChanged.event;
  /** Fires when the connection of the selected host changed. */
  readonly onDidChangeState = this.#stateChanged.event;

  constructor(
    catalog: Pick<HostCatalog, 'find' | 'preferred' | 'onDidChange'>,
    connections: Pick<HostConnections, 'hostOf' | 'stateOf' | 'onDidChange'>,
    workspaceState: Remembered,
  ) {
    this.#catalog = catalog;
    this.#connections = connections;
    this.#workspaceState = workspaceState;
    this.#subscription = vscode.Disposable.from(
      this.#selectionChanged,
      this.#stateChanged,
      catalog.onDidChange(() => this.#selectionChanged.fire()),
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

  /** The host selected in this workspace if it still exists, else the default host of the settings. */
  get selected(): NamedHost {
    return this.#catalog.find(this.#workspaceState.get(selectionKey)) ?? this.#catalog.preferred;
  }

  /** Idle until the host is first used. */
  get state(): HostState {
    return this.#connections.stateOf(this.selected.name);
  }

  /** The selected host, created at its first use. */
  get host(): Host {
    return this.#connections.hostOf(this.selected);
  }

  /** Selects a host for this workspace. */
  async select({ name }: NamedHost): Promise<void> {
    await this.#workspaceState.update(selectionKey, name);
    this.#selectionChanged.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
