import * as vscode from 'vscode';
import { hostFailureText, hostShortName, hostStateIcon, hostStateText } from './host-text.ts';
import type { HostSelection } from './host-selection.ts';

/** Shows the host in use; a click selects another. Hidden until a network configuration or a view of ours is open. */
export class HostStatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #hosts: HostSelection;
  readonly #subscription: vscode.Disposable;

  constructor(hosts: HostSelection) {
    this.#hosts = hosts;
    this.#item = vscode.window.createStatusBarItem('cni.host', vscode.StatusBarAlignment.Left, 10);
    this.#item.name = vscode.l10n.t('CNI Host');
    this.#item.command = 'cni.selectHost';
    this.#subscription = vscode.Disposable.from(
      hosts.onDidSelect(() => this.#update()),
      hosts.onDidChangeState(() => this.#update()),
    );
    this.#update();
  }

  show(): void {
    this.#item.show();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #update(): void {
    const { selected, state } = this.#hosts;
    const name = hostShortName(vscode.l10n.t, selected.name);
    const how = hostStateText(vscode.l10n.t, state);
    this.#item.text = `$(${hostStateIcon(selected, state)}) CNI: ${name}`;
    this.#item.accessibilityInformation = { label: vscode.l10n.t('CNI host: {0}, {1}', name, how), role: 'button' };
    this.#item.backgroundColor =
      state.kind === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.#item.tooltip =
      hostFailureText(state) ?? vscode.l10n.t('Plugins run in: {0} ({1}). Click to select another host.', name, how);
  }
}
