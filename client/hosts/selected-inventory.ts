import * as vscode from 'vscode';
import type { HostState } from '../../engine/host/host.ts';
import type { SetContext } from '../editor/context-keys.ts';
import type { Inventory } from '../views/tree-nodes.ts';
import type { HostInventory, HostKnowledge } from './host-knowledge.ts';
import { isThisMachine } from './host-locations.ts';
import type { HostSelection } from './host-selection.ts';
import { hostFailureText } from './host-text.ts';
import { inventoryKeys } from './inventory-keys.ts';
import type { Reading } from './readings.ts';

/** What shows an inventory: the two views by their ids, and the code lenses. */
export type InventoryWatcher = 'cni.namespaces' | 'cni.cachedResults' | 'lenses';

/** A host that was just disconnected is not started again, and a failed host is not retried repeatedly. */
const whenChanged: readonly HostState['kind'][] = ['connecting', 'ready'];
const whenShown: readonly HostState['kind'][] = [...whenChanged, 'idle'];
const whenSelected: readonly HostState['kind'][] = [...whenShown, 'failed'];

/** Namespaces and cached results of the selected host, kept up to date while something shows them. */
export class SelectedInventory implements vscode.Disposable {
  readonly #hosts: Pick<HostSelection, 'selected' | 'state'>;
  readonly #knowledge: HostKnowledge;
  readonly #setContext: SetContext;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly #watchers = new Set<InventoryWatcher>();

  readonly onDidChange = this.#changed.event;

  constructor(
    hosts: Pick<HostSelection, 'selected' | 'state' | 'onDidSelect' | 'onDidChangeState'>,
    knowledge: HostKnowledge,
    setContext: SetContext,
  ) {
    this.#hosts = hosts;
    this.#knowledge = knowledge;
    this.#setContext = setContext;
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      hosts.onDidSelect(() => {
        // Its settings may differ.
        knowledge.invalidate(hosts.selected.name);
        this.#onChange();
        this.#readIfWatched(whenSelected);
      }),
      hosts.onDidChangeState(() => this.#onChange()),
      knowledge.onDidChange((name) => {
        if (name === hosts.selected.name) {
          this.#onChange();
        }
      }),
      knowledge.onDidChangeNetwork((name) => {
        if (name === hosts.selected.name) {
          this.#changed.fire();
        }
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#readIfWatched(whenSelected)),
    );
    this.#setContexts();
  }

  get current(): Inventory {
    const { selected, state } = this.#hosts;
    const live = this.#knowledge.network.of(selected.name);
    const inventory = inventoryOf(selected.name, state, this.#knowledge.inventory.of(selected.name));
    return inventory.kind === 'ready' &&
      live.kind !== 'unknown' &&
      live.kind !== 'failed' &&
      live.contents !== undefined
      ? { ...inventory, live: live.contents }
      : inventory;
  }

  /** Sets whether `watcher` is visible. Reading starts with the first visible one. */
  setWatched(watcher: InventoryWatcher, visible: boolean): void {
    if (visible) {
      this.#watchers.add(watcher);
    } else {
      this.#watchers.delete(watcher);
    }
    this.#readIfWatched(whenShown);
  }

  /** Reads the host again. Never rejects: a failure becomes the state of the inventory. */
  refresh(): Promise<void> {
    const { name } = this.#hosts.selected;
    this.#knowledge.invalidate(name);
    return this.#read(name);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #onChange(): void {
    this.#setContexts();
    this.#changed.fire();
    this.#readIfWatched(whenChanged);
  }

  /** Never connects a remote host: that needs a command of the user. */
  #readIfWatched(when: readonly HostState['kind'][]): void {
    const { selected, state } = this.#hosts;
    const isWanted = this.#knowledge.inventory.isStale(selected.name) && this.#watchers.size > 0;
    const mayRead = when.includes(state.kind) && (state.kind !== 'idle' || isThisMachine(selected.spec));
    if (!mayRead || !vscode.workspace.isTrusted) {
      return;
    }
    if (isWanted) {
      void this.#read(selected.name);
    }
    if (this.#watchers.has('cni.namespaces') && this.#knowledge.network.isStale(selected.name)) {
      void this.#knowledge.network.ensureFresh(selected.name);
    }
  }

  #read(name: string): Promise<void> {
    const reading = this.#knowledge.inventory.ensureFresh(name);
    for (const viewId of this.#watchers) {
      if (viewId !== 'lenses') {
        void vscode.window.withProgress({ location: { viewId } }, () => reading);
      }
    }
    return reading;
  }

  #setContexts(): void {
    this.#setContext('cni.hostState', this.#hosts.state.kind);
    const isStale = this.#knowledge.inventory.isStale(this.#hosts.selected.name);
    const keys = inventoryKeys(this.#hosts, this.current, isStale);
    this.#setContext('cni.hasNamespaces', keys['cni.hasNamespaces']);
    this.#setContext('cni.hasCachedResults', keys['cni.hasCachedResults']);
    this.#setContext('cni.mayHaveNamespaces', keys['cni.mayHaveNamespaces']);
    this.#setContext('cni.mayHaveAttachments', keys['cni.mayHaveAttachments']);
  }
}

/** Returns what a view shows of a host. A failure is shown until a later reading succeeds. */
function inventoryOf(host: string, state: HostState, reading: Reading<HostInventory>): Inventory {
  const isTried = reading.kind === 'failed' || reading.kind === 'reading';
  const reason = isTried ? reading.reason : hostFailureText(state);
  if (reason !== undefined) {
    return { kind: 'failed', reason };
  }
  return reading.kind === 'unknown' || reading.contents === undefined
    ? { kind: 'unknown' }
    : { kind: 'ready', host, ...reading.contents };
}
