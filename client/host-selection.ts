import * as vscode from 'vscode';
import type { Host, HostSpec, HostState } from '../engine/host/host.ts';
import type { Settings } from './settings.ts';

const selectionKey = 'cni.host';

/** Which host is in use in this workspace, and its connection. A host is made when it is first used and kept while it is selected. */
export class HostSelection implements vscode.Disposable {
  readonly #createHost: (spec: HostSpec) => Host;
  readonly #settings: Settings;
  readonly #workspaceState: vscode.Memento;
  readonly #log: vscode.LogOutputChannel;
  readonly #selected = new vscode.EventEmitter<void>();
  readonly #stateChanged = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #open: { readonly host: Host; readonly listener: { dispose(): void } } | undefined;

  /** Fires when another host was selected, or the settings of the selected one changed. */
  readonly onDidSelect = this.#selected.event;
  /** Fires when the connection of the selected host changed. */
  readonly onDidChangeState = this.#stateChanged.event;

  constructor(
    createHost: (spec: HostSpec) => Host,
    settings: Settings,
    workspaceState: vscode.Memento,
    log: vscode.LogOutputChannel,
  ) {
    this.#createHost = createHost;
    this.#settings = settings;
    this.#workspaceState = workspaceState;
    this.#log = log;
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (['cni.host', 'cni.pluginPath', 'cni.cacheDir'].some((key) => event.affectsConfiguration(key))) {
        this.#closeUnlessSelected();
        this.#selected.fire();
      }
    });
  }

  /** The host selected in this workspace, else the one that the settings name. */
  get kind(): HostSpec['kind'] {
    const selected = this.#workspaceState.get<string>(selectionKey);
    return selected === 'local' || selected === 'sandbox' ? selected : this.#settings.host;
  }

  /** Idle until the host is first used. */
  get state(): HostState {
    const host = this.#open?.host;
    return host?.spec.kind === this.kind ? host.state : { kind: 'idle' };
  }

  /** The selected host; made now if this is its first use. */
  get host(): Host {
    this.#closeUnlessSelected();
    if (this.#open !== undefined) {
      return this.#open.host;
    }
    const host = this.#createHost({ kind: this.kind });
    const listener = host.onDidChangeState((state) => {
      this.#log.debug(`Host ${host.spec.kind}: ${state.kind}`);
      this.#stateChanged.fire();
    });
    this.#open = { host, listener };
    return host;
  }

  /** Makes `kind` the host of this workspace. The sandbox, if it was another, ends with all that is in it. */
  async select(kind: HostSpec['kind']): Promise<void> {
    await this.#workspaceState.update(selectionKey, kind);
    this.#closeUnlessSelected();
    this.#selected.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#close();
    this.#selected.dispose();
    this.#stateChanged.dispose();
  }

  #closeUnlessSelected(): void {
    if (this.#open !== undefined && this.#open.host.spec.kind !== this.kind) {
      this.#close();
    }
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    open?.listener.dispose();
    open?.host.dispose().catch((error: unknown) => this.#log.warn(`Host ${open.host.spec.kind}: ${String(error)}`));
  }
}
