import * as vscode from 'vscode';
import type { HostState, NamedHost } from '../../../../engine/host/host.ts';
import { node1 } from './hosts.ts';

/** The sandbox and this machine, as the user has them without settings. */
export const sandbox: NamedHost = { name: 'sandbox', spec: { kind: 'sandbox' } };
export const local: NamedHost = { name: 'local', spec: { kind: 'local' } };

/** A selection of hosts that a test moves. */
export class StagedSelection {
  selected: NamedHost;
  state: HostState;
  readonly #select = new vscode.EventEmitter<void>();
  readonly #change = new vscode.EventEmitter<void>();
  readonly onDidSelect = this.#select.event;
  readonly onDidChangeState = this.#change.event;

  constructor(selected: NamedHost = node1, state: HostState = { kind: 'ready' }) {
    this.selected = selected;
    this.state = state;
  }

  select(selected: NamedHost, state: HostState = this.state): void {
    this.selected = selected;
    this.state = state;
    this.#select.fire();
  }

  become(state: HostState): void {
    this.state = state;
    this.#change.fire();
  }
}
