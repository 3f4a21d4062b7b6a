import * as vscode from 'vscode';
import type { ContextKeys } from './context-keys.ts';
import { isThisMachine } from './host-places.ts';
import { hostFailureText } from './host-text.ts';
import type { HostSelection } from './host-selection.ts';
import type { NetworkRunner } from './network-runner.ts';
import type { Inventory } from './tree-nodes.ts';

/** Puts a context key, for `when` clauses. */
export type SetContext = <K extends keyof ContextKeys>(key: K, value: ContextKeys[K]) => void;

/** Namespaces and cached results of the selected host, read while somebody looks at them. */
export class InventoryModel implements vscode.Disposable {
  readonly #hosts: HostSelection;
  readonly #runner: () => NetworkRunner;
  readonly #describe: (error: unknown) => string;
  readonly #setContext: SetContext;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #invalidated = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly #watchers = new Set<string>();
  #current: Inventory = { kind: 'unknown' };
  #stale = true;
  #running: Promise<void> | undefined;

  readonly onDidChange = this.#changed.event;
  /** Fires when something happened to the host. */
  readonly onDidInvalidate = this.#invalidated.event;

  /** `describe` words why the host could not be read. */
  constructor(
    hosts: HostSelection,
    runner: () => NetworkRunner,
    describe: (error: unknown) => string,
    setContext: SetContext,
  ) {
    this.#hosts = hosts;
    this.#runner = runner;
    this.#describe = describe;
    this.#setContext = setContext;
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      this.#invalidated,
      hosts.onDidSelect(() => {
        this.#set({ kind: 'unknown' });
        this.invalidate();
      }),
      hosts.onDidChangeState(() => this.#onHostState()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.invalidate()),
    );
  }

  get current(): Inventory {
    return this.#current;
  }

  /** Says whether the view `watcher` is visible. Reading starts with the first that is. */
  setWatched(watcher: string, visible: boolean): void {
    if (visible) {
      this.#watchers.add(watcher);
    } else {
      this.#watchers.delete(watcher);
    }
    this.#refreshIfWatched();
  }

  /** What is known is out of date: read again now if somebody looks, else when somebody does. */
  invalidate(): void {
    this.#stale = true;
    this.#invalidated.fire();
    this.#refreshIfWatched();
  }

  /** Reads the host again. Never rejects: a failure is the inventory's state. A call during a reading ends with one that started after it. */
  refresh(): Promise<void> {
    this.#stale = true;
    this.#running ??= this.#readUntilFresh().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #refreshIfWatched(): void {
    if (this.#stale && this.#watchers.size > 0 && vscode.workspace.isTrusted && this.#mayLook()) {
      void this.refresh();
    }
  }

  /** A host elsewhere is not connected because a view of it comes up with a window: somebody has to say so. */
  #mayLook(): boolean {
    const { selected, state } = this.#hosts;
    return isThisMachine(selected.spec) || state.kind !== 'idle';
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      const reading = this.#read();
      for (const viewId of this.#watchers) {
        void vscode.window.withProgress({ location: { viewId } }, () => reading);
      }
      this.#set(await reading);
    }
  }

  async #read(): Promise<Inventory> {
    try {
      const host = this.#hosts.selected.name;
      const runner = this.#runner();
      const [namespaces, cache] = await Promise.all([runner.listNamespaces(), runner.cachedAttachments()]);
      return { kind: 'ready', host, namespaces, cache };
    } catch (error) {
      return { kind: 'failed', reason: this.#describe(error) };
    }
  }

  #onHostState(): void {
    const { state } = this.#hosts;
    this.#setContext('cni.hostState', state.kind);
    if (this.#running !== undefined) {
      return;
    }
    if (state.kind === 'failed') {
      this.#set({ kind: 'failed', reason: hostFailureText(state) ?? '' });
      this.#stale = true;
    } else if (state.kind === 'ready' && this.#current.kind !== 'ready') {
      // A command has connected the host, or brought it back.
      this.invalidate();
    } else if (state.kind === 'idle') {
      this.#set({ kind: 'unknown' });
      this.#stale = true;
    }
  }

  #set(inventory: Inventory): void {
    this.#current = inventory;
    const ready = inventory.kind === 'ready' ? inventory : undefined;
    this.#setContext('cni.hostState', this.#hosts.state.kind);
    this.#setContext('cni.hasNamespaces', (ready?.namespaces.length ?? 0) > 0);
    this.#setContext(
      'cni.hasCachedResults',
      ready !== undefined && ready.cache.attachments.length + ready.cache.unreadable.length > 0,
    );
    this.#changed.fire();
  }
}
