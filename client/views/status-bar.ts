import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { hostFailureText, hostShortName, hostStateIcon, hostStateText } from '../hosts/host-text.ts';
import type { HostSelection } from '../hosts/host-selection.ts';

/** Shows the selected host; a click selects another. Hidden until a network configuration or a view of the extension is open. */
export class HostStatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #hosts: Pick<HostSelection, 'selected' | 'state'>;
  readonly #subscription: vscode.Disposable;

  constructor(hosts: Pick<HostSelection, 'selected' | 'state' | 'onDidSelect' | 'onDidChangeState'>) {
    this.#hosts = hosts;
    this.#item = vscode.window.createStatusBarItem('cni.host', vscode.StatusBarAlignment.Left, 10);
    this.#item.name = l10n.t('CNI Host');
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
    const name = hostShortName(selected.name);
    const how = hostStateText(state);
    this.#item.text = `$(${hostStateIcon(selected, state)}) CNI: ${name}`;
    this.#item.accessibilityInformation = { label: l10n.t('CNI host: {0}, {1}', name, how), role: 'button' };
    this.#item.backgroundColor =
      state.kind === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.#item.tooltip =
      hostFailureText(state) ?? l10n.t('Plugins run on "{0}" ({1}). Click to select another host.', name, how);
  }
}
